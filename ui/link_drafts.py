"""What is in hand about the open case, left at the hub sealed, and brought back with its case.

It is never in anybody's way: it waits for acts and leases, a fetch is not interrupted for it, and
while the hub is away only the newest is remembered. The desk's own journal does not wait for it.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

from queue_client.answers import LeasedCase
from queue_client.draft_messages import DRAFT_LIMIT
from queue_client.errors import Fenced, HubBusy, RefusalCode, Refused, WireViolation
from ui.hub_client import HubClient
from ui.link_news import DraftBrought, DraftLost, News
from ui.link_refusals import is_about_session
from workstation.domain.errors import StorageUnavailable
from workstation.review.draft import CaseKey, InHand
from workstation.review.draft_seal import DraftSeal, DraftUnreadable
from workstation.review.journal import Journal

_LOG = logging.getLogger(__name__)
FindLease = Callable[[str], LeasedCase | None]
_NEVER: Final = frozenset({RefusalCode.UPGRADE, RefusalCode.NOT_ALLOWED, RefusalCode.UNKNOWN})


class DraftLink:
    """The drafts between this desk and the hub; belongs to the link's thread, `leave` to any.

    Parameters
    ----------
    lease_of : callable
        Returns the lease of an undecided case that is this desk's own.
    """

    def __init__(self, journal: Journal, lease_of: FindLease, tell: Callable[[News], None]) -> None:
        self._journal, self._lease_of, self._tell = journal, lease_of, tell
        self._lock = threading.Lock()
        self._newest: InHand | None = None  # that the hub has not got
        self._make: Callable[[], DraftSeal] | None = None
        self._seal: DraftSeal | None = None
        self._beside: InHand | None = None  # sent during a fetch; nobody said that it arrived
        self._officer, self._takes_none, self._not_before = "", True, 0.0

    def sit_down(self, officer: str, password: str, *, hub: str) -> None:
        """Hear who sits here. The key is made when it is needed, and kept for the session.

        A desk that is locked keeps it: what it seals meanwhile and what comes back after the lock
        is the same officer's, in the same session.
        """
        self.stand_up()
        self._officer, self._takes_none = officer, False
        self._make = lambda: DraftSeal.from_password(officer, password, hub=hub)

    def stand_up(self) -> None:
        """Forget the key and what was not sent: nobody sits here, or somebody else."""
        with self._lock:
            self._newest = None
        self._make = self._seal = self._beside = None
        self._officer, self._takes_none = "", True

    def leave(self, in_hand: InHand) -> None:
        """Take what is in hand now, in place of what was not sent; from any thread, at once."""
        with self._lock:
            self._newest = in_hand

    @property
    def has_work(self) -> bool:
        """Whether something waits to be sent to a hub that takes it."""
        waits = self._newest is not None and not self._takes_none
        return waits and time.monotonic() >= self._not_before

    @property
    def lacks_key(self) -> bool:
        """Whether the key of who sits here has yet to be made."""
        return self._make is not None

    def make_key(self) -> None:
        """Make the key while there is nothing else to do: it takes a third of a second."""
        self._key()

    def work(self, client: HubClient) -> None:
        """Leave the newest draft at the hub, and hear that it has it."""
        found = self._sealed() if self.has_work else None
        if found is None:
            return
        in_hand, lease, sealed = found
        try:
            client.keep_draft(lease, sealed)
        except (Fenced, WireViolation) as error:
            _LOG.info("a draft was not taken", extra={"reason": str(error)})
        except HubBusy as error:
            self._not_before = time.monotonic() + error.retry_s
            return
        except Refused as error:
            if is_about_session(error):
                raise
            self._was_refused(error)
        self._sent(in_hand)

    def work_beside(self, client: HubClient) -> None:
        """Send the newest draft in the midst of a fetch; it is sent again when that is over."""
        with self._lock:
            newest = self._newest
        if newest is None or newest == self._beside:
            return
        found = self._sealed()
        if found is None:
            return
        self._beside, lease, sealed = found
        try:
            client.send_draft(lease, sealed)
        except Refused as error:
            self._was_refused(error)

    def bring(self, client: HubClient, lease: LeasedCase) -> None:
        """Take over what this officer left of a leased case, if it is newer than what is here."""
        try:
            kept = client.fetch_draft(lease)
        except (Fenced, WireViolation) as error:
            _LOG.info("a draft was not brought", extra={"reason": str(error)})
            return
        except Refused as error:
            if is_about_session(error):
                raise
            _LOG.info("a draft was not brought", extra={"reason": error.reason})
            return
        key, seal = CaseKey(case_id=lease.case_id, sha256=lease.sha256), self._key()
        if kept is None or seal is None:
            return
        try:
            in_hand = seal.open(kept.sealed, key)
            if self._journal.take_over(in_hand):
                self._tell(DraftBrought(draft=in_hand.draft))
        except DraftUnreadable:
            _LOG.info("a draft does not open", extra={"case": lease.case_id})
            own = self._journal.drafts().get(key)
            if own is None or own.officer != self._officer or own.token < kept.token:
                self._tell(DraftLost(key=key))
        except StorageUnavailable as error:
            _LOG.warning("the journal cannot be written", extra={"reason": error.reason})

    def _sealed(self) -> tuple[InHand, LeasedCase, bytes] | None:
        """Return the newest draft that waits, with its lease; None when there is nothing to send.

        What is of a case that is decided or gone, or too large, is dropped.
        """
        with self._lock:
            in_hand = self._newest
        seal = None if in_hand is None or self._takes_none else self._key()
        if in_hand is None or seal is None:
            return None
        lease = self._lease_of(in_hand.draft.key.case_id)
        fits = lease is not None and lease.token == in_hand.draft.token
        sealed = seal.seal(in_hand) if fits and in_hand.draft.officer == self._officer else b""
        if lease is None or not 0 < len(sealed) <= DRAFT_LIMIT:
            self._sent(in_hand)
            return None
        return in_hand, lease, sealed

    def _key(self) -> DraftSeal | None:
        if self._seal is None and self._make is not None:
            self._seal, self._make = self._make(), None
        return self._seal

    def _was_refused(self, error: Refused) -> None:
        _LOG.info("a draft was not taken", extra={"reason": error.reason})
        self._takes_none = error.code in _NEVER  # until the next sign-in: an older hub

    def _sent(self, in_hand: InHand) -> None:
        with self._lock:
            if self._newest == in_hand:
                self._newest = None
