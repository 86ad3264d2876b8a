"""What the hub does for desks: sit down, lease, fetch, decide, recall."""

import logging
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random, SystemRandom
from typing import Any, Final

from queue_client.codec import Message, write_document
from queue_client.documents import DecisionDocument
from queue_client.errors import (
    Conflict,
    Fenced,
    RefusalCode,
    Refused,
    TooLate,
    WireViolation,
)
from queue_client.messages import (
    Data,
    Decide,
    DecidedReply,
    DoneReply,
    EmptyReply,
    Extend,
    ExtendedReply,
    Fetch,
    Join,
    Lease,
    LeasedReply,
    Lock,
    Logout,
    LookIn,
    OfView,
    Recall,
    Room,
    RoomState,
    Show,
    Skip,
)
from workstation.domain.case import Case
from workstation.domain.decision import Conclusion, Decision
from workstation.domain.errors import ContentConflict, LeaseFenced, NobodyAbove, StepRefused
from workstation.domain.instants import to_text
from workstation.domain.law import Stage
from workstation.domain.officer import Role
from workstation.hub import ledger as promises
from workstation.hub.clocks import monotonic, wall
from workstation.hub.decisions import read_decision
from workstation.hub.dispatch import Candidate, PutOff, WaitingRoom, candidate, order
from workstation.hub.joint_service import JointService
from workstation.hub.ledger import Ledger
from workstation.hub.options import HubSettings
from workstation.hub.papers import CasePapers
from workstation.hub.ports import Blobs, ModelPackages, Records
from workstation.hub.replies import Reply
from workstation.hub.sessions import Seat, Sessions

_LOG = logging.getLogger(__name__)
_GRANTED: Final = "scan:lease:granted"
_LAPSED_REMEMBERED: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskParts:
    """The rooms of the hub that desks' requests pass through."""

    records: Records
    blobs: Blobs
    models: ModelPackages
    ledger: Ledger
    waiting: WaitingRoom
    sessions: Sessions
    settings: HubSettings


