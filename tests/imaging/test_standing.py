"""How a container stands: doors away from the tractor, which of two it is, what is not known."""

import numpy as np
import pytest

from tests.imaging.phantom import shared_data
from workstation.domain.position import End, Standing
from workstation.imaging.container import ContainerBox, find_container
from workstation.imaging.readers import read_scan
from workstation.imaging.standing import standing_of
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import demo_sites

BOX = ContainerBox(row=100, column=400, height=400, width=1800)


def picture(*, tractor_at=None, columns=2600):
    """Return a container on its own; a tractor's frame beside the end that is named."""
    pixels = np.full((620, columns), 62000, np.uint16)
    pixels[BOX.row : BOX.row + BOX.height, BOX.column : BOX.column + BOX.width] = 30000
    pixels[500:560, BOX.column : BOX.column + BOX.width] = 9000
    if tractor_at is not None:
        pixels[470:560, tractor_at] = 5000
    return pixels


LEFT, RIGHT = slice(150, 400), slice(2200, 2450)


@pytest.mark.parametrize(
    ("tractor_at", "tractor", "doors"),
    [(LEFT, End.LEFT, End.RIGHT), (RIGHT, End.RIGHT, End.LEFT)],
)
def test_the_doors_are_at_the_end_away_from_the_tractor(tractor_at, tractor, doors):
    standing = standing_of(picture(tractor_at=tractor_at), BOX)

    assert standing == Standing(doors=doors, tractor=tractor)


def test_without_a_tractor_or_with_something_at_both_ends_nothing_is_told():
    both = picture(tractor_at=LEFT)
    both[470:560, RIGHT] = 5000

    assert standing_of(picture(), BOX) == Standing()
    assert standing_of(both, BOX) == Standing()


@pytest.mark.parametrize(("tractor_at", "tractor"), [(LEFT, End.LEFT), (None, None)])
def test_of_two_containers_the_other_is_found_and_no_doors_are_told(tractor_at, tractor):
    pixels = picture(tractor_at=tractor_at)
    pixels[: BOX.row + BOX.height - 25, 1280:1320] = 62000
    larger, smaller = ContainerBox(row=100, column=400, height=400, width=880), slice(1320, 2200)

    standing = standing_of(pixels, larger)

    assert standing.doors is None
    assert standing.tractor is tractor
    assert standing.sister.column == pytest.approx(smaller.start, abs=6)
    assert standing.sister.width == pytest.approx(smaller.stop - smaller.start, abs=12)


def test_a_picture_that_ends_at_the_container_tells_nothing():
    assert standing_of(picture(tractor_at=LEFT, columns=2210), BOX) == Standing()


@pytest.mark.parametrize("site_number", [0, 2, 3])
@pytest.mark.parametrize("seed", [20, 12])
def test_simulated_trucks_are_never_told_the_wrong_way(site_number, seed):
    site = demo_sites(6)[site_number]
    pixels = simulate_scan(seed=seed, site=site).scan.main_plane().transmission
    box = find_container(pixels)

    told = None if box is None else standing_of(pixels, box).doors

    assert told in (None, End.LEFT if site.drives_right else End.RIGHT)


def test_real_trucks_that_show_a_machine_or_a_tractor_are_told():
    folder = shared_data("real_container_scans")
    doors = {
        "5f7b12cccccffe00323542c0.jpg": End.RIGHT,
        "HLBU9065305_B.jpg": End.LEFT,
        "HLBU9287133_B.jpg": End.LEFT,
        "HLBU9542516_B.jpg": End.LEFT,
        "HLXU6772322_B.jpg": End.LEFT,
        "LNXU7554956_B.jpg": End.LEFT,
        "MCRU2051187_B.jpg": End.LEFT,
        "GESU9204191_A.jpg": End.LEFT,  # its doors look to the tractor, as its machine tells
        "TEMU9131666_B.jpg": End.LEFT,
        "5fe24810797187c24a9299e4.jpeg": None,
        "cheio.jpg": None,
    }

    told = {}
    for name in doors:
        pixels = read_scan(next(folder.rglob(name))).main_plane().transmission
        box = find_container(pixels)
        told[name] = None if box is None else standing_of(pixels, box).doors

    assert told == doors
