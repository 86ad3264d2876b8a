import json

import numpy as np
import pytest
import tifffile
from click.testing import CliRunner, Result

from tests.imaging.phantom import make_plane, make_scan, noise, shared_data, truck
from workstation.cli.inspect import inspect_command
from workstation.cli.sentences import in_words
from workstation.domain.errors import ScanUnreadable
from workstation.domain.scan import EnergyBand, ScanHead
from workstation.imaging.package import write_package


def inspect(*arguments: object) -> Result:
    return CliRunner().invoke(inspect_command, [str(a) for a in arguments])


def test_the_json_keys_are_the_contract(tmp_path):
    high, _ = truck(load=1.0)
    scan = make_scan(
        make_plane(high, EnergyBand.HIGH, energy_mev=9.0, pitch_mm=(9.0, 12.0)),
        make_plane((high * 0.9).astype(np.uint16), EnergyBand.LOW, energy_mev=6.0),
        head=ScanHead(scan_id="S1", container="CSQU3054383"),
    )
    write_package(tmp_path / "a.scan.tif", scan)

    done = inspect(tmp_path / "a.scan.tif", "--json")

    facts = json.loads(done.stdout)
    assert done.exit_code == 0
    assert facts["format"] == "package"
    assert facts["container"] == "CSQU3054383"
    first = facts["views"][0]
    assert first["view"] == "side"
    assert first["energy_mev"] == 9.0
    assert (first["rows"], first["columns"], first["dtype"]) == (480, 1400, "uint16")
    assert first["pitch_mm"] == [9.0, 12.0]
    assert facts["views"][1]["pitch_mm"] is None
    assert set(facts["container_box"]) == {"row", "column", "height", "width"}
    assert any("pixel is unknown" in warning for warning in facts["warnings"])


def test_what_is_unknown_is_null(tmp_path):
    tifffile.imwrite(tmp_path / "a.tif", noise(40, 50))

    facts = json.loads(inspect(tmp_path / "a.tif", "--json").stdout)

    assert facts["container"] is None
    assert facts["container_box"] is None
    assert facts["views"][0]["energy_mev"] is None


def test_words_are_for_people(tmp_path):
    tifffile.imwrite(tmp_path / "CSQU3054383.tif", truck()[0])

    done = inspect(tmp_path / "CSQU3054383.tif")

    assert "container   CSQU3054383" in done.stdout
    assert "pitch unknown" in done.stdout
    assert "outline     row" in done.stdout


def test_a_bad_file_raises_the_error_that_the_main_door_puts_into_words(tmp_path):
    (tmp_path / "a.tif").write_bytes(b"nonsense")

    done = inspect(tmp_path / "a.tif")

    assert isinstance(done.exception, ScanUnreadable)
    assert done.stdout == ""


@pytest.mark.parametrize("name", ["TEMU9131666_B.jpg", "cheio.jpg"])
def test_a_real_scan_is_described(name):
    facts = json.loads(inspect(shared_data("real_container_scans") / name, "--json").stdout)

    assert facts["views"][0]["dtype"] == "uint8"
    assert facts["container_box"]["width"] > facts["container_box"]["height"]


def test_a_file_s_name_cannot_move_the_cursor_or_turn_the_line_around():
    said = in_words(ScanUnreadable("a\x1b[2J\u202egpj.tif\nall is well", "it is cut short"))

    assert said.isprintable()
    assert said.startswith("a_[2J_gpj.tif all is well: it is cut short.")
