"""Shows the last decided case again, or keeps a case on the screen until the officer goes on."""

import time

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Slot

from ui import theme, words
from ui.commands import BY_NAME, CommandSet, key_text
from ui.desk.controller import DeskController, Taken
from ui.desk.desk_page import DeskPage
from ui.link_news import ActMoved, ActState
from ui.session.notice_line import Notice, NoticeLine
from workstation.domain.decision import Conclusion


class LookingBack(QObject):
    """Joins the commands ``case.last``, ``case.go_on`` and ``case.auto_advance`` to the desk."""

    def __init__(
        self,
        controller: DeskController,
        page: DeskPage,
        notice: NoticeLine,
        commands: CommandSet,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller, self._page, self._notice = controller, page, notice
        self._commands = commands
        self._state: tuple[str, ActState, float] | None = None  # of the last decision
        self.is_quiet = False  # says nothing of a held case: somebody else does
        self._back = False  # looked back at, else held after the decision
        self._timer = QTimer(self, interval=500)
        self._timer.timeout.connect(self.retranslate)
        commands.connect_to("case.last", controller.look_back)
        commands.connect_to("case.go_on", controller.go_on)
        commands["case.auto_advance"].setChecked(controller.auto_advance)
        commands["case.auto_advance"].toggled.connect(self._set_advance)
        controller.held.connect(self._on_held)
        controller.looked_back.connect(self._on_looked_back)
        controller.went_on.connect(self._on_went_on)
        controller.decided.connect(self._on_decided)
        self._let(go_on=False)

    @Slot(bool)
    def _set_advance(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        self._controller.auto_advance = on
        if on and not self._back:
            self._controller.go_on()

    @Slot(object)
    def _on_decided(self, _taken: Taken) -> None:
        self._state = None

    @Slot(object)
    def _on_held(self, _taken: Taken) -> None:
        self._begin(back=False)

    @Slot(object)
    def _on_looked_back(self, taken: Taken) -> None:
        page = self._page
        page.show_case(taken.case)
        scan = self._controller.last_scan
        if scan is not None:
            page.replace_scan(scan)
        for model in self._controller.last_models:
            page.take_model(model)
        page.show_marks(taken.marks)
        page.decision_bar.note.setText(taken.note)
        self._begin(back=True)

    def _begin(self, *, back: bool) -> None:
        self._back = back
        self._page.decision_bar.note.setReadOnly(True)
        self._let(go_on=True)
        self._timer.start()
        self.retranslate()

    @Slot()
    def _on_went_on(self) -> None:
        self._timer.stop()
        self._page.decision_bar.note.setReadOnly(False)
        self._let(go_on=False)
        self._notice.say(Notice.REVIEW, "")
        self._page.panes.setFocus(Qt.FocusReason.OtherFocusReason)

    def _let(self, *, go_on: bool) -> None:
        # Enter ends a note otherwise: the key is taken only while there is something to leave.
        self._commands["case.go_on"].setEnabled(go_on)

    @Slot(object)
    def on_news(self, news: object) -> None:
        """Hear how far the last decision has come."""
        last = self._controller.last
        if isinstance(news, ActMoved) and last and news.decision_id == last.decision_id:
            self._state = (news.decision_id, news.state, time.monotonic() + news.recall_s)

    @Slot()
    def retranslate(self) -> None:
        """Write the line anew, with the time in which the decision can still be taken back."""
        taken = self._controller.reviewing
        if taken is None or (self.is_quiet and not self._back):
            return
        sign = "✓" if taken.conclusion is Conclusion.RELEASE else "▲"
        what = f"{sign} {words.conclusion(taken.conclusion)}"
        if taken.reason is not None:
            what += f" ({words.reason(taken.reason)})"
        at = taken.taken_at.astimezone().strftime("%H:%M:%S")
        text = (
            self.tr("Looking back, to read only: %1 · %2 at %3")
            if self._back
            else self.tr("Decided: %1 · %2 at %3")
        )
        text = text.replace("%1", taken.case.picture.label).replace("%2", what).replace("%3", at)
        text += "  ·  " + self._act_text(taken)
        keys = {name: first_key(name) for name in ("case.last", "case.go_on")}
        hint = (
            self.tr("%1 leads back to the open case").replace("%1", keys["case.last"])
            if self._back
            else self.tr("%1 opens the next case").replace("%1", keys["case.go_on"])
        )
        self._notice.say(Notice.REVIEW, f"{text}  ·  {hint}", colour=theme.ACCENT)

    def _act_text(self, taken: Taken) -> str:
        state = None if self._state is None else self._state[1]
        if state is ActState.RECORDED and taken.recallable and self._state is not None:
            left_s = self._state[2] - time.monotonic()
            if left_s > 0:
                return (
                    self.tr("%1 takes it back for another %2 s")
                    .replace("%1", key_text(BY_NAME["decision.recall"]))
                    .replace("%2", f"{left_s:.0f}")
                )
            return self.tr("announced")
        texts = {
            ActState.RECORDED: self.tr("recorded"),
            ActState.REFUSED: self.tr("NOT recorded"),
            ActState.RECALLED: self.tr("taken back"),
            ActState.WITHDRAWN: self.tr("taken back"),
            ActState.TOO_LATE: self.tr("too late to take back"),
        }
        kept = self.tr("kept at this desk, not sent yet")
        return kept if state is None else texts.get(state, kept)


def first_key(command: str) -> str:
    """Return the first of a command's keys, as a sentence calls it."""
    key = key_text(BY_NAME[command]).split(" / ")[0]
    return QCoreApplication.translate("LookingBack", "Enter") if key == "Return" else key
