"""The thread's inside: owns the hub client, keeps leases alive, fetches ahead, sends decisions.

No Qt here. An act (decide, recall, hand back) is never dropped: it waits in `_acts` until the hub
has answered it, in order. Looking ahead gives way to acts: a fetch stops at its next chunk and is
resumed later from where it stood.
"""

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from queue_client.answers import LeasedCase, ModelRef
from queue_client.errors import (
    Conflict,
    Fenced,
    HubBusy,
    HubSilent,
    Interrupted,
    PackageDamaged,
    QueueError,
    RefusalCode,
    Refused,
    WireViolation,
)
from ui.decoded import DEFAULT_PREFETCH_BYTES
from ui.decoding import Decoder
from ui.link_news import (
    ActMoved,
    ActState,
    CaseFailed,
    Decide,
    Fetching,
    HubClient,
    HubNews,
    LeaseLost,
    LeaseRuns,
    ModelMissing,
    News,
    NothingWaiting,
    Order,
    Recall,
    RoomSeen,
    SessionClosed,
    SessionOpened,
    SignIn,
    SignOut,
    Skip,
    Trouble,
    WantModel,
    trouble_of,
)
from ui.prepared import Preparer, comparison_of, models_of_regions
from ui.session.rights import rights_of
from workstation.domain.errors import StorageUnavailable
from workstation.review.journal import CaseKey, Journal

_LOG = logging.getLogger("reviewroom.ui.link")
_IDLE_S: Final = 0.2
_ROOM_EVERY_S: Final = 2.0
_ASK_AGAIN_S: Final = 1.0
_SILENT_PAUSE_S: Final = 1.0
# A window that has not moved for this long is frozen: its leases must go to another desk.
_FROZEN_S: Final = 45.0
_OVER: Final = frozenset(
    {
        RefusalCode.NO_SESSION,
        RefusalCode.SESSION_ENDED,
        RefusalCode.LOGIN_FAILED,
        RefusalCode.LOGIN_LOCKED,
    }
)


class _ActFirst(Exception):
    """A fetch gives way to an order; not an error."""


@dataclass(slots=True, kw_only=True, eq=False)
class _Held:
    """A lease that this desk holds, and how far its pictures are."""

    lease: LeasedCase
    until: float
    extend_at: float
    package: Path | None = None
    fetched: bool = False  # with its best model, if the hub has it
    decided: bool = False  # kept alive until the decision has its receipt
    models_left: deque[ModelRef]
    urgent: bool = False  # somebody waits for the first of its models


