"""The two faces of the wire: what a site does with the hub, and what a desk does.

A client belongs to one thread: the one that calls it. Only ``interrupt`` may be called from
another. All waits are bounded: `HubSilent` after ``give_up_s`` (three attempts when None).
"""

import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from queue_client.answers import LeasedCase, ModelRef, Receipt, Session, Stored, Welcome
from queue_client.codec import Message, read_document, write_document
from queue_client.errors import RefusalCode, Refused, TooLate, WireViolation
from queue_client.keys import HubAddress, KeyPair
from queue_client.link import Link
from queue_client.messages import (
    BODY_LIMIT,
    Acknowledge,
    CaseDocument,
    Decide,
    DecidedReply,
    DecisionDocument,
    Declare,
    DeclaredReply,
    DoneReply,
    EmptyReply,
    Extend,
    ExtendedReply,
    Fetch,
    Header,
    Hello,
    Lease,
    LeasedReply,
    Login,
    Logout,
    Offer,
    OfferDocument,
    Ping,
    Pong,
    Recall,
    Room,
    RoomState,
    Seated,
    SessionReply,
    SignedDocument,
    Skip,
    WelcomeReply,
)
from queue_client.signing import SignedDecision
from queue_client.transfer import Download, Progress, Upload

SOFTWARE: Final = "review-room/0.1"
# The hub takes its time over a password, and counts each attempt.
_LOGIN_S: Final = 5.0
H = TypeVar("H", bound=Header)


