import numpy as np
import pytest
import tifffile
from click.testing import CliRunner, Result

from tests.imaging.phantom import make_plane, make_scan, noise
from workstation.cli.pack import pack_command
from workstation.domain.errors import ScanUnreadable
from workstation.domain.scan import EnergyBand, ScanHead
from workstation.imaging.package import read_package, write_package


def pack(*arguments: object) -> Result:
    return CliRunner().invoke(pack_command, [str(a) for a in arguments])


def test_a_pair_becomes_one_package(tmp_path):
    high, low = noise(40, 50), noise(40, 50) // 2
    tifffile.imwrite(tmp_path / "CSQU3054383_9MeV_high.tif", high)
    tifffile.imwrite(tmp_path / "CSQU3054383_6MeV_low.tif", low)
    out = tmp_path / "out.scan.tif"

    done = pack(*sorted(tmp_path.glob("*MeV*")), "-o", out)

    scan = read_package(out)
    assert done.exit_code == 0, done.output
    assert [p.energy_mev for p in scan.planes] == [9.0, 6.0]
    assert np.array_equal(scan.planes[0].transmission, high)
    assert scan.head.container == "CSQU3054383"
    assert scan.head.scan_id == "CSQU3054383"


def test_two_files_whose_names_say_nothing_are_high_then_low(tmp_path):
    tifffile.imwrite(tmp_path / "b.tif", noise(40, 50))
    tifffile.imwrite(tmp_path / "a.tif", noise(40, 50) // 2)

    pack(tmp_path / "b.tif", tmp_path / "a.tif", "-o", tmp_path / "out.scan.tif")

    scan = read_package(tmp_path / "out.scan.tif")
    assert [p.band for p in scan.planes] == [EnergyBand.HIGH, EnergyBand.LOW]
    assert np.array_equal(scan.planes[0].transmission, noise(40, 50))


def test_a_package_keeps_its_own_id_and_takes_what_was_given(tmp_path):
    source = tmp_path / "a.scan.tif"
    write_package(source, make_scan(make_plane(noise(40, 50)), head=ScanHead(scan_id="S-1")))

    pack(source, "-o", tmp_path / "b.scan.tif", "--site", "north", "--pitch-mm", 4, 5)

    scan = read_package(tmp_path / "b.scan.tif")
    assert (scan.head.scan_id, scan.head.site) == ("S-1", "north")
    assert scan.planes[0].pitch_mm == (4.0, 5.0)
    assert scan.warnings == ()


@pytest.mark.parametrize(
    "arguments",
    [
        ["a.tif", "-o", "out.png"],
        ["a.tif", "b.tif", "c.tif", "-o", "out.scan.tif"],
        ["a.tif", "-o", "out.scan.tif", "--scan-id", "../x"],
        ["a.tif", "-o", "out.scan.tif", "--pitch-mm", "0", "5"],
        ["-o", "out.scan.tif"],
        ["a.tif"],
    ],
)
def test_wrong_usage_ends_with_two(arguments):
    assert pack(*arguments).exit_code == 2


def test_nothing_is_written_for_an_unreadable_file(tmp_path):
    (tmp_path / "a.tif").write_bytes(b"II*\0 cut")

    done = pack(tmp_path / "a.tif", "-o", tmp_path / "out.scan.tif")

    assert isinstance(done.exception, ScanUnreadable)
    assert [p.name for p in tmp_path.iterdir()] == ["a.tif"]