class DeskService:
    """Answers desks within an officer's session; every request may come twice."""

    def __init__(self, parts: DeskParts, *, rng: Random | None = None) -> None:
        self._records, self._ledger, self._waiting = parts.records, parts.ledger, parts.waiting
        self._sessions = parts.sessions
        self._settings = parts.settings
        self._rng = SystemRandom() if rng is None else rng
        self._papers = CasePapers(parts.records, parts.blobs, parts.models, parts.settings.tiers)
        self.joint = JointService(parts.records, self._papers)
        self._put_off = PutOff()
        self._given_back: dict[str, set[str]] = {}
        self._taken_back: dict[str, str] = {}
        self._lapsed: dict[str, list[str]] = {}  # cases by the officer whose desk fell silent

    def answer(self, seat: Seat, message: Message) -> Reply:
        """Answer one message of an officer whose right to send it has been checked."""
        if seat.locked and isinstance(message.header, Lease | Show | Join | LookIn):
            raise Refused(RefusalCode.LOCKED, "the desk is locked")
        match message.header:
            case Lease() as header:
                reply = self._lease(seat, header)
            case Fetch() as header:
                reply = self._fetch(seat, header)
            case Extend() as header:
                reply = self._extend(seat, header)
            case Decide() as header:
                reply = self._decide(seat, message, header)
            case Recall() as header:
                reply = self._recall(seat, header)
            case Skip() as header:
                reply = self._skip(seat, header)
            case _:
                reply = self._answer_about_room(seat, message)
        return reply

    def _answer_about_room(self, seat: Seat, message: Message) -> Reply:
        match message.header:
            case Show() as header:
                lease = self._held(seat, header.case_id, header.token)
                return self.joint.show(lease, seat, message, header)
            case OfView() as header:
                return self.joint.answer(seat, message, header)
            case Room() as header:
                return self._room(header)
            case Lock() as header:
                return self._lock(seat, header)
            case Logout() as header:
                self._sessions.end(seat.token, "logged out")
                self.give_back(seat.desk, "logout")
                return Reply(DoneReply(ask=header.ask))
            case header:
                raise WireViolation(f"{type(header).__name__} is nothing for a desk")

    def give_back(self, desk: str, reason: str) -> None:
        """Put all cases of a desk back into the queue, unharmed: the officer left in order."""
        self.joint.left_desk(desk)
        for lease in self._ledger.of_desk(desk):
            self._put_back(lease, reason)

    def lapse(self, lease: promises.Lease) -> Case | None:
        """Take a lease back because its desk fell silent; the case waits again, or is parked."""
        case = self._records.lapse(
            lease.case_id, lease.token, now=wall(), park_after=self._settings.park_after
        )
        standing = self._records.case(lease.case_id) if case is None else case
        self._drop(lease)
        lapsed = self._lapsed.setdefault(lease.officer, [])
        self._lapsed[lease.officer] = [*lapsed, lease.case_id][-_LAPSED_REMEMBERED:]
        if standing.stage is Stage.WAITING:
            self._waiting.add(standing)
        _LOG.warning("lease lapsed", extra={"case": lease.case_id, "desk": lease.desk})
        return case

    def _lease(self, seat: Seat, header: Lease) -> Reply:
        now = monotonic()
        again = self._ledger.asked_as(seat.desk, header.request)
        if again is not None and again.officer == seat.officer.officer_id:
            return self._leased(header.ask, self._records.case(again.case_id))
        if self._ledger.running(seat.desk, now) >= self._settings.leases_per_desk:
            raise Refused(RefusalCode.TOO_MANY_LEASES, "this desk holds enough cases")
        for case_id in self._in_order(seat, now):
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
                _LOG.info(_GRANTED, extra={"case": case_id, "desk": seat.desk})
                return self._leased(header.ask, case)
        return Reply(EmptyReply(ask=header.ask))

    def _in_order(self, seat: Seat, now: float) -> list[str]:
        """Return case ids as this officer is to be offered them, cases with lapsed leases too."""
        overdue = {lease.case_id for lease in self._ledger.overdue(now)}
        cases: list[Candidate] = self._waiting.candidates()
        cases += [candidate(self._records.case(case_id)) for case_id in overdue]
        if owing := self._records.owing():  # such a site may have acted on a decision we lost
            cases = [case for case in cases if case.case_id.partition(":")[0] not in owing]
        officer = seat.officer.officer_id
        return order(
            cases,
            officer=officer,
            roles=seat.officer.roles,
            never=self._put_off.of(officer, now) | self._not_blind(officer, cases),
            last=self._given_back.get(officer, set()),
            first=self._taken_back.get(officer) or self._was_at_hand(officer, cases, now),
            rng=self._rng,
        )

    def _not_blind(self, officer: str, cases: Sequence[Candidate]) -> set[str]:
        """Return the cases that an officer may not read second: its first reader showed them."""
        return {
            case.case_id
            for case in cases
            if case.read_by
            and case.required_role == Role.REVIEWER
            and self.joint.has_seen(officer, case.case_id)
        }

    def _was_at_hand(self, officer: str, cases: list[Candidate], now: float) -> str | None:
        """Return what this officer had longest when the desk broke off, if it can be leased again.

        Its marks and note lie at the desk. The oldest lease is that of the case on the screen.
        """
        held = [lease.case_id for lease in self._ledger.overdue(now) if lease.officer == officer]
        free = {case.case_id for case in cases}
        return next((one for one in (*self._lapsed.get(officer, ()), *held) if one in free), None)

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
        self._waiting.remove(case_id)
        if self._taken_back.get(officer) == case_id:
            del self._taken_back[officer]
        if case_id in self._lapsed.get(officer, ()):
            self._lapsed[officer].remove(case_id)
        return case

    def _leased(self, ask: int, case: Case) -> Reply:
        header = LeasedReply(
            ask=ask,
            case_id=case.case_id,
            site=case.site,
            scan_id=case.scan_id,
            token=case.lease_token or 0,
            sha256=case.package_sha256,
            size=case.package_size,
            ttl_s=self._settings.lease_ttl_s,
        )
        return Reply(header, write_document(self._papers.document(case)))

    def _fetch(self, seat: Seat, header: Fetch) -> Reply:
        if not self.joint.looks_in(header.case_id, header.token, seat):
            self._held(seat, header.case_id, header.token)
        path = self._papers.file(header.case_id, header.token, header.sha256)
        if path is None:
            raise Refused(RefusalCode.NOT_ALLOWED, "this file is not part of the case")
        try:
            with path.open("rb") as file:
                file.seek(header.offset)
                body = file.read(header.length)
        except OSError as error:
            raise Refused(RefusalCode.UNKNOWN, "the file is not in the store") from error
        return Reply(Data(ask=header.ask, offset=header.offset, crc32=zlib.crc32(body)), body)

    def _extend(self, seat: Seat, header: Extend) -> Reply:
        self._held(seat, header.case_id, header.token)
        self._ledger.extend(header.case_id, header.token, monotonic())
        return Reply(ExtendedReply(ask=header.ask, ttl_s=self._settings.lease_ttl_s))

    def _decide(self, seat: Seat, message: Message, header: Decide) -> Reply:
        document = message.document(DecisionDocument)
        named = (document.decision_id, document.case_id, document.token)
        if named != (header.decision_id, header.case_id, header.token):
            raise WireViolation("header and document of a decision differ")
        if self._ledger.was_recalled(header.decision_id):
            raise Refused(RefusalCode.NOT_LAWFUL, "this decision has been recalled")
        lease = self._ledger.find(header.case_id, header.token)
        if lease is not None and (lease.officer, lease.desk) != (
            seat.officer.officer_id,
            seat.desk,
        ):
            raise Fenced(header.case_id, header.token)
        decision = read_decision(document, seat=seat, now=wall(), recall_s=self._settings.recall_s)
        try:
            readers = self._papers.reading(self._records.case(header.case_id)).readers
            recorded = self._records.decide(decision, readers=readers)
        except (LeaseFenced, KeyError) as error:  # a case that a restored backup does not know, too
            self._records.note(
                "scan:decision:fenced",
                {"case": header.case_id, "token": header.token, "officer": decision.officer},
                now=wall(),
            )
            raise Fenced(header.case_id, header.token) from error
        except ContentConflict as error:
            raise Conflict(f"decision {header.decision_id}", str(error)) from error
        except NobodyAbove as error:
            raise Refused(RefusalCode.NOBODY_ABOVE, str(error)) from error
        except StepRefused as error:
            raise Refused(RefusalCode.NOT_LAWFUL, str(error)) from error
        if lease is not None:
            # First, for a store that fails now must not cost a chief or a second reader the case.
            self._wait_if_waiting(header.case_id)
            self._drop(lease)
            facts = {"case": header.case_id, "conclusion": recorded.conclusion.value}
            _LOG.info("decision recorded", extra=facts)
        return self._receipt(header, recorded)

    def _receipt(self, header: Decide, recorded: Decision) -> Reply:
        now = monotonic()
        if recorded.conclusion is Conclusion.RELEASE:
            self._ledger.hold(header.decision_id, now)
        # After a restart a release is held anew, but what the record calls final stays so: it may
        # have left before.
        until_final_s = max(0.0, (recorded.final_at - wall()).total_seconds())
        return Reply(
            DecidedReply(
                ask=header.ask,
                decision_id=header.decision_id,
                case_id=header.case_id,
                conclusion=recorded.conclusion.value,
                decided_at=to_text(recorded.decided_at),
                recall_s=min(self._ledger.hold_left(header.decision_id, now), until_final_s),
            )
        )

    def _recall(self, seat: Seat, header: Recall) -> Reply:
        if self._ledger.was_recalled(header.decision_id):
            return Reply(DoneReply(ask=header.ask))
        if not self._ledger.may_recall(header.decision_id):
            raise TooLate(header.decision_id)
        officer = seat.officer.officer_id
        try:
            case = self._records.recall(
                header.decision_id, officer=officer, reason=header.reason, now=wall()
            )
        except (KeyError, StepRefused) as error:
            raise Refused(RefusalCode.UNKNOWN, "there is no such decision of yours") from error
        if case is None:
            raise TooLate(header.decision_id)
        self._ledger.note_recalled(header.decision_id)
        if case.stage is Stage.WAITING:
            self._taken_back[officer] = case.case_id
            self._waiting.add(case)
        return Reply(DoneReply(ask=header.ask))

    def _skip(self, seat: Seat, header: Skip) -> Reply:
        if self._ledger.was_skipped(header.case_id, header.token):
            return Reply(DoneReply(ask=header.ask))
        lease = self._held(seat, header.case_id, header.token)
        officer = seat.officer.officer_id
        self._given_back.setdefault(officer, set()).add(header.case_id)
        if header.minutes:
            until = monotonic() + 60.0 * header.minutes
            self._put_off.add(officer, header.case_id, until)
        if not self._put_back(lease, header.reason, minutes=header.minutes):
            raise Fenced(header.case_id, header.token)
        return Reply(DoneReply(ask=header.ask))

    def _room(self, header: Room) -> Reply:
        counts = self._records.counts()
        oldest = counts.oldest_waiting
        document: dict[str, Any] = {
            "by_stage": dict(counts.by_stage),
            "scans_without_declaration": counts.scans_without_declaration,
            "declarations_without_scan": counts.declarations_without_scan,
            "oldest_waiting": None if oldest is None else to_text(oldest),
            "officers": self._sessions.officers(),
            "joint": self.joint.open_views(),
        }
        return Reply(RoomState(ask=header.ask), write_document(document))

    def _lock(self, seat: Seat, header: Lock) -> Reply:
        if self._sessions.lock(seat.token, seat.desk, monotonic()):
            facts = {"officer": seat.officer.officer_id, "desk": seat.desk}
            self._records.note("desk:locked", facts, now=wall())
        return Reply(DoneReply(ask=header.ask))

    def _held(self, seat: Seat, case_id: str, token: int) -> promises.Lease:
        """Return the seat's own lease, also one that ran out while nobody took its case."""
        lease = self._ledger.find(case_id, token)
        if lease is None or (lease.officer, lease.desk) != (seat.officer.officer_id, seat.desk):
            raise Fenced(case_id, token)
        return lease

    def _put_back(self, lease: promises.Lease, reason: str, *, minutes: int = 0) -> bool:
        try:
            case = self._records.skip(
                lease.case_id, lease.token, reason=reason, now=wall(), minutes=minutes
            )
        except (LeaseFenced, StepRefused):
            self._drop(lease)
            self._wait_if_waiting(lease.case_id)
            return False
        self._drop(lease)
        self._ledger.note_skipped(lease.case_id, lease.token)
        self._waiting.add(case)
        return True

    def _drop(self, lease: promises.Lease) -> None:
        """Forget a lease that the record has ended.

        Only then: a lease forgotten while the store fails would leave its case to nobody.
        """
        self._ledger.drop(lease.case_id)
        self._papers.forget(lease.case_id, lease.token)
        self.joint.end(lease.case_id)

    def _wait_if_waiting(self, case_id: str) -> None:
        case = self._records.case(case_id)
        if case.stage is Stage.WAITING:
            self._waiting.add(case)
