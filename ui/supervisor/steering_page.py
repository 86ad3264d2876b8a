"""Steering: who holds what, what is parked, what waits for a second officer, what is in force."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
)

from queue_client.supervision_messages import SteerAct, Topic
from ui import theme
from ui.supervisor import steer_words, steering_orders
from ui.supervisor.order_bar import OrderBar
from ui.supervisor.page_head import PageHead
from ui.supervisor.page_parts import buttons_beside
from ui.supervisor.pages import Onlooker, Page
from ui.supervisor.questions import Questions
from ui.supervisor.room_cards import RowsTable
from ui.supervisor.steering_orders import Order
from ui.supervisor.steering_rows import (
    case_of,
    decision_rows,
    lease_rows,
    parked_rows,
    priority_rows,
    request_rows,
    requests_of,
    waiting_for,
)
from ui.supervisor.tiers_panel import TiersPanel
from ui.widgets.texts import Panel, paint
from workstation.domain.priority import Level, Scope

EVERY_MS: Final = 3000


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
        self._who = Onlooker()
        self.break_button, self.unpark_button = QPushButton(), QPushButton()
        self.first_button, self.supersede_button = QPushButton(), QPushButton()
        self.approve_button, self.decline_button = QPushButton(), QPushButton()
        self.add_button, self.drop_button = QPushButton(), QPushButton()
        self.scope, self.level = QComboBox(), QComboBox()
        self.subject = QLineEdit()
        self._steering = (
            self.break_button,
            self.first_button,
            self.unpark_button,
            self.supersede_button,
            self.approve_button,
            self.decline_button,
            self.add_button,
            self.drop_button,
        )
        self.head = PageHead("steering")
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

    def admit(self, who: Onlooker) -> None:
        """Offer what the officer may order; whoever only audits looks on."""
        self._who = who
        for button in self._steering:
            button.setVisible(who.steers)
        for part in (self.scope, self.level, self.subject):
            part.setVisible(who.steers)
        self.tiers.set_ruled(may=who.rules)

    @Slot(dict)
    def _on_state(self, state: dict[str, Any]) -> None:
        self._asked = False
        self.state = state
        self.head.say("")
        self._show()

    @Slot(str)
    def _on_fault(self, sentence: str) -> None:
        self._asked = False
        self.head.say_old(sentence)

    def _show(self) -> None:
        state = self.state
        if state is None:
            return
        self.leases.show_rows(*lease_rows(state))
        self.parked.show_rows(*parked_rows(state))
        self.requests.show_rows(*request_rows(state, self._who.officer))
        self.decisions.show_rows(*decision_rows(state))
        self.priorities.show_rows(*priority_rows(state))
        self.tiers.show_tiers(state["tiers"])
        heading, title = self._panels[2].heading, self.tr("Waiting for a second officer")
        mine = len(waiting_for(requests_of(state), self._who.officer)) if self._who.steers else 0
        told = self.tr("● %n waiting for you", "", mine) if mine else ""
        heading.setText("  ·  ".join(part for part in (title, told) if part))
        paint(heading, colour=theme.WARN if mine else theme.QUIET, size=8.5, bold=bool(mine))

    # -- ordering --------------------------------------------------------------------------

    def _ask_reason(self, order: Order) -> None:
        self.orders.ask(order.asks, order.act, order.document, order.done)

    def _request(self) -> Mapping[str, Any] | None:
        chosen, state = self.requests.chosen(), self.state
        if chosen is None or state is None:
            return None
        found = (one for one in requests_of(state) if one["request_id"] == chosen)
        return next(found, None)

    def _is_of_another(self, request_id: object) -> bool:
        """Return whether a request is not one's own: nobody agrees with themselves."""
        requests = [] if self.state is None else requests_of(self.state)
        others = waiting_for(requests, self._who.officer)
        return any(one["request_id"] == request_id for one in others)

    @Slot()
    def _break(self) -> None:
        match self.leases.chosen():
            case (str() as case_id, int() as token):
                self._ask_reason(steering_orders.break_lease(case_id, token))

    @Slot()
    def _put_first(self) -> None:
        chosen = self.parked.chosen()
        if chosen is not None:
            self.subject.setText(str(chosen))
            self.scope.setCurrentIndex(self.scope.findData(Scope.CASE))
            self.subject.setFocus()

    @Slot()
    def _unpark(self) -> None:
        chosen = self.parked.chosen()
        if chosen is not None:
            self._ask_reason(steering_orders.unpark(str(chosen)))

    @Slot()
    def _supersede(self) -> None:
        chosen = self.decisions.chosen()
        if chosen is not None:
            self._ask_reason(steering_orders.supersede(str(chosen)))

    @Slot()
    def _approve(self) -> None:
        request = self._request()
        if request is not None and self.state is not None:
            self._ask_reason(steering_orders.approve(request, case_of(self.state, request)))

    @Slot()
    def _decline(self) -> None:
        request = self._request()
        if request is not None and self.state is not None:
            self._ask_reason(steering_orders.decline(request, case_of(self.state, request)))

    @Slot()
    def _add_priority(self) -> None:
        subject = self.subject.text().strip()
        if not subject:
            self.subject.setFocus()
            return
        scope, level = str(self.scope.currentData()), str(self.level.currentData())
        self._ask_reason(steering_orders.set_priority(scope, subject, level))

    @Slot()
    def _drop_priority(self) -> None:
        match self.priorities.chosen():
            case (str() as scope, str() as subject):
                self._ask_reason(steering_orders.drop_priority(scope, subject))

    @Slot(str, dict)
    def _order_tier(self, act: str, document: dict[str, Any]) -> None:
        self._ask_reason(steering_orders.set_tier(SteerAct(act), document))

    def retranslate(self) -> None:
        """Write every text anew."""
        self.head.retranslate()
        titles = (
            self.tr("Cases at desks"),
            self.tr("Parked cases"),
            "",  # says how many wait for whoever looks on
            self.tr("Decisions that no site has acknowledged"),
            self.tr("Priorities"),
        )
        for panel, title in zip(self._panels, titles, strict=True):
            panel.heading.setText(title)
        case, officer = self.tr("Case"), self.tr("Officer")
        self.leases.set_titles((case, officer, self.tr("Desk"), self.tr("Left")))
        self.parked.set_titles((case, self.tr("Tries"), self.tr("Age")))
        self.requests.set_titles(
            (self.tr("What"), self.tr("For"), self.tr("Reason"), self.tr("By"), self.tr("Since"))
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
            buttons_beside(panel, *buttons)
            panel.body.addWidget(table, 1)
            table.serve(*buttons)
        self.requests.serve_if(self._is_of_another, self.approve_button)
        new = QGridLayout()
        new.addWidget(self.scope, 0, 0)
        new.addWidget(self.level, 0, 1)
        new.addWidget(self.subject, 1, 0)
        new.addWidget(self.add_button, 1, 1)
        new.setColumnStretch(0, 1)
        priorities.body.addLayout(new)
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
        page.addWidget(self.head)
        page.addLayout(grid, 1)
        page.addWidget(self.orders)
