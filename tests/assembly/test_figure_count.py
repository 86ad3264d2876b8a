"""Supervisors are answered with figures that are those of every row, again and again."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from queue_client.supervision_documents.figures import FiguresQuestion
from tests.reports.likeness import assert_same
from workstation.assembly.figure_count import FigureCount
from workstation.assembly.figure_period import period_of
from workstation.assembly.looks_count import CountedLooks
from workstation.assembly.report import figures_of
from workstation.domain.errors import StorageUnavailable
from workstation.domain.figures import Period
from workstation.domain.targets import Targets
from workstation.reports.figures import figures
from workstation.reports.figures_json import from_json
from workstation.storage.figure_days import FigureDays
from workstation.storage.figures import FolderFigures
from workstation.storage.recheck_figures import RecheckReader
from workstation.storage.room_now import RoomReader


@pytest.fixture
def count(year):
    folder, _ = year
    count = FigureCount(folder, "1.0")
    yield count
    count.close()


@pytest.mark.parametrize(
    "asked",
    [
        FiguresQuestion(zone="Asia/Shanghai"),
        FiguresQuestion(zone="Europe/Berlin", days=1),
        FiguresQuestion(zone="UTC", site="shekou", goods="85"),
    ],
)
def test_an_answer_is_what_a_look_at_every_row_finds(year, count, asked):
    folder, _ = year
    source = FolderFigures(folder)

    found = from_json(count.document(asked, Targets()))

    zone = ZoneInfo(asked.zone)
    assert_same(found, figures(source, period_of(asked, source.newest()), zone=zone))
    assert found.cases > 0
    assert found.evidence.openings + len(found.marks) > 0


def test_the_same_question_is_counted_once_while_nothing_is_recorded(count):
    first = count.document(FiguresQuestion(zone="UTC"), Targets())

    assert count.document(FiguresQuestion(zone="UTC"), Targets()) is first


def test_a_report_from_a_folder_that_cannot_be_written_to_looks_at_every_row(year, monkeypatch):
    folder, _ = year
    source = FolderFigures(folder)
    newest = source.newest()
    period = Period(start=newest - timedelta(days=1))
    monkeypatch.setattr(FigureDays, "catch_up", _refused)

    found = figures_of(folder, period, zone=ZoneInfo("UTC"))

    assert found == figures(source, period)


def _refused(self, *, for_s):
    del for_s
    raise StorageUnavailable(str(self), "attempt to write a readonly database")


def test_a_report_is_held_against_the_targets_that_supervisors_set(year, monkeypatch):
    folder, _ = year
    strict = {"direct_release": 0.9, "slowest_s": 3600.0, "typical_s": 120.0}
    monkeypatch.setattr(RoomReader, "rule", lambda _self, name: {"targets": strict}[name])

    found = figures_of(folder, Period(), zone=ZoneInfo("UTC"))

    assert found.targets == Targets(direct_release=0.9, slowest_s=3600.0, typical_s=120.0)


def test_looks_again_are_told_as_every_row_of_them_tells(year):
    folder, _ = year
    plain, looks = RecheckReader(folder), CountedLooks(folder)
    FigureCount(folder, "1.0").document(FiguresQuestion(zone="UTC"), Targets())  # makes the days

    overview, images = looks.overview(), looks.images()

    looks.close()
    assert overview == plain.overview()
    assert images == plain.images()
    assert overview["to_do"]["drawn"] > 0
    assert images["hit_rate"]["whole"] > 0
