"""The two faces of the wire: what a site does with the hub, and what a desk does.

A client belongs to one thread: the one that calls it. Only ``interrupt`` may be called from
another. All waits are bounded: `HubSilent` after ``give_up_s`` (three attempts when None).
"""

import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from queue_client.answers import JointState, LeasedCase, Looker, ModelRef, Receipt, Session, Welcome
from queue_client.asking import SOFTWARE, expect, hello, shaped
from queue_client.codec import Message, read_document, write_document
from queue_client.documents import (
    JOINT_LIMIT,
    CaseDocument,
    DecisionDocument,
    JointDocument,
    LookDocument,
    ShowDocument,
)
from queue_client.errors import RefusalCode, Refused, TooLate
from queue_client.keys import HubAddress, KeyPair
from queue_client.link import Link
from queue_client.messages import (
    MOST_MINUTES,
    Decide,
    DecidedReply,
    DoneReply,
    EmptyReply,
    Extend,
    ExtendedReply,
    Fetch,
    Join,
    JoinedReply,
    JointReply,
    Lease,
    LeasedReply,
    Leave,
    Lock,
    Login,
    Logout,
    LookIn,
    Recall,
    Room,
    RoomState,
    Seated,
    SessionReply,
    Show,
    Skip,
    Unlock,
)
from queue_client.site_client import SiteClient
from queue_client.transfer import Download, Progress

__all__ = ["SOFTWARE", "DeskClient", "SiteClient"]

# The hub takes its time over a password, and counts each attempt.
_LOGIN_S: Final = 5.0


