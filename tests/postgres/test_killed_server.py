"""kill -9 of the server, or of the hub, while decisions are committed: none is lost or doubled."""

import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from workstation.storage.postgres import reading_engine_of
from workstation.storage.readers import list_decisions
from workstation.storage.records import open_records
from workstation.storage.verify import verify_folder

ROOT = Path(__file__).parents[2]
#: Either the word COMMIT was on its way, and the program ended; or an act was refused.
ENDS = {1, 74}


def work_until(folder: Path, *, lines: int, strike) -> tuple[defaultdict[str, set[str]], int]:
    """Let a hub's writer work, strike after some lines; return all that it acknowledged."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    with subprocess.Popen(  # noqa: S603 - our own program and our own folder
        [sys.executable, "-m", "tests.postgres.steady_writer", str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        for number, line in enumerate(writer.stdout, start=1):
            if line.endswith("\n"):
                what, name = line.split()
                told[what].add(name)
            if number == lines:
                strike(writer)
    return told, writer.returncode


def all_holds(folder: Path, told) -> None:
    records = open_records(folder / "hub.sqlite")
    lines = list(list_decisions(folder))
    states = {line["decision_id"]: line["state"] for line in lines}
    report = verify_folder(folder, contents=True)
    assert report.verified, report
    assert all(records.case(case_id) for case_id in told["stored"])
    assert told["decided"] <= states.keys()
    assert all(states[name] == "announced" for name in told["announced"])
    settled = Counter(line["case_id"] for line in lines if line["sequence"] is not None)
    assert set(settled.values()) <= {1}
    records.close()


@pytest.mark.parametrize("lines", [9, 14, 23])
def test_what_was_acknowledged_before_the_server_was_killed_is_there_after_it(
    home, server, empty_home, lines
):
    told, status = work_until(home, lines=lines, strike=lambda _writer: server.kill())

    reading_engine_of(empty_home).dispose()
    assert status in ENDS
    assert len(told["decided"]) >= 2
    all_holds(home, told)


def test_what_was_acknowledged_before_the_hub_was_killed_is_there_after_it(home):
    told, _ = work_until(home, lines=12, strike=lambda writer: writer.kill())

    all_holds(home, told)
