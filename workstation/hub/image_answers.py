"""What officers say of test images: kept, told at once, and their cases offered again."""

from typing import Final

from queue_client.codec import Message
from queue_client.documents import DecisionDocument
from queue_client.errors import WireViolation
from queue_client.messages import Decide, DecidedReply
from queue_client.reply_messages import TestTold
from workstation.domain.decision import Decision
from workstation.domain.instants import to_text
from workstation.domain.kernel_clock import ClockState
from workstation.hub.clocks import wall
from workstation.hub.decisions import read_decision
from workstation.hub.leases import Leases
from workstation.hub.ledger import Ledger
from workstation.hub.projections import Met, Projections
from workstation.hub.replies import Reply
from workstation.hub.sessions import Seat

#: The version of the wire in which a receipt tells of a test image.
TELLS_SINCE: Final = 2


class ImageAnswers:
    """Stands before the recording of decisions: nothing that is said of a test image passes."""

    def __init__(self, projections: Projections, ledger: Ledger, leases: Leases) -> None:
        self._projections, self._ledger, self._leases = projections, ledger, leases

    def answer(self, seat: Seat, message: Message, header: Decide) -> Reply | None:
        """Take what is said of a test image, and tell of it; None when it is about a scan.

        The same again is answered alike. Raises `Fenced` when the lease is not theirs any more.
        """
        document = message.document(DecisionDocument)
        if not self._projections.is_image(document.sha256):
            return None
        named = (document.decision_id, document.case_id, document.token)
        if named != (header.decision_id, header.case_id, header.token):
            raise WireViolation("header and document of a decision differ")
        decision = read_decision(document, seat=seat, now=wall(), recall_s=0.0, clock=ClockState())
        on_task_s = self._leases.on_task_s(decision.officer)
        met = self._projections.met(decision, on_task_s=on_task_s)
        lease = self._ledger.find(header.case_id, header.token)
        if lease is not None and met.case is not None:
            self._leases.was_test(lease, met.case)
        return _told(header, decision, met)


def _told(header: Decide, decision: Decision, met: Met) -> Reply:
    area, outcome = met.image.plan.area, met.image.outcome
    return Reply(
        DecidedReply(
            ask=header.ask,
            decision_id=header.decision_id,
            case_id=header.case_id,
            conclusion=decision.conclusion.value,
            decided_at=to_text(decision.decided_at),
            recall_s=0.0,
            test=TestTold(
                outcome="" if outcome is None else outcome.value,
                object=met.image.plan.object,
                area=(area.row, area.column, area.height, area.width),
            ),
        )
    )
