"""Steering: who holds what, what is parked, what waits for a second officer, what is in force."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from queue_client.supervision_messages import SteerAct, Topic
from ui import foreign, theme, words
from ui.supervisor import steer_words
from ui.supervisor.order_bar import OrderBar
from ui.supervisor.page_parts import page_title, title_text
from ui.supervisor.pages import Page
from ui.supervisor.questions import Questions
from ui.supervisor.room_cards import Cell, RowsTable
from ui.supervisor.tiers_panel import TiersPanel
from ui.widgets.texts import Elided, Panel, paint
from workstation.domain.context import Tier
from workstation.domain.decision import Conclusion
from workstation.domain.four_eyes import Act
from workstation.domain.priority import Level, Scope

EVERY_MS: Final = 3000
_PRIORITY: Final = "priority:"


class SteeringPage(Page):
    """Shows what can be ordered, and orders it with a reason."""

    def __init__(self, questions: Questions) -> None:
        super().__init__()
        self._questions = questions
        self._asked = False
        self.state: dict[str, Any] | None = None
        self.leases, self.parked = RowsTable(0), RowsTable(0)
        self.requests, self.decisions = RowsTable(2), RowsTable(0)
        self.priorities = RowsTable(3)
        self.tiers = TiersPanel()
        self.orders = OrderBar(questions)
        self.trouble = Elided()
        paint(self.trouble, colour=theme.WARN)
        self.break_button, self.unpark_button = QPushButton(), QPushButton()
        self.first_button, self.supersede_button = QPushButton(), QPushButton()
        self.approve_button, self.decline_button = QPushButton(), QPushButton()
        self.add_button, self.drop_button = QPushButton(), QPushButton()
        self.scope, self.level = QComboBox(), QComboBox()
        self.subject = QLineEdit()
        self._title = page_title()
        self._panels = [Panel() for _ in range(5)]
        self._lay_out()
        for button, slot in (
            (self.break_button, self._break),
            (self.first_button, self._put_first),
            (self.unpark_button, self._unpark),
            (self.supersede_button, self._supersede),
            (self.approve_button, self._approve),
            (self.decline_button, self._decline),
            (self.add_button, self._add_priority),
            (self.drop_button, self._drop_priority),
        ):
            button.clicked.connect(slot)
        self.tiers.ordered.connect(self._order_tier)
        self.orders.done.connect(self._ask)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._ask)

    def wake(self) -> None:
        """Follow what is to be steered."""
        self._timer.start()
        self._ask()

    def rest(self) -> None:
        """Ask no more."""
        self._timer.stop()

    @Slot()
    def _ask(self) -> None:
        if not self._asked:
            self._asked = True
            self._questions.ask(Topic.STEERING, {}, self._on_state, self._on_fault)

    @Slot(dict)
    def _on_state(self, state: dict[str, Any]) -> None:
        self._asked = False
        self.state = state
        self.trouble.say("")
        self._show()

    @Slot(str)
    def _on_fault(self, sentence: str) -> None:
        self._asked = False
        self.trouble.say(self.tr("This list is old: %1").replace("%1", sentence))

    def _show(self) -> None:
        state = self.state
        if state is None:
            return
        self.leases.show_rows(
            [
                [
                    Cell(text=foreign.shown(one["case_id"])),
                    Cell(text=foreign.shown(one["officer"])),
                    Cell(text=foreign.shown(one["desk"]), colour=theme.QUIET),
                    Cell(
                        text=steer_words.span(one["left_s"]) if one["left_s"] else steer_words.NONE,
                        right=True,
                    ),
                ]
                for one in state["leases"]
            ],
            [(one["case_id"], one["token"]) for one in state["leases"]],
        )
        self.parked.show_rows(
            [
                [
                    Cell(text=foreign.shown(one["case_id"])),
                    Cell(text=str(one["attempts"]), right=True),
                    Cell(text=steer_words.age(one["received_at"]), right=True),
                ]
                for one in state["parked"]
            ],
            [one["case_id"] for one in state["parked"]],
        )
        self._show_requests(state)
        self._show_decisions(state)
        self._show_priorities(state)
        self.tiers.show_tiers(state["tiers"])

    def _show_requests(self, state: Mapping[str, Any]) -> None:
        case_of = {one["decision_id"]: one["case_id"] for one in state["decisions"]}
        acts = {Act.UNPARK: self.tr("Unpark"), Act.SUPERSEDE: self.tr("Withdraw decision")}
        rows = [
            [
                Cell(text=acts.get(one["act"], one["act"])),
                Cell(text=foreign.shown(case_of.get(one["subject"], one["subject"]))),
                Cell(text=foreign.shown(one["reason"]), tip=foreign.tip(one["reason"])),
                Cell(text=foreign.shown(one["requester"]), colour=theme.QUIET),
                Cell(text=steer_words.clock(one["at"]), colour=theme.QUIET),
            ]
            for one in state["requests"]
        ]
        self.requests.show_rows(rows, [one["request_id"] for one in state["requests"]])

    def _show_decisions(self, state: Mapping[str, Any]) -> None:
        rows = [
            [
                Cell(text=foreign.shown(one["case_id"]), tip=foreign.tip(one["officer"])),
                Cell(text=words.conclusion(Conclusion(one["conclusion"]))),
                Cell(text=steer_words.age(one["at"]), right=True),
            ]
            for one in state["decisions"]
        ]
        self.decisions.show_rows(rows, [one["case_id"] for one in state["decisions"]])

    def _show_priorities(self, state: Mapping[str, Any]) -> None:
        rules = [one for one in state["rules"] if one["name"].startswith(_PRIORITY)]
        rows = [
            [
                Cell(text=steer_words.scope(one["content"]["scope"])),
                Cell(text=foreign.shown(one["content"]["subject"])),
                Cell(text=steer_words.level(one["content"]["level"])),
                Cell(
                    text=foreign.shown(one["reason"]),
                    tip=foreign.tip(f"{one['officer']}: {one['reason']}"),
                    colour=theme.QUIET,
                ),
            ]
            for one in rules
        ]
        keys = [(one["content"]["scope"], one["content"]["subject"]) for one in rules]
        self.priorities.show_rows(rows, keys)

    @Slot()
    def _break(self) -> None:
        match self.leases.chosen():
            case (str() as case_id, int() as token):
                self.orders.ask(
                    self.tr(
                        "Take %1 from its desk? It waits again, and the desk is told why."
                    ).replace("%1", foreign.shown(case_id)),
                    SteerAct.BREAK_LEASE,
                    {"case_id": case_id, "token": token},
                )

    @Slot()
    def _put_first(self) -> None:
        chosen = self.parked.chosen()
        if chosen is not None:
            self.subject.setText(str(chosen))
            self.scope.setCurrentIndex(self.scope.findData(Scope.CASE))

    @Slot()
    def _unpark(self) -> None:
        chosen = self.parked.chosen()
        if chosen is not None:
            self.orders.ask(
                self.tr("Ask that %1 may wait again? Another officer has to agree.").replace(
                    "%1", foreign.shown(str(chosen))
                ),
                SteerAct.UNPARK,
                {"case_id": chosen},
            )

    @Slot()
    def _supersede(self) -> None:
        chosen = self.decisions.chosen()
        if chosen is not None:
            self.orders.ask(
                self.tr(
                    "Ask that the decision on %1 be withdrawn? It stays here until another"
                    " officer has agreed or not; then a chief decides anew."
                ).replace("%1", foreign.shown(str(chosen))),
                SteerAct.SUPERSEDE,
                {"case_id": chosen},
            )

    @Slot()
    def _approve(self) -> None:
        chosen = self.requests.chosen()
        if chosen is not None:
            self.orders.ask(
                self.tr("Agree to this request? It is done at once."),
                SteerAct.APPROVE,
                {"request_id": chosen},
            )

    @Slot()
    def _decline(self) -> None:
        chosen = self.requests.chosen()
        if chosen is not None:
            self.orders.ask(
                self.tr("Decline this request?"), SteerAct.DECLINE, {"request_id": chosen}
            )

    @Slot()
    def _add_priority(self) -> None:
        subject = self.subject.text().strip()
        if not subject:
            self.subject.setFocus()
            return
        said = foreign.filled(
            self.tr("Let %1 %2 be taken up %3?"),
            self.scope.currentText(),
            foreign.shown(subject),
            self.level.currentText(),
        )
        document = {
            "scope": self.scope.currentData(),
            "subject": subject,
            "level": self.level.currentData(),
        }
        self.orders.ask(said, SteerAct.SET_PRIORITY, document)

    @Slot()
    def _drop_priority(self) -> None:
        match self.priorities.chosen():
            case (str() as scope, str() as subject):
                self.orders.ask(
                    self.tr("Let %1 wait in its turn again?").replace("%1", foreign.shown(subject)),
                    SteerAct.SET_PRIORITY,
                    {"scope": scope, "subject": subject},
                )

    @Slot(str, dict)
    def _order_tier(self, act: str, document: dict[str, Any]) -> None:
        tier = words.tier(Tier(document["tier"]))
        said = self.tr("Set how cases with “%1” are read?").replace("%1", tier)
        self.orders.ask(said, SteerAct(act), document)

    def retranslate(self) -> None:
        """Write every text anew."""
        self._title.setText(title_text("steering"))
        titles = (
            self.tr("Cases at desks"),
            self.tr("Parked cases"),
            self.tr("Waiting for a second officer"),
            self.tr("Decisions that no site has acknowledged"),
            self.tr("Priorities"),
        )
        for panel, title in zip(self._panels, titles, strict=True):
            panel.heading.setText(title)
        case, officer = self.tr("Case"), self.tr("Officer")
        self.leases.set_titles((case, officer, self.tr("Desk"), self.tr("Left")))
        self.parked.set_titles((case, self.tr("Tries"), self.tr("Age")))
        self.requests.set_titles(
            (self.tr("What"), case, self.tr("Reason"), self.tr("By"), self.tr("Since"))
        )
        self.decisions.set_titles((case, self.tr("Decision"), self.tr("Age")))
        self.priorities.set_titles(
            (self.tr("Kind"), self.tr("What"), self.tr("Taken up"), self.tr("Reason"))
        )
        self.leases.say_nothing(self.tr("No desk holds a case"))
        self.parked.say_nothing(self.tr("Nothing is parked"))
        self.requests.say_nothing(self.tr("Nothing waits for a second officer"))
        self.decisions.say_nothing(self.tr("Every decision has arrived"))
        self.priorities.say_nothing(self.tr("Every case waits in its turn"))
        for button, text in (
            (self.break_button, self.tr("Break the lease…")),
            (self.first_button, self.tr("Set priority")),
            (self.unpark_button, self.tr("Unpark…")),
            (self.supersede_button, self.tr("Withdraw…")),
            (self.approve_button, self.tr("Agree…")),
            (self.decline_button, self.tr("Decline…")),
            (self.add_button, self.tr("Set…")),
            (self.drop_button, self.tr("Take back…")),
        ):
            button.setText(text)
        self.subject.setPlaceholderText(self.tr("site, HS code or SITE:SCAN"))
        for box, kinds, name in (
            (self.scope, (Scope.SITE, Scope.GOODS, Scope.CASE), steer_words.scope),
            (self.level, tuple(Level), steer_words.level),
        ):
            before = max(0, box.currentIndex())
            box.clear()
            for kind in kinds:
                box.addItem(name(kind.value), kind.value)
            box.setCurrentIndex(before)
            box.setMinimumContentsLength(6)
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        self.tiers.retranslate()
        self.orders.retranslate()
        self._show()

    def _lay_out(self) -> None:
        leases, parked, requests, decisions, priorities = self._panels
        for panel, table, buttons in (
            (leases, self.leases, (self.break_button,)),
            (parked, self.parked, (self.first_button, self.unpark_button)),
            (requests, self.requests, (self.decline_button, self.approve_button)),
            (decisions, self.decisions, (self.supersede_button,)),
            (priorities, self.priorities, (self.drop_button,)),
        ):
            panel.body.addWidget(table, 1)
            row = QHBoxLayout()
            row.addStretch(1)
            table.serve(*buttons)
            for button in buttons:
                row.addWidget(button)
            panel.body.addLayout(row)
        new = QGridLayout()
        new.addWidget(self.scope, 0, 0)
        new.addWidget(self.level, 0, 1)
        new.addWidget(self.subject, 1, 0)
        new.addWidget(self.add_button, 1, 1)
        new.setColumnStretch(0, 1)
        priorities.body.addLayout(new)
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self.trouble, 1)
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.addWidget(requests, 0, 0, 1, 4)
        grid.addWidget(decisions, 0, 4, 1, 2)
        grid.addWidget(leases, 1, 0, 1, 2)
        grid.addWidget(parked, 1, 2, 1, 2)
        grid.addWidget(priorities, 1, 4, 2, 2)
        grid.addWidget(self.tiers, 2, 0, 1, 4)
        for column in range(6):
            grid.setColumnStretch(column, 7 if column > 3 else 5)
        grid.setRowStretch(0, 3)
        grid.setRowStretch(1, 3)
        page = QVBoxLayout(self)
        page.setContentsMargins(12, 10, 12, 10)
        page.setSpacing(8)
        page.addLayout(head)
        page.addLayout(grid, 1)
        page.addWidget(self.orders)
