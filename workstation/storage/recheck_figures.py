"""Reading how re-checks and test images stand, from another thread; nothing is written."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import case, func, select, text
from sqlalchemy.orm import Session

from workstation.domain.agreement import (
    Share,
    detectability,
    kappa,
    share_of,
    share_to_json,
)
from workstation.domain.context import Tier
from workstation.domain.decision import mark_from_json, mark_to_json
from workstation.domain.instants import to_text
from workstation.domain.recheck import (
    EVENTS_BEFORE_NAMES,
    MISS_FROM,
    Lesson,
    Outcome,
    Sampling,
    Verdict,
    sampling_from_json,
    sampling_to_json,
)
from workstation.storage.homes import read_only
from workstation.storage.migrate import Branch
from workstation.storage.recheck_tables import RecheckRow, SamplingRow, TestImageRow
from workstation.storage.rechecks import still_stands
from workstation.storage.records import HUB_DATABASE
from workstation.storage.tables import CaseRow, DecisionRow

_LISTED: Final = 100
_MOST_LESSONS: Final = 20
#: Minutes of work without a rest that figures are parted by.
_TASK_MIN: Final = (0, 20, 40, 60, 90)
_FALSE_ALARMS: Final = text(
    "SELECT COUNT(*) FILTER (WHERE conclusion = 'inspect'), COUNT(*) FROM decision"
    " WHERE slot = 1 AND conclusion IN ('inspect', 'release') AND decided_at >= :since"
)
_TWICE_READ: Final = text(
    # A cross join keeps its order: few cases are read twice.
    "SELECT one.conclusion, two.conclusion, COUNT(*) FROM decision AS two"
    " CROSS JOIN decision AS one ON one.case_id = two.case_id AND one.slot = 1"
    " WHERE two.slot = 2 AND one.conclusion IN ('inspect', 'release')"
    " AND two.conclusion IN ('inspect', 'release')"
    " GROUP BY one.conclusion, two.conclusion"
)


class RecheckReader:
    """Answers questions about looking again from a hub's data folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / HUB_DATABASE

    def overview(self) -> dict[str, Any]:
        """Return how the re-checks stand, as plain JSON values; authors are never named in it."""
        with self._open() as session:
            return {
                "sampling": sampling_to_json(_sampling(session)),
                "to_do": _to_do(session),
                "agreement": _agreement(session),
                "severities": _severities(session),
                "readers_apart": _readers_apart(session),
                "officers": _officers(session),
                "recent": _recent(session),
            }

    def overview_now(self) -> dict[str, Any]:
        """Return of `overview` what an index finds at once: settings, the oldest, the newest."""
        with self._open() as session:
            return {
                "sampling": sampling_to_json(_sampling(session)),
                "oldest": _oldest(session),
                "recent": _recent(session),
            }

    def images_now(self) -> dict[str, Any]:
        """Return of `images` what an index finds at once: settings, those not met, the newest."""
        waiting = select(func.count()).where(TestImageRow.outcome.is_(None))
        with self._open() as session:
            return {
                "sampling": sampling_to_json(_sampling(session)),
                "waiting": session.scalar(waiting) or 0,
                "recent": _recent_images(session),
            }

    def first_image(self) -> datetime | None:
        """Return when the first test image was placed, which never changes; None for none."""
        with self._open() as session:
            return session.scalar(select(func.min(TestImageRow.placed_at)))

    def lessons(self, officer: str) -> Sequence[Mapping[str, Any]]:
        """Return what an officer has missed and not read yet, oldest first."""
        query = (
            select(RecheckRow)
            .where(RecheckRow.arbiter_severity >= MISS_FROM, RecheckRow.lesson_at.is_(None))
            .order_by(RecheckRow.arbitrated_at)
        )
        found = []
        with self._open() as session:
            for row in session.scalars(query):  # few: each is read soon
                decision = session.get_one(DecisionRow, row.decision_id)
                if decision.officer == officer:
                    scan = session.get_one(CaseRow, row.case_id)
                    found.append(_as_told(_lesson(row, decision.decided_at), scan))
        return found[:_MOST_LESSONS]

    def images(self) -> dict[str, Any]:
        """Return how test images were met, as plain JSON values."""
        with self._open() as session:
            sampling = _sampling(session)
            hits, by_task = _hits(session)
            false_alarms = _false_alarms(session)
            met = _by(session, TestImageRow.outcome)
            return {
                "sampling": sampling_to_json(sampling),
                "placed": session.scalar(select(func.count()).select_from(TestImageRow)) or 0,
                "outcomes": {outcome.value: met.get(outcome, 0) for outcome in Outcome},
                "hit_rate": share_to_json(hits),
                "false_alarm_rate": share_to_json(false_alarms),
                "d_a": detectability(hits, false_alarms),
                "time_on_task": by_task,
                "objects": _objects(session),
                "officers": _image_officers(session),
                "recent": _recent_images(session),
            }

    def _open(self) -> AbstractContextManager[Session]:
        return read_only(self._path, Branch.HUB)


