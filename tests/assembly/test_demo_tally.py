"""A demo counts what it lost and doubled from what lies in the folders; it can fail."""

import json
from dataclasses import asdict

import pytest

from workstation.assembly.demo.plan import DemoPlan, InputEmpty
from workstation.assembly.demo.scanners import Drop
from workstation.assembly.demo.tally import arrivals, count
from workstation.assembly.hub import open_hub_records
from workstation.domain.errors import SettingsInvalid


@pytest.fixture
def plan(tmp_path):
    plan = DemoPlan(data=tmp_path, sites=1, scans=3)
    plan.hub.mkdir()
    open_hub_records(plan.hub).close()
    for name in ("inbox", "outbox", "decisions", "gate", "inspection", "alarms", "quarantine"):
        (site_of(plan) / name).mkdir(parents=True)
    return plan


def site_of(plan):
    return plan.site(plan.site_names()[0])


def drop(plan, *scan_ids):
    site = plan.site_names()[0]
    drops = [Drop(site=site, files=(f"{s}.scan.tif",), scan_id=s) for s in scan_ids]
    plan.drops.write_text("".join(json.dumps(asdict(d)) + "\n" for d in drops))


def decide(plan, scan_id):
    (site_of(plan) / "decisions" / f"{scan_id}.json").write_text("{}")


def test_a_scan_that_is_nowhere_is_lost(plan):
    drop(plan, "S1", "S2")
    decide(plan, "S1")

    tally = count(plan, {}, to_the_end=False, seconds=1)

    assert (tally.scans, tally.announced, tally.lost) == (2, 1, 1)


def test_a_scan_on_its_way_is_lost_only_for_a_demo_that_ran_to_the_end(plan):
    drop(plan, "S1", "S2")
    (site_of(plan) / "inbox" / "S1.scan.tif").touch()
    (site_of(plan) / "outbox" / "S2").mkdir()

    assert count(plan, {}, to_the_end=False, seconds=1).lost == 0
    assert count(plan, {}, to_the_end=True, seconds=1).lost == 2


def test_a_package_that_is_still_being_written_is_passed_over(plan):
    drop(plan, "S1")
    (site_of(plan) / "inbox" / "S1.scan.tif").touch()
    draft = site_of(plan) / "outbox" / ".draft-S1"
    draft.mkdir()
    (draft / "manifest.json").write_text("{}")

    assert count(plan, {}, to_the_end=False, seconds=1).lost == 0


def test_a_file_in_quarantine_is_not_lost(plan):
    drop(plan, "S1")
    (site_of(plan) / "quarantine" / "S1.scan.tif.why.txt").write_text("cut short")

    assert arrivals(plan).quarantined == 1
    assert count(plan, {}, to_the_end=True, seconds=1).lost == 0


def test_a_container_both_released_and_inspected_is_counted_as_doubled(plan):
    drop(plan, "S1")
    decide(plan, "S1")
    (site_of(plan) / "gate" / "S1.release").touch()
    (site_of(plan) / "inspection" / "S1").mkdir()

    assert count(plan, {}, to_the_end=True, seconds=1).duplicated == 1


def test_an_alarm_about_a_second_decision_is_counted_as_doubled(plan):
    drop(plan, "S1")
    decide(plan, "S1")
    (site_of(plan) / "alarms" / "second-decision.S1.txt").touch()

    assert count(plan, {}, to_the_end=True, seconds=1).duplicated == 1


@pytest.mark.parametrize("wrong", [{"sites": 0}, {"scans": 0}, {"sites": 65}])
def test_an_impossible_plan_is_refused_in_words(tmp_path, wrong):
    with pytest.raises(SettingsInvalid, match="from 1 to"):
        DemoPlan(data=tmp_path, **wrong)


def test_real_scans_that_are_models_too_arrive_last(tmp_path):
    for number in range(7):
        (tmp_path / f"{number}.jpg").touch()
    plan = DemoPlan(data=tmp_path / "room", input=tmp_path)

    arriving = [files[0].stem for files in plan.arriving_files()]

    assert arriving == ["1", "2", "4", "5", "0", "3", "6"]
    assert [files[0].stem for files in plan.model_files()] == ["0", "3", "6"]


def test_an_input_folder_without_scans_is_refused_with_what_it_should_hold(tmp_path):
    (tmp_path / "readme.txt").touch()

    with pytest.raises(InputEmpty) as refusal:
        DemoPlan(data=tmp_path / "room", input=tmp_path)

    assert ".tif" in refusal.value.sentence()
