"""Stands for `ui.supervisor.questions.Questions`: answers at once, from functions of the test."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from queue_client.supervision_messages import SteerAct, Topic


class ScriptedQuestions:
    """What was asked and ordered lies in ``asked`` and ``ordered``.

    An answer is a document, or a function of the question; a string is said as a fault.
    """

    def __init__(
        self,
        answers: Mapping[Topic, Any] | None = None,
        acts: Mapping[SteerAct, Any] | None = None,
        files: Mapping[str, Path] | None = None,
    ) -> None:
        self.answers, self.acts, self.files = dict(answers or {}), dict(acts or {}), files or {}
        self.asked: list[tuple[Topic, dict[str, Any]]] = []
        self.ordered: list[tuple[SteerAct, dict[str, Any], str]] = []

    def ask(
        self,
        topic: Topic,
        question: Mapping[str, Any],
        then: Callable[[dict[str, Any]], None],
        fault: Callable[[str], None],
    ) -> None:
        self.asked.append((topic, dict(question)))
        _tell(self.answers.get(topic, "no such topic"), dict(question), then, fault)

    def act(
        self,
        act: SteerAct,
        document: Mapping[str, Any],
        reason: str,
        then: Callable[[dict[str, Any]], None],
        fault: Callable[[str], None],
    ) -> None:
        self.ordered.append((act, dict(document), reason))
        _tell(self.acts.get(act, "no such act"), dict(document), then, fault)

    def fetch(
        self,
        sha256: str,
        size: int,
        into: Path,
        then: Callable[[Path], None],
        fault: Callable[[str], None],
    ) -> None:
        del size
        if sha256 not in self.files:
            fault("this package is not kept here")
            return
        into.write_bytes(self.files[sha256].read_bytes())
        then(into)

    def run(
        self,
        work: Callable[[Any], Any],
        then: Callable[[Any], None],
        fault: Callable[[str], None],
    ) -> None:
        del fault
        then(work(None))

    def forget(self) -> None:
        self.asked.clear()


def _tell(
    answer: Any,
    question: dict[str, Any],
    then: Callable[[dict[str, Any]], None],
    fault: Callable[[str], None],
) -> None:
    answer = answer(question) if callable(answer) else answer
    if isinstance(answer, str):
        fault(answer)
    else:
        then(answer)
