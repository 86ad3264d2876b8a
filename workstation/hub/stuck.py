"""A supervisor frees a case that waits for a chief when every chief has read it already."""

from typing import Any

from queue_client.errors import RefusalCode, Refused
from queue_client.supervision_messages import Steer, SteerAct
from workstation.domain.errors import StepRefused
from workstation.hub.clocks import wall
from workstation.hub.ports import Records
from workstation.hub.sessions import Seat
from workstation.hub.supervision import Contribution


class StuckCases:
    """Carries the order out in the broker's thread; the records know whether it was done before."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def contribution(self) -> Contribution:
        """Return what this brings to the supervisor's room."""
        return Contribution(steerers={SteerAct.SET_ASIDE: self.set_aside})

    def set_aside(self, seat: Seat, header: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Set a chief's own earlier reading of the case ``case_id`` aside, with a reason.

        Raises `Refused` without a reason, or when the case is not stuck.
        """
        reason = header.reason.strip()
        if not reason:
            raise Refused(RefusalCode.NOT_LAWFUL, "a reason is needed")
        case_id = str(document.get("case_id", ""))
        try:
            case = self._records.set_aside(
                case_id, officer=seat.officer.officer_id, reason=reason, now=wall()
            )
        except (KeyError, StepRefused) as error:
            raise Refused(RefusalCode.NOT_LAWFUL, "this case is not stuck") from error
        return {"case_id": case.case_id, "readers": list(case.read_by)}
