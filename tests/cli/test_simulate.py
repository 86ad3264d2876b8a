import json

import pytest
from click.testing import CliRunner

from workstation.cli.simulate import simulate_command
from workstation.imaging.package import read_package


def test_simulate_prints_the_truth_as_json_and_writes_readable_packages(tmp_path):
    arguments = [str(tmp_path), "--count", "1", "--sites", "1", "--goods", "tiles", "--json"]

    result = CliRunner().invoke(simulate_command, arguments)

    assert result.exit_code == 0, result.output
    (record,) = json.loads(result.stdout)
    scan = read_package(tmp_path / record["file"])
    assert scan.head.scan_id == record["scan_id"]
    assert scan.head.container == record["container_number"]
    assert len(scan.planes) == 2


def test_simulate_says_how_many_scans_it_wrote(tmp_path):
    result = CliRunner().invoke(
        simulate_command, [str(tmp_path), "--count", "1", "--goods", "tiles"]
    )

    assert result.exit_code == 0, result.output
    assert "1 scans of 3 sites" in result.stdout


def test_simulate_refuses_unknown_goods_as_wrong_usage(tmp_path):
    result = CliRunner().invoke(simulate_command, [str(tmp_path), "--goods", "gold"])

    assert result.exit_code == 2
    assert "no kind of goods" in result.output


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--year"], "--year needs --data"),
        (["--case", "a:b", "--data", "d"], "--case needs --data and OUT"),
        ([], "name the folder OUT"),
    ],
)
def test_simulate_says_what_is_missing(arguments, why):
    result = CliRunner().invoke(simulate_command, arguments)

    assert result.exit_code == 2
    assert why in result.output
