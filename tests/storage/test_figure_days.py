"""The days that figures are counted from hold what a plain look at every record finds."""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import text

from tests.reports.likeness import assert_same
from tests.storage.scenes import (
    at,
    leased,
    make_arrival,
    make_comparison,
    make_decision,
    make_declaration,
)
from workstation.assembly.looks_count import CountedLooks
from workstation.domain.decision import Conclusion
from workstation.domain.errors import StorageUnavailable
from workstation.domain.figure_columns import Fact
from workstation.domain.figures import Period
from workstation.domain.finding import FindingKind
from workstation.domain.inspection import InspectionResult, MarkOutcome, Occasion
from workstation.domain.recheck import Look, Verdict
from workstation.reports.counting import Counting
from workstation.reports.figures import Figures, figures
from workstation.storage import figure_days
from workstation.storage.figure_days import DAYS, FigureDays
from workstation.storage.figures import FolderFigures
from workstation.storage.recheck_figures import RecheckReader

LATER = at(3600.0)


@dataclass
class Counted:
    """The days of a folder, and what is counted from them."""

    folder: object

    def __post_init__(self):
        self.days = FigureDays(self.folder)
        self.counting = Counting(self.days)

    def figures(self) -> Figures:
        standing = self.days.catch_up(for_s=60.0)
        assert (standing.behind, standing.until) == (0, None)
        return self.counting.figures(Period(), edition=standing.edition)


@pytest.fixture
def counted(tmp_path, monkeypatch):
    for where in ("figures", "tallied_figures"):  # follows from what is compared, and takes long
        monkeypatch.setattr(f"workstation.reports.{where}.miss_rate", lambda _evidence: None)
    counted = Counted(tmp_path)
    yield counted
    counted.days.close()


def decide(records, scan_id: str, conclusion: Conclusion = Conclusion.RELEASE):
    decision = make_decision(leased(records, scan_id), f"d-{scan_id}", conclusion=conclusion)
    records.decide(decision)
    return decision


def opened(decision, occasion: Occasion, **told) -> InspectionResult:
    usual = {"kind": None, "goods": "", "marks": {}, **told}
    return InspectionResult(
        result_id=f"r-{decision.decision_id}-{occasion.value}",
        case_id=decision.case_id,
        decision_id=decision.decision_id,
        occasion=occasion,
        opened_at=at(90_000.0),
        **usual,
    )


def life_of_a_room(records):
    """Do everything that changes figures, one act after another."""
    records.begin_rechecks()
    decide(records, "s1")
    yield "a release is recorded"
    inspect = decide(records, "s2", Conclusion.INSPECT)
    decide(records, "s3")
    records.recall("d-s3", officer="li", reason="officer", now=at(1.0))
    yield "a release is recalled"
    records.announced("yantian", inspect.decision_id, now=at(700.0))
    yield "an inspection is announced"
    marks = {"m1": MarkOutcome.CONFIRMED}
    found = opened(
        inspect, Occasion.INSPECTION, kind=FindingKind.CIGARETTES_ALCOHOL, goods="香烟", marks=marks
    )
    records.inspected("yantian", found, now=at(90_100.0))
    yield "something is found on the next day"
    records.draw_rechecks(lambda _decision, _tier: 1.0, now=LATER)
    task, _ = records.take_recheck(officer="sun", desk="desk-2", now=LATER, for_s=60.0)
    look = Look(verdict=Verdict.AGREE, severity=0)
    records.answer_recheck(task.recheck_id, look, officer="sun", now=LATER)
    yield "a second look agrees"
    decide(records, "s5")
    records.draw_rechecks(lambda _decision, _tier: 1.0, now=LATER)
    missed = Look(verdict=Verdict.DISAGREE, severity=3)
    for officer in ("sun", "zhou"):
        task, _ = records.take_recheck(officer=officer, desk="desk-2", now=LATER, for_s=60.0)
        records.answer_recheck(task.recheck_id, missed, officer=officer, now=LATER)
        yield f"{officer} disagrees"
    records.read_lesson(task.recheck_id, officer="li", now=LATER)
    yield "the lesson is read"
    arrival = make_arrival("s4", declaration=make_declaration())
    case = records.receive(arrival, now=at(86_500.0))
    records.compared(case.case_id, make_comparison(), now=at(86_500.0))
    held = records.lease(case.case_id, officer="li", desk="desk-1", now=at(86_500.0))
    records.decide(make_decision(held, "d-s4", now=at(86_600.0)))
    yield "goods are declared, and released on another day"
    asked = records.ask_supersede("d-s1", officer="zhao", reason="wrong box", now=LATER)
    records.approve(asked.request_id, officer="qian", now=LATER)
    yield "two officers withdraw what was looked at again"


