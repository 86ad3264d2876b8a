"""A scan and its typical model: below each other, or in one place. Linked in metres."""

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QSplitter, QToolButton, QVBoxLayout, QWidget

from viewer.compare import CompareMode, CompareState, Covered
from viewer.panes.comparison_label import ComparisonLabel, fact
from viewer.panes.cover import Cover
from viewer.panes.fidelity_line import paint_strip
from viewer.panes.holds import Holds
from viewer.panes.linked_cursor import LinkedCursor
from viewer.panes.linked_panes import LinkedPanes
from viewer.panes.patch_pairs import PatchPairs
from viewer.panes.scan_pane import ScanPane
from viewer.picture import Picture
from viewer.pixels.geometry import Area
from viewer.pixels.look import Look


class ComparePane(QWidget):
    """The pane `scan` above `model`; while linked, view and grey window go together.

    In the modes that lay the model over the scan, and while a key holds it there, the scan has
    the whole height and the model its place by the link. Another view of the scan may stand in
    the model's place. Marks, places and decisions are the scan's in every mode.
    """

    linkChanged = Signal(bool)  # noqa: N815 - a Qt signal
    """Whether the two move together."""
    modeChanged = Signal(object)  # noqa: N815 - a Qt signal
    """A `CompareMode`."""
    otherViewChanged = Signal(bool)  # noqa: N815 - a Qt signal
    """Whether another view of the scan stands in the model's place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scan, self.model, self.other = ScanPane(self), ScanPane(self), ScanPane(self)
        self._links = LinkedPanes(self, scan=self.scan, model=self.model, other=self.other)
        self._lower_shown, self._lower_away, self._upper_share = True, False, 0.5
        self._folded, self._lent = False, False
        self._cover = Cover(self.scan)
        self.basis, self.other_basis = fact(self), fact(self)
        self.comparison = ComparisonLabel(self._cover, self)
        self._button = QToolButton(self)
        self._button.setCheckable(True)
        self._button.setChecked(True)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scan.add_header_widget(self.comparison)
        self.model.add_header_widget(self.basis)
        self.model.add_header_widget(self._button)
        self.other.add_header_widget(self.other_basis)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(4)
        paint_strip(self.splitter)
        for number, pane in enumerate((self.scan, self.model, self.other)):
            self.splitter.addWidget(pane)
            self.splitter.setStretchFactor(number, 1)
        self.other.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.splitter)
        self.setFocusProxy(self.scan)
        panes = (self.scan, self.model, self.other)
        self.holds = Holds(self, panes, self._links.lead)
        self._cursor = LinkedCursor(self, panes, self._links.crosses)
        self.patches = PatchPairs(self.scan, self.model)
        self._button.toggled.connect(self._on_toggled)
        self.scan.stateChanged.connect(self._lay_again)
        self.model.stateChanged.connect(self._lay_again)
        self.holds.changed.connect(self._on_hold)
        self.holds.released.connect(self._on_released)
        self._retranslate()

    @property
    def linked(self) -> bool:
        """Whether the two move together."""
        return self._links.linked

    @property
    def areas(self) -> tuple[Area, Area] | None:
        """The matching areas of scan and model by which one is laid on the other."""
        return self._links.areas

    def set_linked(self, linked: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        """Let the two move together, or each for itself."""
        self._button.setChecked(linked)

    def show_scan(self, picture: Picture, *, look: Look | None = None) -> None:
        """Show a scan, fitted; model and other view of the former one go, and every hold ends."""
        self.holds.release()
        self._links.areas = None
        self.model.clear()
        self.patches.set_pairs(())
        self.show_other_view(None)
        self.scan.show_picture(picture, look=look)
        self._say()

    def replace_scan(self, picture: Picture) -> None:
        """Show the scan at another resolution: place, look, marks and the model stay."""
        self.scan.show_picture(picture, keep_view=True)
        self._say()

    def show_model(
        self,
        picture: Picture | None,
        *,
        message: str = "",
        label: str = "",
        areas: tuple[Area, Area] | None = None,
    ) -> None:
        """Show a typical model, or none and a sentence why; every hold ends.

        Parameters
        ----------
        picture : Picture or None
        message : str
            Why there is none.
        label : str
            The model's name in the language of the moment; empty keeps that of the picture.
        areas : tuple of Area, or None
            Two matching areas, of scan and model, by which the model is laid on the scan.
        """
        self.holds.release()
        self._links.areas = areas
        self.patches.set_pairs(())
        if picture is None:
            self.model.clear(message)
        else:
            with self.model.told_once():
                self._links.lead(
                    lambda: self.model.show_picture(picture, look=self._links.model_look())
                )
                self.model.set_label(label)
                self._links.follow_scan()
        self._say()

    def align(self, scan_area: Area | None, model_area: Area | None) -> None:
        """Lay the model on the scan by two matching areas; None undoes it."""
        both = scan_area is not None and model_area is not None
        self._links.areas = (scan_area, model_area) if both else None  # type: ignore[assignment] # both
        self._links.follow_scan()
        self._say()

    def show_other_view(self, picture: Picture | None, *, name: str = "") -> None:
        """Show another view of the scan, such as from above, in the model's place.

        None brings the model back. The two are linked along the container's length, because
        rows are not the same axis. A mode that covers the scan ends.
        """
        shown = self.is_other_view_shown
        if picture is None and not shown:
            return
        if picture is None:
            self.other.clear()
        else:
            self.set_mode(CompareMode.SPLIT)
            self._links.lead(lambda: self.other.show_picture(picture, look=self.scan.state.look))
            self.other.set_label(name)
            self._links.follow_scan()
        self._arrange()
        self._say()
        if shown != self.is_other_view_shown:
            self.otherViewChanged.emit(self.is_other_view_shown)

    @property
    def is_other_view_shown(self) -> bool:
        """Whether another view of the scan stands in the model's place."""
        return self.other.picture is not None

    def set_structure_shown(self, shown: bool) -> None:  # noqa: FBT001 - a slot of toggled(bool)
        """Show the container's parts over scan and model; from above there are other ones."""
        self.scan.set_structure_shown(shown)
        self.model.set_structure_shown(shown)

    def set_lower_shown(self, shown: bool) -> None:  # noqa: FBT001 - as setVisible
        """Give the model its room, or the scan all of it while there is nothing to compare."""
        self._lower_shown = shown
        self._arrange()

    def set_lower_away(self, away: bool) -> None:  # noqa: FBT001 - as setVisible
        """Give the scan all the room while something else stands in the model's place."""
        self._lower_away = away
        self._arrange()

    def set_lower_folded(self, folded: bool) -> None:  # noqa: FBT001 - as setVisible
        """Keep the model out of sight below the scan; every other way of comparing stays."""
        self._folded = folded
        self._arrange()

    @property
    def upper_share(self) -> float:
        """How much of the height the scan has while something stands below it."""
        sizes = self.splitter.sizes()
        if min(sizes[0], sum(sizes[1:])) > 0:
            self._upper_share = sizes[0] / sum(sizes)
        return self._upper_share

    def set_upper_share(self, share: float) -> None:
        """Give the scan so much of the height, 0 to 1."""
        self._upper_share = share
        sizes = self.splitter.sizes()
        lower = round(sum(sizes) * (1 - share))
        self.splitter.setSizes([sum(sizes) - lower, lower, lower])

    def lend_model(self) -> ScanPane:
        """Hand the model's pane to another window; it stays linked, and is shown in every mode."""
        self._lent = True
        self._arrange()
        return self.model

    def take_model_back(self) -> None:
        """Put the model's pane below the scan again."""
        self._lent = False
        self.splitter.insertWidget(1, self.model)
        self.splitter.setStretchFactor(1, 1)
        self._arrange()

    def clear(self, message: str = "") -> None:
        """Show neither scan nor model."""
        self.holds.release()
        self._links.areas = None
        self.show_other_view(None)
        self.scan.clear(message)
        self.model.clear()
        self.patches.set_pairs(())
        self._say()

    # -- modes -----------------------------------------------------------------------------

    @property
    def mode(self) -> CompareMode:
        """How scan and model are looked at together."""
        return self._cover.mode

    def set_mode(self, mode: CompareMode) -> None:
        """Look at the two below each other, behind a curtain, in turn, or at their difference."""
        if mode is self._cover.mode:
            return
        self._cover.set_mode(mode)
        self._arrange()
        self._say()
        self.modeChanged.emit(mode)

    def set_curtain(self, share: float, covered: Covered | None = None) -> None:
        """Hang the curtain of SWIPE at a share of the pane; None keeps the covered side."""
        self._cover.set_curtain(share, covered)
        self._say()

    def set_difference_scale(self, nepers: float) -> None:
        """Give differences of so many nepers the full colour; from 0.05 to 4."""
        self._cover.set_full_scale(nepers)

    def set_blink_rate(self, hz: float) -> None:
        """Let the picture change so often a second; from 1/4 to 3."""
        self._cover.set_blink_rate(hz)

    def hold_blink(self, on: bool) -> None:  # noqa: FBT001 - a held key is on or off
        """Lay the model over the scan while a key is held, in every mode."""
        if on != self._cover.is_held:
            self._cover.hold(on)
            self._say()

    def hold_clean(self, on: bool) -> None:  # noqa: FBT001 - a held key is on or off
        """Hide everything drawn over the pictures while a key is held."""
        self.holds.hold_clean(on)

    def hold_raw(self, on: bool) -> None:  # noqa: FBT001 - a held key is on or off
        """Show the pictures as they came while a key is held."""
        self.holds.hold_raw(on)

    @property
    def cover(self) -> Cover:
        """What lays the model over the scan."""
        return self._cover

    @property
    def compare_state(self) -> CompareState:
        """How the two are compared, for the record."""
        joined = self._links.joined()
        return CompareState(
            mode=self._cover.mode,
            curtain=self._cover.curtain,
            covered=self._cover.covered,
            full_scale=self._cover.full_scale,
            other_view=self.is_other_view_shown,
            raw=self.holds.is_raw,
            basis=None if joined is None else joined.basis,
            anchor=None if joined is None else joined.anchor,
            mirrored=self.model.picture is not None and self.model.picture.mirrored,
        )

    # -- what happens ----------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Say everything again in another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.holds.release()
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """End what a key holds: nobody sees it now."""
        self.holds.release()
        super().hideEvent(event)

    def _on_hold(self) -> None:
        self._cover.set_legend_away(self.holds.is_clean)
        self._say()

    def _on_released(self) -> None:
        self.hold_blink(False)

    def _on_toggled(self, linked: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        self._links.set_linked(linked=linked)
        self._say()
        self.linkChanged.emit(linked)

    def _lay_again(self) -> None:
        """Follow a look where the model is over the scan; else that is done when it comes there."""
        if self.mode is not CompareMode.SPLIT or self._cover.is_held:
            self._lay(self.scan.state.look)

    def _lay(self, look: Look) -> None:
        """Lay the model over the scan where the link says, in the look of the scan."""
        joined = self._links.joined()
        self._cover.set_pair(
            self.model,
            None if joined is None else joined.registration,
            replace(look, energy=self.model.view.look.energy),
        )
        self._cover.set_scan_look(look)
        self._say_comparison()

    def _arrange(self) -> None:
        """Give each pane its room; the share of the scan's is kept while it has all of it."""
        share, sizes = self.upper_share, self.splitter.sizes()
        split = self.mode is CompareMode.SPLIT and not self._lower_away
        below = self._lower_shown and not self._folded and not self.is_other_view_shown
        self.model.setVisible(self._lent or (split and below))
        self.other.setVisible(split and self.is_other_view_shown)
        self._cursor.hide()
        upper = round(sum(sizes) * share)
        if sum(sizes) > 0:
            self.splitter.setSizes([upper, sum(sizes) - upper, sum(sizes) - upper])

    def _retranslate(self) -> None:
        self.scan.set_heading(self.tr("Scan"))
        self.model.set_heading(self.tr("Typical model"))
        self.other.set_heading(self.tr("Other view of the scan"))
        self._button.setToolTip(
            self.tr("Move, zoom and grey window of scan and typical model go together")
        )
        self._say()

    def _say(self) -> None:
        self._button.setText(self.tr("Linked") if self.linked else self.tr("Not linked"))
        joined = self._links.joined() if self.linked else None
        lengths = self._links.lengths() if self.linked else None
        words = self.comparison
        self.basis.setText("" if joined is None else words.basis(joined))
        self.other_basis.setText("" if lengths is None else words.length_basis(lengths))
        self._lay(self.scan.state.look)

    def _say_comparison(self) -> None:
        """Say which model lies over the scan, on what that rests, and what the pixels are."""
        words, raw = self.comparison, self.holds.is_raw
        self._cover.set_name(words.over_picture(self.model.label))
        words.say(self._links.joined(), self.model)
        for pane in (self.scan, self.model, self.other):
            pane.fidelity_line.keep_still(raw or self._cover.is_held)
        self.scan.set_warnings(words.warnings(raw=raw))
        for pane in (self.model, self.other):
            pane.set_warnings(words.raw_warnings(raw=raw))
