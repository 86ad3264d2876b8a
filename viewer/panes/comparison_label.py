"""The words about a comparison: which mode, which model, and what its place rests on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from viewer.compare import CompareMode, Covered
from viewer.link import Anchor, Basis, Link
from viewer.panes.cover import Cover
from viewer.panes.scan_pane import ScanPane
from viewer.pixels.look import Energy
from viewer.views import LengthLink


def fact(parent: QWidget) -> QLabel:
    """Return a label of plain text in a heading, which may be cut where room is scarce."""
    label = QLabel(parent)
    _make_plain(label)
    return label


class ComparisonLabel(QLabel):
    """Stands in the scan's heading; it also words what the panes' fidelity lines must say."""

    def __init__(self, cover: Cover, parent: QWidget) -> None:
        super().__init__(parent)
        self._cover = cover
        _make_plain(self)

    def say(self, joined: Link | None, model: ScanPane) -> None:
        """Say how the model is compared, and what its own pane, now hidden, would warn of."""
        parts, more = [self._mode(joined)], ""
        if self._cover.is_active and joined is not None:
            doubts = model.fidelity_line.doubts(model.picture, model.state)
            mirrored = model.picture is not None and model.picture.mirrored
            turned = self.tr("mirrored left to right") if mirrored else ""
            parts += [model.label, turned, self.basis(joined), self._anchor(joined), doubts]
            more = model.fidelity_text()
        text = " · ".join(part for part in parts if part)
        tip = "\n".join(part for part in (text, more) if part)
        if (text, tip) != (self.text(), self.toolTip()):  # Qt takes a tip for a change each time
            self.setText(text)
            self.setToolTip(tip)

    def over_picture(self, model: str) -> str:
        """Return what stands on a model that covers the scan."""
        return "   ".join(part for part in (self.tr("TYPICAL MODEL"), model) if part)

    def warnings(self, *, raw: bool) -> tuple[str, ...]:
        """Return what the scan's fidelity line must say before anything else."""
        over = self._over_scan() if self._cover.is_active else ""
        return tuple(part for part in (*self.raw_warnings(raw=raw), over) if part)

    def raw_warnings(self, *, raw: bool) -> tuple[str, ...]:
        """Return what any pane's fidelity line must say of the raw picture."""
        if not raw:
            return ()
        return (self.tr("RAW while the key is held: full window, no filters, no colours"),)

    def basis(self, joined: Link) -> str:
        """Say what the common scale of scan and model rests on."""
        return {
            Basis.METRES: self.tr("same scale, by pixel size"),
            Basis.CONTAINER: self.tr("same scale, by container height"),
            Basis.MATCH: self.tr("scaled by the match"),
            Basis.PICTURE: self.tr("not to scale: sizes unknown"),
        }[joined.basis]

    def length_basis(self, lengths: LengthLink) -> str:
        """Say what the link between two views of the scan rests on."""
        return {
            Basis.METRES: self.tr("linked along the length, by pixel size"),
            Basis.CONTAINER: self.tr("linked along the length, by container length"),
        }.get(lengths.basis, self.tr("linked along the length, not to scale: sizes unknown"))

    def _over_scan(self) -> str:
        cover = self._cover
        if cover.is_held:
            return self.tr("TYPICAL MODEL shown while the key is held")
        if cover.mode is CompareMode.SWIPE and cover.covered is Covered.RIGHT:
            return self.tr("SWIPE: typical model right of the line")
        if cover.mode is CompareMode.SWIPE:
            return self.tr("SWIPE: typical model below the line")
        if cover.mode is CompareMode.BLINK:
            return self.tr("BLINK: scan and typical model in turn")
        if cover.difference.measured.energy is Energy.LOW:
            return self.tr("DIFFERENCE at low energy: grey window and colours do not apply")
        return self.tr("DIFFERENCE at high energy: grey window and colours do not apply")

    def _mode(self, joined: Link | None) -> str:
        name = {
            CompareMode.SPLIT: "",
            CompareMode.SWIPE: self.tr("Swipe"),
            CompareMode.BLINK: self.tr("Blink"),
            CompareMode.DIFFERENCE: self.tr("Difference"),
        }[self._cover.mode]
        return self.tr("{}: no typical model").format(name) if name and joined is None else name

    def _anchor(self, joined: Link) -> str:
        return {
            Anchor.MATCH: self.tr("laid by the match"),
            Anchor.CONTAINER: self.tr("laid by the containers' corners"),
            Anchor.PICTURE: self.tr("laid by the pictures' corners"),
        }[joined.anchor]


def _make_plain(label: QLabel) -> None:
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setMinimumWidth(1)
