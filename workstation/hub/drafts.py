"""What officers left of cases in the making: kept while a case is theirs, given back to them alone.

A draft is sealed at its desk; the hub cannot read it. It counts while no decision of its officer
under its lease, or a later one, is recorded, so what drops it is the decision's own row, in the
decision's own transaction; its file goes a moment later.
"""

import logging
from collections import deque
from datetime import timedelta
from typing import Final

from queue_client.codec import Body
from queue_client.draft_messages import (
    DRAFT_LIMIT,
    DraftHeldReply,
    DraftReply,
    FetchDraft,
    KeepDraft,
)
from queue_client.errors import HubBusy, WireViolation
from workstation.domain.case import Case
from workstation.domain.law import Stage
from workstation.hub.clocks import monotonic, wall
from workstation.hub.draft_shelf import DraftShelf, KeptDraft
from workstation.hub.ledger import Lease
from workstation.hub.ports import Records
from workstation.hub.projections import Projections
from workstation.hub.replies import Reply

_LOG = logging.getLogger(__name__)
#: Whoever comes back after longer begins anew, as everybody does with a case of yesterday.
LONGEST: Final = timedelta(hours=24)
_LOOK_EVERY_S: Final = 60.0
#: A desk leaves one every two seconds, and one more as a case goes off its screen.
_AT_ONCE: Final = 10
_WITHIN_S: Final = 10.0
_FULL_RETRY_S: Final = 30.0
_UNDECIDED: Final = frozenset(
    {Stage.RECEIVED, Stage.COMPARED, Stage.WAITING, Stage.LEASED, Stage.PARKED}
)


class Drafts:
    """Owned by the broker's thread; knows nothing before `begin`."""

    def __init__(self, records: Records, shelf: DraftShelf, projections: Projections) -> None:
        self._records, self._shelf, self._projections = records, shelf, projections
        self._came: dict[str, deque[float]] = {}  # by desk
        self._look_at = 0.0

    def begin(self) -> None:
        """Take up what an earlier run left; raises ``StorageUnavailable``.

        A hub that can keep no drafts works on without them.
        """
        try:
            self._shelf.open()
        except OSError as error:
            _LOG.warning("drafts are not kept", extra={"reason": str(error)})
        for kept in self._shelf.all():
            if not self._counts(kept):
                self._shelf.drop(kept)
        self._shelf.clear()

    def answer(self, lease: Lease, header: KeepDraft | FetchDraft, sealed: Body) -> Reply:
        """Keep what the officer of a lease has in hand, or give back what they left.

        Raises
        ------
        WireViolation
            If it is nothing, or larger than a draft may be.
        HubBusy
            If they come too often, or the disk takes none.
        """
        if isinstance(header, FetchDraft):
            return self._give(lease, header)
        if not 0 < len(sealed) <= DRAFT_LIMIT:
            raise WireViolation(f"a draft of {len(sealed)} bytes")
        self._check_pace(lease.desk)
        kept = KeptDraft(
            case_id=lease.case_id,
            officer=lease.officer,
            token=lease.token,
            sha256=header.sha256,
            kept_at=wall(),
        )
        try:
            self._shelf.keep(kept, bytes(sealed))
        except OSError as error:
            _LOG.warning("a draft is not kept", extra={"reason": str(error)})
            raise HubBusy("the draft cannot be kept", _FULL_RETRY_S) from error
        return Reply(DraftHeldReply(ask=header.ask))

    def has(self, shown: Case) -> bool:
        """Tell whether the officer of a leased case left something of it, as it is shown."""
        return self._of(shown, shown.lease_officer or "") is not None

    def decided(self, lease: Lease, *, for_good: bool) -> None:
        """Let go of what the officer of a lease left; of all drafts when nobody reads on."""
        for kept in self._shelf.all():
            if kept.case_id == lease.case_id and (for_good or kept.officer == lease.officer):
                self._shelf.drop(kept)

    def tend(self, now: float) -> None:
        """Clear away what was let go, between two messages, and now and then what is too old."""
        self._shelf.clear()
        if now < self._look_at:
            return
        self._look_at = now + _LOOK_EVERY_S
        for kept in self._shelf.all():
            if wall() - kept.kept_at > LONGEST:
                self._shelf.drop(kept)

    def _give(self, lease: Lease, header: FetchDraft) -> Reply:
        shown = self._projections.as_shown(self._records.case(lease.case_id))
        kept = self._of(shown, lease.officer)
        token, sealed = (0, b"") if kept is None else (kept.token, self._shelf.read(kept))
        return Reply(DraftReply(ask=header.ask, case_id=lease.case_id, token=token), sealed)

    def _of(self, shown: Case, officer: str) -> KeptDraft | None:
        kept = self._shelf.find(shown.case_id, officer)
        if kept is None or kept.sha256 != shown.package_sha256:
            return None
        return kept if self._counts(kept) else None

    def _counts(self, kept: KeptDraft) -> bool:
        """Tell whether a draft's officer may still go on with it."""
        if wall() - kept.kept_at > LONGEST:
            return False
        try:
            undecided = self._records.case(kept.case_id).stage in _UNDECIDED
        except KeyError:
            return False  # a restored backup does not know it
        return undecided and not self._records.decided_since(kept.case_id, kept.officer, kept.token)

    def _check_pace(self, desk: str) -> None:
        came, now = self._came.setdefault(desk, deque(maxlen=_AT_ONCE)), monotonic()
        if len(came) == _AT_ONCE and now - came[0] < _WITHIN_S:
            raise HubBusy("drafts come too often", 1.0)
        came.append(now)
