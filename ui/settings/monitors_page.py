"""The monitors of this desk, and when each was checked: whoever checked one writes it down."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QDate, QEvent, Slot
from PySide6.QtWidgets import QDateEdit, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import foreign, theme
from ui.monitor_book import MonitorBook
from ui.monitors import monitors_there
from ui.widgets.texts import paint, plain, wrapped
from workstation.domain.monitors import Monitor, MonitorCheck, words_of

_MARGIN: Final = 18


class MonitorsPage(QWidget):
    """One card a monitor; what is written down counts at once.

    Parameters
    ----------
    officer : str
        Who writes here.
    there : callable
        Returns the monitors; by default those of Qt.
    """

    def __init__(
        self,
        book: MonitorBook,
        *,
        officer: str,
        there: Callable[[], Sequence[Monitor]] = monitors_there,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.cards = [MonitorCard(monitor, book, officer=officer) for monitor in there()]
        self._note = wrapped(colour=theme.QUIET)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 20, _MARGIN, 12)
        column.setSpacing(14)
        for card in self.cards:
            column.addWidget(card)
        column.addWidget(self._note)
        column.addStretch(1)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        self._note.setText(
            self.tr(
                "The desk measures nothing. Check a monitor as your room does it, with a test "
                "pattern or a meter, and write the day down here: it stands in the record of "
                "every decision taken on this monitor, and after a year you are reminded."
            )
        )
        for card in self.cards:
            card.retranslate()


class MonitorCard(QFrame):
    """One monitor: what it is, when it was checked, and a day to write down."""

    def __init__(self, monitor: Monitor, book: MonitorBook, *, officer: str) -> None:
        super().__init__()
        self._monitor, self._book, self._officer = monitor, book, officer
        self.name, self.measures = plain(bold=True), plain(colour=theme.QUIET)
        self.checked = plain()
        self.day, self.button = QDateEdit(), QPushButton()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.day.setMaximumDate(QDate.currentDate())
        self.day.setDate(QDate.currentDate())
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.write_down)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.name)
        column.addWidget(self.measures)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.checked, 1)
        row.addWidget(self.day)
        row.addWidget(self.button)
        column.addLayout(row)
        book.changed.connect(self.retranslate)
        self.retranslate()

    @Slot()
    def write_down(self) -> None:
        """Let the day count on which it was checked."""
        day = self.day.date()
        on = date(day.year(), day.month(), day.day())
        self._book.write_down(self._monitor, MonitorCheck(on=on, by=self._officer))

    @Slot()
    def retranslate(self) -> None:
        """Write every text anew."""
        name, measures, _ = words_of(self._monitor.to_json())
        self.name.setText(foreign.shown(name) or self.tr("A monitor that tells no name"))
        self.measures.setText(measures)
        check = self._book.check_of(self._monitor)
        if check is None:
            text, colour = self.tr("No check is written down"), theme.QUIET
        else:
            text = self.tr("Checked on %1, written down by %2")
            text = foreign.filled(text, check.on.isoformat(), check.by)
            is_old = check.is_old(date.today())  # noqa: DTZ011 - the room's own day
            colour = theme.WARN if is_old else theme.TEXT
            text += "  ·  " + self.tr("time to check it again") if is_old else ""
        self.checked.setText(text)
        paint(self.checked, colour=colour)
        self.day.setAccessibleName(self.tr("Day of the check"))
        self.button.setText(self.tr("Write down"))
