"""Questions and orders to the hub, on a connection and a thread of their own.

The desk's own link keeps leases alive and must wait for nobody; a question may take seconds. Both
speak within the same session.
"""

import logging
import queue
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from queue_client.answers import Session
from queue_client.errors import HubBusy, Interrupted, QueueError
from queue_client.supervision_messages import SteerAct, Topic
from ui import words
from ui.link_news import trouble_of

_LOG = logging.getLogger(__name__)
_BUSY_TRIES: Final = 5

Then = Callable[[dict[str, Any]], None]
Fault = Callable[[str], None]


class QuestionClient(Protocol):
    """The part of `queue_client.DeskClient` that the supervisor's room uses."""

    def hello(self) -> object:
        """Greet the hub."""

    def adopt(self, session: Session | None) -> None:
        """Speak within this session."""

    def consult(self, topic: Topic, question: Mapping[str, Any]) -> dict[str, Any]:
        """Ask."""

    def steer(
        self, act: SteerAct, document: Mapping[str, Any], *, reason: str, request: str
    ) -> dict[str, Any]:
        """Order."""

    def fetch_recorded(
        self,
        sha256: str,
        size: int,
        into: Path,
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> Path:
        """Fetch a recorded package."""

    def interrupt(self) -> None:
        """End every wait; from any thread."""

    def close(self) -> None:
        """Close the socket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A piece of work for the thread, and who hears of it.

    ``newest_of`` and ``ticket`` tell whether the answer still counts; work without the first
    always counts.
    """

    work: Callable[[QuestionClient], Any]
    then: Callable[[Any], None]
    fault: Fault
    newest_of: tuple[int, str] | None
    ticket: int


class Questions(QObject):
    """Born on the Qt thread; answers come there.

    Parameters
    ----------
    connect
        Makes the client; called in the thread.
    session
        Returns the session that the desk sits in; called in the thread.

    Notes
    -----
    ``then`` and ``fault`` are bound methods of QObjects; when their owner is gone, nobody is told.
    """

    _came = Signal(object, object, str)

    def __init__(
        self,
        connect: Callable[[], QuestionClient],
        session: Callable[[], Session | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._connect, self._session = connect, session
        self._orders: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._tickets = self._posted = self._done = 0
        self._newest: dict[tuple[int, str], int] = {}
        self._client: QuestionClient | None = None
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self._came.connect(self._on_came)

    def ask(self, topic: Topic, question: Mapping[str, Any], then: Then, fault: Fault) -> None:
        """Ask; an older question of the same asker about the same is answered to nobody."""
        asked = dict(question)
        self._post(
            lambda client: client.consult(topic, asked),
            then,
            fault,
            newest_of=(id(getattr(then, "__self__", then)), topic.value),
        )

    def act(
        self, act: SteerAct, document: Mapping[str, Any], reason: str, then: Then, fault: Fault
    ) -> None:
        """Give an order; a silent hub is asked again without a second effect."""
        ordered, request = dict(document), uuid.uuid4().hex
        self._post(
            lambda client: client.steer(act, ordered, reason=reason, request=request), then, fault
        )

    def fetch(
        self, sha256: str, size: int, into: Path, then: Callable[[Path], None], fault: Fault
    ) -> None:
        """Fetch a recorded package of ``size`` bytes."""
        self._post(lambda client: client.fetch_recorded(sha256, size, into), then, fault)

    def run(
        self, work: Callable[[QuestionClient], Any], then: Callable[[Any], None], fault: Fault
    ) -> None:
        """Let the thread do several things with the client in a row."""
        self._post(work, then, fault)

    @property
    def unanswered(self) -> int:
        """How many pieces of work wait or are at the hub."""
        return self._posted - self._done

    def forget(self) -> None:
        """Tell nobody of what was asked until now: the officer has left."""
        self._tickets += 1
        self._newest.clear()

    def stop(self) -> None:
        """End the thread; what waits is dropped."""
        self._stopping.set()
        self._orders.put(None)
        client = self._client
        if client is not None:
            client.interrupt()
        if self._thread is not None:
            self._thread.join()

    def _post(
        self,
        work: Callable[[QuestionClient], Any],
        then: Callable[[Any], None],
        fault: Fault,
        *,
        newest_of: tuple[int, str] | None = None,
    ) -> None:
        if self._stopping.is_set():
            return
        self._tickets += 1
        if newest_of is not None:
            self._newest[newest_of] = self._tickets
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="hub-questions")
            self._thread.start()
        self._posted += 1
        self._orders.put(
            _Asked(work=work, then=then, fault=fault, newest_of=newest_of, ticket=self._tickets)
        )

    @Slot(object, object, str)
    def _on_came(self, asked: _Asked, answer: object, trouble: str) -> None:
        if asked.newest_of is not None and self._newest.get(asked.newest_of) != asked.ticket:
            return
        owner = getattr(asked.then, "__self__", None)
        if isinstance(owner, QObject) and not isValid(owner):
            return
        if trouble:
            asked.fault(trouble)
        else:
            asked.then(answer)

    def _work(self) -> None:
        client: QuestionClient | None = None
        try:
            while (asked := self._orders.get()) is not None and not self._stopping.is_set():
                if client is None:
                    client = self._client = self._connect()
                self._answer(client, asked)
                self._done += 1
        finally:
            if client is not None:
                client.close()

    def _answer(self, client: QuestionClient, asked: _Asked) -> None:
        if asked.newest_of is not None and self._newest.get(asked.newest_of) != asked.ticket:
            return
        answer, trouble = None, ""
        try:
            client.adopt(self._session())
            answer = self._patiently(client, asked.work)
        except Interrupted:
            return
        except QueueError as error:
            trouble = words.trouble(trouble_of(error))
        except Exception as error:  # noqa: BLE001 - a fault of ours must not end the thread
            _LOG.exception("a question failed")
            trouble = words.trouble(trouble_of(error))
        self._came.emit(asked, answer, trouble)

    def _patiently(self, client: QuestionClient, work: Callable[[QuestionClient], Any]) -> Any:  # noqa: ANN401
        for _ in range(_BUSY_TRIES):
            try:
                return work(client)
            except HubBusy as error:
                if self._stopping.wait(min(error.retry_s, 2.0)):
                    raise Interrupted from error
        return work(client)
