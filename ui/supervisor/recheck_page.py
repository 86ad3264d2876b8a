"""Re-checks: what is to do, how far second looks agree, what was missed, and how much is drawn."""

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Slot
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from queue_client.supervision_messages import SteerAct, Topic
from ui import theme
from ui.desk.case_panel import local_time
from ui.desk.recheck_bar import severity_words
from ui.supervisor.interval_bars import DASH, IntervalBars, bar_of
from ui.supervisor.page_head import PageHead
from ui.supervisor.page_parts import (
    Figure,
    Listing,
    asking_timer,
    column_of,
    figure_row,
    percent_box,
    scrolled,
    titled,
)
from ui.supervisor.pages import Onlooker, Page
from ui.supervisor.questions import Questions
from ui.widgets.texts import Panel, plain, wrapped
from workstation.domain.context import Tier

if TYPE_CHECKING:
    from ui.supervisor.room import SupervisorRoom

#: From here on something was missed; below, the second look changes nothing.
GRAVE: Final = 2
TIERS: Final = {
    Tier.ORDINARY: QT_TRANSLATE_NOOP("RecheckPage", "Ordinary"),
    Tier.RAISED: QT_TRANSLATE_NOOP("RecheckPage", "Raised"),
    Tier.HIGH: QT_TRANSLATE_NOOP("RecheckPage", "High risk"),
}


def tier_words(tier: str) -> str:
    """Return what a tier is called."""
    return QCoreApplication.translate("RecheckPage", str(TIERS[Tier(tier)]))


