"""The whole way, with the real programs: scanner file to decision at the site."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.faults import run_with_kills

pytestmark = [pytest.mark.journey, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    data = tmp_path_factory.mktemp("room")
    command = [sys.executable, "-m", "workstation.cli.main", "demo", "--headless", "--json"]
    run = subprocess.run(  # noqa: S603 - our own program
        [*command, "--data", str(data), "--scans", "6", "--pace", "0.2"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return data, json.loads(run.stdout)


def test_a_headless_demo_decides_every_scan_and_loses_none(demo):
    _, tally = demo

    assert tally["sites"] == 3
    assert tally["scans"] == tally["compared"] == tally["decided"] == tally["announced"] == 6
    assert tally["released"] + tally["inspected"] == 6
    assert tally["lost"] == tally["duplicated"] == 0
    assert tally["audit_verified"] is True


def test_every_decision_lies_signed_for_in_its_sites_folder(demo):
    data, _ = demo

    decided = list(data.glob("sites/*/decisions/*.json"))
    released = {p.name.removesuffix(".release") for p in data.glob("sites/*/gate/*.release")}
    inspected = {p.name for p in data.glob("sites/*/inspection/*") if p.is_dir()}

    assert len(decided) == 6
    assert released | inspected == {p.stem for p in decided}
    assert not released & inspected


def test_the_doors_read_what_the_demo_left_behind(demo):
    data, tally = demo

    decisions = reviewroom("decisions", "--data", str(data / "hub"), "--json").stdout.splitlines()
    audit = reviewroom("audit", "verify", "--data", str(data / "hub"), "--json")

    assert len(decisions) == tally["decided"]
    assert json.loads(audit.stdout)["first_bad"] is None
    assert json.loads(audit.stdout)["entries"] > 3 * tally["scans"]


@pytest.mark.soak  # the suite kills a room in `tests/chaos`
def test_a_hub_killed_in_the_middle_costs_nothing(tmp_path: Path):
    run = run_with_kills(tmp_path, scans=8, kills=2)

    assert run.kills == {"hub": 2}, run.complaints
    assert run.code == 0, run.complaints
    assert run.tally["scans"] == run.tally["announced"] == 8
    assert run.tally["lost"] == run.tally["duplicated"] == 0
    assert run.tally["audit_verified"] is True


def reviewroom(*arguments):
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "workstation.cli.main", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
