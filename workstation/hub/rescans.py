"""Pictures that nobody could judge, sent back to the scanner without an officer.

Off unless the hub's settings allow it. It is a decision like any other: a lease, the law, an audit
entry, an announcement to the site; only its officer is the hub. A container is sent back once; when
its next picture is no better, an officer looks at it.
"""

import logging
import uuid
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

from workstation.domain.case import Case
from workstation.domain.decision import Conclusion, Decision
from workstation.domain.errors import ContentConflict, LeaseFenced, StepRefused
from workstation.domain.picture_fault import PictureFault
from workstation.hub.clocks import monotonic, wall
from workstation.hub.ports import Records

_LOG = logging.getLogger(__name__)
#: No officer's name has a colon.
OFFICER: Final = "hub:quality"
DESK: Final = "hub"
_REASON: Final = "poor_image"
_ONCE_IN_S: Final = 24 * 3600.0
_REMEMBERED: Final = 10_000


class Rescans:
    """Decides what is scanned again; owned by the broker's thread."""

    def __init__(self, records: Records, clock: Callable[[], float] = monotonic) -> None:
        self._records, self._clock = records, clock
        self._sent_back: OrderedDict[tuple[str, str], float] = OrderedDict()

    def sends_back(self, case: Case, poor: Sequence[PictureFault]) -> bool:
        """Decide a waiting case as *scan again* when its picture is poor; tell whether it was.

        A container whose number is not known is not sent back: nobody could tell its next picture
        from another's.
        """
        container = case.head.container or (case.declaration and case.declaration.container)
        if not poor or not container:
            return False
        key = (case.site, container)
        now = self._clock()
        if now - self._sent_back.get(key, -_ONCE_IN_S) < _ONCE_IN_S:
            return False
        try:
            self._decide(case, poor)
        except (StepRefused, LeaseFenced, ContentConflict) as error:
            _LOG.warning("not sent back", extra={"case": case.case_id, "reason": str(error)})
            return False
        self._sent_back[key] = now
        while len(self._sent_back) > _REMEMBERED:
            self._sent_back.popitem(last=False)
        told = ", ".join(fault.value for fault in poor)
        _LOG.info("sent back to the scanner", extra={"case": case.case_id, "faults": told})
        return True

    def _decide(self, case: Case, poor: Sequence[PictureFault]) -> None:
        now = wall()
        leased = case  # when the store failed between the two acts
        if case.lease_officer != OFFICER:
            leased = self._records.lease(case.case_id, officer=OFFICER, desk=DESK, now=now)
        decision = Decision(
            decision_id=uuid.uuid4().hex,
            case_id=case.case_id,
            site=case.site,
            scan_id=case.scan_id,
            scan_sha256=case.package_sha256,
            conclusion=Conclusion.RESCAN,
            reason=_REASON,
            note="",
            marks=(),
            officer=OFFICER,
            desk=DESK,
            decided_at=now,
            final_at=now,
            lease_token=leased.lease_token or 0,
            evidence={"faults": [fault.value for fault in poor]},
        )
        self._records.decide(decision, readers=1)
