"""Joins what leads the room to the hub's loop: lists held against cases, orders, the view of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from workstation.hub.blindness import Blindness
from workstation.hub.dispatch import WaitingRoom
from workstation.hub.ledger import Ledger
from workstation.hub.oversight import Oversight
from workstation.hub.ports import Records
from workstation.hub.room_now import Figures, Listings, RoomNow, SeatsWatch
from workstation.hub.sessions import Sessions
from workstation.hub.steering import Steering, SteeringParts, SteeringStore
from workstation.hub.supervision import Contribution
from workstation.hub.watching import Watching, WatchStore


class LeadingStore(SteeringStore, WatchStore, Protocol):
    """What is kept of orders, lists and hits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopParts:
    """What the hub's loop lends; all of it belongs to the broker's thread."""

    records: Records
    ledger: Ledger
    waiting: WaitingRoom
    sessions: Sessions
    oversight: Oversight
    blindness: Blindness


class Leading:
    """Owned by the broker's thread; its answers are given in the thread of questions."""

    def __init__(
        self,
        store: LeadingStore,
        figures: Figures,
        listings: Listings,
        loop: LoopParts,
    ) -> None:
        self.watching = Watching(store, loop.records, loop.waiting)
        parts = SteeringParts(
            records=loop.records,
            ledger=loop.ledger,
            waiting=loop.waiting,
            oversight=loop.oversight,
        )
        self._steering = Steering(store, parts, self.watching)
        self._seats = SeatsWatch(loop.sessions, loop.ledger)
        self._answers = RoomNow(
            figures,
            listings,
            loop.waiting.guide.configured,
            lambda: self._seats.newest,
            loop.blindness,
        )

    def contribution(self) -> Contribution:
        """Return what it brings to the supervisor's room."""
        return Contribution(answerers=self._answers.answers(), steerers=self._steering.orders())

    @property
    def busy(self) -> bool:
        """Whether cases have yet to be held against changed lists."""
        return self.watching.busy

    def begin(self) -> None:
        """Obey what was ordered before this start; before any case waits."""
        self._steering.begin()
        self.watching.begin()

    def tend(self) -> None:
        """Do what is due in this turn of the loop."""
        self.watching.tend()
        self._steering.tend()
        self._seats.tend()

    def close(self) -> None:
        """Let go of what answers read from; nobody asks any more."""
        self._answers.close()


#: Makes it, once the hub has its parts.
MakeLeading = Callable[[LoopParts], Leading]
