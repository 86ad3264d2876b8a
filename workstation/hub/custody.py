"""What sites tell the hub about scans and decisions that it may have lost, and what it asks for."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from queue_client.codec import Message, write_document
from queue_client.documents import HELD_AT_ONCE, HeldDocument, SignedDocument
from queue_client.errors import SignatureInvalid, WireViolation
from queue_client.messages import Custody, CustodyState
from queue_client.signing import SignedDecision, verify
from workstation.domain.decision import Conclusion, Decision, mark_from_json
from workstation.domain.instants import from_text
from workstation.hub.clocks import wall
from workstation.hub.replies import Reply
from workstation.hub.sparing_notes import SparingNotes

_LOG = logging.getLogger(__name__)
#: What only a forger, or a hub with another signing key, would have made.
_FORGED: Final = "site:decision:forged"


class CustodyRecords(Protocol):
    """The part of `workstation.hub.ports.Records` that heals a hub restored from a backup."""

    def epoch(self) -> int:
        """Return how often the records were restored from a backup."""

    def owing(self) -> frozenset[str]:
        """Return the sites that have not reported since; their cases are leased to nobody."""

    def reported(self, site: str, *, by: str = "", now: datetime) -> bool:
        """Note that a site has told all that it applied; False when it had before."""

    def returned(
        self, decision: Decision, record: Mapping[str, Any], signature: str, *, now: datetime
    ) -> bool:
        """Take in a decision that its site applied, known or not; False when records disagree."""

    def wanted(self, site: str) -> Sequence[str]:
        """Return scans of a site whose package is damaged or missing."""

    def note_damaged(self, sha256: str, *, now: datetime) -> None:
        """Note that a package is not what it was; its site is asked for it again."""

    def knows(self, site: str, scan_ids: Sequence[str]) -> frozenset[str]:
        """Return those of a site's scans that the records know."""


class CustodyService:
    """Answers the reports of sites; every report may come twice.

    ``signing_key`` is the public half of the hub's own key: a decision comes back only when this
    very hub made it.
    """

    def __init__(self, records: CustodyRecords, signing_key: str, notes: SparingNotes) -> None:
        self._records, self._signing_key, self._notes = records, signing_key, notes

    def answer(self, site: str, message: Message, header: Custody) -> Reply:
        """Take in what a site tells and say what is wanted of it."""
        told = message.document(list[HeldDocument])
        if len(told) > HELD_AT_ONCE:
            raise WireViolation(f"a report tells of at most {HELD_AT_ONCE} scans at once")
        for held in told:
            if held.signed is not None:
                self._take_in(site, held.scan_id, held.signed)
        if header.last and self._records.reported(site, now=wall()):
            _LOG.info("a site has reported after the restore", extra={"site": site})
        here = [held.scan_id for held in told if held.held]
        known = self._records.knows(site, here) if here else frozenset()
        wanted = [scan_id for scan_id in here if scan_id not in known]
        wanted += [one for one in self._records.wanted(site) if one not in wanted]
        state = CustodyState(
            ask=header.ask, epoch=self._records.epoch(), owes=site in self._records.owing()
        )
        return Reply(state, write_document(wanted))

    def _take_in(self, site: str, scan_id: str, signed: SignedDocument) -> None:
        try:
            verify(
                SignedDecision(record=signed.record, signature=signed.signature), self._signing_key
            )
        except SignatureInvalid:
            facts = {"site": site, "scan_id": scan_id}
            _LOG.warning("a decision came back that the hub never signed", extra=facts)
            self._notes.note(_FORGED, facts, of=site)
            return
        decision = _decision(signed.record)
        if (decision.site, decision.scan_id) != (site, scan_id):
            raise WireViolation("a decision came back from another site, or for another scan")
        if not self._records.returned(decision, signed.record, signed.signature, now=wall()):
            _LOG.error(
                "a site has applied a decision that the records contradict",
                extra={"case": decision.case_id, "decision": decision.decision_id},
            )


def _decision(record: Mapping[str, Any]) -> Decision:
    """Return what the hub signed as a decision; the lease it was made under is not known."""
    decided_at = from_text(record["decided_at"])
    return Decision(
        decision_id=record["decision_id"],
        case_id=f"{record['site']}:{record['scan_id']}",
        site=record["site"],
        scan_id=record["scan_id"],
        scan_sha256=record["sha256"],
        conclusion=Conclusion(record["conclusion"]),
        reason=record["reason"],
        note=record["note"],
        marks=tuple(mark_from_json(mark) for mark in record["marks"]),
        officer=record["officer"],
        desk="",
        decided_at=decided_at,
        final_at=decided_at,
        lease_token=0,
        evidence={},
    )
