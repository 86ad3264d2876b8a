"""The table that searches look at: one row a decision, with everything it is asked for.

It is made from the hub's records and lies in a file of its own, so that deciding costs nothing
more; who deletes the file loses nothing.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Connection, bindparam, text

from workstation.domain.filter_fields import State
from workstation.domain.found import COLUMNS
from workstation.domain.instants import from_text

#: Changes whenever the table does; a file of another form is made anew.
FORM: Final = "3"
UNKNOWN: Final = -1.0
_INTEGERS: Final = frozenset({"codes", "slot", "decided_at", "received_at", "marks"})
NUMBERS: Final = frozenset(
    {"turnaround_s", "dwell_s", "p_value", "declared_kg", "seen_kg", "mass_share"}
)
#: What is looked up by one value or sorted by, each with the time behind it.
INDEXED: Final = (
    "site",
    "scanner",
    "container",
    "scan",
    "declaration",
    "consignee",
    "officer",
    "desk",
    "conclusion",
    "reason",
    "state",
    "verdict",
    "prohibited",
    "lot_odd",
    "load",
    "recheck",
    "opened",
    "hit",
    "test",
    "turnaround_s",
    "dwell_s",
    "p_value",
    "mass_share",
)


def _kind(column: str) -> str:
    if column in _INTEGERS:
        return "INTEGER"
    return "REAL" if column in NUMBERS else "TEXT"


MAKE: Final = (
    "CREATE TABLE found (seq INTEGER PRIMARY KEY, "
    + ", ".join(f"{name} {_kind(name)} NOT NULL" for name in COLUMNS)
    + ", UNIQUE (decision_id))",
    "CREATE INDEX ix_found_case_id ON found (case_id)",
    "CREATE INDEX ix_found_decided_at ON found (decided_at)",
    *(f"CREATE INDEX ix_found_{name} ON found ({name}, decided_at)" for name in INDEXED),
    # Codes of goods by every beginning of 2, 4, 6 and 8 digits, and types of marks.
    (
        "CREATE TABLE found_word (word TEXT, decided_at INTEGER, seq INTEGER,"
        " PRIMARY KEY (word, decided_at, seq)) WITHOUT ROWID"
    ),
)
KEEP: Final = (
    f"INSERT INTO found ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608 - our own names
    " ON CONFLICT (decision_id) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
    + " RETURNING seq"
)
KEEP_WORD: Final = "INSERT OR IGNORE INTO found_word VALUES (?, ?, ?)"

_RECORDED: Final = (
    "SELECT decision.decision_id, decision.case_id, decision.slot, conclusion, decision.reason,"
    " note, marks, decision.officer, desk, decided_at, evidence, scan_case.site, scan_id, head,"
    " scan_case.container, declared_as, scan_case.received_at, comparison, declaration.number,"
    " consignee, content, standing.decision_id IS NOT NULL, outbox.sequence IS NOT NULL,"
    " outbox.announced_at IS NOT NULL, recall.decision_id IS NOT NULL,"
    " coalesce(recall.officer <> decision.officer, FALSE), {recheck}"
    " FROM decision JOIN scan_case USING (case_id)"
    " LEFT JOIN declaration USING (declaration_id)"
    " LEFT JOIN standing ON standing.case_id = decision.case_id"
    " AND standing.decision_id = decision.decision_id"
    " LEFT JOIN outbox ON outbox.decision_id = decision.decision_id"
    " LEFT JOIN recall ON recall.decision_id = decision.decision_id"
    " WHERE {which} ORDER BY decision.rowid"
)
_RECHECK: Final = (
    "(SELECT coalesce(arbiter_verdict, verdict, 'drawn') FROM recheck"
    " WHERE recheck.decision_id = decision.decision_id ORDER BY drawn_at DESC LIMIT 1)"
)
_OPENED: Final = text(
    "SELECT decision_id, occasion, kind, goods, note FROM inspection_result"
    " WHERE case_id IN :cases ORDER BY opened_at"
).bindparams(bindparam("cases", expanding=True))
_TESTED: Final = text(
    "SELECT case_id, officer, outcome FROM test_image"
    " WHERE outcome IS NOT NULL AND case_id IN :cases ORDER BY decided_at"
).bindparams(bindparam("cases", expanding=True))
_NAMED_AT_ONCE: Final = 500
_MOST_CREW: Final = 400


class _Load(msgspec.Struct, gc=False):
    fill: str = "none"
    mass_kg: float | None = None


class _Lot(msgspec.Struct, gc=False):
    unlike: bool = False


class _Compared(msgspec.Struct, gc=False):
    verdict: str = "none"
    p_value: float | None = None
    prohibited: list[msgspec.Raw] = []
    load: _Load | None = None
    lot: _Lot | None = None


class _Head(msgspec.Struct, gc=False):
    scanner: str | None = None


class _Goods(msgspec.Struct, gc=False):
    hs: str = ""
    name: str = ""
    name_zh: str = ""
    gross_kg: float | None = None


class _Declared(msgspec.Struct, gc=False):
    goods: list[_Goods] = []
    risk_instruction: str = ""


class _Seen(msgspec.Struct, gc=False):
    dwell_s: float | None = None


class _Finding(msgspec.Struct, gc=False):
    kind: str | None = None


class _Mark(msgspec.Struct, gc=False):
    finding: _Finding | None = None


_COMPARED: Final = msgspec.json.Decoder(_Compared)
_HEAD: Final = msgspec.json.Decoder(_Head)
_DECLARED: Final = msgspec.json.Decoder(_Declared)
_SEEN: Final = msgspec.json.Decoder(_Seen)
_MARKS: Final = msgspec.json.Decoder(list[_Mark])


class _Recorded(NamedTuple):
    """The columns of `_RECORDED`, in their order."""

    decision_id: str
    case_id: str
    slot: int
    conclusion: str
    reason: str
    note: str
    marks: str
    officer: str
    desk: str
    decided_at: str
    evidence: str
    site: str
    scan: str
    head: str
    container: str | None
    declared_as: str | None
    received_at: str
    comparison: str | None
    number: str | None
    consignee: str | None
    content: str | None
    stands: int
    goes_out: int
    announced: int
    recalled: int
    by_others: int
    recheck: str | None


class _Opened(NamedTuple):
    """What a crew found; the columns of `_OPENED` behind the decision."""

    occasion: str
    kind: str | None
    goods: str
    note: str


def recorded(
    connection: Connection, which: str, values: Sequence[Any], *, rechecks: bool
) -> list[tuple[Any, ...]]:
    """Return rows of `COLUMNS` for some decisions of the hub's records.

    Parameters
    ----------
    which : str
        An SQL condition on ``decision``, with a ``?`` for each of the values.
    rechecks : bool
        Whether the records have a table of re-checks.
    """
    query = _RECORDED.format(which=which, recheck=_RECHECK if rechecks else "NULL")
    rows = [_Recorded(*each) for each in connection.exec_driver_sql(query, tuple(values))]
    opened: dict[str, _Opened] = {}
    tested: dict[tuple[str, str], str] = {}
    if rechecks:
        cases = sorted({one.case_id for one in rows})
        for start in range(0, len(cases), _NAMED_AT_ONCE):
            some = {"cases": cases[start : start + _NAMED_AT_ONCE]}
            for decision_id, *told in connection.execute(_OPENED, some):
                opened[decision_id] = _Opened(*told)
            for case_id, officer, outcome in connection.execute(_TESTED, some):
                tested[case_id, officer] = outcome
    return [
        (
            *_row(one),
            *_crew(opened.get(one.decision_id)),
            tested.get((one.case_id, one.officer), "none"),
        )
        for one in rows
    ]


def words_of(row: Sequence[Any]) -> Iterable[str]:
    """Return the words of `found_word` that lead to a row."""
    codes = str(row[COLUMNS.index("hs")]).split()
    yield from {f"hs:{code[:size]}" for code in codes for size in (2, 4, 6, 8) if len(code) >= size}
    yield from {f"finding:{kind}" for kind in str(row[COLUMNS.index("finding")]).split()}


def _row(one: _Recorded) -> tuple[Any, ...]:
    compared = (
        _Compared() if one.comparison is None else _read(_COMPARED, one.comparison, _Compared())
    )
    declared = _Declared() if one.content is None else _read(_DECLARED, one.content, _Declared())
    drawn = _read(_MARKS, one.marks, list[_Mark]())
    kinds = {one.finding.kind for one in drawn if one.finding is not None and one.finding.kind}
    codes = tuple(dict.fromkeys(line.hs for line in declared.goods if line.hs))
    names = " ".join(f"{line.name} {line.name_zh}".strip() for line in declared.goods)
    masses = [line.gross_kg for line in declared.goods]
    declared_kg = sum(mass or 0.0 for mass in masses) if any(masses) else UNKNOWN
    load = compared.load or _Load()
    seen_kg = UNKNOWN if load.mass_kg is None else load.mass_kg
    known = declared_kg > 0 and seen_kg >= 0
    decided, received = _micros(one.decided_at), _micros(one.received_at)
    return (
        one.decision_id,
        one.case_id,
        one.scan,
        one.site,
        _read(_HEAD, one.head, _Head()).scanner or "",
        one.container or "",
        one.number or one.declared_as or "",
        one.consignee or "",
        "".join(f" {code}" for code in codes),
        names[:400],
        len(codes),
        declared.risk_instruction[:200],
        one.officer,
        one.desk,
        one.slot,
        one.conclusion,
        one.reason,
        one.note,
        _state(one),
        decided,
        received,
        max(0.0, (decided - received) / 1e6),
        _or_unknown(_read(_SEEN, one.evidence, _Seen()).dwell_s),
        compared.verdict,
        _or_unknown(compared.p_value),
        "yes" if compared.prohibited else "no",
        "yes" if compared.lot is not None and compared.lot.unlike else "no",
        load.fill,
        declared_kg,
        seen_kg,
        abs(seen_kg - declared_kg) / declared_kg if known else UNKNOWN,
        " ".join(sorted(kinds)),
        len(drawn),
        one.recheck or "none",
    )


def _crew(opened: _Opened | None) -> tuple[str, str, str]:
    """Return why a container was opened, what kind of thing was found, and the crew's words."""
    if opened is None:
        return "none", "none", ""
    words = f"{opened.goods} {opened.note}".strip()
    return opened.occasion, opened.kind or "nothing", words[:_MOST_CREW]


def _state(one: _Recorded) -> str:
    if one.by_others:  # two officers withdrew it; whoever recalls takes back their own
        return State.SUPERSEDED
    if one.recalled:
        return State.RECALLED
    if not one.stands:
        return State.SUPERSEDED
    if one.announced:
        return State.ANNOUNCED
    if one.goes_out:
        return State.DECIDED
    return State.REFERRED if one.conclusion == "refer" else State.READ


def _read(decoder: "msgspec.json.Decoder[Any]", text: str, otherwise: Any) -> Any:  # noqa: ANN401
    """Return what a text says; what it does not say, or another shape, must not stop a search."""
    try:
        return decoder.decode(text)
    except msgspec.DecodeError:
        return otherwise


def _or_unknown(value: float | None) -> float:
    return UNKNOWN if value is None else value


def _micros(text: str) -> int:
    return round(from_text(text).timestamp() * 1e6)
