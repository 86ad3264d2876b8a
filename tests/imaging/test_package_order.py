"""What comes first in a scan package, and what can be seen of one that is still on its way."""

import numpy as np
import pytest
import tifffile

from tests.imaging.phantom import make_plane, make_scan, noise
from workstation.domain.errors import ScanUnreadable
from workstation.domain.scan import EnergyBand, ViewName
from workstation.imaging.package import read_package, write_package
from workstation.imaging.package_levels import coarse_reaches, read_coarse


@pytest.fixture
def path(tmp_path):
    high, top = noise(600, 2600), noise(400, 2600, seed=2)
    scan = make_scan(
        make_plane(high, EnergyBand.HIGH),
        make_plane(high // 2, EnergyBand.LOW),
        make_plane(top, EnergyBand.HIGH, view=ViewName.TOP),
    )
    path = tmp_path / "a.scan.tif"
    write_package(path, scan)
    return path


def ends(page):
    return max(s + n for s, n in zip(page.dataoffsets, page.databytecounts, strict=True))


def starts(page):
    return min(page.dataoffsets)


def test_directories_come_first_then_levels_from_coarse_to_fine(path):
    with tifffile.TiffFile(path) as tiff:
        pages = list(tiff.pages)
        directories = [p.offset for page in pages for p in (page, *page.pages)]
        coarsest_first = [
            (starts(page), ends(page))
            for level in (3, 2, 1, 0)
            for page in [p if level == 0 else p.pages[level - 1] for p in pages]
        ]

    assert max(directories) < coarsest_first[0][0]
    assert coarsest_first == sorted(coarsest_first)
    assert coarsest_first[-1][1] == path.stat().st_size


def test_nothing_is_left_beside_the_package(path):
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_the_beginning_of_a_package_tells_how_far_each_coarse_level_reaches(path, tmp_path):
    reaches = coarse_reaches(path)
    beginning = tmp_path / "beginning.part"
    beginning.write_bytes(path.read_bytes()[: 16 * 1024])

    assert [reach.longest_px for reach in reaches] == [325, 650, 1300]
    assert coarse_reaches(beginning) == reaches
    sizes = [reach.first_bytes for reach in reaches]
    assert sizes == sorted(sizes)
    assert sizes[0] < path.stat().st_size / 50


def test_each_level_can_be_read_as_soon_as_its_bytes_are_here(path, tmp_path):
    part = tmp_path / "on-its-way.part"
    for reach in coarse_reaches(path):
        part.write_bytes(path.read_bytes()[: reach.first_bytes])

        early = read_coarse(part, longest_px=reach.longest_px)

        late = read_coarse(path, longest_px=reach.longest_px)
        assert early.reduced == late.reduced
        for one, other in zip(early.scan.planes, late.scan.planes, strict=True):
            assert np.array_equal(one.transmission, other.transmission)
        part.write_bytes(path.read_bytes()[: reach.first_bytes - 1])
        with pytest.raises(ScanUnreadable):
            read_coarse(part, longest_px=reach.longest_px)


def test_before_the_directories_are_here_nothing_is_known(path, tmp_path):
    part = tmp_path / "on-its-way.part"
    for length in (0, 3, 15, 40, 300):
        part.write_bytes(path.read_bytes()[:length])

        assert coarse_reaches(part) == ()


def test_a_picture_without_levels_and_a_file_that_is_no_package_have_no_coarse_levels(tmp_path):
    small, plain = tmp_path / "small.scan.tif", tmp_path / "plain.tif"
    write_package(small, make_scan(make_plane(noise(100, 200), EnergyBand.HIGH)))
    tifffile.imwrite(plain, noise(600, 2600))

    assert coarse_reaches(small) == ()
    assert coarse_reaches(plain) == ()
    assert read_package(small).planes[0].transmission.shape == (100, 200)
