"""The hub: one thread, one loop, every act durable before it is answered."""

import logging
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from queue_client.client import SOFTWARE
from queue_client.codec import canonical
from queue_client.door import Door, Incoming
from queue_client.keys import HubAddress
from queue_client.messages import CHUNK_BYTES
from workstation.domain.errors import StorageUnavailable
from workstation.domain.folder_lock import FolderLock
from workstation.domain.kernel_clock import KernelClock
from workstation.domain.law import Stage
from workstation.domain.log_words import about
from workstation.domain.tiers import TierTable
from workstation.hub.answering import Answering, AnsweringParts
from workstation.hub.blindness import Blindness
from workstation.hub.checkpoints import CheckpointKeeper
from workstation.hub.clock_watch import ClockWatch
from workstation.hub.clocks import monotonic, wall
from workstation.hub.compare_pool import (
    ComparePool,
)
from workstation.hub.comparing import Comparing
from workstation.hub.desk_service import DeskParts, DeskService
from workstation.hub.directory_desk import DirectoryDesk
from workstation.hub.dispatch import WaitingRoom
from workstation.hub.elsewhere import Elsewhere
from workstation.hub.front_desk import FrontDesk
from workstation.hub.guide import Guide
from workstation.hub.intake import Intake
from workstation.hub.leading import Leading, LoopParts, MakeLeading
from workstation.hub.ledger import Lease, Ledger
from workstation.hub.manifest_keys import ManifestKeys
from workstation.hub.options import HubKeys, HubSettings
from workstation.hub.ports import Blobs, Directory, ModelPackages, Records, Standing
from workstation.hub.principals import Principals
from workstation.hub.projections import Projections
from workstation.hub.quick_chunks import QuickChunks
from workstation.hub.rescans import Rescans
from workstation.hub.safe_notes import note_safely, note_session_ended
from workstation.hub.sending import Sender
from workstation.hub.sessions import PasswordDesk, Seat, Sessions
from workstation.hub.site_service import SiteService
from workstation.hub.sparing_notes import SparingNotes
from workstation.hub.store_news import StoreNews
from workstation.hub.supervision import Supervision
from workstation.hub.tongues import Tongues
from workstation.hub.turns import Turns
from workstation.hub.under_way import UnderWay
from workstation.hub.upkeep import Upkeep
from workstation.hub.vitals import Pulse, Vitals
from workstation.hub.winding_up import wind_up

