"""A simulated year: whole records, a truth kept apart, pictures on demand, the same every time."""

import json
import shutil
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.assembly.conftest import PLAN, WORD
from workstation.assembly.year import SUMMARY, TRUTH, make_year
from workstation.assembly.year_pictures import NoRecipe, make_picture, picture_for
from workstation.domain.errors import StepRefused, StorageUnavailable
from workstation.imaging.readers.door import read_scan
from workstation.simulation.year.world import ZONE
from workstation.storage.readers import audit_entries, list_decisions
from workstation.storage.records import open_records
from workstation.storage.verify import verify_folder


def test_the_evidence_log_of_a_simulated_year_holds_with_every_recipe(year):
    folder, _ = year

    report = verify_folder(folder, contents=True)

    assert (report.verified, report.reason) == (True, "")
    assert report.proven == report.entries > 4000


def test_decisions_are_whole_and_cases_come_to_their_end(year):
    folder, truth = year

    decisions = list(list_decisions(folder))

    announced = {one["case_id"] for one in decisions if one["state"] == "announced"}
    assert announced == {case.container.case_id for case in truth.cases}
    assert {one["conclusion"] for one in decisions} == {"release", "inspect", "rescan", "refer"}


def test_what_is_rare_happens_too(year):
    folder, _ = year

    tags = {entry["tag"] for entry in audit_entries(folder)}

    assert {"scan:inspected", "recheck:answered", "test_image:answered"} <= tags


def test_the_truth_is_beside_the_records_and_adds_up(year):
    folder, truth = year

    lines = [json.loads(line) for line in (folder / TRUTH).read_text("utf-8").splitlines()]
    told = json.loads((folder / SUMMARY).read_text("utf-8"))

    missed = [one for one in lines if one["released"] and one["find"] is not None]
    assert len(missed) == told["missed"] == truth.missed
    assert told["released"] == sum(one["released"] for one in lines)


def test_the_same_plan_makes_the_same_year(year, tmp_path):
    folder, _ = year
    make_year(tmp_path, PLAN, password=WORD[::-1])

    again = list(audit_entries(tmp_path))

    assert again == list(audit_entries(folder))


def test_a_room_that_is_simulated_until_now_has_nothing_after_it(tmp_path):
    until = PLAN.first_day + timedelta(days=2, hours=14)

    truth = make_year(tmp_path, replace(PLAN, until=until), password=WORD)

    told = [datetime.fromisoformat(entry["at"]) for entry in audit_entries(tmp_path)]
    assert until - timedelta(hours=1) < max(told) <= until
    assert verify_folder(tmp_path).verified
    arrived = {case.container.taken_at.astimezone(ZONE).date() for case in truth.cases}
    assert len(arrived) == 3


def test_a_picture_is_made_when_it_is_asked_for(year, tmp_path):
    folder, truth = year
    container = truth.cases[0].container
    out = tmp_path / "one.scan.tif"

    make_picture(folder, container.case_id, out)

    head = read_scan(out).head
    assert (head.site, head.scan_id) == (container.site, container.scan_id)


def test_whoever_fetched_a_recipe_has_the_picture_and_other_packages_stay_as_they_are(
    year, tmp_path
):
    folder, truth = year
    fetched, other = tmp_path / "fetched", tmp_path / "other.scan.tif"
    sha256 = truth.cases[1].sha256
    shutil.copyfile(folder / "blobs" / sha256[:2] / sha256, fetched)
    other.write_bytes(b"II*\0")

    made = picture_for(fetched)

    assert read_scan(made).head.scan_id == truth.cases[1].container.scan_id
    assert picture_for(other) == other


def test_a_case_that_nobody_knows_has_no_picture(year, tmp_path):
    folder, _ = year

    with pytest.raises(NoRecipe, match="yantian:nothing"):
        make_picture(folder, "yantian:nothing", tmp_path / "out.tif")


def test_a_year_is_never_written_over_records(year):
    folder, _ = year

    with pytest.raises(StorageUnavailable, match="already"):
        make_year(folder, PLAN, password=WORD)


def test_a_hub_goes_on_from_where_the_year_ended(year, tmp_path):
    folder, truth = year
    room = tmp_path / "room"
    shutil.copytree(folder, room)
    records = open_records(room / "hub.sqlite")

    case = records.case(truth.cases[-1].container.case_id)
    with pytest.raises(StepRefused):
        records.lease(case.case_id, officer="r01", desk="d", now=case.received_at)
    records.note("hub:started", {}, now=case.received_at)
    records.close()

    before, after = verify_folder(folder), verify_folder(room)
    assert (after.entries, after.verified) == (before.entries + 1, True)
