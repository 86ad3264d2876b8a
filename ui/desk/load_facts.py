"""What the container holds by the engine's reckoning: how full, how heavy, how regular."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme, words
from ui.widgets.texts import paint, wrapped
from workstation.domain.comparison import LoadFacts
from workstation.domain.declaration import Declaration

ALIKE_KG: Final = 2000.0
"""Masses that differ by less are called alike: twice the median error of 1 t that an estimate from
attenuation is allowed (MATCHING, section 4)."""
FAR_KG: Final = 5000.0
"""From here on the difference has the colour of an alarm, besides its sign."""
_TALL_PX: Final = 34
_HARDLY: Final = 0.005
"""A load that is seen but fills less than this is flat: a share of 0 % would deny it."""


class LoadOutline(QWidget):
    """The load as a drawn outline within the container's walls, left end to the left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profile: tuple[float, ...] = ()
        self.setFixedHeight(_TALL_PX)

    def show_profile(self, profile: tuple[float, ...]) -> None:
        """Show heights of the load, each from 0 (floor) to 1 (roof)."""
        self._profile = tuple(min(max(share, 0.0), 1.0) for share in profile)
        self.setVisible(bool(self._profile))
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for little."""
        return QSize(160, _TALL_PX)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw walls, floor and load."""
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0.5, 2.5, -0.5, -1.5)
        step = box.width() / max(len(self._profile), 1)
        outline = QPolygonF([box.bottomLeft()])
        for place, share in enumerate(self._profile):
            top = box.bottom() - share * box.height()
            outline.append(QPointF(box.left() + place * step, top))
            outline.append(QPointF(box.left() + (place + 1) * step, top))
        outline.append(box.bottomRight())
        fill = QColor(theme.ACCENT)
        fill.setAlpha(70)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(outline)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.ACCENT), 1.2))
        painter.drawPolyline(outline)
        painter.setPen(QPen(QColor(theme.FAINT), 1.0))
        painter.drawRect(box)
        painter.end()


class LoadView(QWidget):
    """Fill with its outline, mass against the declared mass, and the repeating period."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(3)
        self.fill, self.outline = wrapped(), LoadOutline()
        self.mass, self.difference = wrapped(), wrapped()
        for widget in (self.fill, self.outline, self.mass, self.difference):
            column.addWidget(widget)
        self._load: LoadFacts | None = None
        self._declared_kg: float | None = None

    def show_load(self, load: LoadFacts | None, declaration: Declaration | None) -> None:
        """Show another load, or none."""
        self._load, self._declared_kg = load, declared_kg(declaration)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        load = self._load
        self.setVisible(load is not None)
        if load is None:
            return
        self.fill.setText(self._fill_text(load))
        self.outline.show_profile(load.profile)
        self.outline.setToolTip(self.tr("Height of the load along the container"))
        self.mass.setText(self._mass_text(load.mass_kg))
        self.mass.setVisible(bool(self.mass.text()))
        text, colour = self._difference_text(load.mass_kg)
        self.difference.setText(text)
        self.difference.setVisible(bool(text))
        paint(self.difference, colour=colour)

    def _fill_text(self, load: LoadFacts) -> str:
        share = f"{100 * load.fill_fraction:.0f} %"
        if load.fill != "empty" and load.fill_fraction < _HARDLY:
            share = self.tr("hardly above the floor")
        parts = [self.tr("Load: %1, %2").replace("%1", words.fill(load.fill)).replace("%2", share)]
        if load.period_mm is not None:
            metres = f"{load.period_mm / 1000:.2f}"
            parts.append(self.tr("repeats every %1 m").replace("%1", metres))
        return "  ·  ".join(parts)

    def _mass_text(self, mass_kg: float | None) -> str:
        if mass_kg is None:
            return ""
        parts = [self.tr("Mass: about %1 t").replace("%1", _tonnes(mass_kg))]
        if self._declared_kg:
            parts.append(self.tr("declared %1 t").replace("%1", _tonnes(self._declared_kg)))
        return "  ·  ".join(parts)

    def _difference_text(self, mass_kg: float | None) -> tuple[str, str]:
        """Return what is said of the difference, and its colour; the sign says the same."""
        declared = self._declared_kg
        if mass_kg is None or not declared:
            return "", theme.TEXT
        more_kg = mass_kg - declared
        if abs(more_kg) < ALIKE_KG:
            return self.tr("≈ as declared, within what an estimate can tell"), theme.TEXT
        if more_kg > 0:
            text = self.tr("▲ %1 t more than declared (%2)")
        else:
            text = self.tr("▼ %1 t less than declared (%2)")
        text = text.replace("%1", _tonnes(abs(more_kg))).replace("%2", f"{more_kg / declared:+.0%}")
        return text, theme.ALARM if abs(more_kg) >= FAR_KG else theme.WARN


def declared_kg(declaration: Declaration | None) -> float | None:
    """Return the declared gross mass [kg]; None unless every line tells its own."""
    if declaration is None:
        return None
    masses = [line.gross_kg for line in declaration.goods]
    known = [mass for mass in masses if mass is not None]
    return sum(known) if known and len(known) == len(masses) else None


def _tonnes(mass_kg: float) -> str:
    return f"{mass_kg / 1000:.1f}"
