"""Decisions as threat detection reports that the DICOS reader opens again."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from tests.storage.scenes import leased, make_decision, store_package
from workstation.cli.decisions import decisions_command
from workstation.domain.decision import Conclusion
from workstation.imaging.dicos_tdr import read_tdr
from workstation.storage.records import open_records


@pytest.mark.parametrize(
    ("conclusion", "decision", "alarms"),
    [(Conclusion.INSPECT, "ALARM", 1), (Conclusion.RELEASE, "CLEAR", 0)],
)
def test_a_decision_is_told_as_an_operators_report(tmp_path, conclusion, decision, alarms):
    records = open_records(tmp_path / "hub.sqlite")
    store_package(tmp_path, "s1")
    made = make_decision(leased(records), conclusion=conclusion)
    records.decide(made if alarms else replace(made, marks=()))
    records.close()

    done = CliRunner().invoke(
        decisions_command, ["--data", str(tmp_path), "--tdr", str(tmp_path / "tdr")]
    )

    assert done.exit_code == 0, done.output
    [path] = (tmp_path / "tdr").iterdir()
    told = read_tdr(path)
    assert (told.kind, told.decision, len(told.alarms)) == ("OPERATOR", decision, alarms)
