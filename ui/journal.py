"""The thread that writes the desk's journal, so that the Qt thread never waits for the disk."""

import logging
import queue
import threading
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from workstation.domain.decision import Mark
from workstation.domain.errors import StorageUnavailable
from workstation.review.draft import CaseKey, Draft
from workstation.review.journal import Journal

_LOG = logging.getLogger(__name__)


class JournalWriter(QObject):
    """Writes marks and decisions in the order in which they come.

    A decision is handed on only when it is on the disk. When the disk refuses, the decision goes
    on all the same, the hub being the better place for it, and `failed` tells the officer.
    """

    failed = Signal(str)

    def __init__(
        self,
        journal: Journal,
        hand_on: Callable[[Mapping[str, Any]], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._journal = journal
        self._hand_on = hand_on
        self._orders: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._drafts: dict[CaseKey, Draft] = {}  # that wait to be written
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="journal")

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def keep_marks(self, key: CaseKey, marks: tuple[Mark, ...], *, officer: str) -> None:
        """Have all marks of a case written."""
        self._orders.put(
            lambda: self._guarded(lambda: self._journal.keep_marks(key, marks, officer=officer))
        )

    def keep_draft(self, draft: Draft) -> None:
        """Have the newest draft of a case written; older ones that still wait are left out."""
        with self._lock:
            waits = draft.key in self._drafts
            self._drafts[draft.key] = draft
        if not waits:
            self._orders.put(lambda: self._write_draft(draft.key))

    def keep_decision(self, decision: Mapping[str, Any], *, officer: str) -> None:
        """Have a decision written and then handed on to be sent."""

        def write_then_send() -> None:
            self._guarded(lambda: self._journal.keep_decision(decision, officer=officer))
            self._hand_on(decision)

        self._orders.put(write_then_send)

    def after_this(self, act: Callable[[], None]) -> None:
        """Do something when everything before it is on the disk and handed on.

        A recall goes this way, so that it can never overtake the decision that it takes back.
        """
        self._orders.put(act)

    def stop(self) -> None:
        """Write what waits, then end the thread."""
        if self._thread.is_alive():
            self._orders.put(None)
            self._thread.join()

    def _write_draft(self, key: CaseKey) -> None:
        with self._lock:
            draft = self._drafts.pop(key)
        self._guarded(lambda: self._journal.keep_draft(draft))

    def _run(self) -> None:
        while (order := self._orders.get()) is not None:
            order()

    def _guarded(self, write: Callable[[], None]) -> None:
        try:
            write()
        except StorageUnavailable as error:
            _LOG.warning("the journal cannot be written", extra={"reason": error.reason})
            self.failed.emit(error.reason)
