"""Where a supervisor types the room's targets; they are ordered with a reason elsewhere."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QDoubleSpinBox, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.widgets.texts import plain


class TargetsBar(QFrame):
    """Hidden until it is wanted.

    Signals
    -------
    chosen
        Targets as the wire wants them: a share from 0 to 1, and times [s].
    """

    chosen = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.release, self.typical, self.slowest = (QDoubleSpinBox() for _ in range(3))
        self.release.setRange(0.1, 100.0)
        self.release.setDecimals(1)
        self.typical.setRange(0.1, 43_200.0)
        self.typical.setDecimals(1)
        self.slowest.setRange(0.1, 720.0)
        self.slowest.setDecimals(1)
        self.take, self.leave = QPushButton(), QPushButton()
        self._labels: list[QLabel] = [plain() for _ in range(3)]
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        for label, box in zip(
            self._labels, (self.release, self.typical, self.slowest), strict=True
        ):
            label.setBuddy(box)
            row.addWidget(label)
            row.addWidget(box)
            row.addSpacing(14)
        row.addStretch(1)
        row.addWidget(self.take)
        row.addWidget(self.leave)
        self.take.clicked.connect(self._take)
        self.leave.clicked.connect(self.hide)
        self.retranslate()
        self.hide()

    def edit(self, targets: Mapping[str, Any]) -> None:
        """Show the targets that are set, to be changed."""
        self.release.setValue(100 * targets["direct_release"])
        self.typical.setValue(targets["typical_s"] / 60)
        self.slowest.setValue(targets["slowest_s"] / 3600)
        self.show()
        self.release.setFocus()

    def retranslate(self) -> None:
        """Write the texts anew."""
        texts = (
            self.tr("Released at once, at least [%]"),
            self.tr("Half done within [min]"),
            self.tr("Nine of ten done within [h]"),
        )
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)
        self.take.setText(self.tr("Set…"))
        self.leave.setText(self.tr("Cancel"))

    @Slot()
    def _take(self) -> None:
        self.hide()
        self.chosen.emit(
            {
                "direct_release": self.release.value() / 100,
                "typical_s": 60 * self.typical.value(),
                "slowest_s": 3600 * self.slowest.value(),
            }
        )
