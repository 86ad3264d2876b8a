"""Reading how the room stands, at a cost that does not grow with the years.

Of cases that have left, counts are kept by triggers (`steering_tables`); those in the room are
counted. Of today's decisions only those are read that came since the last look. A look takes a few
milliseconds over a million decisions.
"""

import json
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from workstation.domain.alert import AlertState
from workstation.domain.comparison import Verdict
from workstation.domain.decision import Conclusion
from workstation.domain.instants import from_text, to_text
from workstation.domain.law import Stage
from workstation.domain.room_now import (
    AlertNow,
    DayNow,
    Percentile,
    RoomFigures,
    ScannerNow,
    SiteNow,
)
from workstation.storage.homes import reading_engine, translated
from workstation.storage.migrate import Branch
from workstation.storage.records import HUB_DATABASE
from workstation.storage.scan_figures import chart_from
from workstation.storage.steering_tables import (
    AlertRow,
    ChartRow,
    RoomCountRow,
    WatchHitRow,
)
from workstation.storage.tables import LEFT_STAGES, CaseRow

#: Where the cases stand that are in the room.
_HERE: Final = [stage for stage in Stage if stage not in LEFT_STAGES]
_SHARES: Final = {Percentile.P50: 0.5, Percentile.P90: 0.9, Percentile.P95: 0.95}
_MOST_HOURS: Final = 48
_DECIDED: Final = text(
    "SELECT decision.rowid, decision.decision_id, decision.conclusion, decision.decided_at,"
    " scan_case.received_at FROM decision"
    " JOIN standing ON standing.case_id = decision.case_id"
    " AND standing.decision_id = decision.decision_id AND standing.settles"
    " JOIN scan_case ON scan_case.case_id = decision.case_id"
    " WHERE decision.rowid > :after AND decision.decided_at >= :since"
)
# The same by the index on the instant: the first look of a day must not pass by years.
_FIRST: Final = text(f"{_DECIDED.text.replace('decision.rowid > :after AND ', '')}")
_TAKEN_BACK: Final = text("SELECT rowid, decision_id FROM recall WHERE rowid > :after")
_LOOKED: Final = text(
    "SELECT max(rowid), verdict, count(*) FROM scan_figures WHERE rowid > :after AND at >= :since"
    " GROUP BY verdict"
)
_TABLES: Final = ("decision", "recall", "scan_figures")


@dataclass(slots=True)
class _Day:
    """What is remembered of a day, and up to which rows it has been read."""

    since: datetime
    until: dict[str, int] = field(default_factory=dict)
    decided: dict[str, tuple[float, Conclusion, int]] = field(default_factory=dict)
    took_s: list[float] = field(default_factory=list)
    verdicts: Counter[str] = field(default_factory=Counter)

    def add(self, decision_id: str, took_s: float, conclusion: Conclusion, hour: int) -> None:
        if decision_id not in self.decided:
            self.decided[decision_id] = (took_s, conclusion, hour)
            insort(self.took_s, took_s)

    def drop(self, decision_id: str) -> None:
        found = self.decided.pop(decision_id, None)
        if found is not None:
            del self.took_s[bisect_left(self.took_s, found[0])]


