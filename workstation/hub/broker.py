"""The hub: one thread, one loop, every act durable before it is answered."""

import logging
import os
import threading
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

import msgspec

from queue_client.client import SOFTWARE
from queue_client.codec import Message, canonical, decode, encode
from queue_client.door import Door, Incoming
from queue_client.errors import (
    HubBusy,
    QueueError,
    RefusalCode,
    Refused,
    VersionUnfit,
    WireViolation,
)
from queue_client.keys import HubAddress
from queue_client.messages import Checkpoint, Hello, Login, Seated, Unlock, WelcomeReply
from queue_client.supervision_messages import Consult, Leaf, Steer
from queue_client.transfer import CREDIT
from queue_client.versions import OLDEST, VERSION
from workstation.domain.errors import StorageUnavailable
from workstation.domain.folder_lock import FolderLock
from workstation.domain.instants import to_text
from workstation.domain.law import Stage
from workstation.domain.log_words import about, noting
from workstation.domain.principal import Principal, PrincipalKind
from workstation.domain.tiers import TierTable
from workstation.hub.act_log import ids_of, tell
from workstation.hub.checkpoints import CheckpointKeeper, show_checkpoint
from workstation.hub.clocks import monotonic, wall
from workstation.hub.compare_pool import (
    ComparePool,
)
from workstation.hub.comparing import Comparing
from workstation.hub.desk_service import DeskParts, DeskService
from workstation.hub.dispatch import WaitingRoom
from workstation.hub.front_desk import FrontDesk
from workstation.hub.guide import Guide
from workstation.hub.intake import Intake
from workstation.hub.leading import Leading, LoopParts, MakeLeading
from workstation.hub.ledger import Lease, Ledger
from workstation.hub.manifest_keys import ManifestKeys
from workstation.hub.options import HubKeys, HubSettings
from workstation.hub.ports import Blobs, ModelPackages, Records, Standing
from workstation.hub.principals import Principals
from workstation.hub.projections import Projections
from workstation.hub.quick_chunks import QuickChunks
from workstation.hub.replies import Reply, bad_news
from workstation.hub.rescans import Rescans
from workstation.hub.rights import machine_may, officer_may
from workstation.hub.sessions import PasswordDesk, Seat, Sessions
from workstation.hub.site_service import SiteService
from workstation.hub.store_news import StoreNews
from workstation.hub.supervision import Supervision
from workstation.hub.tongues import Tongues, ask_of
from workstation.hub.upkeep import Upkeep
from workstation.hub.violations import Violations
from workstation.hub.vitals import Pulse, Vitals
from workstation.hub.winding_up import NEW_WORK, wind_up

_LOG = logging.getLogger(__name__)
_IDLE_MS: Final = 100
_ACTIVE_MS: Final = 10
_BUSY_RETRY_S: Final = 2.0
_NO_ENGINE: Final = "workstation.hub.compare_pool:no_engine"


