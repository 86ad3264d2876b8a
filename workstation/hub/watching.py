"""Holds cases against the lists of risk control: as they come, and all that wait when lists change.

Owned by the broker's thread. What means a case is durable before dispatch obeys it, and after a
restart it is known before the first case is given out.
"""

import logging
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import Final, Protocol

from workstation.domain.case import Case
from workstation.domain.law import Stage
from workstation.domain.watch_list import Hit, WatchBook, Watched, WatchList, watched_facts
from workstation.hub.clocks import wall
from workstation.hub.dispatch import WaitingRoom
from workstation.hub.ports import Records

_LOG = logging.getLogger(__name__)
#: So many cases are held against changed lists in one turn of the loop.
_AT_A_TIME: Final = 200


class WatchStore(Protocol):
    """What is kept of lists and hits; see `workstation.storage.watching`."""

    def watch_lists(self) -> list[WatchList]:
        """Return the lists in force."""

    def open_cases(self) -> list[str]:
        """Return the ids of all cases that are not decided."""

    def watched(self, case_ids: Sequence[str]) -> list[tuple[str, Watched]]:
        """Return what the lists are held against, of those that are not decided."""

    def active_hits(self) -> dict[str, tuple[Hit, ...]]:
        """Return what means each case that is not decided."""

    def settle_hits(self, case_id: str, hits: Sequence[Hit], *, now: datetime) -> Sequence[Hit]:
        """Note what means a case now; returns what is new."""


class Watching:
    """Knows the lists, and which open cases they mean."""

    def __init__(self, store: WatchStore, records: Records, waiting: WaitingRoom) -> None:
        self._store, self._records, self._waiting = store, records, waiting
        self._book = WatchBook()
        self._known: dict[str, tuple[Hit, ...]] = {}
        self._to_do: deque[str] = deque()
        self._changes_at: datetime | None = None

    @property
    def busy(self) -> bool:
        """Whether cases have yet to be held against changed lists."""
        return bool(self._to_do)

    def begin(self) -> None:
        """Take up where the last run stood; before any case waits."""
        for case_id, hits in self._store.active_hits().items():
            self._known[case_id] = hits
            self._waiting.guide.meant(case_id, hits)
        self.lists_changed()

    def lists_changed(self) -> None:
        """Hold every open case against the lists as they are now, some at each turn."""
        self._book = WatchBook(self._store.watch_lists())
        self._to_do = deque(self._store.open_cases())
        self._changes_at = self._book.changes_after(wall())

    def look_at(self, case: Case) -> None:
        """Hold one case against the lists: it has just come, or got its declaration."""
        container = case.head.container
        facts = watched_facts(case.site, container, case.declaration)
        self._hold(case.case_id, facts)

    def tend(self) -> None:
        """Go on with what is to be done; begin anew when an entry begins or ends to count."""
        now = wall()
        if self._changes_at is not None and now >= self._changes_at:
            self.lists_changed()
        self._to_do.extendleft(self._waiting.guide.came_back)
        self._waiting.guide.came_back.clear()
        if not self._to_do:
            return
        some = list(islice(self._to_do, _AT_A_TIME))
        moved = [
            case_id for case_id, facts in self._store.watched(some) if self._hold(case_id, facts)
        ]
        for _ in some:  # only now: a store that failed is asked about the same again
            self._to_do.popleft()
        for case_id in moved:
            case = self._records.case(case_id)
            if case.stage is Stage.WAITING:
                self._waiting.add(case)

    def _hold(self, case_id: str, facts: Watched) -> bool:
        """Note what means a case; tells whether that has changed."""
        hits = self._book.hits(facts, wall())
        if hits == self._known.get(case_id, ()):
            return False
        for hit in self._store.settle_hits(case_id, hits, now=wall()):
            extra = {"case": case_id, "list": hit.list_name, "line": hit.number}
            _LOG.warning("a list means a case", extra=extra)
        if hits:
            self._known[case_id] = hits
        else:
            self._known.pop(case_id, None)
        self._waiting.guide.meant(case_id, hits)
        return True
