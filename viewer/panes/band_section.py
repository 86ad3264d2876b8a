"""The density band: one range of transmission in one colour."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QColor, QIcon, QPixmap
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from viewer.panes.controls import button, check_box, quiet_label, row, share_field
from viewer.panes.look_section import LookSection
from viewer.pixels.look import DensityBand
from viewer.pixels.window import COUNTS

_COLOURS: Final = ("#ff3fa4", "#3fb8ff", "#ffc23f", "#4fd98a")
_RANGES: Final = ((70.0, 93.0), (20.0, 50.0), (0.0, 5.0), (0.0, 0.5))
"""Shares of the beam that come through [%]: light goods, full loads, dense, beam's end."""


class BandSection(LookSection):
    """Switch, two ends, colour, and some ranges to begin with; ends are % of the beam through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = _band(*_RANGES[2], _COLOURS[0])
        self.switch = check_box()
        self.ranges = button()
        self.ranges.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.ranges)
        self._actions = [self._menu.addAction("") for _ in _RANGES]
        self.ranges.setMenu(self._menu)
        self.body.addLayout(row(self.switch, self.ranges, stretch=0))
        self.from_field, self.to_field = share_field(0, 100), share_field(0, 100)
        self._dash = quiet_label()
        self._dash.setText("-")
        self.colours = {colour: button(checkable=True, bare=True) for colour in _COLOURS}
        for colour, swatch in self.colours.items():
            swatch.setIconSize(QSize(14, 14))
            swatch.setIcon(_plain_icon(colour))
            swatch.clicked.connect(self._on_colour)
        self.body.addLayout(
            row(self.from_field, self._dash, self.to_field, *self.colours.values(), stretch=0)
        )
        self.switch.clicked.connect(self._on_switch)
        self.from_field.valueChanged.connect(self._on_from)
        self.to_field.valueChanged.connect(self._on_to)
        self._menu.triggered.connect(self._on_range)
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text anew."""
        self.heading.setText(self.tr("Density band, % of the beam through"))
        self.switch.setText(self.tr("Band in colour"))
        for end in (self.from_field, self.to_field):
            end.setAccessibleName(self.heading.text())
        self.ranges.setText(self.tr("Ranges"))
        names = (
            self.tr("Light goods"),
            self.tr("Middle density"),
            self.tr("Dense: stops more than 95 %"),
            self.tr("End of the beam: stops more than 99.5 %"),
        )
        for action, name in zip(self._actions, names, strict=True):
            action.setText(name)
        hues = (self.tr("Pink"), self.tr("Blue"), self.tr("Amber"), self.tr("Green"))
        for swatch, hue in zip(self.colours.values(), hues, strict=True):
            swatch.setToolTip(hue)
            swatch.setAccessibleName(hue)

    def refresh(self) -> None:
        """Bring every control to the look of the moment; a band that is off is remembered."""
        if self.look.band is not None:
            self._last = self.look.band
        self.switch.setChecked(self.look.band is not None)
        self.from_field.setValue(_percent(self._last.darkest))
        self.to_field.setValue(_percent(self._last.brightest))
        for colour, swatch in self.colours.items():
            swatch.setChecked(colour == self._last.colour.lower())

    def _on_switch(self) -> None:
        self.choose(band=self._last if self.switch.isChecked() else None)

    def _on_from(self, percent: float) -> None:
        self._set(percent, max(percent, _percent(self._last.brightest)))

    def _on_to(self, percent: float) -> None:
        self._set(min(percent, _percent(self._last.darkest)), percent)

    def _on_range(self, pressed: QAction) -> None:
        self._set(*_RANGES[self._actions.index(pressed)])

    def _on_colour(self) -> None:
        pressed = self.sender()
        for colour, swatch in self.colours.items():
            swatch.setChecked(swatch is pressed)
            if swatch is pressed:
                self.choose(band=_band(self.from_field.value(), self.to_field.value(), colour))

    def _set(self, dark_percent: float, bright_percent: float) -> None:
        self.choose(band=_band(dark_percent, bright_percent, self._last.colour))


def _band(dark_percent: float, bright_percent: float, colour: str) -> DensityBand:
    scale = (COUNTS - 1) / 100
    return DensityBand(
        darkest=dark_percent * scale, brightest=bright_percent * scale, colour=colour
    )


def _percent(count: float) -> float:
    return min(100 * count / (COUNTS - 1), 100.0)


def _plain_icon(colour: str) -> QIcon:
    pixmap = QPixmap(14, 14)
    pixmap.fill(QColor(colour))
    return QIcon(pixmap)
