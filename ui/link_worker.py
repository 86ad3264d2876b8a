"""The thread's inside: owns the hub client and does one thing after another. No Qt here.

In each turn acts go first, then leases are kept alive, the room and joint views are looked at,
and only then cases are asked for and fetched ahead.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from queue_client.answers import LeasedCase, Session
from queue_client.errors import (
    HubBusy,
    HubSilent,
    Interrupted,
    QueueError,
    RefusalCode,
    Refused,
)
from ui.decoding import Decoder
from ui.desk_settings import DEFAULT_LOCK_GRACE_S, DEFAULT_PREFETCH_BYTES
from ui.hub_client import HubClient
from ui.link_acts import Acts
from ui.link_cases import ASK_AGAIN_S, ActFirst, HeldCases
from ui.link_drafts import DraftLink
from ui.link_films import FilmSender
from ui.link_joint import JointLink
from ui.link_lock import DeskLock
from ui.link_news import (
    CaseReady,
    Decide,
    HubNews,
    Join,
    JointReady,
    Leave,
    Lock,
    LookIn,
    News,
    NoteScreen,
    Order,
    Recall,
    RoomSeen,
    SessionClosed,
    SessionOpened,
    Show,
    SignIn,
    SignOut,
    Skip,
    Trouble,
    Unlock,
    WantModel,
    trouble_of,
)
from ui.link_refusals import OVER
from ui.link_screens import ScreenTeller
from ui.prepared import Preparer
from ui.session.rights import rights_of
from workstation.review.film_shelf import FilmShelf
from workstation.review.journal import Journal

_LOG = logging.getLogger(__name__)
_IDLE_S: Final = 0.2
_ROOM_EVERY_S: Final = 2.0
_SILENT_PAUSE_S: Final = 1.0


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
    lock_grace_s : float
        For how long a locked desk keeps its cases [s].
    films : FilmShelf or None
        Where films of decisions wait to be sent.
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
        lock_grace_s: float = DEFAULT_LOCK_GRACE_S,
        films: FilmShelf | None = None,
    ) -> None:
        self._connect, self._tell = connect, tell
        self._orders: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._client: HubClient | None = None
        self.decoder = Decoder(
            preparer, self._tell_decoded, self._fail, prefetch_bytes=prefetch_bytes
        )
        self._cases = HeldCases(journal, self.decoder, tell, self, cache=cache, wanted=1 + ahead)
        self.drafts = DraftLink(journal, self._cases.own_lease, tell)
        self._films = FilmSender(films)
        self._acts = Acts(
            journal,
            self._cases,
            tell,
            heard=self.heard,
            changed=self._tell_hub,
            recorded=self._films.recorded,
        )
        self._lock = DeskLock(self._cases, self._acts, tell, grace_s=lock_grace_s)
        self._joint = JointLink(self._cases, tell)
        self._screens = ScreenTeller()
        self._officer: str | None = None
        self._sign_in: SignIn | None = None
        self._silent_since: float | None = None
        self._pause_until = 0.0
        self._room_at = 0.0

    @property
    def session(self) -> Session | None:
        """The session that the hub knows this desk by; may be read from any thread."""
        client = self._client
        return None if client is None else client.session

    @property
    def moved_at(self) -> float:
        """When the window last showed life (monotonic) [s]; may be set from any thread."""
        return self._cases.moved_at

    @moved_at.setter
    def moved_at(self, when: float) -> None:
        self._cases.moved_at = when

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

    # What the cases need

    def heard(self) -> None:
        """Note that the hub has answered."""
        if self._silent_since is not None:
            self._silent_since = None
            self._tell_hub()

    def must_give_way(self) -> bool:
        """Tell whether something waits that goes before a fetch."""
        return not self._orders.empty() or len(self._acts) > 0 or self._joint.is_overdue()

    def give_back(self, case_id: str, reason: str) -> None:
        """Give a case back, or look into it no longer; from any thread."""
        if self._joint.looks_into(case_id):
            self.post(Leave(case_id=case_id))
        else:
            self.post(Skip(case_id=case_id, reason=reason, failed=True))

    def bring_draft(self, client: HubClient, lease: LeasedCase) -> None:
        """Take over what the officer left of a case elsewhere."""
        self.drafts.bring(client, lease)

    def beside_fetch(self, client: HubClient) -> None:
        """Leave a draft at the hub between two chunks."""
        self.drafts.work_beside(client)

    # One turn of the loop

    def _turn(self, client: HubClient) -> None:
        self._take_orders()
        if self._stopping.is_set() or time.monotonic() < self._pause_until:
            return
        try:
            self._work(client)
        except ActFirst:
            pass
        except Interrupted:
            self._stopping.set()
        except QueueError as error:
            self._lock.failed(error)
            self._bear(error)

    def _bear(self, error: QueueError) -> None:
        """Go on after the hub was silent, busy, or said no to something that nobody waits for."""
        match error:
            case HubSilent():
                self._fell_silent()
            case HubBusy(retry_s=retry_s):
                self._pause_until = time.monotonic() + retry_s
            case Refused():
                self._was_refused(error)
            case _:
                _LOG.warning("the hub's answer was not understood", extra={"reason": str(error)})
                self._pause_until = time.monotonic() + _SILENT_PAUSE_S
                self._tell_hub(trouble=trouble_of(error))

    def _work(self, client: HubClient) -> None:
        if self._silent_since is not None:
            client.hello()  # so that a decision leaves only towards a hub that listens
            self.heard()
        if self._sign_in is not None:
            self._seat(client, self._sign_in)
        if self._officer is None:
            return
        self._acts.send(client)
        if not self._lock.is_told:
            self._screens.work(client)
        self._lock.work(client)
        self._cases.extend(client)
        self.drafts.work(client)
        self._ask_room(client)
        self._joint.say_goodbyes(client)
        if not self._lock.is_locked:
            self._joint.work(client)
            self._cases.ask(client)
            self._cases.fetch_next(client)
            self._films.work(client)
        if self.drafts.lacks_key and not self._has_work():
            self.drafts.make_key()

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
        if len(self._acts) > 0 or self._lock.has_work or self._joint.has_goodbyes:
            return True
        if self.drafts.has_work:
            return True
        if self._lock.is_locked:
            return False
        if self._screens.has_work or self._joint.is_due():
            return True
        return self._cases.has_work(now) or self._films.has_work

    def _take(self, order: Order | None) -> None:
        match order:
            case SignIn():
                self._sign_in, self._pause_until = order, 0.0
            case SignOut():
                self._sign_in = None
                self._pause_until = 0.0
                if self._client is not None:
                    self._sign_out(self._client)
            case Decide():
                self._acts.decide(order)
            case Recall():
                self._acts.recall(order)
            case Skip():
                self._acts.skip(order)
            case WantModel(case_id=case_id, model=model):
                self._cases.want_model(case_id, model)
            case NoteScreen(document=document):
                self._screens.take(document)
            case None:
                return
            case _:
                self._take_of_room(order)

    def _take_of_room(self, order: Lock | Unlock | Show | Join | LookIn | Leave) -> None:
        match order:
            case Lock():
                if self._officer is not None:
                    self._lock.lock()
            case Unlock():
                self._lock.ask(order)
                self._pause_until = 0.0
                if self._officer is None:
                    self._lock.open()
            case _:
                self._joint.take(order)

    # Session

    def _seat(self, client: HubClient, order: SignIn) -> None:
        welcome = client.hello()
        session = client.login(order.officer, order.password)
        self.heard()
        self._cases.may_ask = rights_of(session.roles).reviews
        self._sign_in, self._officer = None, session.officer
        self._lock.open()
        self._acts.sit_down(session.officer)
        self._cases.officer = session.officer
        self.drafts.sit_down(session.officer, order.password, hub=welcome.signing_key)
        self._films.sit_down()
        self._tell(SessionOpened(session=session))
        self._tell_hub()

    def _sign_out(self, client: HubClient) -> None:
        try:
            if self._officer is not None:
                self._acts.send(client)
                self.drafts.work(client)
            client.logout()
        except QueueError as error:
            _LOG.info("the hub did not hear the sign-out", extra={"reason": str(error)})
        self._stand_up("")

    def _stand_up(self, code: str) -> None:
        self._officer = None
        self._sign_in = None
        self._lock.open()
        self._joint.forget_all()
        self._screens.forget()
        self.drafts.stand_up()
        self._cases.drop_all()
        self._tell(SessionClosed(code=code))

    def _was_refused(self, error: Refused) -> None:
        if error.code in OVER:
            self._stand_up(error.code.value)
            return
        if error.code in {RefusalCode.TOO_MANY_LEASES, RefusalCode.LOCKED}:
            self._cases.ask_at = time.monotonic() + ASK_AGAIN_S
            return
        _LOG.warning("the hub refused", extra={"code": error.code.value, "reason": error.reason})
        self._pause_until = time.monotonic() + _SILENT_PAUSE_S
        self._tell_hub(trouble=trouble_of(error))

    def _leave(self, client: HubClient) -> None:
        if self._officer is None or self._silent_since is not None:
            return
        try:
            self._acts.send(client)
            self.drafts.work(client)
            client.logout()
        except QueueError as error:
            _LOG.info("left without the hub's answer", extra={"reason": str(error)})

    # Room and connection

    def _ask_room(self, client: HubClient) -> None:
        if time.monotonic() < self._room_at:
            return
        room = client.room()
        self._room_at = time.monotonic() + _ROOM_EVERY_S
        self.heard()
        self._tell(RoomSeen(room=room))

    def _tell_decoded(self, news: News) -> None:
        """Tell of a picture; a case that another officer shows is none of the desk's own."""
        if isinstance(news, CaseReady) and news.case.lease.is_looked_into:
            news = JointReady(case=news.case)
        self._tell(news)

    def _fail(self, case_id: str, error: BaseException) -> None:
        self._cases.fail(case_id, error)

    def _fell_silent(self) -> None:
        now = time.monotonic()
        self._pause_until = now + _SILENT_PAUSE_S
        if self._silent_since is None:
            self._silent_since = now
        self._tell_hub()

    def _tell_hub(self, *, trouble: Trouble | None = None) -> None:
        unsent = self._acts.unsent
        self._tell(HubNews(silent_since=self._silent_since, unsent=unsent, trouble=trouble))
