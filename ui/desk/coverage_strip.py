"""What was looked at, in small: a map, a share, and one gentle line about what was passed over."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui import theme, words
from ui.commands import BY_NAME, key_text
from ui.widgets.texts import Elided, paint, plain
from workstation.domain.position import End
from workstation.review.coverage import COLUMNS, ROWS, Coverage, Level, Strip

_CELL_PX: Final = 2
_SAID_MS: Final = 8000
"""How long what was passed over is named."""
_SHADES: Final = {
    Level.UNSEEN: theme.GROUND,
    Level.FAR: theme.LINE,
    Level.SATURATED: theme.FAINT,
    Level.COVERED: theme.ACCENT,
}
"""The better a cell was shown, the brighter: told by light, not by hue."""


class CoverageMap(QWidget):
    """The container in small, brighter where it was looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels: NDArray[np.uint32] | None = None
        self.setFixedSize(COLUMNS * _CELL_PX + 2, ROWS * _CELL_PX + 2)

    def show_levels(self, levels: NDArray[np.uint8] | None) -> None:
        """Show other levels, or an empty map."""
        if levels is None and self._pixels is None:
            return
        shades = np.array([QColor(_SHADES[level]).rgb() for level in Level], np.uint32)
        self._pixels = None if levels is None else np.ascontiguousarray(shades[levels])
        self.update()

    def sizeHint(self) -> QSize:
        """Return its one size."""
        return self.size()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the cells and the container's edge."""
        painter = QPainter(self)
        room = QRect(1, 1, self.width() - 2, self.height() - 2)
        painter.fillRect(room, QColor(_SHADES[Level.UNSEEN]))
        if self._pixels is not None:
            cells = QImage(
                self._pixels.data, COLUMNS, ROWS, COLUMNS * 4, QImage.Format.Format_RGB32
            )
            painter.drawImage(room, cells)
        painter.setPen(QPen(QColor(theme.FAINT), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class CoverageStrip(QFrame):
    """The small map beside what it says; what it warns of never stands in the way.

    The line shrinks as the strips that it names are looked at, and goes with the last of them or
    after a few seconds. It is no warning: a case may well be decided as the whole picture shows it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.map, self.share, self.line = CoverageMap(), plain(), Elided()
        paint(self.line, colour=theme.QUIET)
        keeps = self.line.sizePolicy()
        keeps.setRetainSizeWhenHidden(True)  # else all papers above are painted when it comes
        self.line.setSizePolicy(keeps)
        self._coverage: Coverage | None = None
        self._missing: tuple[Strip, ...] = ()
        self._doors: End | None = None
        self.passing = QTimer(self, singleShot=True, interval=_SAID_MS)
        self.passing.timeout.connect(self._fall_silent)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(10)
        row.addWidget(self.map)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.share)
        column.addWidget(self.line)
        column.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(column, 1)
        self.retranslate()

    def show_coverage(self, coverage: Coverage | None) -> None:
        """Show the map of another case, or how that of this one has grown; None: none yet."""
        is_another, self._coverage = coverage is not self._coverage, coverage
        self.map.show_levels(None if coverage is None else coverage.levels())
        if self._missing:
            self._missing = () if is_another else self._passed_over()
        self._say()

    def tell_doors(self, doors: End | None) -> None:
        """Hear which end of the open case's container has the doors, or that it is not known."""
        self._doors = doors
        self._say()

    def warn(self) -> None:
        """Name what was passed over, for a moment or until it has been looked at."""
        self._missing = self._passed_over()
        self.passing.start()
        self._say()

    def _passed_over(self) -> tuple[Strip, ...]:
        return () if self._coverage is None else self._coverage.uncovered()

    @Slot()
    def _fall_silent(self) -> None:
        self._missing = ()
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        tip = self.tr(
            "Bright: seen near, at rest, in greys that show it. Dim: only from further off, "
            "or all black or white. %1 lays it over the scan."
        )
        self.map.setToolTip(tip.replace("%1", key_text(BY_NAME["view.coverage"])))
        self._say()

    def _say(self) -> None:
        coverage = self._coverage
        if coverage is None:
            self.share.setText(self.tr("Looked at closely: nothing yet"))
        else:
            missing = bool(self._missing)
            text = self.tr("Looked at closely: %1")
            text = self.tr("Looked at closely: %1. Not yet:") if missing else text
            self.share.setText(text.replace("%1", f"{100 * coverage.shares().overall:.0f} %"))
        self.line.say(self.tr(", ").join(words.strip(name, self._doors) for name in self._missing))
        self.line.setVisible(bool(self._missing))
        self.map.setAccessibleName(self.share.text())
