"""Window, level, curve and inversion in numbers and buttons."""

import math
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QToolButton, QWidget

from viewer.panes.controls import (
    button,
    field,
    filling_button,
    quiet_label,
    row,
    share_field,
    slider,
)
from viewer.panes.look_section import LookSection
from viewer.pixels.window import COUNTS, Curve, WindowLevel, between

_MOST_GAMMA: Final = 5.0
_GAMMA_STEPS: Final = 100
_FIRST_GAMMA: Final = 1.6
"""Taken when the gamma curve is chosen while gamma is 1, which would show no change."""


class ToneSection(LookSection):
    """The grey window by its width and level or its ends, and the curve between them."""

    auto_asked = Signal(float, float)
    """Percentiles [%] of what is seen that are to become black and white."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.window_field = field(1, 2 * COUNTS)
        self.level_field = field(-COUNTS, 2 * COUNTS)
        self.darkest_field = share_field(-100, 200)
        self.brightest_field = share_field(-100, 200)
        self._words = [quiet_label() for _ in range(4)]
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        fields = (
            self.window_field,
            self.level_field,
            self.darkest_field,
            self.brightest_field,
        )
        for number, (word, box) in enumerate(zip(self._words, fields, strict=True)):
            grid.addWidget(word, number // 2, number % 2 * 2)
            grid.addWidget(box, number // 2, number % 2 * 2 + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.body.addLayout(grid)
        self.auto = button()
        self.low_field, self.high_field = share_field(0, 49), share_field(51, 100)
        self.low_field.setValue(0.5)
        self.high_field.setValue(99.5)
        self.body.addLayout(row(self.auto, self.low_field, self.high_field, stretch=0))
        self.curves = {curve: filling_button() for curve in Curve}
        self.invert = filling_button()
        self.body.addLayout(row(*self.curves.values(), self.invert))
        self.gamma = slider(-_GAMMA_STEPS, _GAMMA_STEPS)
        self._gamma_word = quiet_label()
        self._gamma_row = QWidget()
        self._gamma_row.setLayout(row(self._gamma_word, self.gamma, stretch=1))
        self.body.addWidget(self._gamma_row)
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text anew."""
        self.heading.setText(self.tr("Grey window"))
        words = (self.tr("Window"), self.tr("Level"), self.tr("Black"), self.tr("White"))
        for label, word in zip(self._words, words, strict=True):
            label.setText(word)
        counts = self.tr("in counts: 0 is opaque, 65535 is open air")
        self.window_field.setToolTip(counts)
        self.level_field.setToolTip(counts)
        self.darkest_field.setToolTip(self.tr("Share of the beam that is shown black"))
        self.brightest_field.setToolTip(self.tr("Share of the beam that is shown white"))
        self.auto.setText(self.tr("Auto window"))
        self.auto.setToolTip(self.tr("Spread the greys over what is seen"))
        self.low_field.setToolTip(self.tr("So many of the pixels become black"))
        self.high_field.setToolTip(self.tr("All pixels above this share become white"))
        self.curves[Curve.LINEAR].setText(self.tr("Linear"))
        self.curves[Curve.LOG].setText(self.tr("Log"))
        self.curves[Curve.GAMMA].setText(self.tr("Gamma"))
        self.invert.setText(self.tr("Invert"))
        self.gamma.setToolTip(self.tr("Above 1 lifts the dark greys"))
        fields = (self.window_field, self.level_field, self.darkest_field, self.brightest_field)
        for named, word in zip(fields, words, strict=True):
            named.setAccessibleName(word)
        for told in (self.low_field, self.high_field):
            told.setAccessibleName(told.toolTip())
        self.gamma.setAccessibleName(self.curves[Curve.GAMMA].text())

    def refresh(self) -> None:
        """Bring every control to the look of the moment."""
        window = self.look.window
        self.window_field.setValue(round(window.window))
        self.level_field.setValue(round(window.level))
        self.darkest_field.setValue(_percent(window.darkest))
        self.brightest_field.setValue(_percent(window.brightest))
        for curve, chosen in self.curves.items():
            chosen.setChecked(curve is self.look.curve)
        self.invert.setChecked(self.look.invert)
        self._gamma_row.setVisible(self.look.curve is Curve.GAMMA)
        share = math.log(max(self.look.gamma, 1e-3), _MOST_GAMMA)
        self.gamma.setValue(round(share * _GAMMA_STEPS))
        self._gamma_word.setText(f"{self.look.gamma:.2f}")
        self.auto.setEnabled(self.picture is not None)

    def _connect(self) -> None:
        self.window_field.valueChanged.connect(self._on_window)
        self.level_field.valueChanged.connect(self._on_level)
        self.darkest_field.valueChanged.connect(self._on_darkest)
        self.brightest_field.valueChanged.connect(self._on_brightest)
        self.auto.clicked.connect(self._on_auto)
        for curve in self.curves.values():
            curve.clicked.connect(self._on_curve)
        self.invert.clicked.connect(self._on_invert)
        self.gamma.valueChanged.connect(self._on_gamma)

    def _on_window(self, counts: int) -> None:
        self.choose(window=WindowLevel(window=float(counts), level=self.look.window.level))

    def _on_level(self, counts: int) -> None:
        self.choose(window=WindowLevel(window=self.look.window.window, level=float(counts)))

    def _on_darkest(self, percent: float) -> None:
        self.choose(window=between(_count(percent), self.look.window.brightest))

    def _on_brightest(self, percent: float) -> None:
        self.choose(window=between(self.look.window.darkest, _count(percent)))

    def _on_auto(self) -> None:
        self.auto_asked.emit(self.low_field.value(), self.high_field.value())

    def _on_curve(self) -> None:
        pressed = self.sender()
        curve = next(curve for curve, one in self.curves.items() if one is pressed)
        gamma = self.look.gamma
        if curve is Curve.GAMMA and gamma == 1:
            gamma = _FIRST_GAMMA
        self._press(self.curves[curve])
        self.choose(curve=curve, gamma=gamma)

    def _on_invert(self) -> None:
        self.choose(invert=self.invert.isChecked())

    def _on_gamma(self, step: int) -> None:
        self.choose(gamma=round(_MOST_GAMMA ** (step / _GAMMA_STEPS), 2))

    def _press(self, only: QToolButton) -> None:
        """Keep one curve pressed, also when it was pressed already."""
        for one in self.curves.values():
            one.setChecked(one is only)


def _percent(count: float) -> float:
    return 100 * count / (COUNTS - 1)


def _count(percent: float) -> float:
    return percent / 100 * (COUNTS - 1)
