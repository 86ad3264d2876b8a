"""The promises to desks: leased, kept alive, given back, lapsed."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random, SystemRandom
from typing import Final, NoReturn

from queue_client.codec import write_document
from queue_client.errors import Fenced, RefusalCode, Refused
from queue_client.messages import (
    DoneReply,
    EmptyReply,
    Extend,
    ExtendedReply,
    Lease,
    LeasedReply,
    Skip,
)
from queue_client.oversight_messages import GiveUp
from workstation.domain.case import Case
from workstation.domain.errors import LeaseFenced, StepRefused
from workstation.domain.law import Stage
from workstation.domain.officer import Role
from workstation.hub import ledger as promises
from workstation.hub.clocks import monotonic, wall
from workstation.hub.dispatch import Asker, Candidate, WaitingRoom
from workstation.hub.drafts import Drafts
from workstation.hub.habits import HungryDesks, PutOff, SkipQuota, TimeOnTask
from workstation.hub.joint_service import JointService
from workstation.hub.ledger import Ledger
from workstation.hub.options import HubSettings
from workstation.hub.papers import CasePapers
from workstation.hub.ports import Records
from workstation.hub.replies import Reply
from workstation.hub.sessions import Seat

_LOG = logging.getLogger(__name__)
_GRANTED: Final = "scan:lease:granted"
_BROKEN_OFF_REMEMBERED: Final = 8
# A room has a few pictures that cannot be shown. A desk that finds more is broken itself.
_GIVEN_UP_PER_HOUR: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseParts:
    """What leasing works with; all of it belongs to the broker's thread."""

    records: Records
    ledger: Ledger
    waiting: WaitingRoom
    papers: CasePapers
    joint: JointService
    drafts: Drafts
    settings: HubSettings


