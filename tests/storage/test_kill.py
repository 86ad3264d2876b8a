"""kill -9 in the middle of writing: nothing acknowledged is lost, nothing is half done."""

import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from workstation.storage.readers import list_decisions
from workstation.storage.records import open_records
from workstation.storage.verify import verify_folder

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("rounds", [(5, 16)])
def test_what_was_acknowledged_before_a_kill_is_there_after_it(tmp_path, rounds):
    told = defaultdict(set)
    for lines in rounds:
        with subprocess.Popen(  # noqa: S603 - our own program and our own folder
            [sys.executable, "-m", "tests.storage.steady_writer", str(tmp_path)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        ) as writer:
            assert writer.stdout is not None
            for _ in range(lines):
                what, name = writer.stdout.readline().split()
                told[what].add(name)
            writer.kill()  # SIGKILL, while it goes on writing
            for line in writer.stdout.read().splitlines(keepends=True):
                if line.endswith("\n"):
                    what, name = line.split()
                    told[what].add(name)

        records = open_records(tmp_path / "hub.sqlite")
        decisions = {line["decision_id"]: line["state"] for line in list_decisions(tmp_path)}
        report = verify_folder(tmp_path, contents=True)

        assert report.verified, report
        assert all(records.case(case_id) for case_id in told["stored"])
        assert told["decided"] <= decisions.keys()
        assert all(decisions[name] == "announced" for name in told["announced"])
        records.close()
    assert len(told["decided"]) > 5
