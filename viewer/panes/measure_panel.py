"""The measures of a pane in a list, and what the selected one says."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from viewer.measure import Measure, MeasureKind, ScaleBasis, length_mm
from viewer.panes.fidelity_line import ALARM
from viewer.panes.profile_page import ProfilePage, read_profile
from viewer.panes.region_table import RegionTable
from viewer.panes.scan_pane import ScanPane
from viewer.picture import Picture
from viewer.pixels.geometry import Place, area_between
from viewer.pixels.look import Energy
from viewer.pixels.profile import profile_along
from viewer.pixels.regions import (
    RegionStatistics,
    statistics_of_area,
    statistics_of_polygon,
)
from viewer.pixels.render import Source
from viewer.quantity import value_of

_NAME: Final = Qt.ItemDataRole.UserRole
_NEAR_PX: Final = 24.0
"""So near a profile's line the cursor on the scan moves the one on the curve [device pixels]."""


class MeasurePanel(QWidget):
    """Follows one `ScanPane`: lengths and angles in a list, curves and statistics below it.

    While a profile or a region is dragged, its curve or its numbers go along with the hand.
    Values are taken anew when the energy or the picture changes. Profiles and statistics cost
    some ten milliseconds at most and are taken only while the panel is visible.
    """

    def __init__(self, pane: ScanPane, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pane = pane
        self._of: tuple[Picture | None, Energy] = (None, Energy.HIGH)
        self._shown: object = None
        self._draft: Measure | None = None
        self._reduced = 1
        self._basis = _label(self)
        self._notes = _label(self, ALARM)
        self._list = _List(self)
        self._profile, self._region = ProfilePage(self), RegionTable(self)
        self._detail = QStackedWidget(self)
        for page in (QWidget(self), self._profile, self._region):
            self._detail.addWidget(page)
        self._away, self._clear, self._copy = (QPushButton(self) for _ in range(3))
        self._lay_out()
        self._list.currentItemChanged.connect(self._on_chosen)
        self._away.clicked.connect(self._on_away)
        self._list.away_asked.connect(self._on_away)
        self._clear.clicked.connect(pane.clear_measures)
        self._copy.clicked.connect(self.copy)
        self._profile.pointed.connect(self._on_curve)
        self._profile.lines_changed.connect(self._look_closer)
        pane.measuring.changed.connect(self._on_changed)
        pane.measuring.selected.connect(self._on_selected)
        pane.measuring.drafted.connect(self._on_drafted)
        pane.stateChanged.connect(self._follow)
        pane.view.pointed.connect(self._on_pointed)
        self._follow()
        self._say()

    @property
    def profile_page(self) -> ProfilePage:
        """What is shown of a profile."""
        return self._profile

    @property
    def region_table(self) -> RegionTable:
        """What is shown of a region, or of what an area encloses."""
        return self._region

    def basis_text(self) -> str:
        """Return what the values rest on."""
        if self._pane.picture is None:
            return ""
        calibration = self._pane.measuring.calibration
        if calibration.basis is ScaleBasis.PITCH:
            return self.tr("mm by pixel pitch")
        if calibration.basis is ScaleBasis.CONTAINER:
            return self.tr("mm by container height, ±{}%; pixels taken as square").format(
                f"{100 * calibration.uncertainty:.0f}"
            )
        return self.tr("pixels: size unknown, taken as square")

    def notes_text(self) -> str:
        """Return what the selected profile or region must not be taken for."""
        picture = self._pane.picture
        if picture is None or self._subject() is None:
            return ""
        notes = []
        if self._reduced > 1:
            notes.append(self.tr("From means of {0} x {0} pixels").format(self._reduced))
        if self._of[1] is Energy.LOW:
            is_missing = picture.low is None
            low, high = self.tr("At the low energy"), self.tr("Low energy missing: high energy")
            notes.append(high if is_missing else low)
        if picture.stored_bits <= 8:
            notes.append(self.tr("8-bit file: shares of grey, not of the beam"))
        return " · ".join(notes)

    def text(self) -> str:
        """Return everything as lines of tab-separated values, for a spreadsheet."""
        measuring = self._pane.measuring
        rows: list[tuple[str, ...]] = [(self.tr("Measure"), self.tr("Value"), self.basis_text())]
        rows += [(self._name(m), self._value(m)) for m in measuring.measures]
        chosen = measuring.chosen
        if chosen is not None and _has_counts(chosen):
            rows += [(), (self._name(chosen), self.notes_text())]
            is_profile = chosen.kind is MeasureKind.PROFILE
            rows += self._profile.table() if is_profile else self._region.rows()
        return "\n".join("\t".join(row) for row in rows) + "\n"

    def copy(self) -> None:
        """Put `text` on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())

    def changeEvent(self, event: QEvent) -> None:
        """Say everything again in another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the values that were not worth taking unseen."""
        super().showEvent(event)
        self._look_closer()

    def _lay_out(self) -> None:
        self._list.setMaximumHeight(150)
        self._list.setUniformItemSizes(True)
        buttons = QHBoxLayout()
        for button in (self._away, self._clear, self._copy):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(5)
        column.addWidget(self._basis)
        column.addWidget(self._list)
        column.addLayout(buttons)
        column.addWidget(self._notes)
        column.addWidget(self._detail, 1)

    # -- what happens ----------------------------------------------------------------------

    def _follow(self, _state: object = None) -> None:
        """Take all values anew when picture or energy have changed."""
        of = (self._pane.picture, self._pane.view.look.energy)
        if of != self._of:
            self._of, self._shown = of, None
            self._take_anew()

    def _on_changed(self, _measures: object) -> None:
        self._fill()

    def _on_selected(self, _measure_id: str) -> None:
        self._fill()
        self._look_closer()

    def _on_drafted(self, draft: Measure | None) -> None:
        """Go along with the hand."""
        self._draft = draft
        self._look_closer()

    def _on_chosen(self, item: QListWidgetItem | None) -> None:
        self._pane.measuring.select("" if item is None else str(item.data(_NAME)))

    def _on_away(self) -> None:
        chosen = self._pane.measuring.chosen
        if chosen is not None:
            self._pane.remove_measure(chosen.measure_id)

    def _on_curve(self, share: float | None) -> None:
        """Show on the scan where the mouse is on the curve."""
        chosen = self._pane.measuring.chosen
        place: Place | None = None
        if share is not None and chosen is not None and chosen.kind is MeasureKind.PROFILE:
            (row, column), (end_row, end_column) = chosen.points
            place = row + share * (end_row - row), column + share * (end_column - column)
        self._pane.measuring.show_cross(place)

    def _on_pointed(self, place: Place | None) -> None:
        """Show on the curve where the mouse is on the scan, if it is on the line."""
        chosen = self._pane.measuring.chosen
        if chosen is not None and chosen.kind is MeasureKind.PROFILE:
            self._profile.show_cursor(None if place is None else self._share(chosen, place))

    def _share(self, profile: Measure, place: Place) -> float | None:
        """Return how far along a line a place lies; None when it is beside it."""
        stage, view = self._pane.view.stage(), self._pane.view.viewpoint
        start, end, at = (stage.point(view, p) for p in (*profile.points, place))
        along, to = (end[0] - start[0], end[1] - start[1]), (at[0] - start[0], at[1] - start[1])
        square = max(along[0] ** 2 + along[1] ** 2, 1e-9)
        share = (along[0] * to[0] + along[1] * to[1]) / square
        beside = abs(along[0] * to[1] - along[1] * to[0]) / square**0.5
        return float(share) if 0 <= share <= 1 and beside <= _NEAR_PX else None

    # -- what is said ----------------------------------------------------------------------

    def _fill(self) -> None:
        """Write the list anew."""
        measuring = self._pane.measuring
        chosen = measuring.chosen
        self._list.blockSignals(True)
        self._list.clear()
        self._list.setCurrentRow(-1)
        for number, measure in enumerate(measuring.measures):
            item = QListWidgetItem(f"{self._name(measure)}    {self._value(measure)}")
            item.setData(_NAME, measure.measure_id)
            self._list.addItem(item)
            if measure == chosen:
                self._list.setCurrentRow(number)
        self._list.blockSignals(False)
        self._away.setEnabled(chosen is not None)
        for button in (self._clear, self._copy):
            button.setEnabled(bool(measuring.measures))

    def _look_closer(self) -> None:
        """Take profile or statistics of the draft, else of the selected measure."""
        if not self.isVisible():
            return
        subject, source = self._subject(), self._pane.view.source
        about = None if subject is None else (subject.kind, subject.points)
        key = (about, self._of, self._profile.lines)
        if key != self._shown:
            self._shown = key
            self._pane.measuring.show_cross(None)
            if subject is None or source is None:
                self._detail.setCurrentIndex(0)
            elif subject.kind is MeasureKind.PROFILE:
                self._read_profile(source, subject)
            else:
                self._read_region(source, subject)
        notes = self.notes_text()
        self._notes.setText(notes)
        self._notes.setVisible(bool(notes))

    def _subject(self) -> Measure | None:
        """Return what is looked at closely: it has counts under it, not only a value."""
        for measure in (self._draft, self._pane.measuring.chosen):
            if measure is not None and measure.is_complete and _has_counts(measure):
                return measure
        return None

    def _read_profile(self, source: Source, measure: Measure) -> None:
        calibration = self._pane.measuring.calibration
        ends = measure.points[0], measure.points[1]
        profile = profile_along(
            source,
            self._of[1],
            ends,
            lines=self._profile.lines,
            size=calibration.size,
        )
        self._reduced = profile.reduced
        length = length_mm(*ends, calibration.size)
        self._profile.show_reading(read_profile(profile, length, calibration))
        self._detail.setCurrentWidget(self._profile)

    def _read_region(self, source: Source, measure: Measure) -> None:
        energy = self._of[1]
        found: RegionStatistics | None
        if measure.kind is MeasureKind.AREA:
            found = statistics_of_polygon(source, energy, measure.points)
        else:
            found = statistics_of_area(source, energy, area_between(*measure.points))
        self._reduced = 1 if found is None else found.reduced
        self._region.show_statistics(found)
        self._detail.setCurrentWidget(self._region)

    def _value(self, measure: Measure) -> str:
        value = value_of(measure, self._pane.measuring.calibration)
        return value or self.tr("the outline crosses itself")

    def _name(self, measure: Measure) -> str:
        names = {
            MeasureKind.LENGTH: self.tr("Length {}"),
            MeasureKind.ANGLE: self.tr("Angle {}"),
            MeasureKind.AREA: self.tr("Area {}"),
            MeasureKind.COUNT: self.tr("Count {}"),
            MeasureKind.PROFILE: self.tr("Profile {}"),
            MeasureKind.REGION: self.tr("Region {}"),
        }
        return names[measure.kind].format(self._pane.measuring.number_of(measure))

    def _say(self) -> None:
        self._away.setText(self.tr("Remove"))
        self._clear.setText(self.tr("Remove all"))
        self._copy.setText(self.tr("Copy as table"))
        self._copy.setToolTip(self.tr("Copy all values, tab-separated, for a spreadsheet"))
        self._take_anew()

    def _take_anew(self) -> None:
        self._basis.setText(self.basis_text())
        self._fill()
        self._look_closer()


def _has_counts(measure: Measure) -> bool:
    """Tell whether there is more to a measure than its value: the counts under it."""
    return measure.kind in (MeasureKind.PROFILE, MeasureKind.REGION, MeasureKind.AREA)


class _List(QListWidget):
    """The measures; Delete takes the chosen one away, and means nothing else while it is here."""

    away_asked = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep Delete from the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and _is_delete(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hear Delete."""
        if _is_delete(event):
            event.accept()
            self.away_asked.emit()
        else:
            super().keyPressEvent(event)


def _is_delete(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Delete)


def _label(parent: QWidget, colour: str | None = None) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if colour is not None:
        palette = label.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
        label.setPalette(palette)
    return label
