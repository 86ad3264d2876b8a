from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from tests.storage.scenes import MORNING, at, leased, make_decision, store_package
from workstation.cli.dispose import dispose_command
from workstation.domain.alert import AlertKind, Event
from workstation.storage.records import open_records

LONG_AGO = (MORNING + timedelta(days=1)).date().isoformat()


@pytest.fixture
def room(tmp_path):
    records = open_records(tmp_path / "hub.sqlite")
    store_package(tmp_path, "s1")
    decision = make_decision(leased(records))
    records.decide(decision)
    records.announced("yantian", decision.decision_id, now=at(60))
    records.close()
    return tmp_path


def run(room, *words, before=LONG_AGO):
    words = ["--before", before, "--why", "kept for five years", *words, "--data", str(room)]
    return CliRunner().invoke(dispose_command, words)


def disposed(room):
    records = open_records(room / "hub.sqlite")
    try:
        return records.is_disposed("yantian:s1")
    finally:
        records.close()


def test_it_is_counted_first_and_then_disposed_of(room):
    counted = run(room, "--dry-run")
    between = disposed(room)
    done = run(room)

    assert counted.exit_code == done.exit_code == 0
    assert counted.output == f"1 cases before {LONG_AGO}, 0.0 GB: nothing was done\n"
    assert not between
    assert "disposed of" in done.output
    assert disposed(room)


def test_what_is_new_is_kept_by_all_means(room):
    refused = run(room, before=(datetime.now(UTC) - timedelta(days=3)).date().isoformat())

    assert refused.exit_code == 2
    assert "younger than 30 days" in refused.output
    assert not disposed(room)


def test_a_case_with_an_alert_that_is_not_closed_is_kept_and_that_is_told(room):
    records = open_records(room / "hub.sqlite")
    event = Event(kind=AlertKind.WATCH_HIT, subject="yantian:s1", site="yantian")
    records.raise_alert(event, now=at(90))
    records.close()

    counted = run(room, "--dry-run")
    done = run(room)

    assert counted.exit_code == done.exit_code == 0
    assert counted.output == done.output
    assert counted.output == (
        f"0 cases before {LONG_AGO}, 0.0 GB: nothing was done\n"
        "kept, since an alert about it is not closed (at a desk, under Steering): 1 (yantian:s1)\n"
    )
    assert not disposed(room)
