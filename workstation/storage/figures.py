"""Reading what figures are made of, from a hub's data folder; nothing is written.

Each question is one walk along an index, row after row, so that a million decisions never stand
in memory at once and a writer is never held up.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from workstation.domain.context import Tier
from workstation.domain.decision import Conclusion
from workstation.domain.figures import (
    MissEvidence,
    OpenedRow,
    Period,
    ReadingRow,
    Rechecks,
    SettledRow,
)
from workstation.domain.inspection import Occasion
from workstation.domain.instants import from_text, to_text
from workstation.domain.recheck import MISS_FROM, Outcome, Verdict
from workstation.storage.homes import read_only
from workstation.storage.migrate import Branch
from workstation.storage.records import HUB_DATABASE
from workstation.storage.walking import walk

_PAGE: Final = 5000
_SECONDS: Final = "(julianday({}) - 2440587.5) * 86400.0"
_GOODS: Final = "json_extract(declaration.content, '$.goods[0].hs')"
_SETTLED: Final = (
    f"SELECT scan_case.site, coalesce({_GOODS}, ''), decision.officer, decision.conclusion,"  # noqa: S608 - our own texts
    f" {_SECONDS.format('scan_case.received_at')}, {_SECONDS.format('decision.decided_at')},"
    f" {_SECONDS.format('coalesce(outbox.announced_at, decision.final_at)')}"
    " FROM decision JOIN standing ON standing.case_id = decision.case_id"
    " AND standing.decision_id = decision.decision_id AND standing.settles"
    " JOIN scan_case ON scan_case.case_id = decision.case_id"
    " LEFT JOIN declaration ON declaration.declaration_id = scan_case.declaration_id"
    " LEFT JOIN outbox ON outbox.decision_id = decision.decision_id"
    " WHERE {where} ORDER BY decision.decided_at"
)
_READINGS: Final = (
    "SELECT decision.officer, decision.conclusion, json_extract(evidence, '$.dwell_s'),"
    " json_extract(evidence, '$.judgement.engine'),"
    " json_extract(evidence, '$.judgement.changed_mind')"
    " FROM decision{joins} WHERE {where}"
)
_VERDICTS: Final = (
    "SELECT coalesce(json_extract(comparison, '$.verdict'), 'none'), count(*)"
    " FROM decision JOIN standing ON standing.case_id = decision.case_id"
    " AND standing.decision_id = decision.decision_id AND standing.settles"
    " JOIN scan_case ON scan_case.case_id = decision.case_id{joins}"
    " WHERE {where} GROUP BY 1"
)
_OPENED: Final = (
    "SELECT occasion, scan_case.site, kind IS NOT NULL, inspection_result.marks, decision.marks"
    " FROM inspection_result JOIN scan_case ON scan_case.case_id = inspection_result.case_id"
    " JOIN decision ON decision.decision_id = inspection_result.decision_id{joins} WHERE {where}"
)
_RELEASED: Final = (
    "SELECT count(*) FROM decision JOIN standing ON standing.case_id = decision.case_id"
    " AND standing.decision_id = decision.decision_id AND standing.settles{joins}"
    " WHERE decision.conclusion = 'release' AND {where}"
)
_RECHECKS: Final = (
    "SELECT tier, count(*), sum(verdict = 'disagree'),"  # noqa: S608 - our own texts
    f" sum(coalesce(arbiter_verdict = 'disagree' AND arbiter_severity >= {MISS_FROM}, FALSE)),"
    " avg(rate) FROM recheck{joins}"
    " WHERE verdict IS NOT NULL AND (verdict = 'agree' OR arbiter_verdict IS NOT NULL)"
    # What was withdrawn is no release any more, neither there nor here.
    " AND EXISTS (SELECT 1 FROM standing WHERE standing.case_id = recheck.case_id"
    " AND standing.decision_id = recheck.decision_id)"
    " AND {where} GROUP BY tier"
)
_TESTS: Final = (
    "SELECT count(*), coalesce(sum(outcome = 'hit'), 0) FROM test_image{joins}"
    " WHERE outcome IS NOT NULL AND {where}"
)
#: Walks from site to site along the index of (site, scan), however many scans there are.
_SITES: Final = (
    "WITH RECURSIVE one(site) AS (SELECT min(site) FROM scan_case UNION ALL"
    " SELECT (SELECT min(site) FROM scan_case WHERE scan_case.site > one.site) FROM one"
    " WHERE one.site IS NOT NULL) SELECT site FROM one WHERE site IS NOT NULL"
)
_CASE_OF: Final = " JOIN scan_case ON scan_case.case_id = {table}.case_id"
_DECLARED: Final = " LEFT JOIN declaration ON declaration.declaration_id = scan_case.declaration_id"


class FolderFigures:
    """Reads a hub's data folder; fits `domain.figures.FigureSource`. May be used from any thread.

    Every question raises `StorageUnavailable` when there is no database that can be read.
    """

    def __init__(self, folder: Path) -> None:
        self._database = folder / HUB_DATABASE

    def settled(self, period: Period) -> Iterator[SettledRow]:
        """Yield the settled cases of a period, in the order of their decisions."""
        where, given = _where(period, "decision.decided_at")
        for row in self._rows(_SETTLED.format(where=where), given):
            yield SettledRow(*row)

    def readings(self, period: Period) -> Iterator[ReadingRow]:
        """Yield every decision of a period."""
        where, given = _where(period, "decision.decided_at")
        query = _READINGS.format(joins=_joins(period, "decision"), where=where)
        for officer, conclusion, dwell_s, engine, changed in self._rows(query, given):
            # PostgreSQL gives what stands in JSON as text.
            seen_s = None if dwell_s is None else float(dwell_s)
            mind = None if changed is None else int(changed in {1, "true"})
            yield ReadingRow(officer, conclusion, seen_s, engine, mind)

    def opened(self, period: Period) -> Iterator[OpenedRow]:
        """Yield the containers opened in a period."""
        where, given = _where(period, "inspection_result.opened_at")
        joins = _DECLARED if period.goods else ""
        query = _OPENED.format(joins=joins, where=where)
        for occasion, site, found, outcomes, marks in self._rows(query, given):
            yield OpenedRow(occasion, site, bool(found), _outcomes(outcomes, marks))

    def verdicts(self, period: Period) -> Mapping[str, int]:
        """Return how often the engine said what of the cases settled in a period."""
        where, given = _where(period, "decision.decided_at")
        query = _VERDICTS.format(joins=_DECLARED if period.goods else "", where=where)
        return dict(self._rows(query, given))

    def newest(self) -> datetime | None:
        """Return when the newest decision was made."""
        found = next(self._rows("SELECT max(decided_at) FROM decision", ()))[0]
        return None if found is None else from_text(found)

    def sites(self) -> list[str]:
        """Return the names of all sites that ever sent a scan."""
        return [name for (name,) in self._rows(_SITES, ())]

    def missed(self, period: Period) -> MissEvidence:
        """Return what tells of misses in a period."""
        released = self._one(_RELEASED, period, "decision", "decision.decided_at")[0]
        tests = self._one(_TESTS, period, "test_image", "test_image.decided_at")
        where, given = _where(period, "recheck.drawn_at")
        query = _RECHECKS.format(joins=_joins(period, "recheck"), where=where)
        rechecks = {
            Tier(tier): Rechecks(done=done, disagreed=disagreed, missed=missed, rate=rate)
            for tier, done, disagreed, missed, rate in self._rows(query, given)
        }
        counts = dict.fromkeys(Occasion, (0, 0))
        for row in self.opened(period):
            opened, found = counts[Occasion(row.occasion)]
            counts[Occasion(row.occasion)] = (opened + 1, found + row.found)
        return MissEvidence(
            released=released,
            found=counts[Occasion.INSPECTION][1],
            openings=counts[Occasion.RANDOM][0],
            openings_found=counts[Occasion.RANDOM][1],
            rechecks=rechecks,
            opened=counts[Occasion.RECHECK][0],
            opened_found=counts[Occasion.RECHECK][1],
            test_images=tests[0],
            test_hits=tests[1],
        )

    def _one(self, query: str, period: Period, table: str, instant: str) -> tuple[Any, ...]:
        where, given = _where(period, instant)
        filled = query.format(joins=_joins(period, table), where=where)
        return next(self._rows(filled, given))

    def _rows(self, query: str, given: tuple[object, ...]) -> Iterator[tuple[Any, ...]]:
        with read_only(self._database, Branch.HUB) as session:
            yield from walk(session.connection(), query, given, page=_PAGE)


def _joins(period: Period, table: str) -> str:
    """Return what a filter needs beside a table that knows its case."""
    if period.site is None and period.goods is None:
        return ""
    return _CASE_OF.format(table=table) + (_DECLARED if period.goods else "")


def _where(period: Period, instant: str) -> tuple[str, tuple[object, ...]]:
    """Return a condition and its values; the texts in it are ours alone."""
    tests: list[str] = []
    given: list[object] = []
    if period.start is not None:
        tests.append(f"{instant} >= ?")
        given.append(to_text(period.start))
    if period.end is not None:
        tests.append(f"{instant} < ?")
        given.append(to_text(period.end))
    if period.site is not None:
        tests.append("scan_case.site = ?")
        given.append(period.site)
    if period.goods is not None:
        tests.append(f"{_GOODS} LIKE ?")
        given.append(f"{period.goods}%")
    return " AND ".join(tests) or "TRUE", tuple(given)


def _outcomes(outcomes: str, marks: str) -> tuple[tuple[str, str], ...]:
    """Return of each mark what it was taken for, and what the crew found there."""
    found: Mapping[str, str] = json.loads(outcomes)
    if not found:
        return ()
    kinds = {mark["mark_id"]: (mark.get("finding") or {}).get("kind") for mark in json.loads(marks)}
    return tuple((kinds.get(mark) or "none", outcome) for mark, outcome in found.items())


#: What SQL above calls by its text, held against the enums when this is imported.
if (Conclusion.RELEASE, Verdict.DISAGREE, Outcome.HIT) != ("release", "disagree", "hit"):
    raise AssertionError("the texts in these queries are not those of the enums")
