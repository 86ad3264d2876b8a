import errno
import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from tests.imaging.phantom import make_plane, make_scan, noise
from workstation.domain.errors import ScanUnreadable, StorageUnavailable
from workstation.domain.scan import EnergyBand, ScanHead, ViewName, WedgeReading
from workstation.imaging import package
from workstation.imaging.package import (
    Compression,
    level_shapes,
    read_head,
    read_level,
    read_package,
    write_package,
)
from workstation.imaging.scan import Scan

WEDGE = WedgeReading(material="iron", g_cm2=(1.0, 10.0), transmission=(0.95, 0.6))


def two_energies(rows: int = 300, columns: int = 700) -> Scan:
    high = noise(rows, columns)
    head = ScanHead(
        scan_id="S-1",
        site="上海",
        scanner="H986",
        taken_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        container="CSQU3054383",
        declaration="D1",
        extra={"operator_note": ["a", {"b": 1}]},
    )
    return make_scan(
        make_plane(high, EnergyBand.HIGH, energy_mev=9.0, pitch_mm=(4.0, 5.0), wedge=(WEDGE,)),
        make_plane(high // 2, EnergyBand.LOW, energy_mev=6.0, pitch_mm=(4.0, 5.0)),
        head=head,
    )


def page(path: Path, pixels: np.ndarray, **told: object) -> None:
    text = json.dumps({"schema": "reviewroom.scan/1", **told})
    tifffile.imwrite(path, pixels, description=text, metadata=None)


def test_a_package_gives_back_every_pixel_and_every_word(tmp_path):
    scan = two_energies()
    path = tmp_path / "a.scan.tif"

    write_package(path, scan)

    back = read_package(path)
    assert back.head == scan.head
    assert back.format == "package"
    for one, other in zip(back.planes, scan.planes, strict=True):
        assert np.array_equal(one.transmission, other.transmission)
        assert (one.view, one.band, one.energy_mev) == (other.view, other.band, other.energy_mev)
        assert (one.pitch_mm, one.wedge) == (other.pitch_mm, other.wedge)


@settings(max_examples=25, deadline=None)
@given(
    pixels=arrays(np.uint16, array_shapes(min_dims=2, max_dims=2, max_side=600)),
    compression=st.sampled_from(Compression),
)
def test_any_picture_survives_packing(tmp_path_factory, pixels, compression):
    path = tmp_path_factory.mktemp("p") / "a.scan.tif"

    write_package(path, make_scan(make_plane(pixels)), compression=compression)

    assert np.array_equal(read_package(path).main_plane().transmission, pixels)


def test_the_same_scan_gives_the_same_bytes(tmp_path):
    scan = two_energies()

    for name in ("a.scan.tif", "b.scan.tif"):
        write_package(tmp_path / name, scan)

    assert (tmp_path / "a.scan.tif").read_bytes() == (tmp_path / "b.scan.tif").read_bytes()


def test_the_coarsest_level_can_be_read_alone(tmp_path):
    scan = two_energies(600, 2600)
    path = tmp_path / "a.scan.tif"

    write_package(path, scan)

    assert level_shapes(path, 1) == ((600, 2600), (300, 1300), (150, 650), (75, 325))
    coarse = read_level(path, 1, -1)
    assert coarse.shape == (75, 325)
    assert abs(int(coarse.mean()) - int(scan.planes[1].transmission.mean())) < 20
    assert np.array_equal(read_level(path, 0, 0), scan.planes[0].transmission)


@pytest.mark.parametrize(("plane", "level"), [(2, 0), (-1, 0), (0, 4), (0, -5)])
def test_a_level_that_is_not_there_is_refused(tmp_path, plane, level):
    path = tmp_path / "a.scan.tif"
    write_package(path, two_energies(600, 2600))

    with pytest.raises(ScanUnreadable, match="no "):
        read_level(path, plane, level)


def test_other_programs_open_a_package(tmp_path):
    scan = two_energies(300, 1200)
    path = tmp_path / "a.scan.tif"

    write_package(path, scan)

    with tifffile.TiffFile(path) as tiff:
        assert tiff.is_bigtiff
        assert [p.is_tiled for p in tiff.pages] == [True, True]
        assert len(tiff.series[0].levels) == 3
        assert json.loads(tiff.pages[0].description)["time"].startswith("2026-01-02T03:04:05")
    tool = shutil.which("tiffinfo")
    if tool is not None:
        done = subprocess.run([tool, "-D", str(path)], capture_output=True, check=True)  # noqa: S603
        assert b"error" not in done.stderr.lower()


def test_the_head_is_read_without_the_pixels(tmp_path):
    scan = two_energies()
    write_package(tmp_path / "a.scan.tif", scan)

    assert read_head(tmp_path / "a.scan.tif") == scan.head


def test_a_full_disk_leaves_no_part_and_the_old_package_whole(tmp_path, monkeypatch):
    path = tmp_path / "a.scan.tif"
    write_package(path, two_energies(20, 20))
    before = path.read_bytes()

    def no_space(_path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(package, "_make_durable", no_space)

    with pytest.raises(StorageUnavailable, match="disk is full"):
        write_package(path, two_energies(30, 30))
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.scan.tif"]


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.999])
def test_a_package_cut_short_is_refused(tmp_path, share):
    path = tmp_path / "a.scan.tif"
    write_package(path, two_energies())
    data = path.read_bytes()

    path.write_bytes(data[: int(len(data) * share)])

    with pytest.raises(ScanUnreadable):
        read_package(path)