_LOG = logging.getLogger(__name__)
_IDLE_MS: Final = 100
_ACTIVE_MS: Final = 10
# A machine asks some things at a time, apart from the chunks that it was allowed.
_ASKED_AT_ONCE: Final = 64
# So much more of the hub's time than a site may a desk have before it waits for others.
_DESK_SHARE: Final = 4.0
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
    blindness
        Who looks again at what; whoever answers questions before `run` is given it.
    directory
        Who proves passwords that the hub keeps no hash of; set before `run`, nobody when None.
    standing
        What to try now and then whether it can be written; set before `run`, None for nothing.
    supervision
        The supervisor's room; what it can answer and order is handed to it before `run`.
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
        self._notes = SparingNotes(records)
        self._kernel_clock = KernelClock()
        self._manifest_keys = ManifestKeys(settings.data_dir, records, self._notes)
        self._door = Door(settings.endpoint, keys.curve, knows=self._knows, may_come=self._may_come)
        self._intake = Intake(
            records,
            blobs,
            settings,
            self._manifest_keys,
            depth=lambda: len(self._waiting),
            depth_of=self._waiting.of_site,
            ring=self._door.ring,
        )
        self.projections = Projections()
        self.blindness = Blindness()
        self._sites = SiteService(records, self._intake, self._ledger, keys, self._notes)
        self._desks = DeskService(
            DeskParts(
                records=records,
                blobs=blobs,
                models=models,
                ledger=self._ledger,
                waiting=self._waiting,
                sessions=self._sessions,
                settings=settings,
                notes=self._notes,
                projections=self.projections,
                blindness=self.blindness,
                clock=self._kernel_clock,
                ring=self._door.ring,
            )
        )
        self._principals = Principals(records)
        self._store_news = StoreNews()
        self.vitals = Vitals()
        self.standing: Standing | None = None
        self.directory: Directory | None = None
        self._leading: Leading | None = None
        self._elsewhere = Elsewhere(records, self.vitals)
        under_way = settings.under_way_bytes // CHUNK_BYTES
        self._turns = Turns(
            self._door, most_waiting=under_way + _ASKED_AT_ONCE, share_of=self._share_of
        )
        tongues = Tongues()
        self._sender = Sender(self._door, tongues, self.vitals)
        self.supervision = Supervision(send=self._sender.send_later)
        self._answering = Answering(
            AnsweringParts(
                records=records,
                principals=self._principals,
                elsewhere=self._elsewhere,
                sessions=self._sessions,
                manifest_keys=self._manifest_keys,
                sites=self._sites,
                desks=self._desks,
                supervision=self.supervision,
                signing_key=keys.signing.public,
                checkpoints=lambda: self.checkpoints,
                tongues=tongues,
                sender=self._sender,
                vitals=self.vitals,
                store_news=self._store_news,
                notes=self._notes,
            )
        )
        self._quick = QuickChunks(
            self._intake, self._principals, self._answering.violations, self.vitals
        )
        self._address: HubAddress | None = None
        self.ready = threading.Event()

    @property
    def stopping(self) -> bool:
        """Whether only what is under way is still answered."""
        return self._answering.stopping

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
            blindness=self.blindness,
        )
        self._leading = make(parts)
        self.supervision.take([self._leading.contribution()])

    def _run_alone(self, stop: threading.Event) -> None:
        pool = ComparePool(
            self._settings.compare_job or _NO_ENGINE,
            self._settings.compare_options,
            under_way=UnderWay(self._settings.data_dir / "comparing.json"),
            workers=self._settings.compare_workers,
            timeout_s=self._settings.compare_timeout_s,
        )
        upkeep = Upkeep(self._settings.upkeep_job, self._settings.compare_options)
        passwords = PasswordDesk(renew=self._settings.renew_hashes)
        asking = None if self.directory is None else DirectoryDesk(self.directory, self._notes)
        front = FrontDesk(
            self._records,
            self._sessions,
            passwords,
            send=self._sender.send_later,
            seated=self._seated,
            recall_s=self._settings.recall_s,
            expelled=lambda seat: self._desks.leases.give_back(seat.desk, "session ended"),
            directory=asking,
        )
        pulse = Pulse(
            self.vitals,
            ledger=self._ledger,
            waiting=self._waiting,
            sessions=self._sessions,
            pool=pool,
            store=self.standing,
            directory=asking,
            clock=self._kernel_clock,
        )
        looks = () if asking is None else (asking.tend,)
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
            clock = ClockWatch(self._records, self._kernel_clock)
            clock.look_back()
            self._resume(comparing)
            self._door.open()
            self._announce()
            for site in self._principals.sites(monotonic()):
                self.vitals.expects(site)
            while not stop.is_set():
                also = (upkeep.tend, pulse.tend, clock.tend, *looks)
                self._turn(comparing, front, also=also)
            self._answering.stopping = True
            wind_up(
                self._turns,
                front,
                serve=partial(self._answering.serve, front=front),
                settle=self._settle,
                keeps=self.is_storing,
            )
            self._notes.finish()
            note_safely(self._records, "hub:stopped", {})
            self._sign_the_rest()
            _LOG.info("hub stopped")
        finally:
            self._settings.data_dir.joinpath("hub.ready").unlink(missing_ok=True)
            self.ready.clear()
            if asking is not None:
                asking.close()
            passwords.close()
            self.supervision.close()
            if self._leading is not None:
                self._leading.close()
            self._intake.close()
            self._desks.whole.close()
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

    def _resume(self, comparing: Comparing) -> None:
        """Take up where the last run stood: fresh time for leases, compare what was not."""
        self._desks.drafts.begin()
        now = monotonic()
        for case in self._records.cases_at(Stage.WAITING):
            self._waiting.add(case)
        held = self._records.cases_at(Stage.LEASED)
        for case in sorted(held, key=lambda one: one.lease_token or 0):  # as they were given
            lease = Lease(
                case_id=case.case_id,
                token=case.lease_token or 0,
                officer=case.lease_officer or "",
                desk=case.lease_desk or "",
                left_over=True,
            )
            self._ledger.grant(lease, now)
        for case in self._records.cases_at(Stage.RECEIVED):
            comparing.ask(case)

    def _announce(self) -> None:
        """Write the hub's card: ``hub.card`` to be copied to sites and desks, and ``hub.ready``.

        The second also names this process and is there only while the door is open.
        """
        self._address = self._door.address
        started: dict[str, object] = {
            "endpoint": self._address.endpoint,
            "software": SOFTWARE,
            "rules": self._settings.rules(),
        }
        if self.directory is not None:
            started["directory"] = self.directory.told()
        self._records.note("hub:started", started, now=wall())
        document = {
            "endpoint": self._address.endpoint,
            "server_key": self._address.server_key,
            "signing_key": self._keys.signing.public,
        }
        self._write("hub.card", document)
        self._write("hub.ready", {**document, "pid": os.getpid()})
        self.ready.set()
        where = {"endpoint": self._address.endpoint, "data": str(self._settings.data_dir)}
        _LOG.info("hub ready", extra={**where, "software": SOFTWARE})

    def _write(self, name: str, document: Mapping[str, object]) -> None:
        """Write a small file whole or not at all."""
        fresh = self._settings.data_dir / f"{name}.new"
        fresh.write_bytes(canonical(document))
        fresh.replace(self._settings.data_dir / name)

    def _turn(
        self, comparing: Comparing, front: FrontDesk, *, also: Sequence[Callable[[], None]]
    ) -> None:
        leading = self._leading is not None and self._leading.busy
        active = front.busy or comparing.busy or self.supervision.busy or leading
        active = active or self._intake.owes
        self._turns.listen(_ACTIVE_MS if active else _IDLE_MS)
        self._turns.serve(partial(self._serve, front=front))
        chores: tuple[Callable[[], object], ...] = (
            self._settle,
            partial(self._go_on_fetching, front),
            front.finish,
            self.supervision.finish,
            comparing.work,
            self._sweep,
            self._notes.tend,
            self._lead,
            self._sign,
            *also,
        )
        for chore in chores:
            try:
                chore()
            except StorageUnavailable as error:
                # Nothing of the act has happened; it is due again at the next turn.
                self._store_news.lost(error, monotonic())
            except Exception:  # noqa: BLE001 - the broker loop's other half
                _LOG.exception("a chore of the hub failed")
        self._store_news.tend(monotonic())

    def _settle(self) -> None:
        """Let sites have their turn whose packages are durable."""
        for settled in self._sites.settled():
            answer = partial(self._answering.settle, settled)
            self._turns.hand_in(settled.way().key, answer)

    def _go_on_fetching(self, front: FrontDesk) -> None:
        """Let those have their turn whose package has been looked over."""
        for asked in self._desks.whole.known():
            self._turns.hand_in(asked.key, partial(self._serve, asked, front))

    def _serve(self, incoming: Incoming, front: FrontDesk) -> None:
        if not self._takes_quickly(incoming):
            with about():
                self._answering.serve(incoming, front)

    def _takes_quickly(self, incoming: Incoming) -> bool:
        try:
            return self._quick.take(incoming)
        except StorageUnavailable:
            return False  # the long way says so
        except Exception:  # noqa: BLE001 - one message must never stop the room
            _LOG.exception("a chunk could not be taken on the short way")
            return False

    def _seated(self, seat: Seat, ended: Sequence[Seat]) -> None:
        """Take back what an officer held who now sits elsewhere, or began anew."""
        for old in ended:
            if old.desk != seat.desk:
                self._desks.leases.give_back(old.desk, "log-in at another desk", to_go_on=True)
            elif old.used > old.began:
                # The desk's program was restarted; what it held may be what broke it, and others
                # may have it. A decision in its journal still counts if it comes before them.
                self._ledger.expire(old.desk, monotonic())
                self._desks.joint.left_desk(old.desk)
        # Also what somebody else held there before a restart of the hub, which forgets the seats.
        self._ledger.expire(seat.desk, monotonic(), but_of=seat.officer.officer_id)

    def _sweep(self) -> None:
        now = monotonic()
        for lease in self._ledger.stale(now):
            self._desks.leases.lapse(lease)
        self._desks.joint.sweep(now)
        self._desks.drafts.tend(now)
        for seat in self._sessions.expired(now):
            reason = "idle or open for too long"
            self._sessions.end(seat.token, reason)
            self._desks.leases.give_back(seat.desk, "session ended", to_go_on=True)
            note_session_ended(self._records, seat, reason)

    def is_storing(self) -> bool:
        """Tell whether a package is on its way into the store; asked in the broker's thread."""
        return self._intake.keeps

    def _share_of(self, key: str) -> float:
        """Return a machine's shares: at a desk a person waits, at a site nobody does."""
        return _DESK_SHARE if self.vitals.is_desk(key) else 1.0

    def _knows(self, key: str) -> bool:
        """Answer the gate; a store that fails now keeps the door shut."""
        try:
            return self._principals.find(key, monotonic()) is not None
        except StorageUnavailable:
            return False

    def _may_come(self, key: str, address: str) -> bool:
        """Answer the gate where a key that is known comes from."""
        try:
            principal = self._principals.find(key, monotonic())
        except StorageUnavailable:
            return False
        return principal is not None and not self._elsewhere.turns_away(principal, address)
