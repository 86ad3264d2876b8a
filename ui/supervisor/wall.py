"""The wall display: the room's figures so large that they are read from the other end of it.

No officer, container or owner of goods is named: visitors see the wall. Letters of the large
figures are a fifteenth of the screen's height: on a screen of 55 inches (0.69 m) that is 46 mm,
read from 5 m at 31 minutes of arc; DIN 1450 wants some 20 for signs that are read in passing.
"""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui import foreign, theme
from ui.supervisor import steer_words
from ui.supervisor.room_cards import FigureCard, HourBars
from ui.supervisor.room_figures import large_figures
from ui.widgets.texts import paint, plain
from workstation.domain.instants import from_text

_FIGURES: Final = 6
_SITES: Final = 8
_OLD_MS: Final = 10_000


class WallDisplay(QWidget):
    """A window of its own that fills a screen; Esc or a double click closes it, or its page's end.

    Signals
    -------
    closed
        It is on the wall no longer.
    """

    closed = Signal()

    def __init__(self, page: QWidget) -> None:
        # With a parent, so that the program ends with its main window, wall or not.
        super().__init__(page, Qt.WindowType.Window)
        self.setAutoFillBackground(True)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.cards = [FigureCard() for _ in range(_FIGURES)]
        self.clock, self.heading = plain(), plain()
        self.alerts = plain()
        self.hours = HourBars()
        self.sites = [(plain(), plain(), plain()) for _ in range(_SITES)]
        self.more, self.columns = plain(), [(plain(), plain(), plain()) for _ in range(2)]
        self._places = QGridLayout()
        self._used = -1
        self._room: Mapping[str, Any] | None = None
        self._is_old = QTimer(self, interval=_OLD_MS, singleShot=True)
        self._is_old.timeout.connect(self._grow_old)
        self._lay_out()

    def open_on(self, screen: QScreen) -> None:
        """Fill a screen; with several, one that does not show the room's own window."""
        others = [one for one in screen.virtualSiblings() if one is not screen]
        self.setGeometry((others or [screen])[0].geometry())
        self.showFullScreen()

    def show_room(self, room: Mapping[str, Any]) -> None:
        """Show the room as the hub told it."""
        self._room = room
        self._is_old.start()
        points = self._points()
        self.clock.setText(from_text(room["at"]).astimezone().strftime("%H:%M"))
        paint(self.clock, colour=theme.TEXT, size=points, bold=True)
        for card, one in zip(self.cards, large_figures(room), strict=True):
            card.name.say(one.name)
            card.show_figure(one.value, one.below, colour=one.colour)
        self.hours.show_counts(room["day"]["by_hour"])
        self._show_sites(room, points)
        active = sum(one["count"] for one in room["alert_counts"] if one["state"] == "active")
        self.alerts.setText(
            self.tr("▲ %n new alert(s)", "", active) if active else self.tr("No new alerts")
        )
        paint(
            self.alerts,
            colour=theme.ALARM if active else theme.QUIET,
            size=0.62 * points,
            bold=bool(active),
        )

    def retranslate(self) -> None:
        """Write every text anew."""
        self.setWindowTitle(self.tr("The room now"))
        self.heading.setText(self.tr("Central image review"))
        if self._room is not None:
            self.show_room(self._room)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: Any) -> None:  # noqa: ANN401 - Qt's own event
        """Close."""
        self.close()
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the wall is dark."""
        self._is_old.stop()
        self.closed.emit()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Letters follow the screen."""
        super().resizeEvent(event)
        points = self._points()
        for card in self.cards:
            card.resize_letters(points)
        paint(self.heading, colour=theme.QUIET, size=0.62 * points)
        paint(self.hours, size=0.36 * points)
        self.hours.setMinimumHeight(round(15 * points / 7))
        side = round(self.height() / 30)
        self.setContentsMargins(side, side // 2, side, side // 2)
        if self._room is not None:
            self.show_room(self._room)

    @Slot()
    def _grow_old(self) -> None:
        """Say that the figures stand still: a wall that pretends is worse than a dark one."""
        self.clock.setText(self.tr("No answer from the hub"))
        paint(self.clock, colour=theme.WARN, size=0.62 * self._points(), bold=True)

    def _points(self) -> float:
        """Return the size of the large figures for the height of the screen [pt]."""
        dots = self.logicalDpiY() or 96
        height = min(self.height(), self.width() * 9 / 16)
        return max(16.0, height / 15 * 72 / dots / theme.scale())

    def _show_sites(self, room: Mapping[str, Any], points: float) -> None:
        now = from_text(room["at"])
        waiting = sorted(
            (one for one in room["sites"]),
            key=lambda one: (one["oldest_waiting"] or "~", one["site"]),
        )
        self._place_sites(min(len(waiting), _SITES), points)
        more = len(waiting) - _SITES
        self.more.setText(self.tr("and %n more site(s)", "", more) if more > 0 else "")
        self.more.setVisible(more > 0)
        paint(self.more, size=0.36 * points, colour=theme.QUIET)
        for place, (name, count, oldest) in enumerate(self.sites):
            is_used = place < len(waiting)
            one = waiting[place] if is_used else None
            name.setText("" if one is None else foreign.shown(one["site"]))
            count.setText("" if one is None else f"{one['by_stage'].get('waiting', 0):,}")
            waits = "" if one is None else steer_words.age(one["oldest_waiting"], now)
            oldest.setText(waits)
            late = (
                one is not None
                and bool(one["oldest_waiting"])
                and (now - from_text(one["oldest_waiting"])).total_seconds() > 1800
            )
            paint(name, size=0.56 * points)
            paint(count, size=0.56 * points, bold=True)
            paint(oldest, size=0.56 * points, colour=theme.WARN if late else theme.QUIET)

    def _place_sites(self, used: int, points: float) -> None:
        """Put the sites in two columns of one height, each with its own titles."""
        rows = max(1, (used + 1) // 2)
        if used != self._used:
            self._used = used
            self._arrange(used, rows)
        titles = (self.tr("Site"), self.tr("Waiting"), self.tr("Oldest"))
        for number, column in enumerate(self.columns):
            for label, title in zip(column, titles, strict=True):
                label.setText(title if used > number * rows else "")
                paint(label, size=0.36 * points, colour=theme.QUIET)

    def _arrange(self, used: int, rows: int) -> None:
        right = Qt.AlignmentFlag.AlignRight
        for number, column in enumerate(self.columns):
            for place, label in enumerate(column):
                where = right if place else Qt.AlignmentFlag.AlignLeft
                self._places.addWidget(label, 0, 4 * number + place, where)
        for number, (name, count, oldest) in enumerate(self.sites):
            row, side = number % rows + 1, 4 * min(number // rows, 1)
            for place, label in enumerate((name, count, oldest)):
                label.setVisible(number < used)
                if number < used:
                    where = right if place else Qt.AlignmentFlag.AlignLeft
                    self._places.addWidget(label, row, side + place, where)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.alerts)
        head.addSpacing(48)
        head.addWidget(self.clock)
        figures = QGridLayout()
        figures.setSpacing(16)
        for number, card in enumerate(self.cards):
            figures.addWidget(card, number // 3, number % 3)
            figures.setColumnStretch(number % 3, 1)
        self._places.setHorizontalSpacing(36)
        self._places.setVerticalSpacing(2)
        for side in (0, 4):
            self._places.setColumnStretch(side, 1)
        self._places.setColumnMinimumWidth(3, 60)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(22)
        page.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the screen is the size
        page.addLayout(head)
        page.addLayout(figures)
        page.addLayout(self._places)
        page.addWidget(self.more)
        page.addWidget(self.hours, 1)
