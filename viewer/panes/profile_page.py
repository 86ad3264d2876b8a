"""What a profile says: its curve, its range, and whether the load repeats along it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QToolButton, QVBoxLayout, QWidget

from viewer.measure import Calibration
from viewer.panes.profile_plot import ProfileAxis, ProfilePlot
from viewer.pixels.profile import Profile
from viewer.pixels.repeats import Repeat, Strength, repeat_of
from viewer.quantity import length_of

_MOST_LINES: Final = 51


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProfileReading:
    """A profile with the length of its line, in the unit of the calibration."""

    profile: Profile
    length: float
    calibration: Calibration
    repeat: Repeat | None

    @property
    def axis_unit(self) -> tuple[str, float]:
        """Unit of the distance along the line, and how many of the calibration's make one."""
        if not self.calibration.in_mm:
            return "px", 1.0
        return ("m", 1000.0) if self.length >= 1000 else ("mm", 1.0)


def read_profile(profile: Profile, length: float, calibration: Calibration) -> ProfileReading:
    """Return a profile with what is to be read off it; a few milliseconds at most."""
    return ProfileReading(
        profile=profile, length=length, calibration=calibration, repeat=repeat_of(profile)
    )


class ProfilePage(QWidget):
    """Curve and facts of one profile; the curve's widget is made with the first profile."""

    pointed = Signal(object)
    """How far along the line the mouse is, from 0 to 1, or None."""
    lines_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading: ProfileReading | None = None
        self._plot: ProfilePlot | None = None
        self._facts = QLabel(self)
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        self._facts.setWordWrap(True)
        self._logs = QToolButton(self)
        self._logs.setCheckable(True)
        self._lines_name = QLabel(self)
        self._lines_name.setTextFormat(Qt.TextFormat.PlainText)
        self._lines = QSpinBox(self)
        self._lines.setRange(1, _MOST_LINES)
        self._lines.setSingleStep(2)
        row = QHBoxLayout()
        row.addWidget(self._logs)
        row.addStretch(1)
        row.addWidget(self._lines_name)
        row.addWidget(self._lines)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(row)
        self._column.addWidget(self._facts)
        self._logs.toggled.connect(self._on_axis)
        self._lines.valueChanged.connect(self.lines_changed)
        self._say()

    @property
    def plot(self) -> ProfilePlot | None:
        """The curve, once there was a profile."""
        return self._plot

    @property
    def lines(self) -> int:
        """How many lines side by side are to be averaged; odd."""
        return self._lines.value() | 1

    def set_lines(self, lines: int) -> None:
        """Average so many lines side by side."""
        self._lines.setValue(lines)

    def set_axis(self, axis: ProfileAxis) -> None:
        """Show shares of the beam, or their attenuation."""
        self._logs.setChecked(axis is ProfileAxis.ATTENUATION)

    def show_reading(self, reading: ProfileReading) -> None:
        """Show a profile."""
        if self._plot is None:
            self._plot = ProfilePlot(self)
            self._plot.pointed.connect(self.pointed)
            self._column.addWidget(self._plot, 1)
        self._reading = reading
        self._draw()

    def show_cursor(self, share: float | None) -> None:
        """Put the cursor at a share of the line, or take it away."""
        if self._plot is not None:
            self._plot.show_cursor(share)

    def facts(self) -> str:
        """Return what is said about the profile."""
        reading = self._reading
        if reading is None:
            return ""
        shares = reading.profile.shares
        facts = [
            self.tr("through {} to {}, mean {}").format(
                f"{shares.min():.1%}", f"{shares.max():.1%}", f"{shares.mean():.1%}"
            )
        ]
        if reading.profile.lines > 1:
            facts.append(self.tr("mean of {} lines").format(reading.profile.lines))
        facts.append(self._repeat(reading))
        return " · ".join(fact for fact in facts if fact)

    def table(self) -> list[tuple[str, ...]]:
        """Return every sample as a row of texts, below a row of names."""
        reading = self._reading
        if reading is None:
            return []
        unit = "mm" if reading.calibration.in_mm else "px"
        profile = reading.profile
        along = np.linspace(0.0, reading.length, profile.counts.size)
        names = (self.tr("distance, {}").format(unit), self.tr("through, %"), "-ln T")
        values = zip(along, 100 * profile.shares, profile.attenuation, strict=True)
        return [names, *((f"{d:.2f}", f"{t:.3f}", f"{a:.4f}") for d, t, a in values)]

    def changeEvent(self, event: QEvent) -> None:
        """Say everything again in another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
            self._draw()
        super().changeEvent(event)

    def _repeat(self, reading: ProfileReading) -> str:
        """Say at what distance the load repeats; nothing where that is not plain."""
        repeat, profile = reading.repeat, reading.profile
        if repeat is None or repeat.strength is Strength.WEAK:
            return ""
        whole = profile.step_px * (profile.counts.size - 1)
        period = reading.length * repeat.period_px / whole
        surely = {Strength.STRONG: self.tr("strong"), Strength.FAIR: self.tr("fair")}
        return self.tr("repeats every {} ({}), about {} times").format(
            length_of(period, reading.calibration),
            surely[repeat.strength],
            round(whole / repeat.period_px),
        )

    def _on_axis(self, _logs: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        self._draw()

    def _draw(self) -> None:
        reading, plot = self._reading, self._plot
        if reading is None or plot is None:
            return
        logs = self._logs.isChecked()
        unit, size = reading.axis_unit
        axis = ProfileAxis.ATTENUATION if logs else ProfileAxis.SHARE
        plot.set_names(across=unit, upright="-ln T" if logs else self.tr("through, %"))
        plot.show_profile(reading.profile, axis, reading.length / size)
        self._facts.setText(self.facts())

    def _say(self) -> None:
        self._logs.setText("-ln T")
        self._logs.setToolTip(self.tr("Show even steps of attenuation instead of the share"))
        self._lines_name.setText(self.tr("Lines averaged"))
        self._lines.setAccessibleName(self._lines_name.text())
        self._lines.setToolTip(self.tr("Lines side by side: more lines, less noise"))
        self._facts.setText(self.facts())
