"""Whoever asks the records is told the same by either home."""

import json
from datetime import datetime, timedelta

import pytest

from tests.assembly.conftest import PLAN, WORD
from workstation.assembly.moving import move
from workstation.assembly.year import make_year
from workstation.audit.proof import check_proof
from workstation.domain.figures import Period
from workstation.domain.filters import filter_from_json
from workstation.storage.figures import FolderFigures
from workstation.storage.finding import INDEX, DecisionIndex
from workstation.storage.one_decision import DecisionFiles
from workstation.storage.postgres import reading_engine_of
from workstation.storage.proving import prove_decision
from workstation.storage.readers import audit_entries, list_decisions
from workstation.storage.recheck_figures import RecheckReader
from workstation.storage.room_now import RoomReader
from workstation.storage.steering_now import SteeringReader
from workstation.storage.verify import own_keys, verify_folder


@pytest.fixture
def room(tmp_path, server):
    """A month of a simulated room; its records may be carried to the database that is named."""
    make_year(tmp_path, PLAN, password=WORD)
    conninfo = server.new_database()
    yield tmp_path, conninfo
    reading_engine_of(conninfo).dispose()


def test_every_reader_tells_the_same_of_a_room_before_and_after_its_records_are_carried(room):
    folder, conninfo = room
    before = told_by(folder)

    move(folder, conninfo)

    (folder / INDEX).unlink()  # made from the records again
    after = told_by(folder)
    for name, told in before.items():
        found = after[name]
        assert (found.expected if name.startswith("instants") else found) == told, name


def test_a_year_is_written_into_postgresql_as_into_a_file(tmp_path, server):
    first, second, conninfo = tmp_path / "first", tmp_path / "second", server.new_database()
    move(second, conninfo)

    for folder in (first, second):
        make_year(folder, PLAN, password=WORD)

    reports = [verify_folder(folder) for folder in (first, second)]
    decisions = [list(list_decisions(folder)) for folder in (first, second)]
    reading_engine_of(conninfo).dispose()
    assert all(report.verified for report in reports)
    assert reports[0].entries == reports[1].entries
    assert decisions[0] == decisions[1]


def told_by(folder) -> dict[str, object]:
    """Ask every reader of a data folder everything."""
    figures, rechecks = FolderFigures(folder), RecheckReader(folder)
    newest = figures.newest()
    since = newest - timedelta(days=3)
    told: dict[str, object] = {
        "verify": verify_folder(folder),
        "decisions": list(list_decisions(folder)),
        "entries": sum(1 for _ in audit_entries(folder)),
        "sites": figures.sites(),
    }
    for name, period in {
        "all": Period(),
        "some": Period(start=since, end=newest, site=figures.sites()[0], goods="8"),
    }.items():
        settled = list(figures.settled(period))
        told[f"settled {name}"] = [row[:4] for row in settled]
        # A count of days tells an instant to some milliseconds.
        told[f"instants {name}"] = pytest.approx([s for row in settled for s in row[4:]], abs=0.01)
        told[f"readings {name}"] = sorted(figures.readings(period), key=str)
        told[f"opened {name}"] = sorted(figures.opened(period), key=str)
        told[f"verdicts {name}"] = figures.verdicts(period)
        told[f"missed {name}"] = figures.missed(period)
    told["overview"], told["images"] = rechecks.overview(), rechecks.images()
    officers = sorted({line["officer"] for line in told["decisions"]})
    told["lessons"] = [rechecks.lessons(officer) for officer in officers[:8]]
    told |= now_by(folder, newest)
    told |= one_by(folder, told["decisions"][7]["decision_id"])
    return told


def now_by(folder, newest: datetime) -> dict[str, object]:
    looked, steering = RoomReader(folder), SteeringReader(folder)
    index = DecisionIndex(folder)
    wanted = {"where": [], "order": {"by": "turnaround_s", "down": True}}
    told = {
        "now": looked.read(newest, since=newest - timedelta(hours=24)),
        "alerts": looked.alerts(limit=50, before=None, with_closed=True),
        "parked": steering.parked(50),
        "requests": steering.requests(50),
        "rules": steering.rules(),
        "on_their_way": steering.on_their_way(50),
        "lists": steering.lists(),
        "hits": steering.hits(before=None, limit=50),
        "found": index.page(filter_from_json(wanted), index.catch_up(most=10**6), limit=50).rows,
    }
    for one in (looked, steering, index):
        one.close()
    return told


def one_by(folder, decision_id: str) -> dict[str, object]:
    public = own_keys(folder)[0]
    proof = prove_decision(folder, decision_id, public)
    check_proof(proof, public)
    files = DecisionFiles(folder, folder / "library")
    return {"one": json.dumps(files.decision(decision_id), sort_keys=True), "proof": proof}
