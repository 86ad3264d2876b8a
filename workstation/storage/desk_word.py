"""Holding what desks signed against what the log says that they decided."""

from dataclasses import dataclass, field

import msgspec

from queue_client.desk_signatures import decision_holds, document_of


class DeskSignature(msgspec.Struct, frozen=True, gc=False):
    """A desk's signature as an entry keeps it: the public key and the signature, both in hex."""

    key: str
    signature: str


@dataclass(slots=True)
class DeskWord:
    """The keys that were pinned, and the entries whose signature does not hold."""

    keys: dict[str, set[str]] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)
    signed: int = 0

    def pinned(self, desk: str, key: str) -> None:
        """Take note of a desk's key."""
        self.keys.setdefault(desk, set()).add(key)

    def hear(self, seq: int, decision: msgspec.Raw, signature: DeskSignature) -> None:
        """Hold a decision, as its entry has it, against its desk's signature."""
        recorded = msgspec.json.decode(decision)
        name, desk = recorded["decision_id"], recorded["desk"]
        self.signed += 1
        if signature.key not in self.keys.get(desk, ()):
            self.faults.append((seq, f"decision {name} is signed by a key that {desk} never had"))
        elif not decision_holds(
            signature.key, signature.signature, desk=desk, document=document_of(recorded)
        ):
            self.faults.append((seq, f"decision {name} is not what {desk} signed"))
