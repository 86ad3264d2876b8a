"""What the stub hub does for desks: log-in, leases, files, decisions, and the room."""

from typing import Any

from isal.isal_zlib import crc32

from queue_client.codec import Message, write_document
from queue_client.documents import DecisionDocument
from queue_client.draft_messages import DraftHeldReply, DraftReply, FetchDraft, KeepDraft
from queue_client.errors import RefusalCode
from queue_client.messages import (
    Data,
    Decide,
    DecidedReply,
    DoneReply,
    EmptyReply,
    Extend,
    ExtendedReply,
    FencedReply,
    Fetch,
    Header,
    Lease,
    Lock,
    Login,
    OfLease,
    OfView,
    Recall,
    Room,
    RoomState,
    Seated,
    SessionReply,
    Show,
    Skip,
    TooLateReply,
    Unlock,
)
from queue_client.oversight_messages import FateReply, GiveUp, Why
from queue_client.stub_joint import StubJoint
from queue_client.stub_parts import (
    StubCase,
    StubOfficer,
    error_reply,
    leased,
    now_text,
)
from queue_client.supervision_messages import Steer, SteeredReply


class StubDeskSide:
    """The half of `StubHub` that desks see; its attributes are told there."""

    def __init__(self) -> None:
        self.recall_s, self.ttl_s = 5.0, 60.0
        self.damage_next_chunk = False
        self.swapped: dict[str, bytes] = {}
        self.declarations: list[dict[str, Any]] = []
        self.results: list[dict[str, Any]] = []
        self.decisions: list[DecisionDocument] = []
        self.recalled: list[str] = []
        self.skipped: list[tuple[str, str]] = []
        self.given_up: list[tuple[str, str]] = []
        self.fates: dict[tuple[str, int], tuple[str, str]] = {}
        self.skips_spent = False
        self.must_inspect = False
        self.extended: list[str] = []
        self.drafts: list[tuple[str, bytes]] = []
        self.locked: list[bool] = []
        self.steered: list[tuple[str, dict[str, Any]]] = []
        self.joint = StubJoint()
        self.cases: dict[str, StubCase] = {}
        self._officers: dict[str, StubOfficer] = {}
        self._sessions: dict[str, StubOfficer] = {}
        self._tokens = 0

    def _login(self, login: Login) -> Header:
        known = self._officers.get(login.officer)
        if known is None or known.password != login.password:
            return error_reply(login.ask, RefusalCode.LOGIN_FAILED, "wrong officer or password")
        session = f"session-{login.officer}-{login.ask}"
        self._sessions[session] = known
        return SessionReply(
            ask=login.ask,
            session=session,
            officer=known.officer,
            name=known.name,
            roles=known.roles,
            recall_s=self.recall_s,
        )

    def _seated(self, header: Seated, message: Message) -> tuple[Header, bytes]:
        body = b""
        reply: Header
        officer = self._sessions[header.session]
        match header:
            case Lease():
                return self._lease(header, officer)
            case Lock(ask=ask):
                self.locked.append(True)
                reply = DoneReply(ask=ask)
            case Unlock(ask=ask, password=password):
                reply = self._unlock(ask, officer, password)
            case OfView():
                return self.joint.answer(header, officer, message, self.cases)
            case OfLease():
                return self._of_lease(header, message)
            case Recall(ask=ask, decision_id=decision_id):
                reply = self._recall(ask, decision_id)
            case Steer(ask=ask, act=act):
                self.steered.append((act, message.document(dict[str, Any])))
                reply, body = SteeredReply(ask=ask), write_document({})
            case Room(ask=ask):
                reply, body = RoomState(ask=ask), write_document(self._room())
            case _:
                self._sessions.pop(header.session, None)
                reply = DoneReply(ask=header.ask)
        return reply, body

    def _unlock(self, ask: int, officer: StubOfficer, password: str) -> Header:
        if password != officer.password:
            return error_reply(ask, RefusalCode.LOGIN_FAILED, "wrong password")
        self.locked.append(False)
        return DoneReply(ask=ask)

    def _lease(self, header: Lease, officer: StubOfficer) -> tuple[Header, bytes]:
        free = (c for c in self.cases.values() if not (c.done or c.token or c.put_off))
        again = (c for c in self.cases.values() if c.token and c.request == header.request)
        case = next(again, None) or next(free, None)
        if case is None:
            return EmptyReply(ask=header.ask), b""
        if case.token is None:
            self._tokens += 1
            case.token, case.request = self._tokens, header.request
        return leased(header.ask, case, self.ttl_s, officer=officer.officer)

    def _of_lease(self, header: OfLease, message: Message) -> tuple[Header, bytes]:
        ask = header.ask
        if isinstance(header, Decide):
            before = [d for d in self.decisions if d.decision_id == header.decision_id]
            if before:
                return self._decided(ask, before[0]), b""
        if isinstance(header, Why):
            return self._why(header), b""
        return self._of_held(header, message)

    def _of_held(self, header: OfLease, message: Message) -> tuple[Header, bytes]:
        ask, case = header.ask, self.cases.get(header.case_id)
        if case is None or case.token != header.token:
            return FencedReply(ask=ask, case_id=header.case_id, token=header.token), b""
        if isinstance(header, KeepDraft | FetchDraft):
            return self._draft(case, header, bytes(message.body))
        body = b""
        reply: Header
        match header:
            case Fetch():
                return self._fetch(case, header)
            case Extend():
                self.extended.append(case.case_id)
                reply = ExtendedReply(ask=ask, ttl_s=self.ttl_s)
            case Decide():
                reply = self._decide(ask, case, message.document(DecisionDocument))
            case Show():
                return self.joint.shows(header, self._sessions[header.session], message)
            case Skip() | GiveUp():
                reply = self._let_go(case, header)
            case _:
                reply = error_reply(ask, RefusalCode.UNKNOWN, "not known")
        return reply, body

    def _decide(self, ask: int, case: StubCase, decision: DecisionDocument) -> Header:
        if self.must_inspect and decision.conclusion == "release":
            return error_reply(ask, RefusalCode.MUST_INSPECT, "list risk demands it")
        self.decisions.append(decision)
        self.joint.end(case.case_id)
        case.token, case.done, case.draft = None, True, b""
        return self._decided(ask, decision)

    def _draft(
        self, case: StubCase, header: KeepDraft | FetchDraft, sealed: bytes
    ) -> tuple[Header, bytes]:
        officer = self._sessions[header.session].officer
        if isinstance(header, KeepDraft):
            case.draft, case.draft_token, case.draft_of = sealed, header.token, officer
            self.drafts.append((case.case_id, sealed))
            return DraftHeldReply(ask=header.ask), b""
        found = case.draft if case.draft_of == officer else b""
        reply = DraftReply(ask=header.ask, case_id=case.case_id, token=case.draft_token)
        return reply, found

    def _let_go(self, case: StubCase, header: Skip | GiveUp) -> Header:
        if isinstance(header, Skip) and self.skips_spent:
            return error_reply(header.ask, RefusalCode.SKIPS_SPENT, "too many handed back")
        told = self.skipped if isinstance(header, Skip) else self.given_up
        told.append((case.case_id, header.reason))
        case.token, case.put_off = None, header.minutes if isinstance(header, Skip) else 0
        self.joint.end(case.case_id)
        self.cases[case.case_id] = self.cases.pop(case.case_id)  # to the end of the row
        return DoneReply(ask=header.ask)

    def break_lease(self, case_id: str, *, officer: str, reason: str) -> None:
        """Take a case from the desk as a supervisor does; nobody gets it afterwards."""
        case = self.cases[case_id]
        if case.token is not None:
            self.fates[case_id, case.token] = (officer, reason)
        case.token, case.put_off = None, 1

    def _why(self, header: Why) -> Header:
        officer, reason = self.fates.get((header.case_id, header.token), ("", ""))
        return FateReply(
            ask=header.ask,
            case_id=header.case_id,
            token=header.token,
            officer=officer,
            reason=reason,
        )

    def _fetch(self, case: StubCase, header: Fetch) -> tuple[Header, bytes]:
        content = case.files().get(header.sha256)
        if content is None:
            return error_reply(header.ask, RefusalCode.NOT_ALLOWED, "no part of the case"), b""
        content = self.swapped.get(header.sha256, content)
        body = content[header.offset : header.offset + header.length]
        crc = crc32(body)
        if self.damage_next_chunk:
            self.damage_next_chunk, crc = False, crc ^ 1
        return Data(ask=header.ask, offset=header.offset, crc32=crc), body

    def _decided(self, ask: int, decision: DecisionDocument) -> Header:
        return DecidedReply(
            ask=ask,
            decision_id=decision.decision_id,
            case_id=decision.case_id,
            conclusion=decision.conclusion,
            decided_at=now_text(),
            recall_s=self.recall_s if decision.conclusion == "release" else 0.0,
        )

    def _recall(self, ask: int, decision_id: str) -> Header:
        found = [d for d in self.decisions if d.decision_id == decision_id]
        if not found or found[0].conclusion != "release" or self.recall_s <= 0:
            return TooLateReply(ask=ask, decision_id=decision_id)
        self.recalled.append(decision_id)
        self.decisions.remove(found[0])
        self.cases[found[0].case_id].done = False
        return DoneReply(ask=ask)

    def _room(self) -> dict[str, Any]:
        waiting = sum(not case.done and case.token is None for case in self.cases.values())
        leased = sum(case.token is not None for case in self.cases.values())
        return {
            "by_stage": {"waiting": waiting, "leased": leased, "decided": len(self.decisions)},
            "scans_without_declaration": sum(c.declaration is None for c in self.cases.values()),
            "declarations_without_scan": len(self.declarations),
            "oldest_waiting": None,
            "officers": sorted(self._officers),
            "joint": self.joint.listed(),
        }