class DeskClient:
    """What a desk says to the hub; officer and password stay in memory until `logout`.

    They are kept because sessions live only in the hub's memory: after a restart of the hub the
    client sits down again by itself, and the officer does not notice.
    """

    def __init__(
        self,
        address: HubAddress,
        keys: KeyPair,
        *,
        desk: str,
        timeout_s: float = 5.0,
        give_up_s: float | None = None,
    ) -> None:
        self.desk = desk
        self._link = Link(address, keys, timeout_s=timeout_s, give_up_s=give_up_s)
        self._session: Session | None = None
        self._password = ""
        self._unanswered = ""

    def hello(self) -> Welcome:
        """Greet the hub; raises `Refused` when it knows this key by another name."""
        return hello(self._link, self.desk)

    def login(self, officer: str, password: str) -> Session:
        """Sit an officer down; raises `Refused` (`LOGIN_FAILED`, `LOGIN_LOCKED`) otherwise."""
        request = Login(ask=self._link.next_ask(), officer=officer, password=password)
        reply = expect(self._link.ask(request, patience_s=_LOGIN_S), SessionReply)
        self._password = password
        self._session = Session(
            officer=reply.officer,
            name=reply.name,
            roles=reply.roles,
            recall_s=reply.recall_s,
            token=reply.session,
        )
        return self._session

    def logout(self) -> None:
        """Leave; leases go back to the queue at once. Harmless without a session."""
        session, self._session, self._password = self._session, None, ""
        self._unanswered = ""
        if session is None:
            return
        try:
            self._link.ask(Logout(ask=self._link.next_ask(), session=session.token))
        except Refused as error:
            if error.code not in {RefusalCode.NO_SESSION, RefusalCode.SESSION_ENDED}:
                raise

    def lease(self) -> LeasedCase | None:
        """Ask for a case; None when there is none for this officer now."""
        # The same until it is answered: whoever asks again after silence gets the same case.
        request = self._unanswered = self._unanswered or uuid.uuid4().hex
        reply = self._seated(lambda ask, session: Lease(ask=ask, session=session, request=request))
        self._unanswered = ""
        if isinstance(reply.header, EmptyReply):
            return None
        header = expect(reply, LeasedReply)
        return _case_of(header, reply.document(CaseDocument), ttl_s=header.ttl_s)

    def fetch(
        self,
        lease: LeasedCase,
        sha256: str,
        size: int,
        into: Path,
        *,
        progress: Progress | None = None,
    ) -> Path:
        """Fetch the case's scan package, or one of its models', to the file ``into``.

        A file that is there with the right hash is returned at once; a ``.part`` is resumed.

        Raises
        ------
        Fenced
            If the lease is not valid any more.
        PackageDamaged
            If what arrived has another hash, twice.
        """
        try:
            return self._download(lease, sha256, size, into, progress)
        except Refused as error:
            self._sit_down_again(error)
            return self._download(lease, sha256, size, into, progress)

    def extend(self, lease: LeasedCase) -> float:
        """Say that the officer is still at work; returns the new time to live [s].

        Raises `Fenced` when the case has gone to somebody else.
        """
        reply = self._seated(
            lambda ask, session: Extend(
                ask=ask, session=session, case_id=lease.case_id, token=lease.token
            )
        )
        return expect(reply, ExtendedReply).ttl_s

    def decide(self, decision: Mapping[str, Any]) -> Receipt:
        """Record a decision; its ``decision_id`` was made before the first send.

        Sending the same decision again returns the same receipt. Raises `Fenced`, `Conflict` or
        `Refused`; after `HubSilent` it is unknown whether it was recorded: send it again.
        """
        named = shaped(decision, DecisionDocument)
        document = write_document(named)
        reply = self._seated(
            lambda ask, session: Decide(
                ask=ask,
                session=session,
                case_id=named.case_id,
                token=named.token,
                decision_id=named.decision_id,
            ),
            document,
        )
        header = expect(reply, DecidedReply)
        return Receipt(
            decision_id=header.decision_id,
            case_id=header.case_id,
            conclusion=header.conclusion,
            decided_at=header.decided_at,
            recall_s=header.recall_s,
        )

    def recall(self, decision_id: str, reason: str) -> bool:
        """Take a decision back; False when it is final already."""
        try:
            reply = self._seated(
                lambda ask, session: Recall(
                    ask=ask, session=session, decision_id=decision_id, reason=reason
                )
            )
        except TooLate:
            return False
        expect(reply, DoneReply)
        return True

    def skip(self, lease: LeasedCase, reason: str, minutes: int = 0) -> None:
        """Give a case back to the queue, with a reason for the record.

        For so many minutes, at most 120, it is offered to other officers only.
        """
        if not 0 <= minutes <= MOST_MINUTES:
            raise ValueError(f"minutes must be from 0 to {MOST_MINUTES}, got {minutes}")
        reply = self._seated(
            lambda ask, session: Skip(
                ask=ask,
                session=session,
                case_id=lease.case_id,
                token=lease.token,
                reason=reason,
                minutes=minutes,
            )
        )
        expect(reply, DoneReply)

    def room(self) -> dict[str, Any]:
        """Return how the room stands.

        Keys: ``by_stage`` (stage -> count), ``scans_without_declaration``,
        ``declarations_without_scan``, ``oldest_waiting`` (ISO 8601 or None), ``officers``,
        ``joint`` (the cases that officers show: ``case_id``, ``officer``, ``name``).
        """
        reply = self._seated(lambda ask, session: Room(ask=ask, session=session))
        expect(reply, RoomState)
        return read_document(reply.body, dict[str, Any])

    def lock(self) -> None:
        """Tell the hub that the officer has left the desk for a moment; harmless when repeated."""
        reply = self._seated(lambda ask, session: Lock(ask=ask, session=session))
        expect(reply, DoneReply)

    def unlock(self, password: str) -> bool:
        """Tell the hub that the officer is back; False when the password is wrong.

        Raises `Refused` (`LOGIN_LOCKED`) after too many wrong ones: the hub has not looked.
        """
        try:
            reply = self._seated(
                lambda ask, session: Unlock(ask=ask, session=session, password=password),
                patience_s=_LOGIN_S,
            )
        except Refused as error:
            if error.code is not RefusalCode.LOGIN_FAILED:
                raise
            return False
        expect(reply, DoneReply)
        return True

    def show(self, lease: LeasedCase, document: Mapping[str, Any]) -> JointState:
        """Let others see a leased case, as it looks now; returns who looks in.

        Parameters
        ----------
        document : mapping
            ``{"view": {...}, "marks": [...], "pointer": (row, column) or None}``, at most
            16 KiB; see `queue_client.documents.ShowDocument`.

        Raises
        ------
        Fenced
            If the lease is not valid any more.
        Refused
            `READ_APART` when two officers read the case apart; `TOO_LARGE`.
        """
        body = _joint_document(document, ShowDocument)
        reply = self._seated(
            lambda ask, session: Show(
                ask=ask, session=session, case_id=lease.case_id, token=lease.token
            ),
            body,
        )
        return _joint_state(reply)

    def join(self, case_id: str) -> LeasedCase:
        """Look into a case that another officer shows; its files may be fetched.

        The answer runs no time of its own and can be neither extended nor decided. Raises
        `Refused` (`VIEW_OVER`) when nobody shows it.
        """
        reply = self._seated(lambda ask, session: Join(ask=ask, session=session, case_id=case_id))
        header = expect(reply, JoinedReply)
        return _case_of(header, reply.document(CaseDocument), ttl_s=0.0)

    def look_in(self, case_id: str, document: Mapping[str, Any]) -> JointState:
        """Say where one points at in a joint view, and hear how it stands.

        ``document`` is ``{"pointer": (row, column) or None, "note": text}``. Raises `Refused`
        (`VIEW_OVER`) when the view has ended or was not joined.
        """
        body = _joint_document(document, LookDocument)
        reply = self._seated(
            lambda ask, session: LookIn(ask=ask, session=session, case_id=case_id), body
        )
        return _joint_state(reply)

    def leave(self, case_id: str) -> None:
        """Look in no longer, or show no longer; harmless when repeated."""
        reply = self._seated(lambda ask, session: Leave(ask=ask, session=session, case_id=case_id))
        expect(reply, DoneReply)

    def interrupt(self) -> None:
        """From any thread: end the current and every later wait with `Interrupted`."""
        self._link.interrupt()

    def close(self) -> None:
        """Close the socket; the session ends by itself at the hub."""
        self._link.close()

    def _seated(
        self, build: Callable[[int, str], Seated], body: bytes = b"", *, patience_s: float = 0.0
    ) -> Message:
        def ask() -> Message:
            request = build(self._link.next_ask(), self._token())
            return self._link.ask(request, body, patience_s=patience_s)

        try:
            return ask()
        except Refused as error:
            self._sit_down_again(error)
            return ask()

    def _download(
        self, lease: LeasedCase, sha256: str, size: int, into: Path, progress: Progress | None
    ) -> Path:
        def want(ask: int, offset: int, length: int) -> Fetch:
            return Fetch(
                ask=ask,
                session=self._token(),
                case_id=lease.case_id,
                token=lease.token,
                sha256=sha256,
                offset=offset,
                length=length,
            )

        return Download(self._link, want, progress).run(sha256, size, into)

    def _token(self) -> str:
        if self._session is None:
            raise Refused(RefusalCode.NO_SESSION, "no officer sits at this desk")
        return self._session.token

    def _sit_down_again(self, error: Refused) -> None:
        """Log in afresh when the hub has forgotten the session; raise anything else."""
        if error.code is not RefusalCode.NO_SESSION or self._session is None:
            raise error
        self.login(self._session.officer, self._password)