class RoomReader:
    """Reads a hub's figures while the hub works; one thread at a time."""

    def __init__(self, data: Path) -> None:
        self._path = data / HUB_DATABASE
        self._engine: Engine | None = None
        self._day: _Day | None = None

    def read(self, now: datetime, *, since: datetime) -> RoomFigures:
        """Return how the room stands; ``since`` begins the day that is counted.

        Raises
        ------
        StorageUnavailable
            If there is no database or it cannot be read.
        """
        with self._look() as session:
            return RoomFigures(
                at=now,
                sites=_sites(session),
                day=self._read_day(session, since, now),
                scanners=_scanners(session),
                alerts={
                    (kind, state): count
                    for kind, state, count in session.execute(
                        select(AlertRow.kind, AlertRow.state, func.count())
                        .where(AlertRow.state != AlertState.CLOSED)
                        .group_by(AlertRow.kind, AlertRow.state)
                    )
                },
                watch_hits={
                    (kind.value, name): count
                    for kind, name, count in session.execute(
                        select(WatchHitRow.kind, WatchHitRow.list_name, func.count()).group_by(
                            WatchHitRow.kind, WatchHitRow.list_name
                        )
                    )
                },
            )

    def alerts(self, *, limit: int, before: int | None, with_closed: bool) -> list[AlertNow]:
        """Return alerts, newest first; ``before`` is the id that the last page ended with."""
        query = select(AlertRow).order_by(AlertRow.alert_id.desc()).limit(limit)
        if before is not None:
            query = query.where(AlertRow.alert_id < before)
        if not with_closed:
            query = query.where(AlertRow.state != AlertState.CLOSED)
        with self._look() as session:
            return [
                AlertNow(
                    alert_id=row.alert_id,
                    kind=row.kind,
                    subject=row.subject,
                    site=row.site,
                    state=row.state,
                    raised_at=row.raised_at,
                    facts=row.facts,
                    moved_by=row.moved_by,
                    moved_at=row.moved_at,
                )
                for row in session.scalars(query)
            ]

    def rule(self, name: str) -> dict[str, Any] | None:
        """Return what has been set under a name, or None."""
        query = text("SELECT content FROM room_rule WHERE name = :name")
        with self._look() as session:
            found = session.execute(query, {"name": name}).scalar()
        return None if found is None else _object(found)

    def close(self) -> None:
        """Let go of the database; it is opened again when it is asked."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    @contextmanager
    def _look(self) -> Iterator[Session]:
        with translated(self._path):
            if self._engine is None:
                self._engine = reading_engine(self._path, Branch.HUB)
            with Session(self._engine) as session:
                yield session

    def _read_day(self, session: Session, since: datetime, now: datetime) -> DayNow:
        day = self._day
        if day is None or day.since != since:
            # Noted before it is read: what comes meanwhile is read twice and counted once.
            day = _Day(since=since)
            _read_decided(session, day, first=True)
            day.until = {table: _last_row(session, table) for table in _TABLES}
            day.verdicts.update(_verdicts(session, 0, since))
        else:
            after = dict(day.until)
            day.until = {table: _last_row(session, table) for table in _TABLES}
            if after["decision"] != day.until["decision"]:
                _read_decided(session, day, first=False, after=after["decision"])
            for _, decision_id in session.execute(_TAKEN_BACK, {"after": after["recall"]}):
                day.drop(decision_id)
            if after["scan_figures"] != day.until["scan_figures"]:
                day.verdicts.update(_verdicts(session, after["scan_figures"], since))
        self._day = day
        return _told(day, now)


def _read_decided(session: Session, day: _Day, *, first: bool, after: int = 0) -> None:
    asked = {"since": to_text(day.since), **({} if first else {"after": after})}
    for _, decision_id, conclusion, decided_at, received_at in session.execute(
        _FIRST if first else _DECIDED, asked
    ):
        decided = from_text(decided_at)
        took_s = max(0.0, (decided - from_text(received_at)).total_seconds())
        hour = int((decided - day.since) / timedelta(hours=1))
        day.add(decision_id, took_s, Conclusion(conclusion), hour)


def _verdicts(session: Session, after: int, since: datetime) -> dict[str, int]:
    asked = {"after": after, "since": to_text(since)}
    return {verdict: count for _, verdict, count in session.execute(_LOOKED, asked)}


def _last_row(session: Session, table: str) -> int:
    return int(session.execute(text(f"SELECT max(rowid) FROM {table}")).scalar() or 0)  # noqa: S608 - one of `_TABLES`


def _told(day: _Day, now: datetime) -> DayNow:
    hours = max(1, min(_MOST_HOURS, int((now - day.since) / timedelta(hours=1)) + 1))
    by_hour = [0] * hours
    for _, _, hour in day.decided.values():
        if 0 <= hour < hours:
            by_hour[hour] += 1
    silent = day.verdicts[Verdict.CANNOT_JUDGE.value]
    return DayNow(
        since=day.since,
        decided=len(day.decided),
        released=sum(what is Conclusion.RELEASE for _, what, _ in day.decided.values()),
        turnaround_s={
            name: day.took_s[min(len(day.took_s) - 1, int(share * len(day.took_s)))]
            for name, share in _SHARES.items()
            if day.took_s
        },
        by_hour=by_hour,
        judged=day.verdicts.total() - silent,
        silent=silent,
    )


def _sites(session: Session) -> list[SiteNow]:
    counts: dict[str, dict[str, int]] = {}
    left = select(RoomCountRow.site, RoomCountRow.stage, RoomCountRow.cases)
    here = (
        select(CaseRow.site, CaseRow.stage, func.count())
        .where(CaseRow.stage.in_(_HERE))
        .group_by(CaseRow.stage, CaseRow.site)
    )
    for site, stage, cases in (*session.execute(left), *session.execute(here)):
        counts.setdefault(site, {one.value: 0 for one in _HERE})[str(stage)] = cases
    oldest = text("SELECT min(received_at) FROM scan_case WHERE site = :site AND stage = 'waiting'")
    found = []
    for site, by_stage in sorted(counts.items()):
        at = None
        if by_stage.get(Stage.WAITING.value):
            at = session.execute(oldest, {"site": site}).scalar()
        found.append(
            SiteNow(
                site=site, by_stage=by_stage, oldest_waiting=None if at is None else from_text(at)
            )
        )
    return found


def _scanners(session: Session) -> list[ScannerNow]:
    order = (ChartRow.site, ChartRow.scanner, ChartRow.measure)
    found = []
    for row in session.scalars(select(ChartRow).order_by(*order)):
        chart = chart_from(row)
        found.append(
            ScannerNow(
                site=row.site,
                scanner=row.scanner,
                measure=row.measure,
                scans=chart.scans,
                newest=chart.newest,
                baseline=chart.mean,
                spread=chart.spread,
                average=chart.average,
                limit=chart.limit,
                is_learning=chart.is_learning,
                is_outside=chart.is_outside,
            )
        )
    return found


def _object(content: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(content)
    return found