class SiteClient:
    """What a scanning site says to the hub. ``site`` must be the name its key is enrolled by."""

    def __init__(
        self,
        address: HubAddress,
        keys: KeyPair,
        *,
        site: str,
        timeout_s: float = 5.0,
        give_up_s: float | None = None,
    ) -> None:
        self.site = site
        self._link = Link(address, keys, timeout_s=timeout_s, give_up_s=give_up_s)

    def hello(self) -> Welcome:
        """Greet the hub; raises `Refused` when it knows this key by another name."""
        return _hello(self._link, self.site)

    def send_scan(
        self,
        path: Path,
        *,
        scan_id: str,
        sha256: str,
        meta: Mapping[str, Any],
        progress: Progress | None = None,
    ) -> Stored:
        """Bring a scan package to the hub; returns when the hub has custody of it.

        Resumes where an earlier attempt stood; sending twice is harmless.

        Parameters
        ----------
        meta : mapping
            ``{"head": {...}, "declaration": {...} or None}``, as the domain writes them.
        progress : callable, optional
            Called with (bytes confirmed by the hub, bytes in all).

        Raises
        ------
        Conflict
            If the hub has other content under this scan_id.
        HubBusy, HubSilent
            Try again later; nothing is lost.
        Refused
            If the hub does not accept it, or ``meta`` cannot travel; only
            `RefusalCode.HASH_MISMATCH` may be tried again.
        """
        offer = Offer(ask=0, scan_id=scan_id, sha256=sha256, size=path.stat().st_size)
        document = _own_document(meta, OfferDocument)
        reply = Upload(self._link, path, offer, document, progress).run()
        return Stored(case_id=reply.case_id, sha256=reply.sha256, before=reply.before)

    def declare(self, declaration: Mapping[str, Any]) -> bool:
        """Send a declaration that has no scan yet; True when the hub could join it to one.

        Raises `Refused` when it cannot travel, as when the hub does not accept it.
        """
        request = Declare(ask=self._link.next_ask())
        reply = self._link.ask(request, _own_document(declaration, dict[str, Any]))
        return _expect(reply, DeclaredReply).joined

    def ping(
        self, *, last_sequence: int, spool_depth: int, free_bytes: int
    ) -> list[SignedDecision]:
        """Show that the site lives; returns up to 16 decisions that it has not acknowledged.

        They are *not* verified yet: `queue_client.signing.verify` with the pinned key does that.
        """
        reply = self._link.ask(
            Ping(
                ask=self._link.next_ask(),
                last_sequence=last_sequence,
                spool_depth=spool_depth,
                free_bytes=free_bytes,
            )
        )
        _expect(reply, Pong)
        return [
            SignedDecision(record=signed.record, signature=signed.signature)
            for signed in reply.document(list[SignedDocument])
        ]

    def acknowledge(self, decision_id: str) -> None:
        """Tell the hub that a decision has been applied durably; harmless when repeated."""
        reply = self._link.ask(Acknowledge(ask=self._link.next_ask(), decision_id=decision_id))
        _expect(reply, DoneReply)

    def interrupt(self) -> None:
        """From any thread: end the current and every later wait with `Interrupted`."""
        self._link.interrupt()

    def close(self) -> None:
        """Close the socket; may be called twice."""
        self._link.close()


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
        return _hello(self._link, self.desk)

    def login(self, officer: str, password: str) -> Session:
        """Sit an officer down; raises `Refused` (`LOGIN_FAILED`, `LOGIN_LOCKED`) otherwise."""
        request = Login(ask=self._link.next_ask(), officer=officer, password=password)
        reply = _expect(self._link.ask(request, patience_s=_LOGIN_S), SessionReply)
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
        header, document = _expect(reply, LeasedReply), reply.document(CaseDocument)
        return LeasedCase(
            case_id=header.case_id,
            site=header.site,
            scan_id=header.scan_id,
            token=header.token,
            sha256=header.sha256,
            size=header.size,
            ttl_s=header.ttl_s,
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
        return _expect(reply, ExtendedReply).ttl_s

    def decide(self, decision: Mapping[str, Any]) -> Receipt:
        """Record a decision; its ``decision_id`` was made before the first send.

        Sending the same decision again returns the same receipt. Raises `Fenced`, `Conflict` or
        `Refused`; after `HubSilent` it is unknown whether it was recorded: send it again.
        """
        shaped = _shaped(decision, DecisionDocument)
        document = write_document(shaped)
        reply = self._seated(
            lambda ask, session: Decide(
                ask=ask,
                session=session,
                case_id=shaped.case_id,
                token=shaped.token,
                decision_id=shaped.decision_id,
            ),
            document,
        )
        header = _expect(reply, DecidedReply)
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
        _expect(reply, DoneReply)
        return True

    def skip(self, lease: LeasedCase, reason: str) -> None:
        """Give a case back to the queue, with a reason for the record."""
        reply = self._seated(
            lambda ask, session: Skip(
                ask=ask, session=session, case_id=lease.case_id, token=lease.token, reason=reason
            )
        )
        _expect(reply, DoneReply)

    def room(self) -> dict[str, Any]:
        """Return how the room stands.

        Keys: ``by_stage`` (stage -> count), ``scans_without_declaration``,
        ``declarations_without_scan``, ``oldest_waiting`` (ISO 8601 or None), ``officers``.
        """
        reply = self._seated(lambda ask, session: Room(ask=ask, session=session))
        _expect(reply, RoomState)
        return read_document(reply.body, dict[str, Any])

    def interrupt(self) -> None:
        """From any thread: end the current and every later wait with `Interrupted`."""
        self._link.interrupt()

    def close(self) -> None:
        """Close the socket; the session ends by itself at the hub."""
        self._link.close()

    def _seated(self, build: Callable[[int, str], Seated], body: bytes = b"") -> Message:
        try:
            return self._link.ask(build(self._link.next_ask(), self._token()), body)
        except Refused as error:
            self._sit_down_again(error)
            return self._link.ask(build(self._link.next_ask(), self._token()), body)

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


def _hello(link: Link, name: str) -> Welcome:
    reply = _expect(link.ask(Hello(ask=link.next_ask(), software=SOFTWARE)), WelcomeReply)
    if reply.name != name:
        reason = f"this key is enrolled as {reply.name}, not as {name}"
        raise Refused(RefusalCode.NOT_ALLOWED, reason)
    return Welcome(
        name=reply.name,
        software=reply.software,
        server_time=reply.server_time,
        credit=reply.credit,
        signing_key=reply.signing_key,
    )


def _expect(message: Message, shape: type[H]) -> H:
    if not isinstance(message.header, shape):
        raise WireViolation(f"{message.kind.name} came instead of {shape.__name__}")
    return message.header


def _own_document(value: Mapping[str, Any], shape: type[Any]) -> bytes:
    """Write what a site sends; refuse here what the hub would, so that it is not tried for ever."""
    try:
        document = write_document(_shaped(value, shape))
    except WireViolation as error:
        raise Refused(RefusalCode.MALFORMED, error.reason) from error
    if len(document) > BODY_LIMIT:
        raise Refused(RefusalCode.TOO_LARGE, f"a document of {len(document)} bytes")
    return document


def _shaped(value: Mapping[str, Any], shape: type[Any]) -> Any:  # noqa: ANN401
    try:
        return msgspec.convert(dict(value), shape)
    except msgspec.ValidationError as error:
        raise WireViolation(str(error)) from error