def test_a_package_that_lost_a_page_is_refused(tmp_path):
    path = tmp_path / "a.scan.tif"
    page(path, noise(20, 30), planes=2, band="high")

    with pytest.raises(ScanUnreadable, match="lost pages"):
        read_package(path)


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ({"scan_id": "../../etc/passwd"}, "scan_id"),
        ({"scan_id": 7}, "scan_id"),
        ({"pitch_mm": [1]}, "pitch_mm"),
        ({"pitch_mm": [0, 1]}, "pitch_mm"),
        ({"energy_mev": True}, "energy_mev"),
        ({"energy_mev": -6}, "energy_mev"),
        ({"view": "below"}, "view"),
        ({"band": "middle"}, "band"),
        ({"stored_bits": 12}, "stored_bits"),
        ({"wedge": [{"material": "iron", "g_cm2": [1], "transmission": []}]}, "wedge"),
        ({"wedge": {}}, "wedge"),
        ({"warnings": "all is well"}, "warnings"),
        ({"schema": "reviewroom.scan/2"}, "schema"),
    ],
)
def test_a_false_value_in_a_package_is_named(tmp_path, told, word):
    path = tmp_path / "a.scan.tif"
    page(path, noise(10, 10), **told)

    with pytest.raises(ScanUnreadable, match=word):
        read_package(path)


@pytest.mark.parametrize(
    "text",
    ["", "hello", '{"schema": "other/1"}', '{"schema":"reviewroom.scan/1","x":NaN}', "[" * 9999],
)
def test_a_tiff_without_our_description_is_no_package(tmp_path, text):
    path = tmp_path / "a.scan.tif"
    tifffile.imwrite(path, noise(10, 10), description=text, metadata=None)

    with pytest.raises(ScanUnreadable, match="not a scan package"):
        read_package(path)


def test_a_foreign_package_in_the_wrong_order_is_read_by_energy(tmp_path):
    path = tmp_path / "a.scan.tif"
    pixels = noise(10, 12)
    with tifffile.TiffWriter(path) as writer:
        for energy in (4.0, 6.0):
            text = json.dumps({"schema": "reviewroom.scan/1", "energy_mev": energy, "my": 1})
            writer.write(pixels, description=text, metadata=None)

    scan = read_package(path)

    assert scan.plane(ViewName.SIDE, EnergyBand.HIGH).energy_mev == 6.0
    assert scan.plane(ViewName.SIDE, EnergyBand.LOW).energy_mev == 4.0
    assert scan.planes[0].band is EnergyBand.HIGH
    assert scan.head.extra == {"my": 1}


def test_a_time_without_a_zone_is_left_out_and_said(tmp_path):
    path = tmp_path / "a.scan.tif"
    page(path, noise(10, 10), time="2026-01-02T03:04:05")

    scan = read_package(path)

    assert scan.head.taken_at is None
    assert "time zone" in scan.warnings[0]


def test_planes_of_one_view_must_have_one_size(tmp_path):
    path = tmp_path / "a.scan.tif"
    with tifffile.TiffWriter(path) as writer:
        for rows in (10, 11):
            writer.write(
                noise(rows, 10), description='{"schema":"reviewroom.scan/1"}', metadata=None
            )

    with pytest.raises(ScanUnreadable, match="differ in size"):
        read_package(path)


def test_a_doubt_stays_with_the_picture(tmp_path):
    path = tmp_path / "a.scan.tif"
    plane = make_plane(noise(10, 10))
    scan = Scan(head=ScanHead(), planes=(plane,), format="jpeg", warnings=("It is coloured.",))

    write_package(path, scan)

    assert read_package(path).warnings == ("It is coloured.",)


def test_an_id_that_is_none_is_our_own_bug(tmp_path):
    scan = make_scan(make_plane(noise(4, 4)), head=ScanHead(scan_id="a/b"))

    with pytest.raises(ValueError, match="scan id"):
        write_package(tmp_path / "a.scan.tif", scan)