def _case_of(
    header: LeasedReply | JoinedReply, document: CaseDocument, *, ttl_s: float
) -> LeasedCase:
    return LeasedCase(
        case_id=header.case_id,
        site=header.site,
        scan_id=header.scan_id,
        token=header.token,
        sha256=header.sha256,
        size=header.size,
        ttl_s=ttl_s,
        head=document.head,
        declaration=document.declaration,
        comparison=document.comparison,
        context=document.context,
        models=tuple(
            ModelRef(
                model=m.model,
                hs=m.hs,
                name=m.name,
                name_zh=m.name_zh,
                sha256=m.sha256,
                size=m.size,
            )
            for m in document.models
        ),
    )


def _joint_document(value: Mapping[str, Any], shape: type[Any]) -> bytes:
    document = write_document(shaped(value, shape))
    if len(document) > JOINT_LIMIT:
        raise Refused(RefusalCode.TOO_LARGE, f"a joint view's document of {len(document)} bytes")
    return document


def _joint_state(reply: Message) -> JointState:
    expect(reply, JointReply)
    state = reply.document(JointDocument)
    return JointState(
        case_id=state.case_id,
        officer=state.officer,
        name=state.name,
        sequence=state.sequence,
        view=state.shown.view,
        marks=tuple(state.shown.marks),
        pointer=state.shown.pointer,
        lookers=tuple(
            Looker(officer=one.officer, name=one.name, pointer=one.pointer, note=one.note)
            for one in state.guests
        ),
    )
