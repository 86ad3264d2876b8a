"""The hub: one thread, one loop, every act durable before it is answered."""

import logging
import os
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from queue_client.client import SOFTWARE
from queue_client.codec import Message, canonical, decode, encode
from queue_client.door import Door, Incoming
from queue_client.errors import HubBusy, QueueError, RefusalCode, Refused, WireViolation
from queue_client.keys import HubAddress
from queue_client.messages import Hello, Login, Seated, Unlock, WelcomeReply
from queue_client.transfer import CREDIT
from workstation.domain.case import Case
from workstation.domain.errors import StorageUnavailable
from workstation.domain.folder_lock import FolderLock
from workstation.domain.instants import to_text
from workstation.domain.law import Stage
from workstation.domain.log_words import about, noting
from workstation.domain.principal import Principal, PrincipalKind
from workstation.hub.act_log import ids_of, tell
from workstation.hub.clocks import monotonic, wall
from workstation.hub.compare_pool import (
    Answer,
    ComparePool,
    Package,
    Question,
    engine_failed,
)
from workstation.hub.desk_service import DeskParts, DeskService
from workstation.hub.dispatch import WaitingRoom
from workstation.hub.front_desk import FrontDesk
from workstation.hub.intake import Intake
from workstation.hub.ledger import Lease, Ledger
from workstation.hub.options import HubKeys, HubSettings
from workstation.hub.ports import Blobs, ModelPackages, Records, Standing
from workstation.hub.principals import Principals
from workstation.hub.replies import Reply, bad_news
from workstation.hub.rights import machine_may, officer_may
from workstation.hub.sessions import PasswordDesk, Seat, Sessions
from workstation.hub.site_service import SiteService
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
    vitals
        What the hub counts as it works.
    standing
        What to try now and then whether it can be written; set before `run`, None for nothing.
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
        self._ledger = Ledger(
            ttl_s=settings.lease_ttl_s,
            grace_s=settings.lease_grace_s,
            recall_s=settings.recall_s,
        )
        self._waiting = WaitingRoom()
        self._sessions = Sessions(idle_s=settings.idle_s, longest_s=settings.session_s)
        self._sites = SiteService(records, Intake(records, blobs, settings), self._ledger, keys)
        self._desks = DeskService(
            DeskParts(
                records=records,
                blobs=blobs,
                models=models,
                ledger=self._ledger,
                waiting=self._waiting,
                sessions=self._sessions,
                settings=settings,
            )
        )
        self._principals = Principals(records)
        self._violations = Violations()
        self.vitals = Vitals()
        self.standing: Standing | None = None
        self.stopping = False
        self._door = Door(settings.endpoint, keys.curve, knows=self._knows)
        self._answers: deque[Answer] = deque()
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

    def _run_alone(self, stop: threading.Event) -> None:
        pool = ComparePool(
            self._settings.compare_job or _NO_ENGINE,
            self._settings.compare_options,
            workers=self._settings.compare_workers,
            timeout_s=self._settings.compare_timeout_s,
        )
        upkeep = Upkeep(self._settings.upkeep_job, self._settings.compare_options)
        passwords = PasswordDesk()
        front = FrontDesk(
            self._records,
            self._sessions,
            passwords,
            send=self._send_later,
            seated=self._seated,
            recall_s=self._settings.recall_s,
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
            self._resume(pool)
            self._door.open()
            self._announce()
            while not stop.is_set():
                self._turn(pool, front)
                upkeep.tend()
                pulse.tend()
            self.stopping = True
            wind_up(self._door, front, serve=partial(self._serve, front=front))
            self._note_safely("hub:stopped", {})
        finally:
            self._settings.data_dir.joinpath("hub.ready").unlink(missing_ok=True)
            self.ready.clear()
            passwords.close()
            upkeep.close()
            pool.close()

    def forget_principals(self) -> None:
        """Look at the enrolled machines anew at once; safe from any thread."""
        self._principals.forget()

    def _resume(self, pool: ComparePool) -> None:
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
            self._ask_engine(pool, case)

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

    def _turn(self, pool: ComparePool, front: FrontDesk) -> None:
        active = front.busy or pool.pending() > 0
        for incoming in self._door.poll(_ACTIVE_MS if active else _IDLE_MS):
            with about():
                self._serve(incoming, front)
        for chore in (front.finish, partial(self._compare, pool), self._sweep):
            try:
                chore()
            except StorageUnavailable as error:
                # Nothing of the act has happened; it is due again at the next turn.
                _LOG.error("the store is unavailable", extra={"reason": str(error)})
            except Exception:  # noqa: BLE001 - the broker loop's other half
                _LOG.exception("a chore of the hub failed")

    def _serve(self, incoming: Incoming, front: FrontDesk) -> None:
        """Answer one message; whatever goes wrong with it stays with it."""
        ask = 0
        self.vitals.heard(incoming.key, incoming.frames)
        try:
            if self._violations.muted(incoming.key, monotonic()):
                return
            message = decode(incoming.frames)
            ask = message.header.ask
            principal = self._principal(incoming)
            self.vitals.met(incoming.key, principal.kind)
            noting(ids_of(principal, message))
            reply = self._answer(principal, message, incoming, front)
            tell(message, reply)
        except QueueError as error:
            self.vitals.went_wrong(incoming.key, error)
            if isinstance(error, WireViolation):
                self._note_violation(incoming.key, error)
            reply = bad_news(ask, error)
        except StorageUnavailable as error:
            self.vitals.went_wrong(incoming.key, error)
            _LOG.error("the store is unavailable", extra={"reason": str(error)})
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
            case Hello(ask=ask):
                return Reply(self._welcome(principal, ask))
            case Login() as login:
                front.login(principal.name, login, incoming.route)
                return None
            case Seated() as header:
                seat = self._sessions.seat(header.session, principal.name, monotonic())
                noting({"officer": seat.officer.officer_id})
                if not officer_may(seat.officer.roles, message.kind):
                    self._note_refusal(principal, message)
                    raise Refused(RefusalCode.NOT_ALLOWED, "this officer may not do that")
                if isinstance(header, Unlock):
                    front.unlock(seat, header, incoming.route)
                    return None
                return self._desks.answer(seat, message)
            case _:
                return self._sites.answer(principal.name, message)

    def _welcome(self, principal: Principal, ask: int) -> WelcomeReply:
        return WelcomeReply(
            ask=ask,
            name=principal.name,
            software=SOFTWARE,
            server_time=to_text(wall()),
            credit=CREDIT,
            signing_key=self._keys.signing.public,
        )

    def _seated(self, seat: Seat, ended: Sequence[Seat]) -> None:
        """Take back what an officer held who now sits elsewhere, or began anew."""
        for old in ended:
            if old.desk != seat.desk:
                self._desks.give_back(old.desk, "log-in at another desk")
            elif old.used > old.began:
                # The desk's program was restarted; what it held may be what broke it, and others
                # may have it. A decision in its journal still counts if it comes before them.
                self._ledger.expire(old.desk, monotonic())
                self._desks.joint.left_desk(old.desk)

    def _compare(self, pool: ComparePool) -> None:
        while self._sites.arrived:
            self._ask_engine(pool, self._sites.arrived.pop())
        while self._sites.joined:
            case = self._sites.joined.pop()
            if case.stage is Stage.RECEIVED:  # the engine shall judge, now that goods are known
                self._waiting.remove(case.case_id)
                self._ask_engine(pool, case)
            elif case.stage is Stage.WAITING:
                self._waiting.add(case)  # its risk instruction may put it before others
        self._answers.extend(pool.poll())
        while self._answers:
            # Removed only when recorded: a store that fails now must not cost an answer.
            self._record_answer(pool, self._answers[0])
            self._answers.popleft()

    def _record_answer(self, pool: ComparePool, answer: Answer) -> None:
        case = self._records.case(answer.question.case_id)
        if case.stage is not Stage.RECEIVED:
            return
        if _declared(case) != answer.question.declared:
            self._ask_engine(pool, case)  # its declaration came while the engine was at work
            return
        self._waiting.add(self._records.compared(case.case_id, answer.comparison, now=wall()))

    def _ask_engine(self, pool: ComparePool, case: Case) -> None:
        """Put a case in line, with its sisters as far as their packages are there."""
        own, *others = (self._package(one) for one in (case, *self._sisters(case)))
        question = Question(
            case_id=case.case_id,
            package=own or Package(scan=case.scan_id, path=Path(), sha256=case.package_sha256),
            declared=_declared(case),
            sisters=tuple(other for other in others if other is not None),
        )
        if own is None:
            self._answers.append(Answer(question=question, comparison=engine_failed()))
        else:
            pool.submit(question)

    def _sisters(self, case: Case) -> Sequence[Case]:
        """Return the other cases of a case's declaration; without a store it goes alone."""
        try:
            return self._records.sisters(case.case_id)
        except StorageUnavailable as error:
            # The case must not be lost on its way to the engine.
            _LOG.error("the store is unavailable", extra={"reason": str(error)})
            return ()

    def _package(self, case: Case) -> Package | None:
        try:
            path = self._blobs.path(case.package_sha256)
        except KeyError:
            _LOG.error("a package is missing", extra={"case": case.case_id})
            return None
        return Package(scan=case.scan_id, path=path, sha256=case.package_sha256)

    def _sweep(self) -> None:
        now = monotonic()
        for lease in self._ledger.stale(now):
            self._desks.lapse(lease)
        self._desks.joint.sweep(now)
        for seat in self._sessions.expired(now):
            self._sessions.end(seat.token, "idle or open for too long")
            self._desks.give_back(seat.desk, "session ended")
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
        try:
            frames = encode(reply.header, reply.body)
        except (WireViolation, msgspec.MsgspecError):
            _LOG.exception("a reply is too large")
            refused = Refused(RefusalCode.INTERNAL, "the reply is too large")
            frames = encode(bad_news(reply.header.ask, refused).header)
        self.vitals.sent(frames)
        self._door.send(route, frames)  # a peer that is gone asks again


def _declared(case: Case) -> tuple[str, ...]:
    return () if case.declaration is None else case.declaration.hs_codes
