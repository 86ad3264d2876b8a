"""The cases that a desk holds or looks into: leased, kept alive, fetched ahead and let go.

Looking ahead gives way to acts: a fetch stops at its next chunk and is resumed later from where
it stood.
"""

import logging
import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from queue_client.answers import LeasedCase, ModelRef
from queue_client.errors import Fenced, PackageDamaged, Refused
from queue_client.transfer import part_of
from ui.decoding import Decoder
from ui.early_picture import EarlyPicture
from ui.hub_client import HubClient
from ui.link_news import (
    CaseFailed,
    Fetching,
    JointOver,
    LeaseLost,
    LeaseRuns,
    ModelMissing,
    News,
    NothingWaiting,
    trouble_of,
)
from ui.link_refusals import is_about_session
from ui.prepared import comparison_of, models_of_regions
from workstation.review.journal import CaseKey, Journal

_LOG = logging.getLogger(__name__)
ASK_AGAIN_S: Final = 1.0
# A window that has not moved for this long is frozen, and its leases run out: with the usual term
# of a minute its cases are another desk's within 70 s (a lease was kept alive at most this long
# after the last sign of life). A window that comes back in time loses nothing.
_FROZEN_S: Final = 10.0
#: A lease is kept alive so often within its term: two of three words may be lost.
_EXTENDED_A_TERM: Final = 4


class ActFirst(Exception):
    """A fetch gives way to an order; not an error."""


@dataclass(slots=True, kw_only=True, eq=False)
class Held:
    """A lease that this desk holds, and how far its pictures are.

    As a ``guest`` the desk only looks into a case that another holds.
    """

    lease: LeasedCase
    until: float
    extend_at: float
    package: Path | None = None
    brought: bool = False  # what its officer left of it elsewhere, if anything
    fetched: bool = False  # with its best model, if the hub has it
    decided: bool = False  # kept alive until the decision has its receipt
    guest: bool = False
    models_left: deque[ModelRef]
    urgent: bool = False  # somebody waits for the first of its models


class Surroundings(Protocol):
    """What the cases need of the loop that works on them."""

    def heard(self) -> None:
        """Hear that the hub has answered."""

    def must_give_way(self) -> bool:
        """Tell whether something more important than a fetch waits."""

    def give_back(self, case_id: str, reason: str) -> None:
        """Give a case back undecided; from any thread."""

    def bring_draft(self, client: HubClient, lease: LeasedCase) -> None:
        """Take over what the officer left of a case elsewhere."""

    def beside_fetch(self, client: HubClient) -> None:
        """Do what can be done between two chunks without waiting."""