def test_after_each_act_the_days_tell_what_every_row_tells(records, tmp_path, counted):
    looks, plain = CountedLooks(tmp_path), RecheckReader(tmp_path)
    told = []
    for what in life_of_a_room(records):
        found = counted.figures()

        assert_same(found, figures(FolderFigures(tmp_path), Period()))
        assert looks.overview() == plain.overview(), what
        told.append((what, found, looks.overview()))

    looks.close()
    last = told[-1][1]
    assert len({repr(one[1:]) for one in told}) == len(told)  # each act changed something
    assert [one.key for one in last.groups["day"]] == ["2026-03-02", "2026-03-03"]
    assert (last.hits.hits, last.marks[0].kind, last.marks[0].confirmed) == (1, "none", 1)


def test_days_that_were_thrown_away_are_made_anew(records, tmp_path, counted):
    for _ in life_of_a_room(records):
        pass
    before = counted.figures()
    counted.days.close()
    (tmp_path / DAYS).unlink()

    anew = Counted(tmp_path)

    assert_same(anew.figures(), before)
    anew.days.close()


@pytest.mark.parametrize("spoilt", [b"no database at all" * 99, b""])
def test_a_file_that_is_damaged_is_made_anew(records, tmp_path, counted, spoilt):
    (tmp_path / DAYS).write_bytes(spoilt)
    decide(records, "s1")

    assert counted.figures().cases == 1


def test_days_of_another_form_are_made_anew(records, tmp_path, counted, monkeypatch):
    decide(records, "s1")
    first = counted.days.catch_up(for_s=60.0)
    counted.days.close()
    monkeypatch.setattr("workstation.storage.figure_days.FORM", "another")

    anew = Counted(tmp_path)
    second = anew.days.catch_up(for_s=60.0)

    assert first.edition != second.edition
    assert anew.figures().cases == 1
    anew.days.close()


def test_records_that_were_put_back_to_an_earlier_time_are_counted_anew(
    open_hub, tmp_path, counted
):
    """As PostgreSQL's own tools do, which know nothing of a file in the hub's folder."""
    home, kept = tmp_path / "hub.sqlite", tmp_path / "kept.sqlite"
    records = open_hub()
    decide(records, "s1")
    records.close()
    shutil.copyfile(home, kept)
    records = open_hub()
    for scan_id in ("s2", "s3"):
        decide(records, scan_id, Conclusion.INSPECT)
    assert counted.figures().cases == 3
    records.close()

    kept.replace(home)
    records = open_hub()
    assert counted.figures().cases == 1
    for scan_id in ("s4", "s5"):  # their entries have the numbers of those that are lost
        decide(records, scan_id)

    assert_same(counted.figures(), figures(FolderFigures(tmp_path), Period()))


def test_days_are_not_filled_from_a_moment_before_their_place_in_the_log(
    records, tmp_path, counted, monkeypatch
):
    """As when another program begins the file while this one has opened the records already."""
    decide(records, "s1")
    tomorrow = make_decision(leased(records, "s2"), "d-s2", now=at(90_000.0))
    records.decide(tomorrow)
    other, look = FigureDays(tmp_path), figure_days.read_only

    @contextmanager
    def look_early(*where):
        with look(*where) as session:
            session.execute(text("SELECT 1 FROM audit")).all()
            monkeypatch.setattr(figure_days, "read_only", look)
            records.announced("yantian", "d-s2", now=at(99_000.0))
            other.catch_up(for_s=0.0)  # notes its place in the log, and fills the first day
            other.close()
            yield session

    monkeypatch.setattr(figure_days, "read_only", look_early)
    counted.days.catch_up(for_s=60.0)

    assert_same(counted.figures(), figures(FolderFigures(tmp_path), Period()))


def test_a_day_that_nothing_befell_keeps_its_version(records, counted):
    decide(records, "s1")
    counted.figures()
    before = dict(counted.days.versions(Fact.DECISION))

    leased(records, "s2")
    counted.figures()

    assert dict(counted.days.versions(Fact.DECISION)) == before


def test_a_folder_without_records_is_a_clear_no(tmp_path):
    days = FigureDays(tmp_path)

    with pytest.raises(StorageUnavailable, match=r"no hub\.sqlite"):
        days.catch_up(for_s=1.0)

    days.close()
