"""What the entries of the evidence log tell, gathered to be held against the records."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from workstation.audit.chain import canonical_json
from workstation.audit.tags import Tag
from workstation.audit.verify import Shapes, shape_of
from workstation.domain.decision import Conclusion
from workstation.domain.four_eyes import Act
from workstation.domain.law import Step
from workstation.domain.officer import OfficerState
from workstation.storage.desk_word import DeskSignature, DeskWord


class _Moved(msgspec.Struct, gc=False):
    """What the entries of every act may say: the case and the stage that it now stands at."""

    case: str = ""
    stage: str = ""


class _Received(_Moved, kw_only=True, gc=False):
    sha256: str


class _Circumstances(msgspec.Struct, gc=False):
    desk_signature: DeskSignature | None = None


class _Decided(_Moved, kw_only=True, gc=False):
    decision: msgspec.Raw
    step: str | None = None
    circumstances: _Circumstances | None = None


class _Pinned(msgspec.Struct, gc=False):
    desk: str
    decision_key: str


class _Recalled(_Moved, kw_only=True, gc=False):
    decision_id: str
    officer: str
    reason: str
    request: str = ""


class _Announced(_Moved, kw_only=True, gc=False):
    decision_id: str
    site: str
    sequence: int


class _Inspected(_Moved, kw_only=True, gc=False):
    result: msgspec.Raw


class _Filmed(msgspec.Struct, gc=False):
    decision_id: str
    sha256: str


class _ByTwo(msgspec.Struct, kw_only=True, gc=False):
    """What the entry of an act says where somebody had asked for it and another agreed."""

    request: str = ""
    agreed_by: str = ""


class _Asked(msgspec.Struct, gc=False):
    request: str
    act: str
    subject: str
    content: dict[str, Any]
    officer: str
    reason: str


class _AskedOfCase(_Moved, kw_only=True, gc=False):
    request: str
    officer: str
    reason: str


class _AskedToUnpark(_AskedOfCase, kw_only=True, gc=False):
    pass


class _AskedToWithdraw(_AskedOfCase, kw_only=True, gc=False):
    decision_id: str


class _Unparked(_Moved, kw_only=True, gc=False):
    request: str
    officer: str


class _Agreed(msgspec.Struct, gc=False):
    request: str
    officer: str


class _Undone(msgspec.Struct, gc=False):
    request: str


class _Enrolled(_ByTwo, kw_only=True, gc=False):
    public_key: str
    name: str
    kind: str
    enabled: bool
    not_after: str | None = None
    allowed_ip: list[str] = []


class _Officer(_ByTwo, kw_only=True, gc=False):
    officer: str
    roles: list[str]


class _OfficerState(_ByTwo, kw_only=True, gc=False):
    officer: str
    state: str


class _Disposed(_ByTwo, kw_only=True, gc=False):
    batch: str
    digest: str


class _Named(msgspec.Struct, gc=False):
    decision_id: str
    conclusion: str


class _OfResult(msgspec.Struct, gc=False):
    result_id: str


_SHAPES: Final[dict[Tag, type[msgspec.Struct]]] = {
    Tag.SCAN_RECEIVED: _Received,
    Tag.DECISION_RECORDED: _Decided,
    Tag.DECISION_RECALLED: _Recalled,
    Tag.SCAN_ANNOUNCED: _Announced,
    Tag.SCAN_INSPECTED: _Inspected,
    Tag.FILM_KEPT: _Filmed,
    Tag.PRINCIPAL_ENROLLED: _Enrolled,
    Tag.OFFICER_RECORDED: _Officer,
    Tag.OFFICER_STATE: _OfficerState,
    Tag.OFFICER_PASSWORD: _ByTwo,
    Tag.PACKAGES_DISPOSED: _Disposed,
    Tag.REQUEST_MADE: _Asked,
    Tag.UNPARK_REQUESTED: _AskedToUnpark,
    Tag.SUPERSEDE_REQUESTED: _AskedToWithdraw,
    Tag.SCAN_UNPARKED: _Unparked,
    Tag.EXPORT_AGREED: _Agreed,
    Tag.REQUEST_DECLINED: _Undone,
    Tag.REQUEST_OVERTAKEN: _Undone,
}
_DECODERS: Final[dict[str, "msgspec.json.Decoder[Any]"]] = {
    **{tag.value: msgspec.json.Decoder(_SHAPES.get(tag, _Moved)) for tag in Tag},
    "desk:decision_key:pinned": msgspec.json.Decoder(_Pinned),
}
#: The same for whole entries, for `workstation.audit.verify.checked`.
SHAPES: Final[Shapes] = {
    tag.encode(): shape_of(tag, decoder.type) for tag, decoder in _DECODERS.items()
}
_OF_CASES: Final = frozenset(shape for shape in _SHAPES.values() if issubclass(shape, _Moved))
_ASKINGS: Final = frozenset({_Asked, _AskedToUnpark, _AskedToWithdraw})
_RESULT: Final = msgspec.json.Decoder(_OfResult)
_NAMED: Final = msgspec.json.Decoder(_Named)


#: Name and kind of a machine, whether it may speak, until when, and from which networks.
Machine = tuple[str, str, bool, str | None, tuple[str, ...]]


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
    #: Of each inspection result the hash of its canonical text.
    results: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    films: dict[str, tuple[int, str]] = field(default_factory=dict)
    machines: dict[str, tuple[int, Machine]] = field(default_factory=dict)
    officers: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    #: Whether an officer may work, as an `OfficerState` says it.
    officer_states: dict[str, tuple[int, str]] = field(default_factory=dict)
    #: Of each batch of cases whose packages went, the hash of the cases.
    disposed: dict[str, tuple[int, str]] = field(default_factory=dict)
    #: Of each request the hash of what was asked for, as `digest_of` makes it.
    requests: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    #: Who agreed to a request; empty where it was closed undone.
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    desks: DeskWord = field(default_factory=DeskWord)

    @property
    def unheard(self) -> int:
        """The number after the last entry: of what no entry tells."""
        return self.entries + 1

    def take_in(self, later: "Told") -> None:
        """Take what the entries told that follow these."""
        self.entries = later.entries
        self.received.update(later.received)
        self.stages.update(later.stages)
        self.decisions.update(later.decisions)
        self.settled |= later.settled
        self.recalled.update(later.recalled)
        self.announced.update(later.announced)
        self.results.update(later.results)
        self.films.update(later.films)
        self.machines.update(later.machines)
        self.officers.update(later.officers)
        self.officer_states.update(later.officer_states)
        self.disposed.update(later.disposed)
        self.requests.update(later.requests)
        self.answers.update(later.answers)
        self.desks.take_in(later.desks)

    def hear(self, entry: Any) -> None:  # noqa: ANN401 - as `checked` yields it
        """Take one entry that holds, as `workstation.audit.verify.checked` yields it.

        Raises
        ------
        msgspec.DecodeError
            If it does not say what an entry of its tag must say.
        """
        self.entries += 1
        seq, facts = entry.seq, entry.facts
        kind = type(facts)
        if kind is msgspec.Raw:
            decoder = _DECODERS.get(entry.tag)
            if decoder is None:  # a note of something that changes no record
                return
            facts = decoder.decode(facts)
            kind = type(facts)
        if kind is not _Moved:
            if kind in _ASKINGS:
                self._hear_asked(seq, entry.at, facts)
            if kind not in _OF_CASES:
                self._hear_registry(seq, facts)
                return
            self._hear_more(seq, facts)
        if facts.stage:
            self.stages[facts.case] = (seq, facts.stage)

    def _hear_more(self, seq: int, facts: msgspec.Struct) -> None:
        """Take what an entry tells of a case beside its stage; the most frequent first."""
        match facts:
            case _Decided():
                self._hear_decision(seq, facts)
            case _Received():
                self.received[facts.case] = (seq, facts.sha256)
            case _Announced():
                self.announced[facts.decision_id] = (seq, (facts.site, facts.sequence))
            case _Recalled():
                self.recalled[facts.decision_id] = (seq, (facts.officer, facts.reason))
                if facts.request:
                    self.answers[facts.request] = (seq, facts.officer)
            case _Inspected():
                named = _RESULT.decode(facts.result)
                digest = hashlib.sha256(facts.result).digest()
                self.results[named.result_id] = (seq, digest)
            case _Unparked():
                self.answers[facts.request] = (seq, facts.officer)

    def _hear_asked(self, seq: int, at: str, facts: msgspec.Struct) -> None:
        match facts:
            case _Asked():
                act, subject, content = facts.act, facts.subject, facts.content
            case _AskedToUnpark():
                act, subject, content = Act.UNPARK.value, facts.case, {}
            case _AskedToWithdraw():
                act, subject, content = Act.SUPERSEDE.value, facts.decision_id, {}
            case _:
                return
        digest = digest_of(act, subject, facts.officer, facts.reason, content, at=at)
        self.requests[facts.request] = (seq, digest)

    def _hear_of_two(self, seq: int, facts: msgspec.Struct) -> None:
        """Take what a second officer answered."""
        match facts:
            case _ByTwo() if facts.request:
                self.answers[facts.request] = (seq, facts.agreed_by)
            case _Agreed():
                self.answers[facts.request] = (seq, facts.officer)
            case _Undone():
                self.answers[facts.request] = (seq, "")

    def _hear_registry(self, seq: int, facts: msgspec.Struct) -> None:
        """Take what an entry tells of a machine, its key, an officer or a film."""
        self._hear_of_two(seq, facts)
        match facts:
            case _Enrolled():
                self.machines[facts.public_key] = (seq, _machine(facts))
            case _Officer():
                self.officers[facts.officer] = (seq, facts.roles)
                self.officer_states[facts.officer] = (seq, OfficerState.ACTIVE.value)
            case _OfficerState():
                self.officer_states[facts.officer] = (seq, facts.state)
            case _Disposed():
                self.disposed[facts.batch] = (seq, facts.digest)
            case _Filmed():
                self.films[facts.decision_id] = (seq, facts.sha256)
            case _Pinned():
                self.desks.pinned(facts.desk, facts.decision_key)

    def _hear_decision(self, seq: int, facts: _Decided) -> None:
        named = _NAMED.decode(facts.decision)
        self.decisions[named.decision_id] = (seq, hashlib.sha256(facts.decision).digest())
        if facts.circumstances is not None and facts.circumstances.desk_signature is not None:
            self.desks.hear(seq, facts.decision, facts.circumstances.desk_signature)
        if facts.step is None:  # older than second readings
            settles = named.conclusion != Conclusion.REFER
        else:
            settles = facts.step == Step.DECIDE
        if settles:
            self.settled.add(named.decision_id)


def _machine(facts: _Enrolled) -> Machine:
    networks = tuple(facts.allowed_ip)
    return (facts.name, facts.kind, facts.enabled, facts.not_after, networks)


def digest_of(  # noqa: PLR0913 - all that a request says
    act: str, subject: str, requester: str, reason: str, content: Mapping[str, Any], *, at: str
) -> bytes:
    """Return the SHA-256 of all that a second officer is to see of a request.

    ``at``, when it was asked for, is the time of its entry: both are written in one act.
    """
    said = canonical_json([act, subject, requester, reason, content, at])
    return hashlib.sha256(said.encode()).digest()