class LinkWorker:
    """Everything between desk and hub; `run` is the body of its one thread.

    Parameters
    ----------
    connect : callable
        Makes the client; called in the thread, because sockets stay where they are born.
    journal : Journal
        Knows the unsent decisions of earlier days, and the marks.
    tell : callable
        Takes news; called from this thread and from the decoding ones.
    cache : Path
        Where packages are kept; belongs to this desk.
    ahead : int
        How many cases are leased and fetched beyond the one on the screen.
    prefetch_bytes : int
        What their full pictures may take together [bytes]; see `Decoder`.
    """

    def __init__(  # noqa: PLR0913 - the parts are given, not made
        self,
        connect: Callable[[], HubClient],
        journal: Journal,
        preparer: Preparer,
        tell: Callable[[News], None],
        *,
        cache: Path,
        ahead: int = 2,
        prefetch_bytes: int = DEFAULT_PREFETCH_BYTES,
    ) -> None:
        self._connect, self._journal, self._tell = connect, journal, tell
        self._cache, self._wanted = cache, 1 + ahead
        self._orders: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._client: HubClient | None = None
        self.decoder = Decoder(preparer, tell, self._fail, prefetch_bytes=prefetch_bytes)
        self._held: list[_Held] = []
        self._acts: deque[Decide | Recall | Skip] = deque()
        self._given_up: list[LeasedCase] = []
        self._sent: set[str] = set()  # decisions that the hub may have
        self._officer: str | None = None
        self._reviews = True  # whether the officer's roles let the hub give them cases
        self._acting: str | None = None  # whose acts wait; nobody else's session may send them
        self._aside: dict[str, list[Decide]] = {}
        self._sign_in: SignIn | None = None
        self._silent_since: float | None = None
        self._pause_until = 0.0
        self._room_at = 0.0
        self._lease_at = 0.0
        self.moved_at = time.monotonic()  # the window's sign of life; a float is set atomically

    def post(self, order: Order) -> None:
        """Take an order; from any thread."""
        self._orders.put(order)

    def stop(self) -> None:
        """End `run` soon; from any thread."""
        self._stopping.set()
        self._orders.put(None)
        client = self._client
        if client is not None and self._silent_since is not None:
            client.interrupt()

    def run(self) -> None:
        """Work until stopped."""
        self._client = client = self._connect()
        try:
            while not self._stopping.is_set():
                self._turn(client)
            self._leave(client)
        finally:
            self.decoder.stop()
            client.close()

    # One turn of the loop

    def _turn(self, client: HubClient) -> None:
        self._take_orders()
        if self._stopping.is_set() or time.monotonic() < self._pause_until:
            return
        try:
            self._work(client)
        except _ActFirst:
            pass
        except HubSilent:
            self._fell_silent()
        except HubBusy as error:
            self._pause_until = time.monotonic() + error.retry_s
        except Refused as error:
            self._was_refused(error)
        except Interrupted:
            self._stopping.set()
        except QueueError as error:
            _LOG.warning("the hub's answer was not understood", extra={"reason": str(error)})
            self._pause_until = time.monotonic() + _SILENT_PAUSE_S
            self._tell_hub(trouble=trouble_of(error))

    def _work(self, client: HubClient) -> None:
        if self._silent_since is not None:
            client.hello()  # so that a decision leaves only towards a hub that listens
            self._heard()
        if self._sign_in is not None:
            self._seat(client, self._sign_in)
        if self._officer is not None:
            self._send_acts(client)
            self._extend(client)
            self._ask_room(client)
            self._ask_case(client)
            self._fetch_next(client)

    def _take_orders(self) -> None:
        wait_s = 0.0 if self._has_work() else _IDLE_S
        try:
            order = self._orders.get(timeout=wait_s) if wait_s else self._orders.get_nowait()
            while True:
                self._take(order)
                order = self._orders.get_nowait()
        except queue.Empty:
            return

    def _has_work(self) -> bool:
        """Tell whether the next turn has something to do that waits for nobody."""
        now = time.monotonic()
        if self._stopping.is_set() or now < self._pause_until or self._officer is None:
            return False
        open_cases = self._open_cases()
        return (
            bool(self._acts)
            or any(not held.fetched or held.models_left for held in open_cases)
            or (self._reviews and len(open_cases) < self._wanted and now >= self._lease_at)
        )

    def _open_cases(self) -> list[_Held]:
        return [held for held in self._held if not held.decided]

    def _take(self, order: Order | None) -> None:
        match order:
            case SignIn():
                self._sign_in, self._pause_until = order, 0.0
            case SignOut():
                self._sign_in = None
                self._pause_until = 0.0
                if self._client is not None:
                    self._sign_out(self._client)
            case Decide(decision=decision):
                self._note_decided(str(decision["case_id"]), decided=True)
                self._acts.append(order)
                self._tell(_moved(decision, ActState.KEPT))
                self._tell_hub()
            case Recall():
                self._recall(order)
            case Skip(case_id=case_id):
                held = self._drop(case_id)
                if held is not None:
                    self._given_up.append(held.lease)
                    self._acts.append(order)
            case WantModel(case_id=case_id, model=model):
                self._want_model(case_id, model)
            case None:
                return

    # Session

    def _seat(self, client: HubClient, order: SignIn) -> None:
        client.hello()
        session = client.login(order.officer, order.password)
        self._heard()
        self._sign_in, self._officer = None, session.officer
        self._reviews = rights_of(session.roles).reviews
        if self._acting != session.officer:
            self._change_hands(session.officer)
        known = {str(act.decision["decision_id"]) for act in self._acts if isinstance(act, Decide)}
        for pending in self._journal.pending():
            if (
                pending.officer == session.officer
                and str(pending.decision["decision_id"]) not in known
            ):
                self._acts.append(Decide(decision=pending.decision))
                decision_id = str(pending.decision["decision_id"])
                if self._journal.was_recalled(decision_id):
                    self._acts.append(Recall(decision_id=decision_id))
        self._tell(SessionOpened(session=session))
        self._tell_hub()

    def _change_hands(self, officer: str) -> None:
        """Put aside what the last officer left unsent, and take up what this one did."""
        if self._acting is not None:
            self._aside[self._acting] = [act for act in self._acts if isinstance(act, Decide)]
        for act in self._acts:
            if isinstance(act, Recall):
                state = ActState.TOO_LATE
                self._tell(ActMoved(decision_id=act.decision_id, case_id="", state=state))
        self._given_up.clear()
        self._acting, self._acts = officer, deque(self._aside.pop(officer, ()))

    def _note_decided(self, case_id: str, *, decided: bool) -> None:
        for held in self._held:
            if held.lease.case_id == case_id:
                held.decided = decided

    def _sign_out(self, client: HubClient) -> None:
        try:
            if self._officer is not None:
                self._send_acts(client)
            client.logout()
        except QueueError as error:
            _LOG.info("the hub did not hear the sign-out", extra={"reason": str(error)})
        self._stand_up("")

    def _stand_up(self, code: str) -> None:
        self._officer = None
        self._sign_in = None
        for held in list(self._held):
            self._drop(held.lease.case_id)
        self._tell(SessionClosed(code=code))

    def _was_refused(self, error: Refused) -> None:
        if error.code in _OVER:
            self._stand_up(error.code.value)
            return
        if error.code is RefusalCode.TOO_MANY_LEASES:
            self._lease_at = time.monotonic() + _ASK_AGAIN_S
            return
        _LOG.warning("the hub refused", extra={"code": error.code.value, "reason": error.reason})
        self._pause_until = time.monotonic() + _SILENT_PAUSE_S
        self._tell_hub(trouble=trouble_of(error))

    def _leave(self, client: HubClient) -> None:
        if self._officer is None or self._silent_since is not None:
            return
        try:
            self._send_acts(client)
            client.logout()
        except QueueError as error:
            _LOG.info("left without the hub's answer", extra={"reason": str(error)})

    # Acts

    def _send_acts(self, client: HubClient) -> None:
        while self._acts:
            act = self._acts[0]
            match act:
                case Decide(decision=decision):
                    self._send_decision(client, decision)
                case Recall(decision_id=decision_id):
                    self._send_recall(client, decision_id)
                case Skip(case_id=case_id, reason=reason):
                    self._send_skip(client, case_id, reason)
            self._heard()
            if self._acts and self._acts[0] is act:
                self._acts.popleft()
            self._tell_hub()

    def _send_decision(self, client: HubClient, decision: Mapping[str, Any]) -> None:
        decision_id = str(decision["decision_id"])
        self._sent.add(decision_id)
        try:
            self._journal.note_sent(decision_id)
        except StorageUnavailable as error:
            _LOG.warning("the journal cannot be written", extra={"reason": error.reason})
        try:
            receipt = client.decide(decision)
        except (Fenced, Conflict, WireViolation) as error:
            self._settle(decision, ActState.REFUSED, trouble=trouble_of(error))
        except Refused as error:
            if _is_about_session(error):
                raise
            self._settle(decision, ActState.REFUSED, trouble=trouble_of(error))
        else:
            self._settle(decision, ActState.RECORDED, recall_s=receipt.recall_s)

    def _recall(self, order: Recall) -> None:
        """Take back at once what never left; what may have left must be recalled at the hub."""
        waiting = next(
            (
                act
                for act in self._acts
                if isinstance(act, Decide) and act.decision["decision_id"] == order.decision_id
            ),
            None,
        )
        if waiting is None:
            self._acts.append(order)
            return
        if self._may_have_left(order.decision_id):
            self._recall_at_hub(order)
            return
        try:
            self._journal.settle(order.decision_id, ActState.WITHDRAWN.value)
        except StorageUnavailable as error:
            # The journal would send it at the next sign-in: only the hub can take it back.
            _LOG.warning("the journal cannot be written", extra={"reason": error.reason})
            self._recall_at_hub(order)
            return
        self._acts.remove(waiting)
        self._note_decided(str(waiting.decision["case_id"]), decided=False)
        self._tell(_moved(waiting.decision, ActState.WITHDRAWN))
        self._tell_hub()

    def _recall_at_hub(self, order: Recall) -> None:
        """Let a recall follow its decision, also when this program ends before the hub is back."""
        self._acts.append(order)
        try:
            self._journal.note_recall(order.decision_id)
        except StorageUnavailable as error:
            _LOG.warning("the journal cannot be written", extra={"reason": error.reason})

    def _may_have_left(self, decision_id: str) -> bool:
        return decision_id in self._sent or self._journal.was_sent(decision_id)

    def _settle(
        self,
        decision: Mapping[str, Any],
        state: ActState,
        *,
        recall_s: float = 0.0,
        trouble: Trouble | None = None,
    ) -> None:
        try:
            self._journal.settle(str(decision["decision_id"]), state.value)
        except StorageUnavailable as error:
            _LOG.warning("the journal cannot be written", extra={"reason": error.reason})
        if trouble is not None:
            facts = {"decision": str(decision["decision_id"]), "reason": trouble.sentence}
            _LOG.warning("a decision was not recorded", extra=facts)
        self._sent.discard(str(decision["decision_id"]))
        self._drop(str(decision["case_id"]))
        self._tell(_moved(decision, state, recall_s=recall_s, trouble=trouble))

    def _send_recall(self, client: HubClient, decision_id: str) -> None:
        trouble = None
        try:
            done = client.recall(decision_id, "officer")
        except (Fenced, Conflict) as error:
            done, trouble = False, trouble_of(error)
        except Refused as error:
            if _is_about_session(error):
                raise
            done, trouble = False, trouble_of(error)
        state = ActState.RECALLED if done else ActState.TOO_LATE
        self._tell(ActMoved(decision_id=decision_id, case_id="", state=state, trouble=trouble))

    def _send_skip(self, client: HubClient, case_id: str, reason: str) -> None:
        lease = next((one for one in self._given_up if one.case_id == case_id), None)
        if lease is None:
            return
        try:
            client.skip(lease, reason)
        except Fenced:
            pass  # it went back already
        except Refused as error:
            if _is_about_session(error):
                raise
            _LOG.info("a case could not be handed back", extra={"reason": error.reason})
        self._given_up.remove(lease)

    # Leases and pictures

    def _extend(self, client: HubClient) -> None:
        now = time.monotonic()
        if self._is_frozen(now):
            return
        for held in list(self._held):
            if now < held.extend_at:
                continue
            asked_at = time.monotonic()
            try:
                ttl_s = client.extend(held.lease)
            except Fenced:
                if held.decided:
                    held.extend_at = now + held.lease.ttl_s  # its decision will be told
                    continue
                self._drop(held.lease.case_id)
                self._tell(LeaseLost(case_id=held.lease.case_id))
                continue
            self._heard()
            held.until, held.extend_at = asked_at + ttl_s, asked_at + ttl_s / 3
            self._tell(LeaseRuns(case_id=held.lease.case_id, until=held.until))

    def _is_frozen(self, now: float) -> bool:
        return now - self.moved_at > _FROZEN_S

    def _must_extend(self) -> bool:
        now = time.monotonic()
        return any(now >= held.extend_at for held in self._held) and not self._is_frozen(now)

    def _ask_room(self, client: HubClient) -> None:
        if time.monotonic() < self._room_at:
            return
        room = client.room()
        self._room_at = time.monotonic() + _ROOM_EVERY_S
        self._heard()
        self._tell(RoomSeen(room=room))

    def _ask_case(self, client: HubClient) -> None:
        asked_at = time.monotonic()
        if len(self._open_cases()) >= self._wanted or asked_at < self._lease_at:
            return
        if not self._reviews:
            return
        if self._is_frozen(asked_at):  # else what it lost would come back to it
            self._lease_at = asked_at + _ASK_AGAIN_S
            return
        lease = client.lease()
        self._heard()
        if lease is None:
            self._lease_at = time.monotonic() + _ASK_AGAIN_S
            self._tell(NothingWaiting())
            return
        if any(held.lease.case_id == lease.case_id for held in self._held):
            return
        self._held.append(
            _Held(
                lease=lease,
                until=asked_at + lease.ttl_s,
                extend_at=asked_at + lease.ttl_s / 3,
                models_left=_matched(lease),
            )
        )
        self._tell(LeaseRuns(case_id=lease.case_id, until=asked_at + lease.ttl_s))

    def _fetch_next(self, client: HubClient) -> None:
        """Fetch one package: what is waited for, then a scan, its best model, the other models."""
        for held in self._open_cases():
            if held.urgent and held.package is not None and held.models_left:
                self._guard_fetch(client, held, self._fetch_model)
                return
        for held in self._open_cases():
            if not held.fetched:
                fetch = self._fetch_case if held.package is None else self._fetch_model
                self._guard_fetch(client, held, fetch)
                return
        for held in self._open_cases():
            if held.models_left:
                self._guard_fetch(client, held, self._fetch_model)
                return

    def _guard_fetch(
        self, client: HubClient, held: _Held, fetch: Callable[[HubClient, _Held], None]
    ) -> None:
        try:
            fetch(client, held)
        except Fenced:
            self._drop(held.lease.case_id)
            self._tell(LeaseLost(case_id=held.lease.case_id))
        except (PackageDamaged, Refused, OSError) as error:
            if isinstance(error, Refused) and _is_about_session(error):
                raise
            if held.package is None:
                self._fail(held.lease.case_id, error)
                return
            # Only a typical model is missing; the case can be decided.
            ref = held.models_left.popleft()
            held.urgent = False
            held.fetched = held.fetched or not held.models_left
            self._tell(ModelMissing(case_id=held.lease.case_id, model=ref.model))
            _LOG.warning("a typical model cannot be shown", extra={"reason": str(error)})

    def _fetch_case(self, client: HubClient, held: _Held) -> None:
        lease = held.lease
        marks = self._journal.marks(CaseKey(case_id=lease.case_id, sha256=lease.sha256))
        held.package = self._fetch(client, held, lease.sha256, lease.size, "scans")
        held.fetched = not held.models_left
        self.decoder.add_case(lease, held.package, marks)

    def _fetch_model(self, client: HubClient, held: _Held) -> None:
        ref = held.models_left[0]
        package = self._fetch(client, held, ref.sha256, ref.size, "models")
        held.models_left.popleft()
        urgent, held.fetched, held.urgent = held.urgent, True, False
        self.decoder.add_model(held.lease, ref, package, urgent=urgent)

    def _want_model(self, case_id: str, model: str) -> None:
        """Put a model first in its case's row; one that was fetched before is on the disk."""
        held = next((one for one in self._open_cases() if one.lease.case_id == case_id), None)
        refs = () if held is None else held.lease.models
        ref = next((ref for ref in refs if ref.model == model), None)
        if held is None or ref is None:
            self._tell(ModelMissing(case_id=case_id, model=model))
        else:
            held.models_left = deque([ref, *(one for one in held.models_left if one != ref)])
            held.urgent = True

    def _fail(self, case_id: str, error: BaseException) -> None:
        trouble = trouble_of(error)
        _LOG.warning("a scan cannot be shown", extra={"case": case_id, "reason": str(error)})
        self._tell(CaseFailed(case_id=case_id, trouble=trouble))
        self.post(Skip(case_id=case_id, reason=trouble.sentence[:200]))
        self._lease_at = time.monotonic() + _ASK_AGAIN_S  # else it comes back in a tight circle

    def _fetch(self, client: HubClient, held: _Held, sha256: str, size: int, shelf: str) -> Path:
        last_told = 0.0

        def progress(done: int, total: int) -> None:
            nonlocal last_told
            if not self._orders.empty() or self._acts or self._must_extend():
                raise _ActFirst
            now = time.monotonic()
            if held.package is None and now - last_told > 0.1:
                last_told = now
                self._tell(Fetching(case_id=held.lease.case_id, done=done, total=total))

        into = self._cache / shelf / f"{sha256}.scan.tif"
        path = client.fetch(held.lease, sha256, size, into, progress=progress)
        self._heard()
        return path

    def _drop(self, case_id: str) -> _Held | None:
        held = next((one for one in self._held if one.lease.case_id == case_id), None)
        if held is not None:
            self._held.remove(held)
            self.decoder.drop(case_id)
        return held

    # Connection

    def _heard(self) -> None:
        if self._silent_since is not None:
            self._silent_since = None
            self._tell_hub()

    def _fell_silent(self) -> None:
        now = time.monotonic()
        self._pause_until = now + _SILENT_PAUSE_S
        if self._silent_since is None:
            self._silent_since = now
        self._tell_hub()

    def _tell_hub(self, *, trouble: Trouble | None = None) -> None:
        unsent = sum(isinstance(act, Decide) for act in self._acts)
        self._tell(HubNews(silent_since=self._silent_since, unsent=unsent, trouble=trouble))


def _matched(lease: LeasedCase) -> deque[ModelRef]:
    """Return the models to fetch at once: all but those that only explain a region."""
    later = models_of_regions(comparison_of(lease))
    return deque(ref for ref in lease.models if ref.model not in later)


def _is_about_session(error: Refused) -> bool:
    """Tell whether a refusal is about the session or the hub itself, not about what was asked."""
    return error.code in _OVER or error.code is RefusalCode.INTERNAL


def _moved(
    decision: Mapping[str, Any],
    state: ActState,
    *,
    recall_s: float = 0.0,
    trouble: Trouble | None = None,
) -> ActMoved:
    return ActMoved(
        decision_id=str(decision["decision_id"]),
        case_id=str(decision["case_id"]),
        state=state,
        recall_s=recall_s,
        trouble=trouble,
    )
