"""One message answered: who speaks, whether they may, and which service knows the answer.

Whatever goes wrong with a message stays with it: its peer is told, and the loop goes on.
"""

import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from queue_client.client import SOFTWARE
from queue_client.codec import Message, decode, has_nul
from queue_client.door import Incoming
from queue_client.errors import (
    HubBusy,
    QueueError,
    RefusalCode,
    Refused,
    VersionUnfit,
    WireViolation,
)
from queue_client.messages import Checkpoint, Hello, Login, Ping, Seated, Unlock, WelcomeReply
from queue_client.supervision_messages import Consult, Leaf, Steer
from queue_client.transfer import CREDIT
from queue_client.versions import OLDEST, VERSION
from workstation.domain.errors import StorageUnavailable
from workstation.domain.instants import to_text
from workstation.domain.log_words import about, noting
from workstation.domain.principal import Principal, PrincipalKind
from workstation.hub.act_log import ids_of, tell
from workstation.hub.checkpoints import CheckpointKeeper, show_checkpoint
from workstation.hub.clocks import monotonic, wall
from workstation.hub.desk_service import DeskService
from workstation.hub.elsewhere import Elsewhere
from workstation.hub.front_desk import FrontDesk
from workstation.hub.intake import Settled
from workstation.hub.manifest_keys import ManifestKeys
from workstation.hub.ports import Records
from workstation.hub.principals import Principals
from workstation.hub.replies import Reply, bad_news
from workstation.hub.rights import machine_may, officer_may
from workstation.hub.safe_notes import note_safely
from workstation.hub.sending import Sender
from workstation.hub.sessions import Sessions
from workstation.hub.site_service import SiteService
from workstation.hub.sparing_notes import SparingNotes
from workstation.hub.store_news import StoreNews
from workstation.hub.supervision import Supervision
from workstation.hub.tongues import Tongues, ask_of
from workstation.hub.violations import Violations
from workstation.hub.vitals import UNKNOWN, Vitals
from workstation.hub.way_back import WayBack
from workstation.hub.winding_up import NEW_WORK

_LOG = logging.getLogger(__name__)
_BUSY_RETRY_S: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweringParts:
    """What answers are made of; all of it belongs to the broker's thread.

    Attributes
    ----------
    signing_key
        The hub's public key of signatures; every peer is told.
    checkpoints
        Who signs the evidence log at the moment, or None.
    """

    records: Records
    principals: Principals
    elsewhere: Elsewhere
    sessions: Sessions
    manifest_keys: ManifestKeys
    sites: SiteService
    desks: DeskService
    supervision: Supervision
    signing_key: str
    checkpoints: Callable[[], CheckpointKeeper | None]
    tongues: Tongues
    sender: Sender
    vitals: Vitals
    store_news: StoreNews
    notes: SparingNotes