class Leases:
    """Who holds which case, in the record and in the ledger; every request may come twice."""

    def __init__(self, parts: LeaseParts, *, rng: Random | None = None) -> None:
        self._records, self._ledger, self._waiting = parts.records, parts.ledger, parts.waiting
        self._papers, self._joint, self._settings = parts.papers, parts.joint, parts.settings
        self._drafts = parts.drafts
        self._rng = SystemRandom() if rng is None else rng
        policy = parts.waiting.policy
        self._put_off, self._skips = PutOff(), SkipQuota(policy.skips_per_hour)
        self._given_up = SkipQuota(_GIVEN_UP_PER_HOUR)  # by desk
        self._at_work = TimeOnTask(work_s=policy.work_s, rest_s=policy.rest_s)
        self._hungry = HungryDesks()
        self._kept: dict[str, tuple[str, int]] = {}  # what a desk may not hand back, by desk
        self._given_back: dict[str, set[str]] = {}
        self._taken_back: dict[str, str] = {}
        self._broken_off: dict[str, list[str]] = {}  # cases by the officer who did not end them

    def give_back(self, desk: str, reason: str, *, to_go_on: bool = False) -> None:
        """Put all cases of a desk back into the queue, unharmed.

        ``to_go_on``: the officer did not leave in order, and gets first what was at hand.
        """
        self._joint.left_desk(desk)
        for lease in self._ledger.of_desk(desk):
            if self._put_back(lease, reason) and to_go_on:
                self._note_broken_off(lease)

    def offer_again(self, officer: str, case: Case) -> None:
        """Let a case wait whose decision its officer took back: to that officer it comes first."""
        self._taken_back[officer] = case.case_id
        self._waiting.add(case)

    def lapse(self, lease: promises.Lease) -> Case | None:
        """Take a lease back because its desk fell silent; the case waits again, or is parked."""
        case = self._records.lapse(
            lease.case_id, lease.token, now=wall(), park_after=self._settings.park_after
        )
        standing = self._records.case(lease.case_id) if case is None else case
        self.drop(lease)
        self._note_broken_off(lease)
        if standing.stage is Stage.WAITING:
            self._waiting.add(standing)
        _LOG.warning("lease lapsed", extra={"case": lease.case_id, "desk": lease.desk})
        return case

    def lease(self, seat: Seat, header: Lease, *, hears_of_tests: bool = True) -> Reply:
        """Answer a desk that asks for a case; one that is not told of test images gets none."""
        now = monotonic()
        again = self._ledger.asked_as(seat.desk, header.request)
        if again is not None and again.officer == seat.officer.officer_id:
            return self._leased(header.ask, self._records.case(again.case_id))
        left_over = self._left_over(seat, hears_of_tests=hears_of_tests)
        if left_over is not None:
            # The hub and the desk's program were both restarted: its officer goes on with it under
            # the same token, so that a decision in the desk's journal still counts, and once.
            self._ledger.hand_over(left_over, header.request, now)
            return self._leased(header.ask, self._records.case(left_over.case_id))
        kept = self._kept.pop(seat.desk, None)
        if kept is not None and self._ledger.find(*kept) is not None:
            # Handed back too often: it comes back to its officer, under the lease that runs.
            self._ledger.extend(*kept, now)
            return self._leased(header.ask, self._records.case(kept[0]))
        if self._ledger.running(seat.desk, now) >= self._settings.leases_per_desk:
            raise Refused(RefusalCode.TOO_MANY_LEASES, "this desk holds enough cases")
        # Fetching ahead: not what a desk that has nothing could begin at once.
        ahead = self._ledger.running(seat.desk, now) > 0
        others = self._hungry.others(seat.desk, now) if ahead else 0
        if others and len(self._waiting) <= others:
            return Reply(EmptyReply(ask=header.ask))
        for case_id in self._offers(seat, now):
            case = self._try_lease(seat, case_id)
            if case is not None and case.lease_token is not None:
                lease = promises.Lease(
                    case_id=case_id,
                    token=case.lease_token,
                    officer=seat.officer.officer_id,
                    desk=seat.desk,
                    request=header.request,
                )
                self._ledger.grant(lease, now)
                self._hungry.fed(seat.desk)
                if hears_of_tests:
                    self._papers.projections.offer(case, seat)
                _LOG.info(_GRANTED, extra={"case": case_id, "desk": seat.desk})
                return self._leased(header.ask, case)
        if not ahead:
            self._hungry.told_nothing(seat.desk, now)
        return Reply(EmptyReply(ask=header.ask))

    def _left_over(self, seat: Seat, *, hears_of_tests: bool) -> promises.Lease | None:
        """Return the oldest lease that the seat has without knowing it, if any.

        One that shows a test image is nothing for a desk that is not told of them.
        """
        for lease in self._ledger.left_over(seat.desk, seat.officer.officer_id):
            case = self._records.case(lease.case_id)
            if hears_of_tests or self._papers.projections.as_shown(case) is case:
                return lease
        return None

    def _offers(self, seat: Seat, now: float) -> Iterator[str]:
        """Return case ids as this officer is to be offered them, cases with lapsed leases too."""
        officer = seat.officer.officer_id
        overdue = self._ledger.overdue(now)
        also = [
            self._waiting.known(one.case_id)
            or self._waiting.candidate(self._records.case(one.case_id))
            for one in overdue
        ]
        asker = Asker(
            officer=officer,
            roles=seat.officer.roles,
            never=self._put_off.of(officer, now),
            not_for=partial(self._is_not_blind, officer),
            owing=self._records.owing(),
            last=self._given_back.get(officer, set()),
            first=self._taken_back.get(officer) or self._was_at_hand(officer, overdue),
            tired=self._at_work.is_tired(officer, now),
        )
        return self._waiting.offers(asker, rng=self._rng, also=also)

    def _is_not_blind(self, officer: str, case: Candidate) -> bool:
        """Tell whether an officer may not read a case second: its first reader showed it."""
        return case.required_role == Role.REVIEWER and self._joint.has_seen(officer, case.case_id)

    def _was_at_hand(self, officer: str, overdue: Sequence[promises.Lease]) -> str | None:
        """Return what this officer had longest when work broke off, if it can be leased again.

        Its marks and note lie at the desk, or here, sealed. The oldest lease is that of the case on
        the screen.
        """
        held = [lease.case_id for lease in overdue if lease.officer == officer]
        free = {lease.case_id for lease in overdue}
        broken_off = self._broken_off.get(officer, ())
        return next(
            (one for one in (*broken_off, *held) if one in free or one in self._waiting), None
        )

    def _try_lease(self, seat: Seat, case_id: str) -> Case | None:
        """Lease one case; None when the record says no (parked, or this officer decided it)."""
        officer = seat.officer.officer_id
        for lease in self._ledger.overdue(monotonic()):
            if lease.case_id == case_id:
                lapsed = self.lapse(lease)
                if lapsed is None or lapsed.stage is not Stage.WAITING:
                    return None
        try:
            case = self._records.lease(case_id, officer=officer, desk=seat.desk, now=wall())
        except StepRefused:
            if self._records.case(case_id).stage is not Stage.WAITING:
                self._waiting.remove(case_id)
            return None
        self._waiting.take(case_id)
        if self._taken_back.get(officer) == case_id:
            del self._taken_back[officer]
        if case_id in self._broken_off.get(officer, ()):
            self._broken_off[officer].remove(case_id)
        return case

    def _note_broken_off(self, lease: promises.Lease) -> None:
        before = self._broken_off.get(lease.officer, ())
        self._broken_off[lease.officer] = [*before, lease.case_id][-_BROKEN_OFF_REMEMBERED:]

    def _leased(self, ask: int, case: Case) -> Reply:
        case = self._papers.projections.as_shown(case)
        header = LeasedReply(
            ask=ask,
            case_id=case.case_id,
            site=case.site,
            scan_id=case.scan_id,
            token=case.lease_token or 0,
            sha256=case.package_sha256,
            size=case.package_size,
            ttl_s=self._settings.lease_ttl_s,
            draft=self._drafts.has(case),
        )
        return Reply(header, write_document(self._papers.document(case, case.lease_officer or "")))

    def extend(self, seat: Seat, header: Extend) -> Reply:
        """Start the time of a seat's lease anew."""
        self.held(seat, header.case_id, header.token)
        self._ledger.extend(header.case_id, header.token, monotonic())
        return Reply(ExtendedReply(ask=header.ask, ttl_s=self._settings.lease_ttl_s))

    def skip(self, seat: Seat, header: Skip) -> Reply:
        """Take a case back from an officer who does not want it."""
        if self._ledger.was_skipped(header.case_id, header.token):
            return Reply(DoneReply(ask=header.ask))
        lease = self.held(seat, header.case_id, header.token)
        officer, now = seat.officer.officer_id, monotonic()
        # Cases that a locked desk gives back were not handed back by anybody: their officer, who
        # comes back, goes on with them.
        wished = not seat.locked
        if wished and Role.CHIEF not in seat.officer.roles and self._skips.is_spent(officer, now):
            self._refuse_skip(lease, header.reason)
        if wished:
            self._given_back.setdefault(officer, set()).add(header.case_id)
        if header.minutes:
            self._put_off.add(officer, header.case_id, now + 60.0 * header.minutes)
        if not self._put_back(lease, header.reason, minutes=header.minutes):
            raise Fenced(header.case_id, header.token)
        if wished:
            self._skips.count(officer, now)
            self._at_work.worked(officer, now)
        else:
            self._note_broken_off(lease)
        return Reply(DoneReply(ask=header.ask))

    def give_up(self, seat: Seat, header: GiveUp) -> Reply:
        """Take back a case that the desk could not show; it is parked after some such tries.

        What a desk gives up beyond measure goes back uncounted: one that can show nothing would
        have the whole room parked within minutes.
        """
        if self._ledger.was_skipped(header.case_id, header.token):
            return Reply(DoneReply(ask=header.ask))
        lease, now = self.held(seat, header.case_id, header.token), monotonic()
        if self._given_up.is_spent(seat.desk, now):
            self._given_back.setdefault(lease.officer, set()).add(lease.case_id)
            if not self._put_back(lease, header.reason):
                raise Fenced(header.case_id, header.token)
            _LOG.warning("a desk shows nothing any more", extra={"desk": lease.desk})
            return Reply(DoneReply(ask=header.ask))
        try:
            case = self._records.give_up(
                header.case_id,
                header.token,
                reason=header.reason,
                now=wall(),
                park_after=self._settings.park_after,
            )
        except LeaseFenced as error:
            self.drop(lease)
            self.wait_if_waiting(lease.case_id)
            raise Fenced(header.case_id, header.token) from error
        self.drop(lease)
        self._given_up.count(seat.desk, now)
        self._ledger.note_skipped(lease.case_id, lease.token)
        self._given_back.setdefault(lease.officer, set()).add(lease.case_id)
        if case.stage is Stage.WAITING:
            self._waiting.add(case)
        facts = {"case": lease.case_id, "desk": lease.desk, "attempts": case.attempts}
        _LOG.warning("a case could not be shown", extra=facts)
        return Reply(DoneReply(ask=header.ask))

    def was_broken(self, lease: promises.Lease, case: Case) -> None:
        """Let a case wait that a supervisor took from its desk; its officer gets it last."""
        self.drop(lease)
        self._given_back.setdefault(lease.officer, set()).add(lease.case_id)
        self._waiting.add(case)

    def was_test(self, lease: promises.Lease, case: Case) -> None:
        """Let a case wait that was shown as a test image: its officer gets the scan first."""
        self._drafts.decided(lease, for_good=False)
        self.drop(lease)
        self._at_work.worked(lease.officer, monotonic())
        self.offer_again(lease.officer, case)

    def on_task_s(self, officer: str) -> float:
        """Return how long an officer has been at work without a rest [s]."""
        return self._at_work.since_s(officer, monotonic())

    def decided(self, lease: promises.Lease) -> None:
        """Let go of a case that its officer is done with; it may wait for somebody else."""
        # First, for a store that fails now must not cost a chief or a second reader the case.
        waits = self.wait_if_waiting(lease.case_id)
        if not waits:
            self._waiting.forget(lease.case_id)
        self._drafts.decided(lease, for_good=not waits)
        self.drop(lease)
        self._at_work.worked(lease.officer, monotonic())

    def _refuse_skip(self, lease: promises.Lease, reason: str) -> NoReturn:
        """Keep a case at its desk: its officer has handed back too many."""
        self._kept[lease.desk] = (lease.case_id, lease.token)
        facts = {"case": lease.case_id, "officer": lease.officer, "reason": reason}
        self._records.note("scan:skip:refused", facts, now=wall())
        raise Refused(RefusalCode.SKIPS_SPENT, "too many cases were handed back within an hour")

    def held(self, seat: Seat, case_id: str, token: int) -> promises.Lease:
        """Return the seat's own lease, also one that ran out while nobody took its case."""
        lease = self._ledger.find(case_id, token)
        if lease is None or (lease.officer, lease.desk) != (seat.officer.officer_id, seat.desk):
            raise Fenced(case_id, token)
        return self._ledger.claim(lease) if lease.left_over else lease

    def _put_back(self, lease: promises.Lease, reason: str, *, minutes: int = 0) -> bool:
        try:
            case = self._records.skip(
                lease.case_id, lease.token, reason=reason, now=wall(), minutes=minutes
            )
        except (LeaseFenced, StepRefused):
            self.drop(lease)
            self.wait_if_waiting(lease.case_id)
            return False
        self.drop(lease)
        self._ledger.note_skipped(lease.case_id, lease.token)
        self._waiting.add(case)
        return True

    def drop(self, lease: promises.Lease) -> None:
        """Forget a lease that the record has ended.

        Only then: a lease forgotten while the store fails would leave its case to nobody.
        """
        self._ledger.drop(lease.case_id)
        self._papers.forget(lease.case_id, lease.token)
        self._joint.end(lease.case_id)

    def wait_if_waiting(self, case_id: str) -> bool:
        """Let a case wait if the record says that it waits, and tell whether it does."""
        case = self._records.case(case_id)
        waits = case.stage is Stage.WAITING
        if waits:
            self._waiting.add(case)
        return waits
