"""Removing the files of packages that were disposed of, a few a second, in the broker's thread.

There and nowhere else: whether a file is another case's as well changes only when a scan is
recorded, which happens in that thread, too; and never while a package goes into the store.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol

from workstation.hub.clocks import monotonic, wall
from workstation.hub.ports import Blobs
from workstation.hub.supervision import Contribution

_LOG = logging.getLogger(__name__)
_EVERY_S: Final = 0.05
_LOOK_S: Final = 20.0


class Due(Protocol):
    """A case whose file is to go; ``kept`` when a case that stays has the very same bytes."""

    @property
    def case_id(self) -> str:
        """The case."""

    @property
    def sha256(self) -> str:
        """Its package."""

    @property
    def kept(self) -> bool:
        """Whether the file stays."""


class DisposalStore(Protocol):
    """The part of the records that belongs to what is kept no longer."""

    def due_for_sweeping(self) -> Due | None:
        """Return a case whose file is to go; None when all are gone."""

    def note_swept(self, case_id: str, *, now: datetime) -> None:
        """Note that the file of a case has gone."""


class Sweeper:
    """Owned by the broker's thread; one file at a time, so that nobody waits for it.

    Parameters
    ----------
    is_storing : callable
        Tells whether a package is on its way into the store and not yet recorded: it may have the
        very bytes that are to go.
    """

    def __init__(
        self, records: DisposalStore, blobs: Blobs, *, is_storing: Callable[[], bool]
    ) -> None:
        self._records, self._blobs, self._is_storing = records, blobs, is_storing
        self._next, self._gone = 0.0, 0

    def contribution(self) -> Contribution:
        """Return what it brings to a hub: a chore."""
        return Contribution(chores=(self.tend,))

    def tend(self) -> None:
        """Remove a file, when one is due."""
        now = monotonic()
        if now < self._next or self._is_storing():
            return
        self._next = now + _LOOK_S  # also when the disk will not
        due = self._records.due_for_sweeping()
        if due is None:
            if self._gone:
                _LOG.info("packages that were disposed of are gone", extra={"cases": self._gone})
            self._gone = 0
            return
        if not due.kept:
            self._blobs.remove(due.sha256)
        self._records.note_swept(due.case_id, now=wall())
        self._next, self._gone = now + _EVERY_S, self._gone + 1