class Answering:
    """Answers what comes in at the door; owned by the broker's thread.

    Attributes
    ----------
    stopping
        Whether only what is under way is still answered.
    violations
        Who has sent broken messages.
    """

    def __init__(self, parts: AnsweringParts) -> None:
        self._parts, self._records, self._sessions = parts, parts.records, parts.sessions
        self._vitals, self._store_news = parts.vitals, parts.store_news
        self.violations = Violations()
        self.stopping = False

    def serve(self, incoming: Incoming, front: FrontDesk) -> None:
        """Answer one message; whatever goes wrong with it stays with it."""
        way = WayBack(key=incoming.key, route=incoming.route, ask=0)
        self._vitals.heard(incoming.key, incoming.frames)
        try:
            if self.violations.muted(incoming.key, monotonic()):
                return
            message = decode(incoming.frames)
            way = replace(way, ask=message.header.ask)
            self._parts.tongues.heard(incoming.route, message.version)
            principal = self._principal(incoming)
            self._vitals.met(incoming.key, principal.kind)
            noting(ids_of(principal, message))
            reply = self._answer(principal, message, incoming, way, front)
            tell(message.kind, reply)
        except VersionUnfit as error:
            self._vitals.went_wrong(incoming.key, error)
            reply = bad_news(
                ask_of(incoming.frames), self._parts.tongues.misheard(incoming.route, error)
            )
        except Exception as error:  # noqa: BLE001 - the broker loop's broad except
            reply = self._sorry(way, error)
        if reply is not None:
            self._parts.sender.send(way.route, reply)

    def settle(self, settled: Settled) -> None:
        """Give an answer that could not be given at once, such as that a package is durable."""
        way = settled.way()
        with about(site=settled.site, scan=settled.scan_id, ask=way.ask):
            try:
                reply = self._parts.sites.taken(settled.answer())
                tell(settled.kind, reply)
            except Exception as error:  # noqa: BLE001 - as above
                reply = self._sorry(way, error)
            if reply is not None:
                self._parts.sender.send(way.route, reply)

    def _sorry(self, way: WayBack, error: Exception) -> Reply:
        """Return what whoever asked is told of what went wrong."""
        match error:
            case QueueError():
                if isinstance(error, WireViolation):
                    self._note_violation(way.key, error)
                self._vitals.went_wrong(way.key, error)
                return bad_news(way.ask, error)
            case StorageUnavailable():
                self._vitals.went_wrong(way.key, error)
                self._store_news.lost(error, monotonic())
                return bad_news(way.ask, HubBusy("the store is unavailable", _BUSY_RETRY_S))
            case _:
                # One message must never stop the room; the bug is in the log, the peer is told.
                _LOG.error("a message could not be handled", exc_info=error)
                fault = Refused(RefusalCode.INTERNAL, "a fault inside the hub")
                return bad_news(way.ask, fault)

    def _answer(
        self,
        principal: Principal,
        message: Message,
        incoming: Incoming,
        way: WayBack,
        front: FrontDesk,
    ) -> Reply | None:
        """Return the reply, or None when it follows later."""
        if not machine_may(principal.kind, message.kind):
            self._note_refusal(principal, message)
            raise Refused(RefusalCode.NOT_ALLOWED, f"{message.kind.name} is not for this machine")
        if self.stopping and message.kind in NEW_WORK:
            raise HubBusy("the hub is stopping", _BUSY_RETRY_S)
        match message.header:
            case Hello() as hello:
                self._sessions.software[principal.name] = hello.software
                if hello.manifest_key and principal.kind is PrincipalKind.SITE:
                    self._parts.manifest_keys.greet(principal, hello.manifest_key)
                if hello.decision_key and principal.kind is PrincipalKind.DESK:
                    self._parts.desks.signatures.greet(principal, hello.decision_key)
                return Reply(self._welcome(principal, hello.ask))
            case Login() as login:
                front.login(principal.name, login, way.route)
                return None
            case Checkpoint() as header:
                return show_checkpoint(self._parts.checkpoints(), principal.name, header)
            case Ping() as ping:
                self._vitals.pinged(principal.name, ping)
                return self._parts.sites.answer(principal.name, message, way)
            case Seated() as header:
                return self._answer_officer(principal, message, header, incoming, front)
            case _:
                return self._parts.sites.answer(principal.name, message, way)

    def _answer_officer(
        self,
        principal: Principal,
        message: Message,
        header: Seated,
        incoming: Incoming,
        front: FrontDesk,
    ) -> Reply | None:
        """Answer within an officer's session, or return None when the reply follows later."""
        if any(map(has_nul, incoming.frames[1:])):
            says = "a text has the sign U+0000, which no record keeps; write it without"
            raise Refused(RefusalCode.MALFORMED, says)
        seat = self._sessions.seat(header.session, principal.name, monotonic())
        noting({"officer": seat.officer.officer_id})
        if not officer_may(seat.officer.roles, message.kind):
            self._note_refusal(principal, message)
            raise Refused(RefusalCode.NOT_ALLOWED, "this officer may not do that")
        if isinstance(header, Unlock):
            front.unlock(seat, header, incoming.route)
            return None
        if isinstance(header, Consult | Steer | Leaf):
            return self._parts.supervision.answer(seat, message, incoming.route)
        return self._parts.desks.answer(seat, message, incoming)

    def _welcome(self, principal: Principal, ask: int) -> WelcomeReply:
        return WelcomeReply(
            ask=ask,
            name=principal.name,
            software=SOFTWARE,
            server_time=to_text(wall()),
            credit=CREDIT,
            signing_key=self._parts.signing_key,
            oldest=OLDEST,
            newest=VERSION,
        )

    def _principal(self, incoming: Incoming) -> Principal:
        """Return who speaks, asked anew for each message so that a revocation bites."""
        principal = self._parts.principals.find(incoming.key, monotonic())
        if principal is None:
            raise Refused(RefusalCode.NOT_ALLOWED, "this key is not enrolled")
        if self._parts.elsewhere.turns_away(principal, incoming.address):
            where = incoming.address or "a line without an address"
            raise Refused(RefusalCode.NOT_ALLOWED, f"this key is not heard from {where}")
        return principal

    def _note_violation(self, key: str, error: WireViolation) -> None:
        who = {"machine": self._name_of(key), "key": key[:16]}
        self._vitals.broke(who["machine"])
        _LOG.warning("wire violation", extra={**who, "reason": error.reason})
        if self.violations.count(key, monotonic()):
            _LOG.error("a machine is not heard for a minute", extra=who)
            note_safely(self._records, "wire:peer:muted", {**who, "reason": error.reason})

    def _name_of(self, key: str) -> str:
        """Return the name of a machine that has not said a whole word, perhaps not even one."""
        try:
            principal = self._parts.principals.find(key, monotonic())
        except StorageUnavailable:
            principal = None
        if principal is None:
            return UNKNOWN
        self._vitals.met(key, principal.kind)
        return principal.name

    def _note_refusal(self, principal: Principal, message: Message) -> None:
        kind = PrincipalKind(principal.kind).value
        facts = {"machine": principal.name, "kind": kind, "message": message.kind.name}
        with contextlib.suppress(StorageUnavailable):  # it is refused all the same
            self._parts.notes.note("wire:message:refused", facts, of=principal.name)
