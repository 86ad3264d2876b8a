"""The coarse picture is what the full one will show, and comes from nothing but its level."""

import json

import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.halving import halve, halved_shape
from tests.imaging.phantom import make_plane, make_scan, noise
from viewer.pixels import pyramid
from workstation.domain.errors import ScanUnreadable
from workstation.domain.scan import EnergyBand, ViewName
from workstation.imaging.package import halves, read_package, write_package
from workstation.imaging.package_levels import read_coarse

ODD = (211, 1303)


def two_energies(shape=ODD, **more):
    high = noise(*shape)
    return make_scan(
        make_plane(high, EnergyBand.HIGH, energy_mev=9.0, pitch_mm=(4.0, 5.0), **more),
        make_plane(high // 2, EnergyBand.LOW, energy_mev=6.0, pitch_mm=(4.0, 5.0), **more),
    )


def packed(folder, scan):
    path = folder / "a.scan.tif"
    write_package(path, scan)
    return path


def foreign(path, pixels, levels, **told):
    """Write a package as another program would: its levels say nothing of themselves."""
    text = json.dumps({"schema": "reviewroom.scan/1", **told})
    with tifffile.TiffWriter(path) as writer:
        writer.write(pixels, description=text, metadata=None, subifds=len(levels), tile=(256, 256))
        for level in levels:
            writer.write(level, subfiletype=1, metadata=None, tile=(256, 256))
    return path


@given(rows=st.integers(1, 40), columns=st.integers(1, 40), seed=st.integers(0, 99))
def test_file_and_pane_halve_alike(rows, columns, seed):
    picture = noise(rows, columns, seed=seed)

    half = halve(picture)

    assert np.array_equal(half, pyramid.halve(picture))
    assert half.shape == halved_shape(picture.shape)


@given(rows=st.integers(1, 99999), columns=st.integers(1, 99999), times=st.integers(0, 12))
def test_halving_often_rounds_up_as_halving_once_and_again(rows, columns, times):
    shape = (rows, columns)
    for _ in range(times):
        shape = halved_shape(shape)

    assert halved_shape((rows, columns), times) == shape


@pytest.mark.parametrize("shape", [ODD, (212, 1304), (1303, 211)])
def test_the_coarse_picture_is_exactly_the_level_of_the_full_one(tmp_path, shape):
    scan = two_energies(shape)
    path = packed(tmp_path, scan)

    coarse = read_coarse(path, longest_px=400)

    assert (coarse.reduced, coarse.full_shape) == (4, shape)
    for small, full in zip(coarse.scan.planes, scan.planes, strict=True):
        level = pyramid.Pyramid(full.transmission).level(2)
        assert np.array_equal(small.transmission, level)
        assert (small.view, small.band, small.energy_mev) == (full.view, full.band, full.energy_mev)


def test_the_pitch_is_that_of_the_large_pixels(tmp_path):
    path = packed(tmp_path, two_energies())

    coarse = read_coarse(path, longest_px=400)

    assert coarse.scan.main_plane().pitch_mm == (16.0, 20.0)


def test_the_finest_level_within_the_bound_is_taken(tmp_path):
    path = packed(tmp_path, two_energies((600, 2600)))

    assert read_coarse(path, longest_px=1300).scan.main_plane().transmission.shape == (300, 1300)
    assert read_coarse(path, longest_px=1299).scan.main_plane().transmission.shape == (150, 650)


def test_head_and_doubts_are_those_of_the_full_scan(tmp_path):
    path = packed(tmp_path, two_energies())

    coarse, full = read_coarse(path, longest_px=700).scan, read_package(path)

    assert (coarse.head, coarse.warnings, coarse.views()) == (
        full.head,
        full.warnings,
        full.views(),
    )


def test_only_the_first_view_is_read(tmp_path):
    top = make_plane(noise(100, 1400, seed=3), view=ViewName.TOP)
    side = make_plane(noise(*ODD), view=ViewName.SIDE)
    path = packed(tmp_path, make_scan(top, side))

    coarse = read_coarse(path, longest_px=700)

    assert coarse.scan.views() == (ViewName.SIDE,)
    assert coarse.full_shape == ODD


def test_nothing_is_read_but_the_level(tmp_path):
    path = packed(tmp_path, two_energies((600, 2600)))
    before = read_coarse(path, longest_px=700)
    data = bytearray(path.read_bytes())
    with tifffile.TiffFile(path) as tiff:
        for page in tiff.pages:
            for start, count in zip(page.dataoffsets, page.databytecounts, strict=True):
                data[start : start + count] = b"\xff" * count

    path.write_bytes(data)

    after = read_coarse(path, longest_px=700)
    assert np.array_equal(
        before.scan.main_plane().transmission, after.scan.main_plane().transmission
    )
    with pytest.raises(ScanUnreadable):
        read_package(path)


def test_a_small_scan_has_no_coarse_picture(tmp_path):
    assert read_coarse(packed(tmp_path, two_energies())) is None


def test_levels_of_another_program_are_taken_when_there_is_only_one_way_to_halve(tmp_path):
    even, odd = noise(200, 1400), noise(201, 1400)

    taken = read_coarse(foreign(tmp_path / "a.tif", even, halves(even)), longest_px=700)
    left = read_coarse(foreign(tmp_path / "b.tif", odd, halves(odd)), longest_px=700)

    assert taken.reduced == 2
    assert left is None


@pytest.mark.parametrize(
    "levels", [[], [noise(70, 467)], [noise(100, 701)]], ids=["none", "thirds", "one too wide"]
)
def test_a_package_whose_levels_are_no_halves_is_read_whole(tmp_path, levels):
    path = foreign(tmp_path / "a.tif", noise(200, 1400), levels)

    assert read_coarse(path, longest_px=700) is None


def test_what_is_no_package_is_left_to_other_readers(tmp_path):
    plain, text = tmp_path / "a.tif", tmp_path / "b.jpg"
    tifffile.imwrite(plain, noise(200, 1400))
    text.write_bytes(b"not a picture")

    assert read_coarse(plain, longest_px=700) is None
    assert read_coarse(text, longest_px=700) is None


def test_a_missing_file_is_said_to_be_missing(tmp_path):
    with pytest.raises(ScanUnreadable, match="cannot be read"):
        read_coarse(tmp_path / "gone.scan.tif")


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9])
def test_a_package_cut_short_gives_no_half_picture(tmp_path, share):
    path = packed(tmp_path, two_energies())
    data, whole = path.read_bytes(), read_coarse(path, longest_px=700)

    path.write_bytes(data[: int(len(data) * share)])

    found = refused_or(lambda: read_coarse(path, longest_px=700))
    if found is not None:  # the coarse levels stand in front
        for one, other in zip(found.scan.planes, whole.scan.planes, strict=True):
            assert np.array_equal(one.transmission, other.transmission)


@settings(max_examples=60, deadline=None)
@given(at=st.floats(0, 1), flip=st.integers(1, 255))
def test_a_damaged_package_is_refused_or_read_never_worse(tmp_path_factory, at, flip):
    path = packed(tmp_path_factory.mktemp("p"), two_energies((64, 1100)))
    data = bytearray(path.read_bytes())
    data[int(at * (len(data) - 1))] ^= flip

    path.write_bytes(data)

    coarse = refused_or(lambda: read_coarse(path, longest_px=600))
    assert coarse is None or coarse.scan.main_plane().transmission.shape == (32, 550)


def refused_or(read):
    try:
        return read()
    except ScanUnreadable:
        return None
