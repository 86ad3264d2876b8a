"""Holding what desks signed against what the log says that they decided."""

from dataclasses import dataclass, field
from typing import Final

import msgspec

from queue_client.desk_signatures import decision_holds


class DeskSignature(msgspec.Struct, frozen=True, gc=False):
    """A desk's signature as an entry keeps it: the public key and the signature, both in hex."""

    key: str
    signature: str


class _Recorded(msgspec.Struct, gc=False):
    """A decision as an entry has it; what its desk said of it is left as it is written."""

    case: msgspec.Raw
    conclusion: msgspec.Raw
    decision_id: msgspec.Raw
    desk: str
    evidence: msgspec.Raw
    marks: msgspec.Raw
    note: msgspec.Raw
    reason: msgspec.Raw
    sha256: msgspec.Raw
    token: msgspec.Raw


_RECORDED: Final = msgspec.json.Decoder(_Recorded)


def _document_of(recorded: _Recorded) -> bytes:
    """Return what `queue_client.desk_signatures.document_of` makes, out of the entry's own text.

    Both are canonical, so that nothing has to be read and written anew; an entry in another
    spelling is none that this program wrote, and its signature does not hold.
    """
    return b"".join(
        (
            b'{"case_id":',
            recorded.case,
            b',"conclusion":',
            recorded.conclusion,
            b',"decision_id":',
            recorded.decision_id,
            b',"evidence":',
            recorded.evidence,
            b',"marks":',
            recorded.marks,
            b',"note":',
            recorded.note,
            b',"reason":',
            recorded.reason,
            b',"sha256":',
            recorded.sha256,
            b',"token":',
            recorded.token,
            b"}",
        )
    )


class Doubt(msgspec.Struct, frozen=True, gc=False):
    """A signature by a key that was pinned before these entries, or never."""

    seq: int
    desk: str
    key: str
    decision: str
    holds: bool


@dataclass(slots=True)
class DeskWord:
    """The keys that were pinned, and the entries whose signature does not hold.

    What is heard of one part of the log is joined with what was heard before by `take_in`.
    """

    keys: dict[str, set[str]] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    signed: int = 0

    def pinned(self, desk: str, key: str) -> None:
        """Take note of a desk's key."""
        self.keys.setdefault(desk, set()).add(key)

    def hear(self, seq: int, decision: msgspec.Raw, signature: DeskSignature) -> None:
        """Hold a decision, as its entry has it, against its desk's signature."""
        recorded = _RECORDED.decode(decision)
        name, desk = msgspec.json.decode(recorded.decision_id, type=str), recorded.desk
        self.signed += 1
        holds = decision_holds(
            signature.key, signature.signature, desk=desk, document=_document_of(recorded)
        )
        doubt = Doubt(seq, desk, signature.key, name, holds)
        if signature.key in self.keys.get(desk, ()):
            self._settle(doubt)
        else:
            self.doubts.append(doubt)

    def take_in(self, later: "DeskWord") -> None:
        """Take what was heard of the entries that follow; a key counts from its pin on."""
        for doubt in later.doubts:
            if doubt.key in self.keys.get(doubt.desk, ()):
                self._settle(doubt)
            else:
                says = f"decision {doubt.decision} is signed by a key that {doubt.desk} never had"
                self.faults.append((doubt.seq, says))
        self.faults += later.faults
        self.signed += later.signed
        for desk, keys in later.keys.items():
            self.keys.setdefault(desk, set()).update(keys)

    def _settle(self, doubt: Doubt) -> None:
        if not doubt.holds:
            says = f"decision {doubt.decision} is not what {doubt.desk} signed"
            self.faults.append((doubt.seq, says))