class RecheckPage(Page):
    """Shows no author; figures by name come from the hub only once there are enough events."""

    def __init__(self, questions: Questions, room: "SupervisorRoom") -> None:
        super().__init__()
        self._questions, self._room = questions, room
        self._seen: dict[str, Any] | None = None
        self._timer = asking_timer(self)
        self._timer.timeout.connect(self._ask)
        self.figures = [Figure() for _ in range(4)]
        self.take = QPushButton()
        self.take.clicked.connect(room.recheck_wanted)
        self.head = PageHead("rechecks", self.take)
        self.agreement, self.apart = IntervalBars(colour=theme.GOOD), plain(colour=theme.QUIET)
        self.severities = IntervalBars(colour=theme.WARN)
        self.officers, self.no_names = IntervalBars(), wrapped(colour=theme.QUIET)
        self.list = Listing()
        self.boxes = {tier: percent_box() for tier in Tier}
        self.box_names = {tier: plain() for tier in Tier}
        self.reason, self.apply = QLineEdit(), QPushButton()
        self.apply.setMinimumHeight(34)
        self.apply.clicked.connect(self._set)
        self._panels = [Panel() for _ in range(5)]
        self._is_set, self._done = False, ""
        self._lay_out()

    def admit(self, who: Onlooker) -> None:
        """Offer what the officer may order; the others look on."""
        self.take.setVisible(who.steers)
        for part in (*self.boxes.values(), self.reason, self.apply):
            part.setEnabled(who.rules)

    def wake(self) -> None:
        """Ask, and go on asking."""
        self._ask()
        self._timer.start()

    def rest(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def retranslate(self) -> None:
        """Write every text anew."""
        titles = (
            self.tr("Second looks that agree, by risk"),
            self.tr("How grave the differences are"),
            self.tr("By officer"),
            self.tr("Share of releases that is looked at again"),
            self.tr("Newest re-checks"),
        )
        for panel, title in zip(self._panels, titles, strict=True):
            panel.heading.setText(title)
        self.head.retranslate()
        self.take.setText(self.tr("Take the next re-check"))
        for tier, name in self.box_names.items():
            name.setText(tier_words(tier.value))
        self.reason.setPlaceholderText(self.tr("Reason; it goes into the evidence log"))
        self.apply.setText(self.tr("Set"))
        if self._seen is not None:
            self._show(self._seen)

    @Slot()
    def _ask(self) -> None:
        self._questions.ask(Topic.RECHECKS, {"part": "overview"}, self._show, self._fail)

    @Slot()
    def _set(self) -> None:
        rates = {tier.value: box.value() / 100 for tier, box in self.boxes.items()}
        reason = self.reason.text().strip()
        if not reason:
            self._fail(self.tr("Say why: a reason is kept with every change."))
            self.reason.setFocus()
            return
        self._questions.act(SteerAct.SET_RECHECKS, rates, reason, self._on_set, self._fail)

    def _on_set(self, _answer: dict[str, Any]) -> None:
        self.reason.clear()
        self._is_set = False
        self._done = self.tr("Set. It counts for releases that become final from now on.")
        self._ask()

    def _fail(self, why: str) -> None:
        self.head.say(why, colour=theme.ALARM)

    def _show(self, seen: dict[str, Any]) -> None:
        self._seen = seen
        self.head.say(self._done, colour=theme.GOOD)
        self._done = ""
        self._show_to_do(seen["to_do"])
        tiers = [tier.value for tier in Tier]
        bars = [bar_of(self.tr("All"), seen["agreement"]["all"])]
        bars += [bar_of(tier_words(tier), seen["agreement"][tier]) for tier in tiers]
        self.agreement.show_bars(bars)
        self._show_apart(seen["readers_apart"])
        self._show_severities(seen["severities"])
        self.officers.show_bars([bar_of(one["officer"], one) for one in seen["officers"]])
        self.officers.setVisible(bool(seen["officers"]))
        self.no_names.setVisible(not seen["officers"])
        self.no_names.setText(
            self.tr("Figures by name are shown from 50 re-checks of an officer on.")
        )
        if not self._is_set:
            self._is_set = True
            for tier, box in self.boxes.items():
                box.setValue(100 * seen["sampling"]["rates"][tier.value])
        self._show_list(seen["recent"])

    def _show_to_do(self, to_do: dict[str, Any]) -> None:
        oldest = to_do["oldest"]
        remark = "" if oldest is None else self.tr("oldest: %1").replace("%1", local_time(oldest))
        waiting, third, missed, lessons = self.figures
        waiting.say(self.tr("To look at"), str(to_do["open"]), remark)
        third.say(
            self.tr("For a third officer"),
            str(to_do["third"]),
            self.tr("second looks that differ"),
            colour=theme.WARN if to_do["third"] else theme.TEXT,
        )
        missed.say(
            self.tr("Confirmed misses"),
            str(to_do["missed"]),
            self.tr("of %1 drawn").replace("%1", str(to_do["drawn"])),
            colour=theme.ALARM if to_do["missed"] else theme.TEXT,
        )
        lessons.say(
            self.tr("Lessons not read yet"), str(to_do["lessons_unread"]), self.tr("at their desks")
        )
        self.take.setEnabled(bool(to_do["open"] or to_do["third"]))

    def _show_apart(self, apart: dict[str, Any]) -> None:
        share, kappa = bar_of("", apart["share"]), apart["kappa"]
        if share.value is None:
            self.apart.setText(self.tr("No case has been read by two officers yet."))
            return
        text = self.tr("Two readers of one case: %1 % agree, Cohen's kappa %2 (%3 cases)")
        told = DASH if kappa is None else f"{kappa:.2f}"
        text = text.replace("%1", f"{100 * share.value:.1f}").replace("%2", told)
        self.apart.setText(text.replace("%3", str(share.whole)))

    def _show_severities(self, counts: list[int]) -> None:
        whole = sum(counts)
        self.severities.show_bars(
            [
                bar_of(
                    f"{severity}  {severity_words(severity)}",
                    {
                        "part": count,
                        "whole": whole,
                        "value": count / whole if whole else None,
                        "low": count / whole if whole else 0.0,
                        "high": count / whole if whole else 0.0,
                    },
                    colour=theme.WARN if severity >= GRAVE else theme.GOOD,
                )
                for severity, count in enumerate(counts)
            ]
        )

    def _show_list(self, rows: list[dict[str, Any]]) -> None:
        titles = (
            self.tr("Drawn"),
            self.tr("Case"),
            self.tr("Risk"),
            self.tr("Second look"),
            self.tr("Third officer"),
            self.tr("Lesson"),
        )
        self.list.show_rows(titles, [self._row(one) for one in rows])

    def _row(self, one: dict[str, Any]) -> tuple[str, ...]:
        second = self.tr("open")
        if one["verdict"] is not None:
            second = f"{one['severity']}  {severity_words(one['severity'] or 0)}"
        elif one["taken"]:
            second = self.tr("at a desk")
        third = ""
        if one["third_verdict"] is not None:
            third = f"{one['third_severity']}  {severity_words(one['third_severity'] or 0)}"
        elif one["verdict"] == "disagree":
            third = self.tr("awaited")
        missed = (one["third_severity"] or 0) >= GRAVE
        lesson = ""
        if missed:
            lesson = self.tr("read") if one["lesson_read"] else self.tr("not read yet")
        return (
            local_time(one["drawn_at"]),
            one["case_id"],
            tier_words(one["tier"]),
            second,
            third,
            lesson,
        )

    def _lay_out(self) -> None:
        agree, grave, names, rates, newest = self._panels
        titled(agree, self.agreement, self.apart)
        titled(grave, self.severities)
        titled(names, self.officers, self.no_names)
        form = QFormLayout()
        form.setSpacing(8)
        for tier, box in self.boxes.items():
            form.addRow(self.box_names[tier], box)
        rates.body.addLayout(form)
        titled(rates, self.reason, self.apply)
        titled(newest, self.list)
        left, right = column_of(agree, grave), column_of(rates, names)
        middle = QHBoxLayout()
        middle.setSpacing(8)
        middle.addLayout(left, 3)
        middle.addLayout(right, 2)
        page = scrolled(self)
        page.addWidget(self.head)
        page.addLayout(figure_row(self.figures))
        page.addLayout(middle)
        page.addWidget(newest, 1)
        QWidget.setTabOrder(self.take, self.list)
