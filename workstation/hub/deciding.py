"""What the hub does with a decision: recorded under its lease, receipted, taken back."""

import logging
from dataclasses import replace

from queue_client.codec import Message
from queue_client.documents import DecisionDocument
from queue_client.errors import Conflict, Fenced, RefusalCode, Refused, TooLate, WireViolation
from queue_client.messages import Decide, DecidedReply, DoneReply, Recall
from workstation.domain.decision import Conclusion, Decision
from workstation.domain.errors import ContentConflict, LeaseFenced, NobodyAbove, StepRefused
from workstation.domain.instants import to_text
from workstation.domain.kernel_clock import KernelClock
from workstation.domain.law import Stage
from workstation.hub.clocks import monotonic, wall
from workstation.hub.decisions import read_decision
from workstation.hub.desk_signatures import DeskSignatures
from workstation.hub.leases import LeaseParts, Leases
from workstation.hub.replies import Reply
from workstation.hub.sessions import Seat
from workstation.hub.sparing_notes import SparingNotes

_LOG = logging.getLogger(__name__)


class Deciding:
    """Records decisions and takes them back; every request may come twice."""

    def __init__(
        self,
        parts: LeaseParts,
        leases: Leases,
        signatures: DeskSignatures,
        notes: SparingNotes,
        clock: KernelClock,
    ) -> None:
        self._records, self._ledger, self._papers = parts.records, parts.ledger, parts.papers
        self._settings, self._leases, self._signatures = parts.settings, leases, signatures
        self._notes, self._clock = notes, clock

    def decide(self, seat: Seat, message: Message, header: Decide) -> Reply:
        """Record a decision under its lease, once, and return its receipt."""
        document = message.document(DecisionDocument)
        named = (document.decision_id, document.case_id, document.token)
        if named != (header.decision_id, header.case_id, header.token):
            raise WireViolation("header and document of a decision differ")
        if self._ledger.was_recalled(header.decision_id):
            raise Refused(RefusalCode.NOT_LAWFUL, "this decision has been recalled")
        lease = self._ledger.find(header.case_id, header.token)
        if lease is not None and (lease.officer, lease.desk) != (
            seat.officer.officer_id,
            seat.desk,
        ):
            raise Fenced(header.case_id, header.token)
        if lease is not None and document.conclusion == Conclusion.RELEASE:
            self._check_release(header.case_id)
        decision = read_decision(
            document,
            seat=seat,
            now=wall(),
            recall_s=self._settings.recall_s,
            clock=self._clock.state,
        )
        signed = self._signatures.check(message, header, decision)
        if signed:
            known = {**decision.circumstances, **signed}
            decision = replace(decision, circumstances=known)
        recorded = self._recorded(header, decision)
        if lease is not None:
            self._leases.decided(lease)
            facts = {"case": header.case_id, "conclusion": recorded.conclusion.value}
            _LOG.info("decision recorded", extra=facts)
        return self._receipt(header, recorded)

    def _recorded(self, header: Decide, decision: Decision) -> Decision:
        """Have a decision recorded; raise what its desk is to hear when it cannot be."""
        try:
            readers = self._papers.reading(self._records.case(header.case_id)).readers
            return self._records.decide(decision, readers=readers)
        except (LeaseFenced, KeyError) as error:  # a case that a restored backup does not know, too
            facts = {"case": header.case_id, "token": header.token, "officer": decision.officer}
            self._notes.note("scan:decision:fenced", facts, of=decision.desk)
            raise Fenced(header.case_id, header.token) from error
        except ContentConflict as error:
            raise Conflict(f"decision {header.decision_id}", str(error)) from error
        except NobodyAbove as error:
            raise Refused(RefusalCode.NOBODY_ABOVE, str(error)) from error
        except StepRefused as error:
            raise Refused(RefusalCode.NOT_LAWFUL, str(error)) from error

    def _check_release(self, case_id: str) -> None:
        """Raise `Refused` when a list of risk control demands that a case is inspected."""
        demanded = self._papers.guide.demands_inspection(case_id)
        if demanded is not None:
            says = f"list {demanded.list_name} demands that it is inspected: {demanded.text}"
            raise Refused(RefusalCode.MUST_INSPECT, says)

    def _receipt(self, header: Decide, recorded: Decision) -> Reply:
        now = monotonic()
        if recorded.conclusion is Conclusion.RELEASE:
            self._ledger.hold(header.decision_id, now)
        # After a restart a release is held anew, but what the record calls final stays so: it may
        # have left before.
        until_final_s = max(0.0, (recorded.final_at - wall()).total_seconds())
        return Reply(
            DecidedReply(
                ask=header.ask,
                decision_id=header.decision_id,
                case_id=header.case_id,
                conclusion=recorded.conclusion.value,
                decided_at=to_text(recorded.decided_at),
                recall_s=min(self._ledger.hold_left(header.decision_id, now), until_final_s),
            )
        )

    def recall(self, seat: Seat, header: Recall) -> Reply:
        """Take a decision back that has not left; its case comes to its officer first."""
        if self._ledger.was_recalled(header.decision_id):
            return Reply(DoneReply(ask=header.ask))
        if not self._ledger.may_recall(header.decision_id):
            raise TooLate(header.decision_id)
        officer = seat.officer.officer_id
        try:
            case = self._records.recall(
                header.decision_id, officer=officer, reason=header.reason, now=wall()
            )
        except (KeyError, StepRefused) as error:
            raise Refused(RefusalCode.UNKNOWN, "there is no such decision of yours") from error
        if case is None:
            raise TooLate(header.decision_id)
        self._ledger.note_recalled(header.decision_id)
        self._ledger.let_go(header.decision_id)
        if case.stage is Stage.WAITING:
            # Lists may have come or gone while it was decided, and a restart forgets its hits.
            self._papers.guide.came_back.append(case.case_id)
            self._leases.offer_again(officer, case)
        return Reply(DoneReply(ask=header.ask))
