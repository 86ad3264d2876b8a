"""What the colours over a picture mean: a small plate on the pane, there while they are on."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from viewer.panes.material_words import scale_of
from viewer.picture import Picture
from viewer.pixels.colour import ColourMap, palette
from viewer.pixels.look import DensityBand, Look, Strip
from viewer.pixels.material import class_colours
from viewer.pixels.window import COUNTS, grey_table

_EDGE: Final = 10
_GROUND: Final = QColor(11, 13, 16, 205)
_RIM: Final = QColor("#39424C")
_WORDS: Final = "#C3CBD4"
_QUIET: Final = "#8B96A2"
_ALARM: Final = "#FFB52E"
_POINTS: Final = 9.0
_SWATCH: Final = QSize(34, 10)
_BAR: Final = QSize(150, 10)
_CLASSES: Final = (Strip.ORGANIC, Strip.MIXED, Strip.METAL)
_SCALE_BAR: Final = 0.16
"""The scale bar in the lower left corner takes at most this share of the width, see its item."""


class Legend(QWidget):
    """Material classes and how they fade, a colour map from opaque to open, a density band.

    It lets the mouse through, and stands in the lower right corner above the overview.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._allowed = True
        self._said: tuple[Picture | None, Look] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._materials = tuple((_Swatch(_SWATCH), _label(), strip) for strip in _CLASSES)
        self._fade, self._strip, self._alarm = _label(_QUIET), _label(), _label(_ALARM)
        self._opaque, self._open, self._bar = _label(_QUIET), _label(_QUIET), _Swatch(_BAR)
        self._band, self._band_words = _Swatch(_SWATCH), _label()
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(9, 6, 9, 6)
        column.setSpacing(3)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        classes = [w for swatch, label, _ in self._materials for w in (swatch, label)]
        rows: tuple[Sequence[QWidget], ...] = (
            classes,
            [self._fade],
            [self._strip],
            [self._alarm],
            [self._opaque, self._bar, self._open],
            [self._band, self._band_words],
        )
        for widgets in rows:
            column.addLayout(_row(widgets))
        self.hide()

    def text(self) -> str:
        """Return the words that stand on it now, none when it is hidden."""
        if self.isHidden():
            return ""
        labels = self.findChildren(QLabel)
        return " · ".join(label.text() for label in labels if not label.isHidden())

    def set_allowed(self, allowed: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        """Come and go with the colours, or stay away."""
        self._allowed = allowed
        self._retell()

    def say(self, picture: Picture | None, look: Look) -> None:
        """Follow the pane's picture and look."""
        before, self._said = self._said, (picture, look)
        if before is None or _meaning(*before) != _meaning(picture, look):
            self._retell()

    def settle(self, room: QRect, overview: QRect) -> None:
        """Take a place that covers neither the scale bar nor the overview (empty when away).

        Where there is no such place it covers part of the overview rather than go unsaid.
        """
        size = self.sizeHint()
        right, bottom = room.right() - _EDGE - size.width(), room.bottom() - _EDGE - size.height()
        place = QPoint(right, bottom)
        if not overview.isEmpty():
            above = overview.top() - _EDGE - size.height()
            beside = overview.left() - _EDGE - size.width()
            if above >= room.top() + _EDGE:
                place = QPoint(right, above)
            elif beside >= room.width() * _SCALE_BAR + 3 * _EDGE:
                place = QPoint(beside, bottom)
            else:
                place = QPoint(right, room.top() + _EDGE)
        self.setGeometry(QRect(place, size))

    def changeEvent(self, event: QEvent) -> None:
        """Say everything again in another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retell()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the plate."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_RIM)
        painter.setBrush(_GROUND)
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)

    def _is_wanted(self) -> bool:
        if not self._allowed or self._said is None or self._said[0] is None:
            return False
        picture, look = self._said
        coloured = look.colours is not ColourMap.GREY or look.band is not None
        return coloured or _has_material(picture, look)

    def _retell(self) -> None:
        picture, look = self._said or (None, Look())
        if picture is None or not self._is_wanted():
            self.hide()  # most pictures are grey: their legend need not be written
            return
        material = _has_material(picture, look)
        self._tell_material(picture, look, shown=material)
        self._tell_colours(look, shown=not material and look.colours is not ColourMap.GREY)
        self._tell_band(look.band)
        self._column.invalidate()
        self.show()
        self.update()

    def _tell_material(self, picture: Picture, look: Look, *, shown: bool) -> None:
        calibrated = scale_of(picture).calibrated
        names = {
            Strip.ORGANIC: self.tr("Organic"),
            Strip.MIXED: self.tr("Mixed"),
            Strip.METAL: self.tr("Metal"),
        }
        for swatch, label, of in self._materials:
            kept = look.strip in (Strip.ALL, of)
            swatch.set_pixels(class_colours(of, look.strip, calibrated=calibrated))
            label.setText(names[of])
            _colour(label, _WORDS if kept else _QUIET)
        self._fade.setText(self.tr("grey: cannot tell · full colour: sure"))
        stripped = shown and look.strip is not Strip.ALL
        self._strip.setText(
            self.tr("Only {} in colour, the rest pale").format(names[look.strip])
            if stripped
            else ""
        )
        self._alarm.setText(
            "" if calibrated else self.tr("Not calibrated for this scanner: pale at most")
        )
        for swatch, label, _ in self._materials:
            swatch.setVisible(shown)
            label.setVisible(shown)
        self._fade.setVisible(shown)
        self._strip.setVisible(stripped)
        self._alarm.setVisible(shown and not calibrated)

    def _tell_colours(self, look: Look, *, shown: bool) -> None:
        if shown:
            self._bar.set_pixels(_map_pixels(look))
        self._opaque.setText(self.tr("opaque"))
        self._open.setText(self.tr("open air"))
        for widget in (self._opaque, self._bar, self._open):
            widget.setVisible(shown)

    def _tell_band(self, band: DensityBand | None) -> None:
        if band is not None:
            colour = QColor(band.colour)
            plain = [colour.blue(), colour.green(), colour.red(), 255]
            self._band.set_pixels(np.full((1, 1, 4), plain, np.uint8))
            darkest, brightest = (
                min(count / (COUNTS - 1), 1.0) for count in (band.darkest, band.brightest)
            )
            words = self.tr("{} to {} of the beam comes through")
            self._band_words.setText(words.format(f"{darkest:.1%}", f"{brightest:.1%}"))
        for widget in (self._band, self._band_words):
            widget.setVisible(band is not None)


class _Swatch(QWidget):
    """A few pixels, stretched over a small box."""

    def __init__(self, size: QSize) -> None:
        super().__init__()
        self._pixels: NDArray[np.uint8] = np.zeros((1, 1, 4), np.uint8)
        self.setFixedSize(size)

    def set_pixels(self, bgra: NDArray[np.uint8]) -> None:
        """Show a row of colours; shape (1, columns, 4): blue, green, red, 255."""
        self._pixels = np.ascontiguousarray(bgra)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the colours without smoothing: they are the palette's own."""
        columns = self._pixels.shape[1]
        image = QImage(self._pixels.data, columns, 1, columns * 4, QImage.Format.Format_RGB32)
        painter = QPainter(self)
        painter.drawImage(self.rect(), image)


def _meaning(picture: Picture | None, look: Look) -> tuple[object, ...]:
    """Return what the words and bars depend on: a grey window alone changes none of them."""
    greys = (look.window, look.curve, look.gamma, look.invert)
    coloured = look.colours is not ColourMap.GREY or look.band is not None
    return (
        picture,
        look.material,
        look.strip,
        look.colours,
        look.band,
        greys if coloured else None,
    )


def _has_material(picture: Picture | None, look: Look) -> bool:
    return look.material and picture is not None and picture.low is not None


def _map_pixels(look: Look) -> NDArray[np.uint8]:
    """Return the colour of even steps of transmission, opaque first, as the pane draws them."""
    greys = grey_table(look.window, curve=look.curve, gamma=look.gamma, invert=look.invert)
    steps = np.linspace(0, COUNTS - 1, _BAR.width()).astype(int)
    return np.asarray(palette(look.colours)[greys[steps]][np.newaxis])


def _row(widgets: Sequence[QWidget]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row


def _label(colour: str = _WORDS) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    font = label.font()
    font.setPointSizeF(_POINTS)
    label.setFont(font)
    _colour(label, colour)
    return label


def _colour(label: QLabel, colour: str) -> None:
    shades = label.palette()
    shades.setColor(QPalette.ColorRole.WindowText, QColor(colour))
    label.setPalette(shades)
