"""Reading what figures are counted from out of a hub's records, as rows of plain values.

The questions are plain SQL that any database understands; what stands in JSON is read here.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from math import nan
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Connection, TextClause, bindparam, text

from workstation.domain.figure_columns import Fact
from workstation.domain.instants import from_text, to_text
from workstation.domain.recheck import MISS_FROM, Outcome, Verdict

#: Gives a text its number.
Number = Callable[[str], int]


class FactRow(NamedTuple):
    """One row of a kind, in the order of `FACT_COLUMNS`."""

    fact: Fact
    values: tuple[Any, ...]


_DECISIONS: Final = (
    "SELECT scan_case.case_id, decision.decided_at, scan_case.site, declaration.content,"
    " decision.officer, decision.conclusion, standing.settles, scan_case.received_at,"
    " coalesce(outbox.announced_at, decision.final_at), scan_case.comparison, decision.evidence,"
    " decision.slot"
    " FROM decision JOIN scan_case ON scan_case.case_id = decision.case_id"
    " LEFT JOIN declaration ON declaration.declaration_id = scan_case.declaration_id"
    " LEFT JOIN standing ON standing.case_id = decision.case_id"
    " AND standing.decision_id = decision.decision_id"
    " LEFT JOIN outbox ON outbox.decision_id = decision.decision_id"
)
_OPENED: Final = (
    "SELECT scan_case.case_id, inspection_result.opened_at, scan_case.site, declaration.content,"
    " inspection_result.occasion, inspection_result.kind, inspection_result.marks, decision.marks"
    " FROM inspection_result"
    " JOIN scan_case ON scan_case.case_id = inspection_result.case_id"
    " JOIN decision ON decision.decision_id = inspection_result.decision_id"
    " LEFT JOIN declaration ON declaration.declaration_id = scan_case.declaration_id"
)
_RECHECKS: Final = (
    "SELECT scan_case.case_id, recheck.drawn_at, scan_case.site, declaration.content,"
    " recheck.tier, recheck.verdict, recheck.arbiter_verdict, recheck.arbiter_severity,"
    " standing.decision_id, recheck.rate, recheck.severity, recheck.lesson_at, decision.officer"
    " FROM recheck JOIN scan_case ON scan_case.case_id = recheck.case_id"
    " JOIN decision ON decision.decision_id = recheck.decision_id"
    " LEFT JOIN declaration ON declaration.declaration_id = scan_case.declaration_id"
    " LEFT JOIN standing ON standing.case_id = recheck.case_id"
    " AND standing.decision_id = recheck.decision_id"
)
_TESTS: Final = (
    "SELECT scan_case.case_id, test_image.decided_at, scan_case.site, declaration.content,"
    " test_image.outcome, test_image.object, test_image.officer, test_image.time_on_task_s"
    " FROM test_image JOIN scan_case ON scan_case.case_id = test_image.case_id"
    " LEFT JOIN declaration ON declaration.declaration_id = scan_case.declaration_id"
)
_PAIRS: Final = (
    "SELECT scan_case.case_id, decision.decided_at, scan_case.site, declaration.content,"
    " one.conclusion, decision.conclusion"
    " FROM decision JOIN decision AS one ON one.case_id = decision.case_id AND one.slot = 1"
    " JOIN scan_case ON scan_case.case_id = decision.case_id"
    " LEFT JOIN declaration ON declaration.declaration_id = scan_case.declaration_id"
)
_ALL: Final = (
    (_DECISIONS, "decision.decided_at", ""),
    (_PAIRS, "decision.decided_at", " AND decision.slot = 2"),
    (_OPENED, "inspection_result.opened_at", ""),
    (_RECHECKS, "recheck.drawn_at", ""),
    (_TESTS, "test_image.decided_at", ""),
)
_LEAST: Final = (
    text("SELECT min(decided_at) FROM decision WHERE decided_at >= :begin"),
    text("SELECT min(opened_at) FROM inspection_result WHERE opened_at >= :begin"),
    text("SELECT min(drawn_at) FROM recheck WHERE drawn_at >= :begin"),
    text("SELECT min(decided_at) FROM test_image WHERE decided_at >= :begin"),
)
_SINCE: Final = text("SELECT count(*) FROM decision WHERE decided_at >= :begin")
_CASES_OF_RECHECKS: Final = text(
    "SELECT DISTINCT case_id FROM recheck WHERE recheck_id IN :named"
).bindparams(bindparam("named", expanding=True))
_CASES_OF: Final = text(
    "SELECT DISTINCT case_id FROM decision WHERE decision_id IN :named"
).bindparams(bindparam("named", expanding=True))


class _Goods(msgspec.Struct, gc=False):
    hs: str = ""


class _Declared(msgspec.Struct, gc=False):
    goods: list[_Goods] = []


class _Compared(msgspec.Struct, gc=False):
    verdict: str = "none"


class _Judged(msgspec.Struct, gc=False):
    engine: str | None = None
    changed_mind: bool | None = None


class _Seen(msgspec.Struct, gc=False):
    dwell_s: float | None = None
    judgement: _Judged | None = None


class _Finding(msgspec.Struct, gc=False):
    kind: str | None = None


class _Mark(msgspec.Struct, gc=False):
    mark_id: str = ""
    finding: _Finding | None = None


_GOODS: Final = msgspec.json.Decoder(_Declared)
_COMPARED: Final = msgspec.json.Decoder(_Compared)
_SEEN: Final = msgspec.json.Decoder(_Seen)
_MARKS: Final = msgspec.json.Decoder(list[_Mark])
_OUTCOMES: Final = msgspec.json.Decoder(dict[str, str])


def rows_between(
    records: Connection, begin: datetime, end: datetime, number: Number
) -> Iterator[FactRow]:
    """Yield every row whose instant lies from ``begin`` on and before ``end``."""
    given = {"begin": to_text(begin), "end": to_text(end)}
    for query, instant, only in _ALL:
        where = text(f"{query} WHERE {instant} >= :begin AND {instant} < :end{only}")
        yield from _read(records, query, where, given, number)


def rows_of_cases(
    records: Connection, cases: Sequence[str], number: Number, *, tested: bool
) -> Iterator[FactRow]:
    """Yield every row of some cases; of test images, which know no index of cases, when asked."""
    for query, _, only in _ALL if tested else _ALL[:-1]:
        where = text(f"{query} WHERE scan_case.case_id IN :cases{only}").bindparams(
            bindparam("cases", expanding=True)
        )
        yield from _read(records, query, where, {"cases": list(cases)}, number)


def cases_of_decisions(records: Connection, decisions: Sequence[str]) -> set[str]:
    """Return the cases that decisions are of."""
    return set(records.execute(_CASES_OF, {"named": list(decisions)}).scalars())


def cases_of_rechecks(records: Connection, rechecks: Sequence[str]) -> set[str]:
    """Return the cases that re-checks are of."""
    return set(records.execute(_CASES_OF_RECHECKS, {"named": list(rechecks)}).scalars())


def next_instant(records: Connection, begin: datetime) -> datetime | None:
    """Return the first instant of any row, not before another; None when there is no more."""
    given = {"begin": to_text(begin)}
    found = [records.execute(least, given).scalar() for least in _LEAST]
    told = [one for one in found if one is not None]
    return from_text(min(told)) if told else None


def decisions_since(records: Connection, begin: datetime) -> int:
    """Return how many decisions were made from an instant on."""
    return int(records.execute(_SINCE, {"begin": to_text(begin)}).scalar() or 0)


def case_number(case_id: str) -> int:
    """Return the number that stands for a case."""
    return int.from_bytes(hashlib.blake2b(case_id.encode(), digest_size=8).digest(), "little")


def _read(
    records: Connection,
    query: str,
    asked: TextClause,
    given: Mapping[str, Any],
    number: Number,
) -> Iterator[FactRow]:
    reader = _READERS[query]
    for case_id, at, site, content, *rest in records.execute(asked, dict(given)):
        if at is None:
            continue  # a test image that nobody has met
        place = (case_number(case_id), _seconds(at), number(site), number(_code(content)))
        yield from reader(place, rest, number)


def _decision(place: tuple[Any, ...], rest: Sequence[Any], number: Number) -> Iterator[FactRow]:
    officer, conclusion, settles, received, finished, comparison, evidence, slot = rest
    seen: _Seen = _or(_SEEN, evidence, _Seen())
    judged = seen.judgement or _Judged()
    verdict = "none"
    if settles and comparison is not None:
        verdict = _or(_COMPARED, comparison, _Compared()).verdict
    values = (
        *place,
        number(officer),
        number(conclusion),
        bool(settles),
        _seconds(finished) - _seconds(received),
        number(verdict),
        nan if seen.dwell_s is None else seen.dwell_s,
        number(judged.engine or ""),
        -1 if judged.changed_mind is None else int(judged.changed_mind),
        slot,
    )
    yield FactRow(Fact.DECISION, values)


def _opened(place: tuple[Any, ...], rest: Sequence[Any], number: Number) -> Iterator[FactRow]:
    occasion, kind, outcomes, marks = rest
    yield FactRow(Fact.OPENING, (*place, number(occasion), kind is not None))
    found: dict[str, str] = _or(_OUTCOMES, outcomes, {})
    if not found:
        return
    kinds = {
        mark.mark_id: mark.finding.kind
        for mark in _or(_MARKS, marks, list[_Mark]())
        if mark.finding is not None
    }
    for mark_id, outcome in found.items():
        marked = kinds.get(mark_id) or "none"
        yield FactRow(Fact.MARK, (*place, number(marked), number(outcome)))


def _recheck(place: tuple[Any, ...], rest: Sequence[Any], number: Number) -> Iterator[FactRow]:
    tier, verdict, arbiter, third, stands, rate, first, lesson, author = rest
    over = verdict is not None and (verdict == Verdict.AGREE or arbiter is not None)
    severity = first if third is None else third
    values = (
        *place,
        number(tier),
        verdict == Verdict.DISAGREE,
        arbiter == Verdict.DISAGREE and (third or 0) >= MISS_FROM,
        over and stands is not None,
        rate,
        number(verdict or ""),
        -1 if severity is None else severity,
        arbiter is not None,
        stands is not None,
        lesson is not None,
        number(author),
    )
    yield FactRow(Fact.RECHECK, values)


def _test(place: tuple[Any, ...], rest: Sequence[Any], number: Number) -> Iterator[FactRow]:
    outcome, what, officer, task_s = rest
    values = (
        *place,
        outcome == Outcome.HIT,
        number(outcome),
        number(what),
        number(officer or ""),
        nan if task_s is None else task_s,
    )
    yield FactRow(Fact.TEST, values)


def _pair(place: tuple[Any, ...], rest: Sequence[Any], number: Number) -> Iterator[FactRow]:
    yield FactRow(Fact.PAIR, (*place, number(rest[0]), number(rest[1])))


_READERS: Final = {
    _DECISIONS: _decision,
    _PAIRS: _pair,
    _OPENED: _opened,
    _RECHECKS: _recheck,
    _TESTS: _test,
}


def _code(content: str | None) -> str:
    goods = () if content is None else _or(_GOODS, content, _Declared()).goods
    return goods[0].hs if goods else ""


def _or(decoder: "msgspec.json.Decoder[Any]", told: str, otherwise: Any) -> Any:  # noqa: ANN401
    """Return what a text says; another shape of one must not stop the counting of all."""
    try:
        return decoder.decode(told)
    except msgspec.DecodeError:
        return otherwise


def _seconds(told: str) -> float:
    return from_text(told).timestamp()
