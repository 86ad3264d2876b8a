"""The line under every picture that says what its pixels are. It cannot be switched off."""

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from viewer.panes.material_words import MaterialWords
from viewer.picture import Picture
from viewer.pixels.colour import ColourMap
from viewer.pixels.filters import WHOLE
from viewer.pixels.geometry import Place
from viewer.pixels.look import Energy, Filter, FilterKind, Look, Strip
from viewer.pixels.state import Fidelity, PictureState
from viewer.pixels.window import COUNTS, Curve

STRIP: Final = "#15191E"
WORDS: Final = "#B4BEC9"
ALARM: Final = "#FFB52E"
_NEARLY: Final = 1e-4
_WIDE: Final = 72
_NARROW: Final = 34
_MOST_ALARM: Final = 0.42
_MOST_ALARM_STILL: Final = 0.9
"""Shares of the line's width that warnings may take; while it keeps still, nearly all of it."""
_MOST_READING: Final = 0.36
"""Share of the line's width that the reading under the cursor may take."""
_ANY_HEIGHT: Final = 16777215
"""Qt's QWIDGETSIZE_MAX."""


class FidelityLine(QWidget):
    """What is shown (energy, reduction, window, filters, scale), and what the cursor is on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        paint_strip(self)
        self._warnings: tuple[str, ...] = ()
        self._alarm = _label(ALARM)
        self._facts = _label(WORDS)
        self._facts.setWordWrap(True)
        self._facts.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._cursor = _label(WORDS)
        self._cursor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._material = MaterialWords(WORDS, ALARM)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 2)
        row.setSpacing(10)
        row.addWidget(self._alarm)
        row.addWidget(self._facts, 1)
        self._reading = QWidget()
        self._reading_of: tuple[Picture | None, bool] = (None, False)
        self._needed = 0
        self._held = self._coarse = self._still = False
        readings = QHBoxLayout(self._reading)
        readings.setContentsMargins(0, 0, 0, 0)
        readings.setSpacing(10)
        readings.addStretch(1)
        readings.addWidget(self._material)
        readings.addWidget(self._cursor)
        row.addWidget(self._reading)

    def text(self) -> str:
        """Return what the line says now, warnings first."""
        parts = (self._alarm.text(), self._facts.text())
        return " · ".join(part for part in parts if part)

    def doubts(self, picture: Picture | None, state: PictureState) -> str:
        """Return what is to be warned of in the picture itself, for a pane that shows it too."""
        return "" if picture is None else " · ".join(self._alarms(picture, state))

    def warn(self, warnings: tuple[str, ...]) -> None:
        """Say these before anything else, from the next `say` on: what lies over the picture."""
        self._warnings = warnings

    def keep_still(self, still: bool) -> None:  # noqa: FBT001 - a held key is on or off
        """Keep the height while a key is held, whatever is said: the picture must not jump.

        What has no room then is cut at the end of the facts, never of the warnings. It keeps still
        as well while filters are coarse as yet: a fitted picture of another size would be coarse
        again, and so on without end.
        """
        self._held = still
        self._settle()

    def _settle(self) -> None:
        still = self._held or self._coarse
        if still == self._still:
            return
        self._still = still
        self._facts.setWordWrap(not still)
        self._facts.setMinimumWidth(1 if still else 0)
        if still:
            self.setFixedHeight(self.height())
        else:
            self.setMaximumHeight(_ANY_HEIGHT)
            self._keep_lines()
        self._fit_alarm()

    def cursor_text(self) -> str:
        """Return what is said about the place under the cursor."""
        parts = (self._material.text(), self._cursor.text())
        return " · ".join(part for part in parts if part)

    def say(self, picture: Picture | None, state: PictureState) -> None:
        """Say what is shown."""
        self._coarse = picture is not None and not state.fidelity.exact
        self._settle()
        alarms = [] if picture is None else [*self._warnings, *self._alarms(picture, state)]
        facts = [] if picture is None else self._facts_of(picture, state)
        self._alarm.setText(" · ".join(alarms))
        self._alarm.setVisible(bool(alarms))
        self._fit_alarm()
        self._facts.setText(" · ".join(facts))
        self._material.follow(picture, state.look)
        self._keep_room(picture, material=state.look.material)

    def point(self, picture: Picture | None, place: Place | None) -> None:
        """Say where the cursor is and how much of the beam comes through there."""
        self._cursor.setText("" if picture is None else self._under(picture, place))
        self._material.point(picture, place)
        self._widen(self._reading.sizeHint().width())

    def _keep_room(self, picture: Picture | None, *, material: bool) -> None:
        """Keep room for what is under the cursor, also while it is elsewhere.

        Else the facts would take another line, and the picture another size, whenever the cursor
        comes and goes.
        """
        if (picture, material) != self._reading_of:
            self._reading_of = (picture, material)
            self._needed = 0
        if picture is not None:
            shares = ["100.0%"] * (1 if picture.low is None else 2)
            end = (float(picture.shape[0]), float(picture.shape[1]))
            words = self._place_words(picture, shares, end)
            # What rests under a cursor that does not move may have got its material just now.
            resting = self._reading.sizeHint().width()
            self._widen(max(self._cursor.fontMetrics().horizontalAdvance(words), resting))

    def _widen(self, width: int) -> None:
        """Give the reading its room, but leave the facts theirs in a narrow pane."""
        self._needed = max(self._needed, width)
        self._reading.setFixedWidth(min(self._needed, round(_MOST_READING * self.width())))

    def _fit_alarm(self) -> None:
        """Let a long warning take a second line: it must not widen the window, nor be cut."""
        natural = self._alarm.fontMetrics().horizontalAdvance(self._alarm.text()) + 2
        share = _MOST_ALARM_STILL if self._still else _MOST_ALARM
        most = max(round(share * self.width()), 1)
        self._alarm.setWordWrap(natural > most)
        self._alarm.setFixedWidth(min(natural, most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._widen(0)
        self._fit_alarm()
        if not self._still:
            self._keep_lines()

    def changeEvent(self, event: QEvent) -> None:
        """Share the room anew when the letters grow."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and not self._still:
            self._fit_alarm()
            self._keep_lines()

    def _keep_lines(self) -> None:
        """Have room for two lines where the words often need them.

        Each change of height would give a fitted picture another size.
        """
        spacing = self.fontMetrics().lineSpacing()
        wide, narrow = self.width() >= _WIDE * spacing, self.width() < _NARROW * spacing
        lines = 1 if wide else 3 if narrow else 2
        self.setMinimumHeight(lines * spacing + 2 * (lines + 1))

    def _under(self, picture: Picture, place: Place | None) -> str:
        if place is None:
            return ""
        row, column = (int(value // picture.reduced) for value in place)
        rows, columns = picture.high.shape
        if not (0 <= row < rows and 0 <= column < columns):
            return ""
        shares = [f"{int(picture.high[row, column]) / (COUNTS - 1):.1%}"]
        if picture.low is not None:
            shares.append(f"{int(picture.low[row, column]) / (COUNTS - 1):.1%}")
        return self._place_words(picture, shares, place)

    def _place_words(self, picture: Picture, shares: list[str], place: Place) -> str:
        parts = [self.tr("through {}").format(" / ".join(shares))]
        if picture.pitch_mm is None:
            parts.append(self.tr("row {}, column {}").format(int(place[0]), int(place[1])))
        else:
            down = place[0] * picture.pitch_mm[0] / 1000
            along = place[1] * picture.pitch_mm[1] / 1000
            parts.append(self.tr("{} m along, {} m down").format(f"{along:.2f}", f"{down:.2f}"))
        return " · ".join(parts)

    def _alarms(self, picture: Picture, state: PictureState) -> list[str]:
        fidelity, look = state.fidelity, state.look
        alarms = []
        if not fidelity.full_resolution:
            alarms.append(
                self.tr("COARSE 1:{} - full resolution is on its way").format(picture.reduced)
            )
        if not fidelity.exact:
            alarms.append(self.tr("FILTERS COARSE - the exact picture follows"))
        if look.material and picture.low is not None and not _has_own_scale(picture):
            alarms.append(self.tr("Material colours not calibrated for this scanner"))
        if fidelity.missing_energy and look.material:
            alarms.append(self.tr("No material colours: low energy missing"))
        elif fidelity.missing_energy:
            alarms.append(self.tr("Low energy missing: high energy shown"))
        return alarms

    def _facts_of(self, picture: Picture, state: PictureState) -> list[str]:
        look = state.look
        return [
            *([self.tr("mirrored left to right")] if picture.mirrored else []),
            self._energy(picture, look),
            *self._colours(picture, look),
            self._reduction(picture, state.fidelity),
            self.tr("{} bit").format(picture.stored_bits),
            self._window(look),
            self._filters(picture, state),
            self._scale(picture),
        ]

    def _energy(self, picture: Picture, look: Look) -> str:
        if picture.low is None:
            name, mev = self.tr("single energy"), picture.energies_mev[0]
        elif look.energy is Energy.LOW:
            name, mev = self.tr("low energy"), picture.energies_mev[1]
        else:
            name, mev = self.tr("high energy"), picture.energies_mev[0]
        return name if mev is None else self.tr("{} {} MeV").format(name, f"{mev:g}")

    def _colours(self, picture: Picture, look: Look) -> list[str]:
        if look.material and picture.low is not None:
            return [self.tr("material colours over 5 x 5 pixels"), *self._strip(look)]
        said = []
        if look.colours is not ColourMap.GREY:
            said.append(self.tr("pseudo-colours {}").format(look.colours.value))
        if look.band is not None:
            ends = (look.band.darkest, look.band.brightest)
            shares = (f"{100 * min(end / (COUNTS - 1), 1):.3g}" for end in ends)
            said.append(self.tr("{}-{} % through in colour").format(*shares))
        return said

    def _strip(self, look: Look) -> list[str]:
        return {
            Strip.ALL: [],
            Strip.ORGANIC: [self.tr("only organic in colour")],
            Strip.MIXED: [self.tr("only mixed in colour")],
            Strip.METAL: [self.tr("only metal in colour")],
        }[look.strip]

    def _reduction(self, picture: Picture, fidelity: Fidelity) -> str:
        enlarged = picture.reduced / fidelity.decimation  # of the pixels that there are
        if picture.reduced == 1 and abs(enlarged - 1) < _NEARLY:
            return self.tr("1:1, every pixel")
        if enlarged <= 1:
            return self.tr("reduced 1:{}").format(f"{fidelity.decimation:.3g}")
        return self.tr("enlarged {}:1").format(f"{enlarged:.3g}")

    def _window(self, look: Look) -> str:
        text = self.tr("window {} level {}").format(
            round(look.window.window), round(look.window.level)
        )
        curve = {
            Curve.LINEAR: "",
            Curve.LOG: self.tr("logarithmic"),
            Curve.GAMMA: self.tr("gamma {}").format(f"{look.gamma:g}"),
        }[look.curve]
        inverted = self.tr("inverted") if look.invert else ""
        return ", ".join(part for part in (text, curve, inverted) if part)

    def _filters(self, picture: Picture, state: PictureState) -> str:
        """Name the filters in order, and behind local ones the reduction they worked at."""
        acting = [one for one in state.look.filters if one.acts]
        if not acting:
            return self.tr("no filter")
        scale = max(state.fidelity.decimation, float(picture.reduced))
        parts = [self._filter(one) for one in acting]
        for n, one in enumerate(acting):
            last_of_its_kind = n + 1 == len(acting) or acting[n + 1].kind in WHOLE
            if scale > 1 + _NEARLY and one.kind not in WHOLE and last_of_its_kind:
                parts[n] = self.tr("{} at 1:{}").format(parts[n], f"{scale:.3g}")
        return " → ".join(parts)

    def _filter(self, one: Filter) -> str:
        names = {
            FilterKind.SMOOTH: self.tr("smoothed"),
            FilterKind.MEAN: self.tr("mean"),
            FilterKind.MEDIAN: self.tr("median"),
            FilterKind.SHARPEN: self.tr("sharpened"),
            FilterKind.EDGES: self.tr("edges"),
            FilterKind.EDGES_HORIZONTAL: self.tr("horizontal edges"),
            FilterKind.EDGES_VERTICAL: self.tr("vertical edges"),
            FilterKind.EMBOSS: self.tr("relief"),
            FilterKind.ERODE: self.tr("dense grown"),
            FilterKind.DILATE: self.tr("dense thinned"),
            FilterKind.EQUALISE: self.tr("local contrast"),
            FilterKind.HISTOGRAM: self.tr("equalised as a whole"),
        }
        size = ""
        if one.size and one.kind is FilterKind.EQUALISE:
            size = self.tr("{} tiles").format(one.size**2)
        elif one.size:
            size = self.tr("{} px").format(one.size)
        return " ".join(part for part in (names[one.kind], size, f"{one.strength:.0%}") if part)

    def _scale(self, picture: Picture) -> str:
        if picture.pitch_mm is None:
            return self.tr("pixel size unknown")
        down, along = picture.pitch_mm
        if abs(down - along) < _NEARLY:
            return self.tr("pixel {} mm").format(f"{down:.3g}")
        return self.tr("pixel {} x {} mm").format(f"{along:.3g}", f"{down:.3g}")


def _has_own_scale(picture: Picture) -> bool:
    return picture.material is not None and picture.material.calibrated


def paint_strip(widget: QWidget) -> None:
    """Give a strip beside a picture its quiet ground, whatever the theme."""
    palette = widget.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor(STRIP))
    palette.setColor(QPalette.ColorRole.WindowText, QColor(WORDS))
    widget.setPalette(palette)
    widget.setAutoFillBackground(True)


def _label(colour: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
    label.setPalette(palette)
    return label
