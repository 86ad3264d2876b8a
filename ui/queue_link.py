"""The Qt face of the link: orders go down, news comes up as signals on the Qt thread."""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from queue_client.answers import Session
from queue_client.messages import MOST_MINUTES
from ui.decoded import DecodedScan
from ui.desk_settings import DEFAULT_LOCK_GRACE_S, DEFAULT_PREFETCH_BYTES
from ui.hub_client import HubClient
from ui.link_news import (
    Decide,
    Join,
    Leave,
    Lock,
    LookIn,
    News,
    NoteScreen,
    Recall,
    Show,
    SignIn,
    SignOut,
    Skip,
    Unlock,
    WantModel,
)
from ui.link_worker import LinkWorker
from ui.prepared import Preparer
from workstation.review.draft import InHand
from workstation.review.film_shelf import FilmShelf
from workstation.review.journal import Journal

_LOG = logging.getLogger(__name__)


class QueueLink(QObject):
    """Born on the Qt thread; owns the one thread that owns the hub client.

    Everything heard comes out of `news`, one frozen value at a time, in order. It is told to all
    listeners in one call on the Qt thread: no key, paint or timer falls between two of them and
    finds one half of the desk signed out, the other not yet.
    """

    news = Signal(object)
    _heard = Signal(object)

    def __init__(  # noqa: PLR0913 - the parts are given, not made
        self,
        connect: Callable[[], HubClient],
        journal: Journal,
        preparer: Preparer,
        *,
        cache: Path,
        prefetch_bytes: int = DEFAULT_PREFETCH_BYTES,
        lock_grace_s: float = DEFAULT_LOCK_GRACE_S,
        films: FilmShelf | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._worker = LinkWorker(
            connect,
            journal,
            preparer,
            self._tell,
            cache=cache,
            prefetch_bytes=prefetch_bytes,
            lock_grace_s=lock_grace_s,
            films=films,
        )
        self._heard.connect(self.news, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._run, name="queue-link")
        # The window's sign of life: without it leases are not extended (RELIABILITY, section 12).
        self._alive = QTimer(self, interval=1000)
        self._alive.timeout.connect(self._show_life)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()
        self._alive.start()

    def stop(self, *, wait_s: float = 6.0) -> None:
        """Send what can be sent, leave, and end the thread."""
        self._alive.stop()
        if self._thread.is_alive():
            self._worker.stop()
            self._thread.join(wait_s)

    def session(self) -> Session | None:
        """Return the session that the hub knows this desk by; from any thread."""
        return self._worker.session

    def sign_in(self, officer: str, password: str) -> None:
        """Ask for a session."""
        self._worker.post(SignIn(officer=officer, password=password))

    def sign_out(self) -> None:
        """Leave the desk."""
        self._worker.post(SignOut())

    def decide(self, decision: Mapping[str, Any]) -> None:
        """Send a journaled decision; from any thread."""
        self._worker.post(Decide(decision=decision))

    def recall(self, decision_id: str) -> None:
        """Take a decision back."""
        self._worker.post(Recall(decision_id=decision_id))

    def skip(self, case_id: str, reason: str, minutes: int = 0) -> None:
        """Give a case back undecided; for so many minutes it is offered to other officers only.

        Raises
        ------
        ValueError
            If ``minutes`` is not from 0 to 120.
        """
        if not 0 <= minutes <= MOST_MINUTES:
            raise ValueError(f"minutes must be from 0 to {MOST_MINUTES}, got {minutes}")
        self._worker.post(Skip(case_id=case_id, reason=reason, minutes=minutes))

    def keep_draft(self, in_hand: InHand) -> None:
        """Leave what is in hand about a case at the hub, when it listens; the newest counts."""
        self._worker.drafts.leave(in_hand)

    def lock(self) -> None:
        """Let nothing new come; after a grace time the open cases go back."""
        self._worker.post(Lock())

    def unlock(self, password: str) -> None:
        """Let the hub look whether the officer is back; `Unlocked` answers in any case."""
        self._worker.post(Unlock(password=password))

    def show(self, case_id: str, document: Mapping[str, Any]) -> None:
        """Let others see an own case as it looks now; may be called as often as it changes."""
        self._worker.post(Show(case_id=case_id, document=document))

    def join(self, case_id: str) -> None:
        """Look into a case that another officer shows; `JointReady` and `JointSeen` follow."""
        self._worker.post(Join(case_id=case_id))

    def look_in(self, case_id: str, document: Mapping[str, Any]) -> None:
        """Say where this officer points in a joint view, and what they note there."""
        self._worker.post(LookIn(case_id=case_id, document=document))

    def leave(self, case_id: str) -> None:
        """Look in, or show, no longer."""
        self._worker.post(Leave(case_id=case_id))

    def note_screen(self, document: Mapping[str, Any]) -> None:
        """Let the log have what became of a monitor."""
        self._worker.post(NoteScreen(document=document))

    def want_model(self, case_id: str, model: str) -> None:
        """Ask for a typical model of a case; `ModelReady` or `ModelMissing` answers."""
        self._worker.post(WantModel(case_id=case_id, model=model))

    def line_up(self, case_ids: Sequence[str]) -> None:
        """Say which cases are looked at in which order, the one on the screen first."""
        self._worker.decoder.line_up(case_ids)

    def decoded(self, case_id: str) -> DecodedScan | None:
        """Return a case's full picture if it is here; never waits."""
        return self._worker.decoder.decoded(case_id)

    def _run(self) -> None:
        try:
            self._worker.run()
        except Exception:
            _LOG.exception("the link to the hub has ended")
            raise

    def _tell(self, news: News) -> None:
        self._heard.emit(news)

    @Slot()
    def _show_life(self) -> None:
        self._worker.moved_at = time.monotonic()