class HeldCases:
    """What this desk holds, oldest first; belongs to the link's thread, `fail` to any.

    Parameters
    ----------
    wanted : int
        How many undecided cases of its own the desk holds at a time.
    cache : Path
        Where packages are kept; belongs to this desk.
    """

    def __init__(  # noqa: PLR0913 - the parts are given, not made
        self,
        journal: Journal,
        decoder: Decoder,
        tell: Callable[[News], None],
        around: Surroundings,
        *,
        cache: Path,
        wanted: int,
    ) -> None:
        self._journal, self._decoder, self._tell, self._around = journal, decoder, tell, around
        self._cache, self._wanted = cache, wanted
        self._held: list[Held] = []
        self.ask_at = 0.0
        self.officer = ""  # who sits here
        self.may_ask = True  # whether the officer's roles let the hub give them cases
        self.moved_at = time.monotonic()  # the window's sign of life; a float is set atomically

    def own(self) -> list[Held]:
        """Return the desk's own cases that are undecided."""
        return [held for held in self._held if not held.decided and not held.guest]

    def find(self, case_id: str) -> Held | None:
        """Return a case that is held or looked into."""
        return next((held for held in self._held if held.lease.case_id == case_id), None)

    def own_lease(self, case_id: str) -> LeasedCase | None:
        """Return the lease of an own case that is undecided."""
        held = self.find(case_id)
        return held.lease if held is not None and held in self.own() else None

    def has_work(self, now: float) -> bool:
        """Tell whether something can be fetched or asked for at once."""
        return any(not held.fetched or held.models_left for held in self._open()) or (
            self.may_ask and len(self.own()) < self._wanted and now >= self.ask_at
        )

    def note_decided(self, case_id: str, *, decided: bool) -> None:
        """Note that a case waits for its receipt, or does so no longer."""
        held = self.find(case_id)
        if held is not None:
            held.decided = decided

    def add_guest(self, lease: LeasedCase) -> None:
        """Fetch a case that another officer shows, before all others: somebody waits for it."""
        self.drop(lease.case_id)
        held = Held(
            lease=lease,
            until=math.inf,
            extend_at=math.inf,
            guest=True,
            models_left=_matched(lease),
        )
        self._held.insert(0, held)

    def drop(self, case_id: str) -> Held | None:
        """Let go of a case and of its pictures."""
        held = self.find(case_id)
        if held is not None:
            self._held.remove(held)
            self._decoder.drop(case_id)
        return held

    def drop_all(self) -> None:
        """Let go of everything."""
        for held in list(self._held):
            self.drop(held.lease.case_id)

    # Leases

    def extend(self, client: HubClient) -> None:
        """Keep alive what is due, unless the window is frozen."""
        now = time.monotonic()
        if self._is_frozen(now):
            return
        for held in list(self._held):
            if now < held.extend_at:
                continue
            asked_at = time.monotonic()
            try:
                ttl_s = client.extend(held.lease)
            except Fenced as error:
                if held.decided:
                    held.extend_at = now + held.lease.ttl_s  # its decision will be told
                    continue
                self._lose(held, client.explained(error))
                continue
            self._around.heard()
            held.until, held.extend_at = asked_at + ttl_s, asked_at + ttl_s / _EXTENDED_A_TERM
            self._tell(LeaseRuns(case_id=held.lease.case_id, until=held.until))

    def must_extend(self) -> bool:
        """Tell whether a lease is due."""
        now = time.monotonic()
        return any(now >= held.extend_at for held in self._held) and not self._is_frozen(now)

    def ask(self, client: HubClient) -> None:
        """Ask for a case while the desk wants one."""
        asked_at = time.monotonic()
        if not self.may_ask or len(self.own()) >= self._wanted or asked_at < self.ask_at:
            return
        if self._is_frozen(asked_at):  # else what it lost would come back to it
            self.ask_at = asked_at + ASK_AGAIN_S
            return
        lease = client.lease()
        self._around.heard()
        if lease is None:
            self.ask_at = time.monotonic() + ASK_AGAIN_S
            self._tell(NothingWaiting())
            return
        known = self.find(lease.case_id)
        if known is not None and not known.guest:
            return
        self.drop(lease.case_id)  # what was looked into is the desk's own now
        self._held.append(
            Held(
                lease=lease,
                until=asked_at + lease.ttl_s,
                extend_at=asked_at + lease.ttl_s / _EXTENDED_A_TERM,
                models_left=_matched(lease),
            )
        )
        self._tell(LeaseRuns(case_id=lease.case_id, until=asked_at + lease.ttl_s))

    # Pictures

    def fetch_next(self, client: HubClient) -> None:
        """Fetch one package: what is waited for, then a scan, its best model, the other models."""
        for held in self._open():
            if held.urgent and held.package is not None and held.models_left:
                self._guard_fetch(client, held, self._fetch_model)
                return
        for held in self._open():
            if not held.fetched:
                fetch = self._fetch_case if held.package is None else self._fetch_model
                self._guard_fetch(client, held, fetch)
                return
        for held in self._open():
            if held.models_left:
                self._guard_fetch(client, held, self._fetch_model)
                return

    def want_model(self, case_id: str, model: str) -> None:
        """Put a model first in its case's row; one that was fetched before is on the disk."""
        held = next((one for one in self._open() if one.lease.case_id == case_id), None)
        refs = () if held is None else held.lease.models
        ref = next((ref for ref in refs if ref.model == model), None)
        if held is None or ref is None:
            self._tell(ModelMissing(case_id=case_id, model=model))
        else:
            held.models_left = deque([ref, *(one for one in held.models_left if one != ref)])
            held.urgent = True

    def fail(self, case_id: str, error: BaseException) -> None:
        """Give back a case that cannot be shown; from any thread."""
        trouble = trouble_of(error)
        _LOG.warning("a scan cannot be shown", extra={"case": case_id, "reason": str(error)})
        held = self.find(case_id)
        if held is not None and held.guest:
            self._tell(JointOver(case_id=case_id, trouble=trouble))
        else:
            self._tell(CaseFailed(case_id=case_id, trouble=trouble))
        self._around.give_back(case_id, trouble.sentence[:200])
        self.ask_at = time.monotonic() + ASK_AGAIN_S  # else it comes back in a tight circle

    # Inside

    def _open(self) -> list[Held]:
        return [held for held in self._held if not held.decided]

    def _is_frozen(self, now: float) -> bool:
        return now - self.moved_at > _FROZEN_S

    def _lose(self, held: Held, why: Fenced) -> None:
        case_id = held.lease.case_id
        self.drop(case_id)
        lost = LeaseLost(case_id=case_id, by=why.officer, reason=why.reason)
        self._tell(JointOver(case_id=case_id) if held.guest else lost)

    def _guard_fetch(
        self, client: HubClient, held: Held, fetch: Callable[[HubClient, Held], None]
    ) -> None:
        try:
            fetch(client, held)
        except Fenced as error:
            self._lose(held, error if held.guest else client.explained(error))
        except (PackageDamaged, Refused, OSError) as error:
            if isinstance(error, Refused) and is_about_session(error):
                raise
            if held.package is None and isinstance(error, PackageDamaged):
                self._show_broken(held, error)
                return
            if held.package is None:
                self.fail(held.lease.case_id, error)
                return
            # Only a typical model is missing; the case can be decided.
            ref = held.models_left.popleft()
            held.urgent = False
            held.fetched = held.fetched or not held.models_left
            self._tell(ModelMissing(case_id=held.lease.case_id, model=ref.model))
            _LOG.warning("a typical model cannot be shown", extra={"reason": str(error)})

    def _show_broken(self, held: Held, error: PackageDamaged) -> None:
        """Let the officer decide what becomes of a scan that arrives damaged each time."""
        key = CaseKey(case_id=held.lease.case_id, sha256=held.lease.sha256)
        held.fetched = True
        held.models_left.clear()
        self._decoder.add_broken(held.lease, self._journal.marks(key, officer=self.officer), error)

    def _fetch_case(self, client: HubClient, held: Held) -> None:
        lease = held.lease
        if lease.draft and not held.brought:
            self._around.bring_draft(client, lease)
            held.brought = True
        key = CaseKey(case_id=lease.case_id, sha256=lease.sha256)
        marks = () if held.guest else self._journal.marks(key, officer=self.officer)
        part = part_of(self._file(lease.sha256, "scans"))
        early = EarlyPicture(part, reaches=self._decoder.reaches)

        def show_early(done: int, total: int) -> None:
            longest_px = early.due(done, total)
            if longest_px is not None:
                self._decoder.add_early(lease, part, marks, longest_px)

        held.package = self._fetch(client, held, lease.sha256, lease.size, "scans", look=show_early)
        held.fetched = not held.models_left
        self._decoder.add_case(lease, held.package, marks)

    def _fetch_model(self, client: HubClient, held: Held) -> None:
        ref = held.models_left[0]
        package = self._fetch(client, held, ref.sha256, ref.size, "models")
        held.models_left.popleft()
        urgent, held.fetched, held.urgent = held.urgent, True, False
        self._decoder.add_model(held.lease, ref, package, urgent=urgent)

    def _file(self, sha256: str, shelf: str) -> Path:
        return self._cache / shelf / f"{sha256}.scan.tif"

    def _fetch(  # noqa: PLR0913 - what, how large, where to and who looks on
        self,
        client: HubClient,
        held: Held,
        sha256: str,
        size: int,
        shelf: str,
        *,
        look: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> Path:
        last_told = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal last_told
            look(done, total)
            self._around.beside_fetch(client)
            if self._around.must_give_way() or self.must_extend():
                raise ActFirst
            now = time.monotonic()
            if held.package is None and now - last_told > 0.1:
                last_told = now
                self._tell(Fetching(case_id=held.lease.case_id, done=done, total=total))

        into = self._file(sha256, shelf)
        path = client.fetch(held.lease, sha256, size, into, progress=progress)
        self._around.heard()
        return path


def _matched(lease: LeasedCase) -> deque[ModelRef]:
    """Return the models to fetch at once: all but those that only explain a region."""
    later = models_of_regions(comparison_of(lease))
    return deque(ref for ref in lease.models if ref.model not in later)