def _sampling(session: Session) -> Sampling:
    row = session.scalar(select(SamplingRow).order_by(SamplingRow.number.desc()).limit(1))
    return Sampling() if row is None else sampling_from_json(row.content)


def _to_do(session: Session) -> dict[str, Any]:
    stands = still_stands()
    open_first = RecheckRow.verdict.is_(None) & stands
    unsettled = RecheckRow.arbiter_verdict.is_(None) & stands
    disputed = (RecheckRow.verdict == Verdict.DISAGREE) & unsettled
    missed = RecheckRow.arbiter_severity >= MISS_FROM
    drawn, first, third, lessons, misses = session.execute(
        select(
            func.count(),
            func.sum(case((open_first, 1), else_=0)),
            func.sum(case((disputed, 1), else_=0)),
            func.sum(case((missed & RecheckRow.lesson_at.is_(None), 1), else_=0)),
            func.sum(case((missed, 1), else_=0)),
        ).select_from(RecheckRow)
    ).one()
    return {
        "drawn": drawn,
        "open": first or 0,
        "third": third or 0,
        "lessons_unread": lessons or 0,
        "missed": misses or 0,
        "oldest": _oldest(session),
    }


def _oldest(session: Session) -> str | None:
    open_first = RecheckRow.verdict.is_(None) & still_stands()
    oldest = session.scalar(select(func.min(RecheckRow.drawn_at)).where(open_first))
    return None if oldest is None else to_text(oldest)


def _agreement(session: Session) -> dict[str, Any]:
    query = (
        select(RecheckRow.tier, RecheckRow.verdict, func.count())
        .where(RecheckRow.verdict.is_not(None))
        .group_by(RecheckRow.tier, RecheckRow.verdict)
    )
    counts = {(tier, verdict): number for tier, verdict, number in session.execute(query)}

    def of(tiers: Sequence[Tier]) -> dict[str, Any]:
        agree = sum(counts.get((tier, Verdict.AGREE), 0) for tier in tiers)
        other = sum(counts.get((tier, Verdict.DISAGREE), 0) for tier in tiers)
        return share_to_json(share_of(agree, agree + other))

    return {"all": of(list(Tier)), **{tier.value: of([tier]) for tier in Tier}}


def _severities(session: Session) -> list[int]:
    """Return how many re-checks ended with each severity, by the last word on each."""
    settled = func.coalesce(RecheckRow.arbiter_severity, RecheckRow.severity)
    query = select(settled, func.count()).where(RecheckRow.verdict.is_not(None)).group_by(settled)
    counts: dict[int | None, int] = {row[0]: row[1] for row in session.execute(query)}
    return [counts.get(severity, 0) for severity in range(5)]


def _readers_apart(session: Session) -> dict[str, Any]:
    """Return how far two readers of one case agree; a re-check draws among releases only."""
    both = {(one, two): number for one, two, number in session.execute(_TWICE_READ)}
    same = sum(number for (one, two), number in both.items() if one == two)
    return {"share": share_to_json(share_of(same, sum(both.values()))), "kappa": kappa(both)}


def _officers(session: Session) -> list[dict[str, Any]]:
    """Return figures of authors with enough events; the others stay without a name and a figure."""
    agree = func.sum(case((RecheckRow.verdict == Verdict.AGREE, 1), else_=0))
    # Asked for each re-check, of which there are few, and never for each decision.
    author = (
        select(DecisionRow.officer)
        .where(DecisionRow.decision_id == RecheckRow.decision_id)
        .scalar_subquery()
        .label("author")
    )
    query = (
        select(author, agree, func.count())
        .where(RecheckRow.verdict.is_not(None))
        .group_by(text("author"))
        .having(func.count() >= EVENTS_BEFORE_NAMES)
        .order_by(text("author"))
    )
    return [
        {"officer": officer, **share_to_json(share_of(part, whole))}
        for officer, part, whole in session.execute(query)
    ]


def _recent(session: Session) -> list[dict[str, Any]]:
    query = select(RecheckRow).order_by(RecheckRow.drawn_at.desc()).limit(_LISTED)
    return [
        {
            "recheck_id": row.recheck_id,
            "case_id": row.case_id,
            "tier": row.tier.value,
            "drawn_at": to_text(row.drawn_at),
            "taken": row.verdict is not None or row.taken_at is not None,
            "verdict": None if row.verdict is None else row.verdict.value,
            "severity": row.severity,
            "decided_at": None if row.decided_at is None else to_text(row.decided_at),
            "third_verdict": None if row.arbiter_verdict is None else row.arbiter_verdict.value,
            "third_severity": row.arbiter_severity,
            "lesson_read": row.lesson_at is not None,
        }
        for row in session.scalars(query)
    ]