class Hub:
    """The central queue. Make it, then `run` it in the thread that is to own its sockets.

    Parameters
    ----------
    records, blobs, models
        Who keeps the truth; see `workstation.hub.ports`. They are used by the running thread
        only, except that ``records`` is first touched in the constructor's thread.

    Attributes
    ----------
    checkpoints
        Who signs the evidence log; set before `run`, nobody when None.
    vitals
        What the hub counts as it works.
    standing
        What to try now and then whether it can be written; set before `run`, None for nothing.
    supervision
        The supervisor's room; what it can answer and order is handed to it before `run`.
    stopping
        Whether only what is under way is still answered.
    """

    def __init__(
        self,
        records: Records,
        blobs: Blobs,
        models: ModelPackages,
        settings: HubSettings,
        keys: HubKeys,
    ) -> None:
        self._records, self._blobs, self._settings, self._keys = records, blobs, settings, keys
        self.checkpoints: CheckpointKeeper | None = None
        self._ledger = Ledger(
            ttl_s=settings.lease_ttl_s,
            grace_s=settings.lease_grace_s,
            recall_s=settings.recall_s,
        )
        table = TierTable(rules=settings.tiers, limits=settings.dispatch.limits)
        self._waiting = WaitingRoom(settings.dispatch, guide=Guide(table))
        self._sessions = Sessions(idle_s=settings.idle_s, longest_s=settings.session_s)
        self._manifest_keys = ManifestKeys(settings.data_dir, records)
        self._intake = Intake(
            records, blobs, settings, self._manifest_keys, depth=lambda: len(self._waiting)
        )
        self.projections = Projections()
        self._sites = SiteService(records, self._intake, self._ledger, keys)
        self._desks = DeskService(
            DeskParts(
                records=records,
                blobs=blobs,
                models=models,
                ledger=self._ledger,
                waiting=self._waiting,
                sessions=self._sessions,
                settings=settings,
                projections=self.projections,
            )
        )
        self._principals = Principals(records)
        self._store_news = StoreNews()
        self._violations = Violations()
        self._tongues = Tongues()
        self.vitals = Vitals()
        self._quick = QuickChunks(self._intake, self._principals, self._violations, self.vitals)
        self.standing: Standing | None = None
        self.supervision = Supervision(send=self._send_later)
        self._leading: Leading | None = None
        self.stopping = False
        self._door = Door(settings.endpoint, keys.curve, knows=self._knows)
        self._address: HubAddress | None = None
        self.ready = threading.Event()

    @property
    def address(self) -> HubAddress:
        """Where to reach the hub; raises ``ValueError`` before it is ready."""
        if self._address is None:
            raise ValueError("the hub is not ready")
        return self._address

    def run(self, stop: threading.Event) -> None:
        """Serve until ``stop`` is set, then close everything in order.

        Raises
        ------
        EndpointUnavailable
            If the endpoint cannot be bound.
        DoorUnsafe
            If a stranger's key is let in.
        StorageUnavailable
            If the records cannot be read at the start.
        """
        try:
            self._settings.data_dir.mkdir(parents=True, exist_ok=True)
            with FolderLock(self._settings.data_dir, who="hub"):
                self._run_alone(stop)
        finally:
            self._door.close()

    def lead(self, make: MakeLeading) -> None:
        """Let the room be led: lists, orders and the view of it; before `run`."""
        parts = LoopParts(
            records=self._records,
            ledger=self._ledger,
            waiting=self._waiting,
            sessions=self._sessions,
            oversight=self._desks.oversight,
        )
        self._leading = make(parts)
        self.supervision.take([self._leading.contribution()])

    def _run_alone(self, stop: threading.Event) -> None:
        pool = ComparePool(
            self._settings.compare_job or _NO_ENGINE,
            self._settings.compare_options,
            workers=self._settings.compare_workers,
            timeout_s=self._settings.compare_timeout_s,
        )
        upkeep = Upkeep(self._settings.upkeep_job, self._settings.compare_options)
        passwords = PasswordDesk(renew=self._settings.renew_hashes)
        front = FrontDesk(
            self._records,
            self._sessions,
            passwords,
            send=self._send_later,
            seated=self._seated,
            recall_s=self._settings.recall_s,
            expelled=lambda seat: self._desks.leases.give_back(seat.desk, "session ended"),
        )
        pulse = Pulse(
            self.vitals,
            ledger=self._ledger,
            waiting=self._waiting,
            sessions=self._sessions,
            pool=pool,
            store=self.standing,
        )
        try:
            comparing = Comparing(
                pool,
                self._records,
                self._blobs,
                self._sites,
                self._waiting,
                projections=self.projections,
            )
            if self._settings.rescan_poor_scans:
                comparing.rescans = Rescans(self._records)
            if self._leading is not None:
                self._leading.begin()
                comparing.watching = self._leading.watching
            self._resume(comparing)
            self._door.open()
            self._announce()
            while not stop.is_set():
                self._turn(comparing, front)
                upkeep.tend()
                pulse.tend()
            self.stopping = True
            wind_up(self._door, front, serve=partial(self._serve, front=front))
            self._note_safely("hub:stopped", {})
            self._sign_the_rest()
            _LOG.info("hub stopped")
        finally:
            self._settings.data_dir.joinpath("hub.ready").unlink(missing_ok=True)
            self.ready.clear()
            passwords.close()
            self.supervision.close()
            if self._leading is not None:
                self._leading.close()
            self._intake.close()
            upkeep.close()
            pool.close()

    def _lead(self) -> None:
        if self._leading is not None:
            self._leading.tend()

    def _sign(self) -> None:
        if self.checkpoints is not None:
            self.checkpoints.tend(monotonic())

    def _sign_the_rest(self) -> None:
        try:
            if self.checkpoints is not None:
                self.checkpoints.finish()
        except StorageUnavailable as error:
            _LOG.warning("the end of the log is not signed", extra={"reason": str(error)})

    def forget_principals(self) -> None:
        """Look at the enrolled machines anew at once; safe from any thread."""
        self._principals.forget()

    def violations(self) -> dict[str, int]:
        """Return how many broken messages each machine has sent since the start, by key (Z85).

        May be called from any thread.
        """
        return self._violations.totals()

    def _resume(self, comparing: Comparing) -> None:
        """Take up where the last run stood: fresh time for leases, compare what was not."""
        now = monotonic()
        for case in self._records.cases_at(Stage.WAITING):
            self._waiting.add(case)
        for case in self._records.cases_at(Stage.LEASED):
            lease = Lease(
                case_id=case.case_id,
                token=case.lease_token or 0,
                officer=case.lease_officer or "",
                desk=case.lease_desk or "",
            )
            self._ledger.grant(lease, now)
        for case in self._records.cases_at(Stage.RECEIVED):
            comparing.ask(case)

    def _announce(self) -> None:
        """Write the hub's card: ``hub.card`` to be copied to sites and desks, and ``hub.ready``.

        The second also names this process and is there only while the door is open.
        """
        self._address = self._door.address
        self._records.note("hub:started", {"endpoint": self._address.endpoint}, now=wall())
        document = {
            "endpoint": self._address.endpoint,
            "server_key": self._address.server_key,
            "signing_key": self._keys.signing.public,
        }
        self._write("hub.card", document)
        self._write("hub.ready", {**document, "pid": os.getpid()})
        self.ready.set()
        _LOG.info("hub ready", extra={"endpoint": self._address.endpoint})

    def _write(self, name: str, document: Mapping[str, object]) -> None:
        """Write a small file whole or not at all."""
        fresh = self._settings.data_dir / f"{name}.new"
        fresh.write_bytes(canonical(document))
        fresh.replace(self._settings.data_dir / name)

    def _turn(self, comparing: Comparing, front: FrontDesk) -> None:
        leading = self._leading is not None and self._leading.busy
        active = front.busy or comparing.busy or self.supervision.busy or leading
        for incoming in self._door.poll(_ACTIVE_MS if active else _IDLE_MS):
            if not self._takes_quickly(incoming):
                with about():
                    self._serve(incoming, front)
        for chore in (
            front.finish,
            self.supervision.finish,
            comparing.work,
            self._sweep,
            self._lead,
            self._sign,
        ):
            try:
                chore()
            except StorageUnavailable as error:
                # Nothing of the act has happened; it is due again at the next turn.
                self._store_news.lost(error, monotonic())
            except Exception:  # noqa: BLE001 - the broker loop's other half
                _LOG.exception("a chore of the hub failed")
        self._store_news.tend(monotonic())

    def _takes_quickly(self, incoming: Incoming) -> bool:
        try:
            return self._quick.take(incoming)
        except StorageUnavailable:
            return False  # the long way says so

    def _serve(self, incoming: Incoming, front: FrontDesk) -> None:
        """Answer one message; whatever goes wrong with it stays with it."""
        ask = 0
        self.vitals.heard(incoming.key, incoming.frames)
        try:
            if self._violations.muted(incoming.key, monotonic()):
                return
            message = decode(incoming.frames)
            ask = message.header.ask
            self._tongues.heard(incoming.route, message.version)
            principal = self._principal(incoming)
            self.vitals.met(incoming.key, principal.kind)
            noting(ids_of(principal, message))
            reply = self._answer(principal, message, incoming, front)
            tell(message, reply)
        except VersionUnfit as error:
            self.vitals.went_wrong(incoming.key, error)
            reply = bad_news(ask_of(incoming.frames), self._tongues.misheard(incoming.route, error))
        except QueueError as error:
            self.vitals.went_wrong(incoming.key, error)
            if isinstance(error, WireViolation):
                self._note_violation(incoming.key, error)
            reply = bad_news(ask, error)
        except StorageUnavailable as error:
            self.vitals.went_wrong(incoming.key, error)
            self._store_news.lost(error, monotonic())
            reply = bad_news(ask, HubBusy("the store is unavailable", _BUSY_RETRY_S))
        except Exception:  # noqa: BLE001 - the broker loop's broad except
            # One message must never stop the room; the bug is in the log, the peer is told.
            _LOG.exception("a message could not be handled")
            reply = bad_news(ask, Refused(RefusalCode.INTERNAL, "a fault inside the hub"))
        if reply is not None:
            self._send(incoming.route, reply)

    def _answer(
        self,
        principal: Principal,
        message: Message,
        incoming: Incoming,
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
                    self._manifest_keys.greet(principal, hello.manifest_key)
                if hello.decision_key and principal.kind is PrincipalKind.DESK:
                    self._desks.signatures.greet(principal, hello.decision_key)
                return Reply(self._welcome(principal, hello.ask))
            case Login() as login:
                front.login(principal.name, login, incoming.route)
                return None
            case Checkpoint() as header:
                return show_checkpoint(self.checkpoints, principal.name, header)
            case Seated() as header:
                return self._answer_officer(principal, message, header, incoming.route, front)
            case _:
                return self._sites.answer(principal.name, message)

    def _answer_officer(
        self,
        principal: Principal,
        message: Message,
        header: Seated,
        route: bytes,
        front: FrontDesk,
    ) -> Reply | None:
        """Answer within an officer's session, or return None when the reply follows later."""
        seat = self._sessions.seat(header.session, principal.name, monotonic())
        noting({"officer": seat.officer.officer_id})
        if not officer_may(seat.officer.roles, message.kind):
            self._note_refusal(principal, message)
            raise Refused(RefusalCode.NOT_ALLOWED, "this officer may not do that")
        if isinstance(header, Unlock):
            front.unlock(seat, header, route)
            return None
        if isinstance(header, Consult | Steer | Leaf):
            return self.supervision.answer(seat, message, route)
        return self._desks.answer(seat, message)

    def _welcome(self, principal: Principal, ask: int) -> WelcomeReply:
        return WelcomeReply(
            ask=ask,
            name=principal.name,
            software=SOFTWARE,
            server_time=to_text(wall()),
            credit=CREDIT,
            signing_key=self._keys.signing.public,
            oldest=OLDEST,
            newest=VERSION,
        )

    def _seated(self, seat: Seat, ended: Sequence[Seat]) -> None:
        """Take back what an officer held who now sits elsewhere, or began anew."""
        for old in ended:
            if old.desk != seat.desk:
                self._desks.leases.give_back(old.desk, "log-in at another desk")
            elif old.used > old.began:
                # The desk's program was restarted; what it held may be what broke it, and others
                # may have it. A decision in its journal still counts if it comes before them.
                self._ledger.expire(old.desk, monotonic())
                self._desks.joint.left_desk(old.desk)

    def _sweep(self) -> None:
        now = monotonic()
        for lease in self._ledger.stale(now):
            self._desks.leases.lapse(lease)
        self._desks.joint.sweep(now)
        for seat in self._sessions.expired(now):
            self._sessions.end(seat.token, "idle or open for too long")
            self._desks.leases.give_back(seat.desk, "session ended")
            self._records.note(
                "desk:session:ended",
                {"officer": seat.officer.officer_id, "desk": seat.desk},
                now=wall(),
            )

    def _knows(self, key: str) -> bool:
        """Answer the gate; a store that fails now keeps the door shut."""
        try:
            known = self._principals.find(key, monotonic()) is not None
        except StorageUnavailable:
            return False
        if not known and self.ready.is_set():
            _LOG.warning("a key was refused at the gate", extra={"key": key[:16]})
        return known

    def _principal(self, incoming: Incoming) -> Principal:
        """Return who speaks, asked anew for each message so that a revocation bites."""
        principal = self._principals.find(incoming.key, monotonic())
        if principal is None:
            raise Refused(RefusalCode.NOT_ALLOWED, "this key is not enrolled")
        return principal

    def _note_violation(self, key: str, error: WireViolation) -> None:
        _LOG.warning("wire violation", extra={"key": key[:16], "reason": error.reason})
        if self._violations.count(key, monotonic()):
            _LOG.error("a machine is not heard for a minute", extra={"key": key[:16]})
            self._note_safely("wire:peer:muted", {"key": key[:16], "reason": error.reason})

    def _note_refusal(self, principal: Principal, message: Message) -> None:
        kind = PrincipalKind(principal.kind).value
        self._note_safely(
            "wire:message:refused",
            {"machine": principal.name, "kind": kind, "message": message.kind.name},
        )

    def _note_safely(self, tag: str, facts: dict[str, object]) -> None:
        """Write an audit entry that must not change the answer when the store fails."""
        try:
            self._records.note(tag, facts, now=wall())
        except StorageUnavailable:
            _LOG.warning("not written to the audit", extra={"tag": tag})

    def _send_later(self, route: bytes, reply: Reply) -> None:
        """Send an answer that had to wait, such as that of a log-in."""
        self.vitals.answered_late(reply.header)
        self._send(route, reply)

    def _send(self, route: bytes, reply: Reply) -> None:
        version = self._tongues.of(route)
        try:
            frames = encode(reply.header, reply.body, version=version)
        except (WireViolation, msgspec.MsgspecError):
            _LOG.exception("a reply is too large")
            refused = Refused(RefusalCode.INTERNAL, "the reply is too large")
            frames = encode(bad_news(reply.header.ask, refused).header, version=version)
        self.vitals.sent(frames)
        self._door.send(route, frames)  # a peer that is gone asks again
