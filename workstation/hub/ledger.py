"""Leases, holds and retries as plain memory: no socket, no clock, no store.

Every method that needs the time is given a monotonic instant [s]. The store keeps tokens and
decisions; the ledger only knows until when a promise runs. After a restart it starts empty and
every promise is given anew in full.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import Final, TypeVar

K = TypeVar("K")
V = TypeVar("V")

# How many finished promises are remembered, so that a repeated request gets the same answer.
_REMEMBERED: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The hub's promise that a case is an officer's, at one desk, until ``ends`` (monotonic).

    It is ``left_over`` from before a restart of the hub until its desk has spoken of it: a desk
    whose program was restarted as well does not know that it has it.
    """

    case_id: str
    token: int
    officer: str
    desk: str
    request: str = ""
    ends: float = 0.0
    left_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """Who ended a lease before its time, and why; for the desk that held it."""

    held_by: str
    desk: str
    officer: str
    reason: str


class Ledger:
    """Who holds which case until when, and which decisions must wait before they leave."""

    def __init__(self, *, ttl_s: float, grace_s: float, recall_s: float) -> None:
        self._ttl_s, self._grace_s, self._recall_s = ttl_s, grace_s, recall_s
        self._leases: dict[str, Lease] = {}
        self._holds: OrderedDict[str, float] = OrderedDict()
        self._left: OrderedDict[str, None] = OrderedDict()
        self._recalled: OrderedDict[str, None] = OrderedDict()
        self._stayed: set[str] = set()
        self._skipped: OrderedDict[tuple[str, int], None] = OrderedDict()
        self._fates: OrderedDict[tuple[str, int], Fate] = OrderedDict()

    def grant(self, lease: Lease, now: float) -> Lease:
        """Note a lease from now on, whatever its ``ends``; it replaces the one its case had.

        Raises
        ------
        ValueError
            If the token is not greater than that of the lease it replaces.
        """
        before = self._leases.get(lease.case_id)
        if before is not None and lease.token <= before.token:
            raise ValueError(f"{lease.case_id}: {lease.token} does not follow {before.token}")
        running = self._leases[lease.case_id] = replace(lease, ends=now + self._ttl_s)
        return running

    def find(self, case_id: str, token: int) -> Lease | None:
        """Return the lease with this very token, also when its time is over; else None."""
        lease = self._leases.get(case_id)
        return lease if lease is not None and lease.token == token else None

    def extend(self, case_id: str, token: int, now: float) -> Lease | None:
        """Start a lease's time anew; None when it is fenced."""
        lease = self.find(case_id, token)
        if lease is not None:
            lease = self._leases[case_id] = replace(lease, ends=now + self._ttl_s)
        return lease

    def expire(self, desk: str, now: float, *, but_of: str = "") -> None:
        """End the time of a desk's leases: others may have their cases, until then it decides.

        Those of the officer ``but_of`` run on.
        """
        for lease in self.of_desk(desk):
            if lease.officer != but_of:
                self._leases[lease.case_id] = replace(lease, ends=min(lease.ends, now))

    def claim(self, lease: Lease) -> Lease:
        """Note that its desk has spoken of a lease, and so knows that it has it."""
        claimed = self._leases[lease.case_id] = replace(lease, left_over=False)
        return claimed

    def left_over(self, desk: str, officer: str) -> list[Lease]:
        """Return what a desk held before a restart and has not spoken of since, oldest first."""
        mine = (lease for lease in self.of_desk(desk) if lease.officer == officer)
        return [lease for lease in mine if lease.left_over]

    def hand_over(self, lease: Lease, request: str, now: float) -> None:
        """Give a lease that is left over to its desk again, for a request and from now on."""
        self._leases[lease.case_id] = replace(
            lease, request=request, ends=now + self._ttl_s, left_over=False
        )

    def drop(self, case_id: str) -> None:
        """Forget a case's lease, if any."""
        self._leases.pop(case_id, None)

    def of_desk(self, desk: str) -> list[Lease]:
        """Return a desk's leases, oldest first."""
        return [lease for lease in self._leases.values() if lease.desk == desk]

    def held(self) -> int:
        """Return how many leases there are, with those whose time is over."""
        return len(self._leases)

    def running(self, desk: str, now: float) -> int:
        """Return how many of a desk's leases have not run out."""
        return sum(lease.ends > now for lease in self.of_desk(desk))

    def asked_as(self, desk: str, request: str) -> Lease | None:
        """Return the lease that a desk got for a request, while it holds."""
        return next((lease for lease in self.of_desk(desk) if lease.request == request), None)

    def overdue(self, now: float) -> list[Lease]:
        """Return leases whose time is over: others may have their cases."""
        return [lease for lease in self._leases.values() if lease.ends <= now]

    def stale(self, now: float) -> list[Lease]:
        """Return leases whose grace is over, too: their cases go back by themselves."""
        return [lease for lease in self._leases.values() if lease.ends + self._grace_s <= now]

    def note_skipped(self, case_id: str, token: int) -> None:
        """Remember that a lease was given back by its own desk."""
        _remember(self._skipped, (case_id, token), None)

    def was_skipped(self, case_id: str, token: int) -> bool:
        """Tell whether a lease was given back by its own desk."""
        return (case_id, token) in self._skipped

    def note_fate(self, case_id: str, token: int, fate: Fate) -> None:
        """Remember who ended a lease, and why."""
        _remember(self._fates, (case_id, token), fate)

    def fate(self, case_id: str, token: int) -> Fate | None:
        """Return who ended a lease, and why; None when nobody did, or it was forgotten."""
        return self._fates.get((case_id, token))

    def all(self) -> list[Lease]:
        """Return every lease, oldest first."""
        return list(self._leases.values())

    def hold(self, decision_id: str, now: float) -> None:
        """Start a release's hold; a repeat does not start it anew."""
        if decision_id not in self._holds:
            _remember(self._holds, decision_id, now + self._recall_s)

    def hold_left(self, decision_id: str, now: float) -> float:
        """Return how much longer a decision can be recalled [s]; 0 when it cannot."""
        if decision_id in self._left:
            return 0.0
        left_s = self._holds.get(decision_id, now) - now
        return min(max(0.0, left_s), self._recall_s)

    def may_leave(self, decision_id: str, *, held: bool, now: float) -> bool:
        """Tell whether a decision may go to its site.

        A release that the ledger does not know (the hub was restarted) is held in full again.
        """
        if decision_id in self._recalled or decision_id in self._stayed:
            return False
        if held and decision_id not in self._left:
            self.hold(decision_id, now)
            return now >= self._holds[decision_id]
        return True

    def stay(self, decision_id: str) -> None:
        """Let a decision not leave: two officers may be about to withdraw it."""
        self._stayed.add(decision_id)

    def let_go(self, decision_id: str) -> None:
        """Let a decision leave that had to stay."""
        self._stayed.discard(decision_id)

    def note_left(self, decision_id: str) -> None:
        """Remember that a decision was sent towards its site: it cannot be recalled."""
        _remember(self._left, decision_id, None)

    def may_recall(self, decision_id: str) -> bool:
        """Tell whether a decision has not left yet, as far as the ledger knows."""
        return decision_id not in self._left

    def note_recalled(self, decision_id: str) -> None:
        """Remember that a decision was taken back."""
        _remember(self._recalled, decision_id, None)

    def was_recalled(self, decision_id: str) -> bool:
        """Tell whether a decision was taken back."""
        return decision_id in self._recalled


def _remember(memory: OrderedDict[K, V], key: K, value: V) -> None:
    memory[key] = value
    while len(memory) > _REMEMBERED:
        memory.popitem(last=False)
