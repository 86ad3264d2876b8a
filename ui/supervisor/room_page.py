"""The room now: large figures against targets, sites, desks, scanners, alerts; anew each second."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
)

from queue_client.supervision_messages import SteerAct, Topic
from ui import foreign, theme
from ui.supervisor import steer_words
from ui.supervisor.order_bar import OrderBar
from ui.supervisor.page_head import PageHead
from ui.supervisor.page_parts import buttons_beside
from ui.supervisor.pages import Onlooker, Page
from ui.supervisor.questions import QuestionClient, Questions
from ui.supervisor.room_cards import Cell, FigureCard, HourBars, RowsTable
from ui.supervisor.room_figures import large_figures
from ui.supervisor.room_html import room_html
from ui.supervisor.room_tables import OPEN, desk_rows, scanner_rows, site_rows
from ui.supervisor.targets_bar import TargetsBar
from ui.supervisor.wall import WallDisplay
from ui.widgets.texts import Panel
from workstation.domain.alert import AlertState
from workstation.domain.drift import Measure

EVERY_MS: Final = 1000
_FIGURES: Final = 6
_SILENT_S: Final = 3.0
#: Below this height the page has no room for the hours of the day [px].
_LOW_PX: Final = 720


class RoomPage(Page):
    """Follows the room while it is on the screen or on the wall."""

    def __init__(self, questions: Questions) -> None:
        super().__init__()
        self._questions = questions
        self._asked = self._shown = False
        self._answered_at = 0.0
        self.room: dict[str, Any] | None = None
        self.cards = [FigureCard() for _ in range(_FIGURES)]
        self.hours = HourBars()
        self.sites, self.desks = RowsTable(0), RowsTable(1)
        self.scanners, self.alerts = RowsTable(0), RowsTable(1, wraps=True)
        self.wall_button, self.save_button = QPushButton(), QPushButton()
        self.targets_button = QPushButton()
        self.seen_button, self.close_button = QPushButton(), QPushButton()
        self.orders = OrderBar(questions)
        self.targets = TargetsBar()
        self.wall = WallDisplay(self)
        self._panels = [Panel() for _ in range(5)]
        self.head = PageHead("room", self.targets_button, self.save_button, self.wall_button)
        self._lay_out()
        self.wall_button.clicked.connect(self.open_wall)
        self.save_button.clicked.connect(self._choose_file)
        self.targets_button.clicked.connect(self._edit_targets)
        self.targets.chosen.connect(self._set_targets)
        self.seen_button.clicked.connect(self._see)
        self.close_button.clicked.connect(self._close_alert)
        self.orders.done.connect(self._ask)
        self.wall.closed.connect(self._on_wall_closed)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._ask)

    def wake(self) -> None:
        """Follow the room."""
        self._shown = True
        self._timer.start()
        self._ask()

    def rest(self) -> None:
        """Follow the room no longer, unless it is on the wall."""
        self._shown = False
        if not self.wall.isVisible():
            self._timer.stop()

    def admit(self, who: Onlooker) -> None:
        """Offer what the officer may order; the others look on."""
        self.targets_button.setVisible(who.rules)
        for button in (self.seen_button, self.close_button):
            button.setVisible(who.steers)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the hours out where a low window has to show what asks for attention."""
        super().resizeEvent(event)
        self._panels[2].setVisible(self.height() >= _LOW_PX * max(1.0, theme.scale()))

    @Slot()
    def open_wall(self) -> None:
        """Fill a screen with the large figures; no officer is named there."""
        self.wall.open_on(self.screen())
        if self.room is not None:
            self.wall.show_room(self.room)

    @Slot()
    def _on_wall_closed(self) -> None:
        if not self._shown:
            self._timer.stop()

    @Slot()
    def _ask(self) -> None:
        if self._asked:  # a slow hub is not asked again before it has answered
            self._say_age()
            return
        self._asked = True
        midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        question = {"since": midnight.astimezone(UTC).isoformat()}
        self._questions.ask(Topic.ROOM_NOW, question, self._on_room, self._on_fault)

    def _say_age(self) -> None:
        """Say how old the figures are when the hub is silent: they must not pass for today's."""
        old_s = time.monotonic() - self._answered_at
        if self.room is not None and old_s >= _SILENT_S:
            said = self.tr("The hub does not answer: these figures are %1 old")
            self.head.say(said.replace("%1", steer_words.span(old_s)))

    @Slot(dict)
    def _on_room(self, room: dict[str, Any]) -> None:
        self._asked, self._answered_at = False, time.monotonic()
        self.room = room
        self.head.say("")
        self._show()

    @Slot(str)
    def _on_fault(self, sentence: str) -> None:
        self._asked = False
        self.head.say_old(sentence)

    def _show(self) -> None:
        room = self.room
        if room is None:
            return
        for card, one in zip(self.cards, large_figures(room), strict=True):
            card.name.say(one.name)
            card.show_figure(one.value, one.below, colour=one.colour)
        self.hours.show_counts(room["day"]["by_hour"])
        self.sites.show_rows(*site_rows(room))
        self.desks.show_rows(*desk_rows(room))
        self.scanners.show_rows(*scanner_rows(room))
        self._show_alerts(room)
        if self.wall.isVisible():
            self.wall.show_room(room)

    def _show_alerts(self, room: dict[str, Any]) -> None:
        rows = [
            [
                Cell(
                    text=steer_words.alert_state(one["state"]),
                    colour=theme.ALARM if one["state"] == AlertState.ACTIVE else theme.QUIET,
                ),
                _told(one),
                _where(one),
                Cell(text=steer_words.clock(one["at"]), colour=theme.QUIET),
            ]
            for one in room["alerts"]
        ]
        self.alerts.show_rows(rows, [one["alert_id"] for one in room["alerts"]])
        active = sum(one["count"] for one in room["alert_counts"] if one["state"] == "active")
        title = self.tr("Alerts")
        told = self.tr("%n new", "", active) if active else ""
        self._panels[4].heading.setText("  ·  ".join(part for part in (title, told) if part))

    @Slot()
    def _see(self) -> None:
        chosen = self.alerts.chosen()
        if chosen is not None:
            document = {"alert_id": chosen, "state": AlertState.SEEN.value}
            self.orders.run(SteerAct.MOVE_ALERT, document)

    @Slot()
    def _close_alert(self) -> None:
        chosen = self.alerts.chosen()
        if chosen is not None:
            document = {"alert_id": chosen, "state": AlertState.CLOSED.value}
            self.orders.ask(
                self.tr("Close this alert for good? It leaves this list; the log keeps it."),
                SteerAct.MOVE_ALERT,
                document,
                self.tr("The alert is closed."),
            )

    @Slot()
    def _edit_targets(self) -> None:
        if self.room is not None:
            self.targets.edit(self.room["targets"])

    @Slot(dict)
    def _set_targets(self, targets: dict[str, float]) -> None:
        told = (
            steer_words.share(targets["direct_release"]),
            steer_words.span(targets["typical_s"]),
            steer_words.span(targets["slowest_s"]),
        )
        asks = self.tr(
            "Hold this room against: %1 released at once, half done within %2, nine of ten"
            " within %3? Every page and report counts by it from now on."
        )
        done = self.tr("The targets are set: %1, %2, %3.")
        self.orders.ask(
            foreign.filled(asks, *told),
            SteerAct.SET_TARGET,
            targets,
            foreign.filled(done, *told),
        )

    @Slot()
    def _choose_file(self) -> None:
        if self.room is None:
            return
        name = f"review-room-{datetime.now().astimezone():%Y-%m-%d-%H%M}.html"
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the room as it stands"), name, "HTML (*.html)"
        )
        if chosen:
            self.save(Path(chosen))

    def save(self, path: Path) -> None:
        """Write the room as it stands into one file that needs nothing else."""
        if self.room is None:
            return
        text = room_html(self.room)

        def write(_client: QuestionClient) -> Path:
            path.write_text(text, encoding="utf-8")
            return path

        self._questions.run(write, self._on_saved, self.orders.say_fault)

    @Slot(object)
    def _on_saved(self, path: Path) -> None:
        self.orders.say(self.tr("Saved: %1").replace("%1", foreign.shown(path.name)))

    def retranslate(self) -> None:
        """Write every text anew."""
        self.head.retranslate()
        self.wall_button.setText(self.tr("Wall display"))
        self.save_button.setText(self.tr("Save as HTML…"))
        self.targets_button.setText(self.tr("Targets…"))
        self.seen_button.setText(self.tr("Seen"))
        self.close_button.setText(self.tr("Close…"))
        titles = (
            self.tr("Sites"),
            self.tr("Desks at work"),
            self.tr("Decided in each hour of the day"),
            self.tr("Scanners, against their own first weeks"),
            self.tr("Alerts"),
        )
        for panel, title in zip(self._panels, titles, strict=True):
            panel.heading.setText(title)
        self.sites.set_titles(
            (
                self.tr("Site"),
                self.tr("Oldest"),
                *(steer_words.stage(stage.value) for stage in OPEN),
                self.tr("Done"),
            )
        )
        self.desks.set_titles(
            (
                self.tr("Officer"),
                self.tr("Desk"),
                self.tr("Sits for"),
                self.tr("Last heard"),
                self.tr("Holds"),
            )
        )
        measures = (steer_words.measure(one.value) for one in Measure)
        self.scanners.set_titles((self.tr("Scanner"), *measures, self.tr("Scans")))
        self.alerts.set_titles(("", self.tr("What"), self.tr("Where"), self.tr("Since")))
        self.desks.say_nothing(self.tr("Nobody sits at a desk"))
        self.scanners.say_nothing(self.tr("No scan has been measured yet"))
        self.alerts.say_nothing(self.tr("Nothing asks for attention"))
        self.orders.retranslate()
        self.targets.retranslate()
        self.wall.retranslate()
        self._show()

    def _lay_out(self) -> None:
        sites, desks, hours, scanners, alerts = self._panels
        buttons_beside(alerts, self.seen_button, self.close_button)
        for panel, inside in (
            (sites, self.sites),
            (desks, self.desks),
            (hours, self.hours),
            (scanners, self.scanners),
            (alerts, self.alerts),
        ):
            panel.body.addWidget(inside, 1)
        self.alerts.serve(self.seen_button, self.close_button)
        grid = QGridLayout()
        grid.setSpacing(8)
        for column, card in enumerate(self.cards):
            grid.addWidget(card, 0, 2 * column, 1, 2)
            grid.setColumnStretch(2 * column, 1)
            grid.setColumnStretch(2 * column + 1, 1)
        grid.addWidget(sites, 1, 0, 1, 7)
        grid.addWidget(desks, 1, 7, 1, 5)
        grid.addWidget(scanners, 2, 0, 1, 7)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(alerts, 1)
        right.addWidget(hours)
        grid.addLayout(right, 2, 7, 1, 5)
        grid.setRowStretch(1, 2)
        grid.setRowStretch(2, 3)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 10, 12, 10)
        page.setSpacing(8)
        page.addWidget(self.head)
        page.addLayout(grid, 1)
        page.addWidget(self.targets)
        page.addWidget(self.orders)
        self._name_tables()

    def _name_tables(self) -> None:
        for table, panel in zip(
            (self.sites, self.desks, self.scanners, self.alerts),
            (self._panels[0], self._panels[1], self._panels[3], self._panels[4]),
            strict=True,
        ):
            label: QLabel = panel.heading
            label.setBuddy(table)


def _where(alert: dict[str, Any]) -> Cell:
    """Return the scan of a case without its site, which its tip has, or the place."""
    subject = str(alert["subject"]).split("/", 1)[0]
    text = foreign.shown(subject.rsplit(":", 1)[-1])
    return Cell(text=text, tip=foreign.tip(str(alert["subject"])), colour=theme.QUIET)


def _told(alert: dict[str, Any]) -> Cell:
    said = f"{steer_words.alert_kind(alert['kind'])}: {steer_words.alert_says(alert)}"
    return Cell(text=said, tip=foreign.tip(said))
