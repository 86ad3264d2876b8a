"""What the entries of the evidence log tell, gathered to be held against the records."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

import msgspec

from workstation.audit.tags import Tag
from workstation.audit.verify import Contents
from workstation.domain.decision import Conclusion
from workstation.domain.law import Step

_ACTS: Final = frozenset(tag.value for tag in Tag)
T = TypeVar("T")


class _Named(msgspec.Struct, frozen=True):
    decision_id: str
    conclusion: str


@dataclass(slots=True)
class Told:
    """Facts by what they are about, each with the number of its entry."""

    entries: int = 0
    received: dict[str, tuple[int, str]] = field(default_factory=dict)
    stages: dict[str, tuple[int, str]] = field(default_factory=dict)
    #: Of each decision the hash of its canonical text.
    decisions: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)
    recalled: dict[str, tuple[int, tuple[str, str]]] = field(default_factory=dict)
    announced: dict[str, tuple[int, tuple[str, int]]] = field(default_factory=dict)
    machines: dict[str, tuple[int, tuple[str, str, bool]]] = field(default_factory=dict)
    officers: dict[str, tuple[int, list[str]]] = field(default_factory=dict)

    @property
    def unheard(self) -> int:
        """The number after the last entry: of what no entry tells."""
        return self.entries + 1

    def hear(self, entry: Contents) -> None:
        """Take one entry that holds.

        Raises
        ------
        KeyError, msgspec.DecodeError
            If it does not say what an entry of its tag must say.
        """
        self.entries += 1
        seq, tag, facts = entry.seq, entry.tag, entry.facts
        match tag:
            case Tag.SCAN_RECEIVED:
                self.received[_text(facts["case"])] = (seq, _text(facts["sha256"]))
            case Tag.DECISION_RECORDED:
                self._hear_decision(seq, facts)
            case Tag.DECISION_RECALLED:
                why = (_text(facts["officer"]), _text(facts["reason"]))
                self.recalled[_text(facts["decision_id"])] = (seq, why)
            case Tag.SCAN_ANNOUNCED:
                where = (_text(facts["site"]), _value(facts["sequence"], int))
                self.announced[_text(facts["decision_id"])] = (seq, where)
            case Tag.PRINCIPAL_ENROLLED:
                machine = (_text(facts["name"]), _text(facts["kind"]))
                may = _value(facts["enabled"], bool)
                self.machines[_text(facts["public_key"])] = (seq, (*machine, may))
            case Tag.OFFICER_RECORDED:
                self.officers[_text(facts["officer"])] = (seq, _value(facts["roles"], list[str]))
            case _:
                pass
        if "stage" in facts and tag in _ACTS:
            self.stages[_text(facts["case"])] = (seq, _text(facts["stage"]))

    def _hear_decision(self, seq: int, facts: Mapping[str, msgspec.Raw]) -> None:
        decision = facts["decision"]
        named = _value(decision, _Named)
        self.decisions[named.decision_id] = (seq, hashlib.sha256(decision).digest())
        if "step" in facts:
            settles = _text(facts["step"]) == Step.DECIDE
        else:  # older than second readings
            settles = named.conclusion != Conclusion.REFER
        if settles:
            self.settled.add(named.decision_id)


def _text(raw: msgspec.Raw) -> str:
    return _value(raw, str)


def _value(raw: msgspec.Raw, shape: type[T]) -> T:
    return msgspec.json.decode(raw, type=shape)
