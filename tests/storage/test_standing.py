"""How the room stands is counted aside, and a database that cannot be written is found."""

from datetime import timedelta

import pytest

from tests.storage.scenes import MORNING, make_arrival, make_comparison


def test_cases_are_counted_by_stage_and_the_oldest_of_each_site_is_found(records):
    for minutes, (site, scan_id) in enumerate((("a", "s1"), ("a", "s2"), ("b", "s3"), ("b", "s4"))):
        at = MORNING + timedelta(minutes=minutes)
        case = records.receive(make_arrival(scan_id, site=site), now=at)
        if scan_id != "s4":
            records.compared(case.case_id, make_comparison(), now=at)

    found = records.standing()

    assert (found.by_stage["waiting"], found.by_stage["received"]) == (3, 1)
    assert found.by_stage["parked"] == 0
    assert found.oldest_waiting == {"a": MORNING, "b": MORNING + timedelta(minutes=2)}


def test_every_act_tells_how_long_it_took_to_become_durable(records):
    took = []
    records.tell_commits(took.append)

    records.receive(make_arrival("s1"), now=MORNING)
    with pytest.raises(KeyError):
        records.compared("nothing", make_comparison(), now=MORNING)

    assert len(took) == 1
    assert took[0] > 0


def test_a_database_that_can_be_written_is_tried_without_changing_it(records, tmp_path):
    before = (tmp_path / "hub.sqlite-wal").read_bytes()

    records.probe()

    assert (tmp_path / "hub.sqlite-wal").read_bytes() == before
