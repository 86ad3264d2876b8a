"""Figures of a data folder are what its records say, counted one by one."""

import json
import sqlite3
from collections import Counter
from datetime import timedelta

import pytest
from click.testing import CliRunner

from queue_client.errors import Refused
from queue_client.supervision_messages import Steer
from tests.assembly.conftest import PLAN
from workstation.assembly.figuring import EXPORTED, ExportBook, FigureDesk
from workstation.assembly.report import figures_of
from workstation.cli.report import report_command
from workstation.domain.figures import Period
from workstation.domain.instants import from_text
from workstation.domain.officer import Officer, Role
from workstation.hub.sessions import Seat
from workstation.reports.figures_json import to_json
from workstation.simulation.year.world import ZONE
from workstation.storage.figures import FolderFigures
from workstation.storage.readers import list_decisions

SEAT = Seat(
    token="t",  # noqa: S106 - opens nothing
    officer=Officer(officer_id="s01", name="Han", roles=frozenset({Role.SUPERVISOR})),
    desk="desk-1",
    began=0.0,
    used=0.0,
)


def report(folder, *options):
    return CliRunner().invoke(report_command, ["--data", str(folder), *options])


def test_a_report_says_what_the_issue_asks_for(year):
    folder, truth = year

    result = report(folder, "--json", "--zone", "Asia/Shanghai")

    told = json.loads(result.stdout)
    assert told["cases"] == len(truth.cases)
    assert told["direct_release_rate"] == pytest.approx(truth.released / len(truth.cases))
    assert 0 < told["turnaround_s"]["p50"] < told["turnaround_s"]["p90"]
    assert told["turnaround_s"]["p90"] < told["turnaround_s"]["p95"]
    assert told["miss_rate"]["level"] == 0.95
    assert told["miss_rate"]["low"] < told["miss_rate"]["high"]
    assert told["truth"]["miss_rate"] == truth.miss_rate


def test_turnarounds_are_those_of_the_list_of_decisions(year):
    folder, truth = year
    received = {one.container.case_id: one.container.taken_at for one in truth.cases}

    found = sorted(
        row.finished_s - row.received_s for row in FolderFigures(folder).settled(Period())
    )

    expected = sorted(
        (from_text(one["announced_at"]) - received[one["case_id"]]).total_seconds()
        for one in list_decisions(folder)
        if one["announced_at"] is not None
    )
    assert found == pytest.approx(expected, abs=1e-3)


def test_a_site_goods_and_days_leave_out_the_others(year):
    folder, truth = year
    middle = PLAN.first_day + timedelta(days=1)
    source = FolderFigures(folder)

    sites = Counter(row.site for row in source.settled(Period()))
    here = list(source.settled(Period(site="shekou", goods="85", start=middle)))

    assert sites == Counter(case.container.site for case in truth.cases)
    assert {row.site for row in here} == {"shekou"}
    assert {row.hs[:2] for row in here} == {"85"}
    assert min(row.decided_s for row in here) >= middle.timestamp()
    assert source.sites() == sorted(sites)


def test_what_tells_of_misses_is_counted_of_the_same_cases(year):
    folder, _ = year
    with sqlite3.connect(folder / "hub.sqlite") as plain:
        (tests,) = plain.execute("SELECT count(*) FROM test_image").fetchone()
        (openings,) = plain.execute(
            "SELECT count(*) FROM inspection_result WHERE occasion = 'random'"
        ).fetchone()
    plain.close()

    whole = FolderFigures(folder).missed(Period())
    parts = [
        FolderFigures(folder).missed(Period(site=site)) for site in FolderFigures(folder).sites()
    ]

    assert (whole.test_images, whole.openings) == (tests, openings)
    assert sum(part.released for part in parts) == whole.released
    assert sum(part.openings for part in parts) == openings
    assert sum(one.done for part in parts for one in part.rechecks.values()) == sum(
        one.done for one in whole.rechecks.values()
    )


def test_a_report_of_one_site_tells_no_truth_of_the_whole_room(year):
    folder, _ = year

    told = json.loads(report(folder, "--json", "--site", "shekou").stdout)

    assert "truth" not in told
    assert told["period"]["site"] == "shekou"


def test_a_folder_without_records_is_a_clear_no(tmp_path):
    result = report(tmp_path, "--json")

    assert "no hub.sqlite" in str(result.exception)


def test_supervisors_are_answered_with_the_last_days_up_to_the_newest_decision(year):
    folder, _ = year
    desk = FigureDesk(folder, "1.0", patience_s=30)

    answer = desk.answer(SEAT, {"days": 1, "zone": "Asia/Shanghai"})

    newest = from_text(answer["newest"])
    period = Period(start=newest - timedelta(days=1))
    assert answer["cases"] == figures_of(folder, period, zone=ZONE).cases > 0
    assert answer["sites"]
    assert len(json.dumps(answer)) < 256 * 1024


@pytest.mark.parametrize(
    "question", [{"goods": "toys"}, {"zone": "Nowhere"}, {"colour": 1}, {"days": 0}]
)
def test_a_question_that_makes_no_sense_is_refused(year, question):
    folder, _ = year

    with pytest.raises(Refused):
        FigureDesk(folder, "1.0", patience_s=30).answer(SEAT, question)


def test_an_export_is_noted_with_who_made_it_of_what():
    noted = []

    class Book:
        def note(self, tag, facts, *, now):
            noted.append((tag, facts, now.tzinfo is not None))

    order = Steer(ask=1, session="t" * 32, act="note_export", request="r", reason="weekly")
    note = {"subject": "figures", "form": "pdf", "filter": {"site": "shekou"}, "rows": 3}

    ExportBook(Book()).note(SEAT, order, note)

    ((tag, facts, placed),) = noted
    assert placed
    assert tag == EXPORTED
    assert (facts["officer"], facts["form"], facts["filter"]) == ("s01", "pdf", {"site": "shekou"})


def test_the_figures_of_a_whole_room_are_plain_json(year):
    folder, _ = year

    text = json.dumps(to_json(figures_of(folder, Period(), zone=ZONE)), allow_nan=False)

    assert json.loads(text)["by"]["month"][0]["key"] == "2025-01"


def test_what_takes_long_is_counted_aside_and_kept_for_whoever_asks_again(year):
    folder, _ = year
    desk = FigureDesk(folder, "1.0", patience_s=0.0)
    question = {"zone": "Asia/Shanghai"}

    first = desk.answer(SEAT, question)
    desk._patience_s = 30  # noqa: SLF001 - asks again much later
    second = desk.answer(SEAT, question)

    assert first["counting"]
    assert second["cases"] > 400
    assert desk.answer(SEAT, question) is second
