"""Asks the house's directory about passwords aside, and knows whether it answers."""

import logging
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from workstation.domain.directory_proof import DirectoryProof, Word
from workstation.domain.officer import Role
from workstation.hub.clocks import monotonic
from workstation.hub.ports import Directory
from workstation.hub.sparing_notes import SparingNotes

_LOG = logging.getLogger(__name__)
_AT_ONCE: Final = 4
#: A directory that hangs holds each question for seconds; who comes after so many is told at once.
_MOST_UNDER_WAY: Final = 8
_LOOK_EVERY_S: Final = 30.0
_SOURCE: Final = "directory"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryVital:
    """How the directory does: why it does not answer, empty while it does; its words by kind."""

    trouble: str
    words: Mapping[str, int]


class DirectoryDesk:
    """Asks in threads of its own: a directory that hangs holds up nobody whom the hub knows itself.

    Owned by the broker's thread.
    """

    def __init__(
        self, directory: Directory, notes: SparingNotes, *, look_every_s: float = _LOOK_EVERY_S
    ) -> None:
        self._directory, self._notes = directory, notes
        self._pool = ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="hub-directory")
        self._under_way: set[Future[DirectoryProof]] = set()
        self._look: Future[str] | None = None
        self._look_every_s, self._look_at = look_every_s, float("-inf")
        self._trouble = self._told = ""
        self._silent_since = 0.0
        self._words: Counter[str] = Counter({word.value: 0 for word in Word})

    def check(self, officer: str, password: str, roles: frozenset[Role]) -> Future[DirectoryProof]:
        """Start to ask about an officer's password; the future has the answer, and never fails."""
        self._under_way = {one for one in self._under_way if not one.done()}
        if len(self._under_way) >= _MOST_UNDER_WAY:
            full: Future[DirectoryProof] = Future()
            full.set_result(DirectoryProof(word=Word.SILENT, reason="too many wait for it"))
            return full
        asked = self._pool.submit(self._directory.prove, officer, password, roles)
        self._under_way.add(asked)
        return asked

    def heard(self, proof: DirectoryProof) -> None:
        """Take to heart what an answer tells of the directory itself."""
        self._words[proof.word.value] += 1
        self._is_in(proof.reason if proof.word is Word.SILENT else "")

    def note_unproven(self, tag: str, facts: Mapping[str, object], *, desk: str) -> None:
        """Write down that an officer could not be let in; raises ``StorageUnavailable``."""
        self._notes.note(tag, facts, of=desk)

    def tend(self) -> None:
        """Look at the directory when nobody has asked it for a while, and tell how it does.

        Raises ``StorageUnavailable``; it is due again at the next turn.
        """
        now = monotonic()
        if self._look is not None and self._look.done():
            self._is_in(self._look.result())
            self._look = None
        if self._look is None and now >= self._look_at:
            self._look_at = now + self._look_every_s
            self._look = self._pool.submit(self._directory.look)
        self._tell(now)

    def vital(self) -> DirectoryVital:
        """Return how the directory does."""
        return DirectoryVital(trouble=self._trouble, words=dict(self._words))

    def close(self) -> None:
        """Wait for the questions under way and end the threads."""
        self._directory.close()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _is_in(self, trouble: str) -> None:
        if trouble and not self._trouble:
            self._silent_since = monotonic()
        self._trouble = trouble
        self._look_at = monotonic() + self._look_every_s

    def _tell(self, now: float) -> None:
        if bool(self._trouble) == bool(self._told):
            return
        if self._trouble:
            self._notes.note("directory:silent", {"reason": self._trouble}, of=_SOURCE)
            _LOG.error("the directory does not answer", extra={"reason": self._trouble})
        else:
            away_s = round(now - self._silent_since, 1)
            self._notes.note("directory:answers", {"away_s": away_s}, of=_SOURCE)
            _LOG.info("the directory answers again", extra={"away_s": away_s})
        self._told = self._trouble