def _lesson(row: RecheckRow, decided_at: datetime) -> Lesson:
    marks = row.arbiter_marks or row.marks or []
    return Lesson(
        recheck_id=row.recheck_id,
        case_id=row.case_id,
        severity=row.arbiter_severity or 0,
        marks=tuple(mark_from_json(mark) for mark in marks),
        note=row.arbiter_note or row.note or "",
        decided_at=decided_at,
    )


def _as_told(lesson: Lesson, scan: CaseRow) -> dict[str, Any]:
    """Return a lesson as its officer is told it, with the scan that it is about."""
    return {
        "recheck_id": lesson.recheck_id,
        "case_id": lesson.case_id,
        "sha256": scan.package_sha256,
        "size": scan.package_size,
        "head": scan.head,
        "severity": lesson.severity,
        "marks": [mark_to_json(mark) for mark in lesson.marks],
        "note": lesson.note,
        "decided_at": to_text(lesson.decided_at),
    }


def _by(session: Session, column: Any) -> dict[Any, int]:  # noqa: ANN401 - any mapped column
    query = select(column, func.count()).select_from(TestImageRow).group_by(column)
    return {row[0]: row[1] for row in session.execute(query)}


def _hits(session: Session) -> tuple[Share, list[dict[str, Any]]]:
    """Return the share of test images that was found, whole and against time on task."""
    minutes = TestImageRow.time_on_task_s / 60.0
    bins = case(
        *((minutes >= start, place) for place, start in reversed(list(enumerate(_TASK_MIN)))),
        else_=0,
    )
    hit = func.sum(case((TestImageRow.outcome == Outcome.HIT, 1), else_=0))
    query = select(bins, hit, func.count()).where(TestImageRow.outcome.is_not(None)).group_by(bins)
    counts = {place: (part, whole) for place, part, whole in session.execute(query)}
    by_task = [
        {
            "from_min": start,
            "to_min": _TASK_MIN[place + 1] if place + 1 < len(_TASK_MIN) else None,
            **share_to_json(share_of(*counts.get(place, (0, 0)))),
        }
        for place, start in enumerate(_TASK_MIN)
    ]
    found = sum(part for part, _ in counts.values())
    return share_of(found, sum(whole for _, whole in counts.values())), by_task


def _false_alarms(session: Session) -> Share:
    """Return the share of first readings of scans that would be opened, since the first image.

    It is an upper bound of the false alarms: some of what is opened is rightly opened.
    """
    since = session.scalar(select(func.min(TestImageRow.placed_at)))
    if since is None:
        return share_of(0, 0)
    part, whole = session.execute(_FALSE_ALARMS, {"since": to_text(since)}).one()
    return share_of(part, whole)


def _objects(session: Session) -> list[dict[str, Any]]:
    hit = func.sum(case((TestImageRow.outcome == Outcome.HIT, 1), else_=0))
    query = (
        select(TestImageRow.object, hit, func.count())
        .where(TestImageRow.outcome.is_not(None))
        .group_by(TestImageRow.object)
        .order_by(TestImageRow.object)
    )
    return [
        {"object": name, **share_to_json(share_of(part, whole))}
        for name, part, whole in session.execute(query)
    ]


def _image_officers(session: Session) -> list[dict[str, Any]]:
    hit = func.sum(case((TestImageRow.outcome == Outcome.HIT, 1), else_=0))
    query = (
        select(TestImageRow.officer, hit, func.count())
        .where(TestImageRow.outcome.is_not(None))
        .group_by(TestImageRow.officer)
        .having(func.count() >= EVENTS_BEFORE_NAMES)
        .order_by(TestImageRow.officer)
    )
    return [
        {"officer": officer, **share_to_json(share_of(part, whole))}
        for officer, part, whole in session.execute(query)
    ]


def _recent_images(session: Session) -> list[dict[str, Any]]:
    query = (
        select(TestImageRow)
        .where(TestImageRow.outcome.is_not(None))
        .order_by(TestImageRow.decided_at.desc())
        .limit(_LISTED)
    )
    return [
        {
            "case_id": row.case_id,
            "object": row.object,
            "outcome": None if row.outcome is None else row.outcome.value,
            "decided_at": None if row.decided_at is None else to_text(row.decided_at),
            "time_on_task_s": row.time_on_task_s,
            "shown_ms": row.shown_ms,
        }
        for row in session.scalars(query)
    ]
