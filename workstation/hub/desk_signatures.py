"""Whose decisions are whose: each desk's signing key, and what of a decision it signed."""

import logging
from pathlib import Path
from typing import Any, Final

from queue_client.codec import Message
from queue_client.desk_signatures import decision_holds, document_of
from queue_client.errors import RefusalCode, Refused
from queue_client.messages import Decide
from workstation.domain.decision import Decision, mark_to_json
from workstation.domain.principal import Principal
from workstation.hub.pins import Pins
from workstation.hub.ports import Records
from workstation.hub.sparing_notes import SparingNotes

_LOG = logging.getLogger(__name__)
FILE: Final = "desk-keys.json"
_SIGNED_SINCE: Final = 2  # the version of the wire whose decisions are signed


class DeskSignatures:
    """Holds each decision against its desk's pinned key; used by the hub's thread."""

    def __init__(self, folder: Path, records: Records, notes: SparingNotes) -> None:
        self._pins = Pins(folder / FILE, records, notes, owner="desk", key="decision_key")

    def greet(self, principal: Principal, decision_key: str) -> None:
        """Pin a desk's key, or compare it; raises as `Pins.greet` does."""
        self._pins.greet(principal, decision_key)

    def check(self, message: Message, header: Decide, decision: Decision) -> dict[str, Any]:
        """Return what the evidence log keeps of a desk's signature; nothing when there is none.

        A desk whose key is not pinned, and one of version 1 of the wire, sign nothing. Raises
        `Refused` when a signature is due and does not hold.
        """
        keys = self._pins.of(decision.desk)
        if not keys or message.version < _SIGNED_SINCE:
            return {}
        document, desk = bytes(message.body), decision.desk
        key = next(
            (
                key
                for key in keys
                if decision_holds(key, header.signature, desk=desk, document=document)
            ),
            None,
        )
        if key is None:
            raise Refused(RefusalCode.NOT_SIGNED, "the decision is not signed by its desk")
        if document_of(_recorded(decision)) != document:
            # Such as a mark whose places were sent as whole numbers: the same, in other letters.
            _LOG.warning("a signed decision is recorded in other letters", extra={"desk": desk})
            return {}
        return {"desk_signature": {"key": key, "signature": header.signature}}


def _recorded(decision: Decision) -> dict[str, Any]:
    return {
        "case": decision.case_id,
        "conclusion": decision.conclusion.value,
        "decision_id": decision.decision_id,
        "evidence": dict(decision.evidence),
        "marks": [mark_to_json(mark) for mark in decision.marks],
        "note": decision.note,
        "reason": decision.reason,
        "sha256": decision.scan_sha256,
        "token": decision.lease_token,
    }
