"""The decision record that a site acts on, and the hub's signature over its canonical bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from queue_client.codec import canonical
from queue_client.errors import SignatureInvalid
from queue_client.keys import SigningKey, signature_holds

RECORD_KEYS: Final = frozenset(
    {
        "decision_id",
        "site",
        "scan_id",
        "sha256",
        "conclusion",
        "reason",
        "note",
        "marks",
        "officer",
        "decided_at",
        "sequence",
    }
)
# A signature for one purpose must never be valid for another.
_PURPOSE: Final = b"reviewroom.decision/1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedDecision:
    """A decision as it reaches a site; believe it only after `verify`."""

    record: Mapping[str, Any]
    signature: str

    @property
    def decision_id(self) -> str:
        """The decision's id, as claimed."""
        return str(self.record.get("decision_id", ""))

    @property
    def sequence(self) -> int:
        """The decision's place in the site's row, as claimed."""
        return int(self.record.get("sequence", 0))


def sign(record: Mapping[str, Any], key: SigningKey) -> SignedDecision:
    """Sign a complete decision record; raise ``ValueError`` when a key is missing or foreign."""
    if record.keys() != RECORD_KEYS:
        raise ValueError(f"record keys differ: {sorted(record.keys() ^ RECORD_KEYS)}")
    return SignedDecision(record=dict(record), signature=key.sign(_signed_bytes(record)))


def verify(decision: SignedDecision, public: str) -> None:
    """Raise `SignatureInvalid` unless the record is complete and signed by the key ``public``."""
    complete = decision.record.keys() == RECORD_KEYS
    if not complete or not signature_holds(
        public, _signed_bytes(decision.record), decision.signature
    ):
        raise SignatureInvalid(f"decision {decision.decision_id or '?'}")


def _signed_bytes(record: Mapping[str, Any]) -> bytes:
    return _PURPOSE + canonical(dict(record))
