"""What the hub does for desks: every request to the part that knows it, and files to all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from queue_client.codec import Message, write_document
from queue_client.door import Incoming
from queue_client.draft_messages import FetchDraft, KeepDraft
from queue_client.errors import RefusalCode, Refused, WireViolation
from queue_client.messages import (
    Data,
    Decide,
    DoneReply,
    Extend,
    Fetch,
    Lease,
    Lock,
    Logout,
    OfView,
    Recall,
    Room,
    RoomState,
    Show,
    Skip,
)
from queue_client.oversight_messages import Approve, Break, GiveUp, Oversee, Unpark, Why
from workstation.domain.instants import to_text
from workstation.domain.kernel_clock import KernelClock
from workstation.hub.blindness import Blindness
from workstation.hub.clocks import monotonic, wall
from workstation.hub.deciding import Deciding
from workstation.hub.desk_signatures import DeskSignatures
from workstation.hub.dispatch import WaitingRoom
from workstation.hub.draft_shelf import FOLDER, DraftShelf
from workstation.hub.drafts import Drafts
from workstation.hub.image_answers import TELLS_SINCE, ImageAnswers
from workstation.hub.joint_service import JointService
from workstation.hub.leases import LeaseParts, Leases
from workstation.hub.ledger import Ledger
from workstation.hub.options import HubSettings
from workstation.hub.oversight import Oversight
from workstation.hub.package_bytes import bytes_of
from workstation.hub.papers import CasePapers
from workstation.hub.ports import Blobs, ModelPackages, Records
from workstation.hub.projections import Projections
from workstation.hub.replies import Reply
from workstation.hub.rights import NOT_WHILE_LOCKED
from workstation.hub.safe_notes import note_session_ended
from workstation.hub.sessions import Seat, Sessions
from workstation.hub.sparing_notes import SparingNotes
from workstation.hub.whole_packages import WholePackages


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
    notes: SparingNotes
    projections: Projections = field(default_factory=Projections)
    blindness: Blindness = field(default_factory=Blindness)
    clock: KernelClock = field(default_factory=KernelClock)
    ring: Callable[[], object]


class DeskService:
    """Answers desks within an officer's session; every request may come twice."""

    def __init__(self, parts: DeskParts, *, rng: Random | None = None) -> None:
        self._records, self._sessions = parts.records, parts.sessions
        self.whole = WholePackages(parts.records, parts.blobs, ring=parts.ring)
        self._papers = CasePapers(
            parts.records,
            parts.blobs,
            parts.models,
            parts.waiting.guide,
            parts.projections,
            blindness=parts.blindness,
            whole=self.whole,
        )
        self.joint = JointService(parts.records, self._papers)
        shelf = DraftShelf(parts.settings.data_dir / FOLDER)
        self.drafts = Drafts(parts.records, shelf, parts.projections)
        of_leases = LeaseParts(
            records=parts.records,
            ledger=parts.ledger,
            waiting=parts.waiting,
            papers=self._papers,
            joint=self.joint,
            drafts=self.drafts,
            settings=parts.settings,
        )
        self.leases = Leases(of_leases, rng=rng)
        self._images = ImageAnswers(parts.projections, parts.ledger, self.leases)
        self.signatures = DeskSignatures(parts.settings.data_dir, parts.records, parts.notes)
        self._deciding = Deciding(of_leases, self.leases, self.signatures, parts.notes, parts.clock)
        self.oversight = Oversight(of_leases, self.leases, parts.blindness)

    def answer(self, seat: Seat, message: Message, asked: Incoming) -> Reply | None:
        """Answer one message of an officer whose right to send it has been checked.

        None for a piece of a package that is being looked over: ``asked`` is put off until then.
        """
        if seat.locked and message.kind in NOT_WHILE_LOCKED:
            raise Refused(RefusalCode.LOCKED, "the desk is locked")
        match message.header:
            case Lease() as header:
                told = message.version >= TELLS_SINCE
                reply = self.leases.lease(seat, header, hears_of_tests=told)
            case Fetch() as header:
                return self._fetch(seat, header, asked)
            case Extend() as header:
                reply = self.leases.extend(seat, header)
            case Decide() as header:
                of_image = self._images.answer(seat, message, header)
                reply = of_image or self._deciding.decide(seat, message, header)
            case Recall() as header:
                reply = self._deciding.recall(seat, header)
            case Skip() as header:
                reply = self.leases.skip(seat, header)
            case GiveUp() as header:
                reply = self.leases.give_up(seat, header)
            case KeepDraft() | FetchDraft() as header:
                lease = self.leases.held(seat, header.case_id, header.token)
                reply = self.drafts.answer(lease, header, message.body)
            case _:
                reply = self._answer_about_room(seat, message)
        return reply

    def _answer_about_room(self, seat: Seat, message: Message) -> Reply:
        match message.header:
            case Oversee() | Break() | Unpark() | Approve() | Why() as header:
                return self.oversight.answer(seat, header)
            case Show() as header:
                lease = self.leases.held(seat, header.case_id, header.token)
                return self.joint.show(lease, seat, message, header)
            case OfView() as header:
                return self.joint.answer(seat, message, header)
            case Room() as header:
                return self._room(header)
            case Lock() as header:
                return self._lock(seat, header)
            case Logout() as header:
                reason = "logged out"
                self._sessions.end(seat.token, reason)
                note_session_ended(self._records, seat, reason)
                self.leases.give_back(seat.desk, "logout")
                return Reply(DoneReply(ask=header.ask))
            case header:
                raise WireViolation(f"{type(header).__name__} is nothing for a desk")

    def _fetch(self, seat: Seat, header: Fetch, asked: Incoming) -> Reply | None:
        if not self.joint.looks_in(header.case_id, header.token, seat):
            self.leases.held(seat, header.case_id, header.token)
        path = self._papers.file(header.case_id, header.token, header.sha256)
        if path is None and self._records.case(header.case_id).package_sha256 == header.sha256:
            reason = "the package is damaged or missing here; its site is asked for it"
            raise Refused(RefusalCode.PACKAGE_MISSING, reason)
        if path is None:
            raise Refused(RefusalCode.NOT_ALLOWED, "this file is not part of the case")
        if self.whole.puts_off(header.sha256, asked):
            return None
        body, crc32 = bytes_of(path, header.offset, header.length)
        return Reply(Data(ask=header.ask, offset=header.offset, crc32=crc32), body)

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
