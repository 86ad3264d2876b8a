"""How to come to any row of a search that nobody has read: places on the way, and the count."""

from typing import Any, Final, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from queue_client.supervision_documents.find import MOST_ROWS, Place
from queue_client.supervision_messages import Topic
from ui.supervisor.questions import Fault, Then

#: Beyond so many rows it is counted on only while somebody looks for more, or where that is cheap.
ENOUGH: Final = 10_000


class Asks(Protocol):
    """The part of `ui.supervisor.questions.Questions` that is used here."""

    def ask(self, topic: Topic, question: dict[str, Any], then: Then, fault: Fault) -> None:
        """Ask."""


class Ladder(QObject):
    """How to come to any row: the place in front of every hundredth, found in the background."""

    grown = Signal(int)
    failed = Signal(str)

    def __init__(self, questions: Asks, parent: QObject) -> None:
        super().__init__(parent)
        self._questions = questions
        self._question: dict[str, Any] = {}
        self.places: list[Place] = []
        self.rest = 0
        self.whole = True
        self._after: Place | None = None
        self._asking = False

    @property
    def rows(self) -> int:
        """How many rows are known to fit."""
        return len(self.places) * MOST_ROWS + self.rest

    def forget(self) -> None:
        """Forget the last search; there is nothing to be counted."""
        self.places, self.rest, self.whole, self._asking = [], 0, True, False

    def begin(self, question: dict[str, Any], place: Place) -> None:
        """Count on behind the first hundred rows: a question with its extent, and their place."""
        self._question = question
        self.places, self.rest, self._after = [place], 0, place
        self.whole, self._asking = False, False
        self.climb()

    def climb(self) -> None:
        """Go on counting, unless that is under way or done."""
        if self.whole or self._asking:
            return
        self._asking = True
        question = {**self._question, "want": "places", "after": self._after, "rest": self.rest}
        self._questions.ask(Topic.FIND, question, self._on_steps, self._on_fault)

    @Slot(dict)
    def _on_steps(self, answer: dict[str, Any]) -> None:
        if not self._asking:
            return  # it is of a search that is over
        self._asking = False
        self.places += answer["places"]
        self.rest, self._after = answer["rest"], answer["after"]
        self.whole = self._after is None
        self.grown.emit(self.rows)
        if answer["quick"] or self.rows < ENOUGH:
            self.climb()

    @Slot(str)
    def _on_fault(self, said: str) -> None:
        self._asking = False
        self.whole = True
        self.failed.emit(said)
