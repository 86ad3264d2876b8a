"""Photos of simulated containers: plausible, honest, the same every time."""

from dataclasses import replace

import numpy as np
import pytest

from resources.opencv import cv2
from workstation.domain.scan import ScanHead
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.photos import door_photo, goods_photo, photo_files
from workstation.simulation.site import demo_sites

CORNER = slice(686, 720), slice(0, 180)


@pytest.fixture(scope="module")
def made():
    return simulate_scan(seed=1, site=demo_sites(1)[0], kind="empty")


def named(made, scan_id, **truth):
    scan = replace(made.scan, head=ScanHead(scan_id=scan_id, container="CSQU3054383"))
    return replace(made, scan=scan, truth=replace(made.truth, **truth))


@pytest.mark.parametrize("draw", [door_photo, goods_photo])
def test_a_drawn_photo_says_in_its_corner_that_it_is_simulated(draw):
    photos = [draw("CSQU3054383", np.random.default_rng(seed)) for seed in (1, 2)]

    assert photos[0].shape == (720, 960, 3)
    assert np.array_equal(photos[0][CORNER], photos[1][CORNER])
    assert photos[0][CORNER].min() < 40
    assert photos[0][CORNER].max() > 200
    assert not np.array_equal(photos[0], photos[1])


def test_the_same_scan_has_the_same_photos_and_not_every_scan_has_some(made):
    some = [photo_files(named(made, f"S{number}")) for number in range(12)]
    again = [photo_files(named(made, f"S{number}")) for number in range(12)]

    assert some == again
    assert {len(files) for files in some} == {0, 1}


def test_goods_are_shown_only_where_they_come_in_the_cartons_that_are_drawn(made):
    area = made.truth.container

    def counts(**truth):
        return {len(photo_files(named(made, f"S{number}", **truth))) for number in range(12)}

    assert counts(kind="books", load_area=area) == {0, 1, 2}
    assert counts(kind="rice", load_area=area) == {0, 1}
    assert counts(kind="books", load_area=None) == {0, 1}


def test_photos_are_small_and_named_after_their_scan(made):
    name, content = next(
        item for number in range(12) for item in photo_files(named(made, f"S{number}")).items()
    )

    assert name.endswith(".photo1.jpg")
    assert len(content) < 200_000
    assert cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_COLOR) is not None
