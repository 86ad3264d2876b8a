"""What waits for the officer who looks on: requests of others, new alerts; looked for steadily."""

from collections.abc import Mapping
from typing import Any, Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from queue_client.supervision_messages import Topic
from ui import foreign
from ui.supervisor import agreement_words
from ui.supervisor.pages import Onlooker
from ui.supervisor.questions import Fault, Then
from ui.supervisor.steering_rows import case_of, requests_of, waiting_for
from workstation.domain.alert import AlertState

EVERY_MS: Final = 5000


class Asks(Protocol):
    """The part of `ui.supervisor.questions.Questions` that is used here."""

    def ask(self, topic: Topic, question: dict[str, Any], then: Then, fault: Fault) -> None:
        """Ask."""


class WaitingForMe(QObject):
    """Looks from the moment an officer who steers sits down until they leave.

    A hub that does not answer is passed over: the pages themselves say that it is silent.

    Signals
    -------
    counted
        By the name of a page, how many things wait there (str, int).
    came
        A sentence about a request that was not there at the last look.
    """

    counted = Signal(str, int)
    came = Signal(str)

    def __init__(self, questions: Asks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._questions = questions
        self._who = Onlooker()
        self._known: frozenset[str] | None = None
        self._is_on = False
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._look)

    def begin(self, who: Onlooker) -> None:
        """Look for an officer, when they may answer what waits."""
        self.end()
        self._who = who
        if who.steers:
            self._is_on = True
            self._timer.start()
            self._look()

    def set_awake(self, *, awake: bool) -> None:
        """Look only while the officer is there: a locked desk may ask for nothing."""
        if not self._is_on or awake == self._timer.isActive():
            return
        if awake:
            self._timer.start()
            self._look()
        else:
            self._timer.stop()

    def end(self) -> None:
        """Look no more; nobody waits for anybody."""
        self._timer.stop()
        self._is_on = False
        self._known = None
        self.counted.emit("steering", 0)
        self.counted.emit("room", 0)

    @Slot()
    def _look(self) -> None:
        self._questions.ask(Topic.STEERING, {}, self._on_steering, self._on_silence)
        self._questions.ask(Topic.ALERTS, {}, self._on_alerts, self._on_silence)

    @Slot(dict)
    def _on_steering(self, state: dict[str, Any]) -> None:
        if not self._timer.isActive():
            return
        mine = waiting_for(requests_of(state), self._who.officer)
        self.counted.emit("steering", len(mine))
        known, ids = self._known, frozenset(str(one["request_id"]) for one in mine)
        self._known = ids
        for one in mine:
            if known is not None and str(one["request_id"]) not in known:
                self.came.emit(self._told(state, one))

    @Slot(dict)
    def _on_alerts(self, state: dict[str, Any]) -> None:
        if self._timer.isActive():
            new = [one for one in state["alerts"] if one["state"] == AlertState.ACTIVE.value]
            self.counted.emit("room", len(new))

    @Slot(str)
    def _on_silence(self, _why: str) -> None:
        """Say nothing; see the class."""

    @staticmethod
    def _told(state: Mapping[str, Any], request: Mapping[str, Any]) -> str:
        came = agreement_words.CAME[str(request["act"])]
        told = (str(request["requester"]), case_of(state, request))
        return foreign.filled(agreement_words.say(came), *map(foreign.shown, told))
