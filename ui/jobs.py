"""Work off the Qt thread: named worker threads, and answers of which only the newest counts."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

_LOG = logging.getLogger(__name__)
T = TypeVar("T")


class Jobs:
    """A small pool of named threads with an owner; `stop` waits for what runs."""

    def __init__(self, name: str, *, threads: int = 1) -> None:
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix=name)
        self._ended = False

    def run(self, work: Callable[[], T]) -> "Future[T]":
        """Run a piece of work; its answer or error is in the future.

        After the end it is dropped: news may still be under way when a desk closes.
        """
        if self._ended:
            dropped: Future[T] = Future()
            dropped.cancel()
            return dropped
        return self._pool.submit(work)

    def finish(self) -> None:
        """Do what waits, wait for it, and end: for work that must not be lost."""
        self._ended = True
        self._pool.shutdown(wait=True)

    def stop(self) -> None:
        """Drop what waits and wait for what runs."""
        self._ended = True
        self._pool.shutdown(wait=True, cancel_futures=True)


class LatestOnly(QObject):
    """Ask as often as you like; only the newest answer is shown.

    Born on the Qt thread; answers arrive there. An error of the work reaches `failed`.
    """

    answered = Signal(object)
    failed = Signal(object)
    _done = Signal(int, object, object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._newest = 0
        self._done.connect(self._on_done)

    def ask(self, work: Callable[[], Any]) -> None:
        """Ask anew; an older question that still runs is answered to nobody."""
        self._newest += 1
        ticket = self._newest

        def answer_in_worker() -> None:
            try:
                answer = work()
            except Exception as error:  # noqa: BLE001 - the one place where work may fail freely
                self._done.emit(ticket, None, error)
            else:
                self._done.emit(ticket, answer, None)

        self._jobs.run(answer_in_worker)

    @Slot(int, object, object)
    def _on_done(self, ticket: int, answer: object, error: object) -> None:
        if ticket != self._newest:
            return
        if error is None:
            self.answered.emit(answer)
        else:
            _LOG.warning("a job failed", extra={"error": repr(error)})
            self.failed.emit(error)
