import time
from dataclasses import asdict

import numpy as np
import pytest

from resources.opencv import cv2
from tests.imaging.phantom import FULL, noise, overlap, shared_data, truck
from workstation.imaging.container import ContainerBox, find_container, find_containers
from workstation.imaging.readers import read_scan
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import demo_sites

#: Outlines of the real scans at hand, each approved by eye: row, column, height, width.
APPROVED = {
    "5f7b12cccccffe00323542c0.jpg": (42, 140, 606, 1318),
    "5fe24810797187c24a9299e4.jpeg": (44, 84, 640, 1234),
    "600581bc0be94217a2cc3bfc.jpeg": (25, 114, 619, 1311),
    "CBHU2827915_A.jpg": (56, 453, 818, 2413),
    "CGMU6543142_B.jpg": (74, 403, 925, 2551),
    "CXRU1383580_B.jpg": (53, 459, 931, 1549),
    "GESU9204191_A.jpg": (88, 44, 828, 2615),
    "HLBU9065305_B.jpg": (68, 445, 914, 2676),
    "HLBU9287133_B.jpg": (68, 387, 928, 2654),
    "HLBU9542516_B.jpg": (78, 806, 918, 2508),
    "HLXU6772322_B.jpg": (66, 715, 926, 2911),
    "LNXU7554956_B.jpg": (63, 740, 938, 2008),
    "MCRU2051187_B.jpg": (128, 400, 858, 1280),
    "OERU4114525_A.jpg": (68, 65, 840, 2542),
    "REAU1140062_A.jpg": (75, 82, 843, 2550),
    "REAU4941050_A.jpg": (83, 28, 853, 2590),
    "REAU9071646__A.jpg": (88, 27, 842, 2612),
    "SZLU9453232_A.jpg": (64, 19, 860, 2638),
    "TEMU9131666_B.jpg": (85, 447, 921, 2359),
    "cheio.jpg": (13, 3, 238, 464),
    "vazio.jpg": (4, 0, 235, 249),
}


def found(pixels: np.ndarray) -> ContainerBox:
    box = find_container(pixels)
    assert box is not None
    return box


@pytest.mark.parametrize("load", [0.0, 0.5, 3.0, 6.0])
@pytest.mark.parametrize("nod_px", [0.0, 6.0])
def test_the_container_is_found_on_its_chassis_whatever_it_holds(load, nod_px):
    pixels, truth = truck(load=load, nod_px=nod_px)

    assert overlap(found(pixels), truth) > 0.95


def test_a_truck_driving_the_other_way_has_the_same_container():
    pixels, truth = truck(load=1.0)

    box = found(np.ascontiguousarray(pixels[:, ::-1]))

    assert abs(pixels.shape[1] - box.column - box.width - truth.column) <= 6
    assert abs(box.width - truth.width) <= 6


@pytest.mark.parametrize("factor", [0.4, 1.5, 3.0])
def test_resolution_does_not_matter(factor):
    pixels, truth = truck(load=1.0)
    other = cv2.resize(pixels, None, fx=factor * 0.6, fy=factor, interpolation=cv2.INTER_AREA)

    box = found(other)

    expected = ContainerBox(
        row=round(truth.row * factor),
        column=round(truth.column * factor * 0.6),
        height=round(truth.height * factor),
        width=round(truth.width * factor * 0.6),
    )
    assert overlap(box, expected) > 0.93


def test_open_air_need_not_be_full_scale():
    pixels, truth = truck(load=1.0)

    assert overlap(found((pixels * 0.5).astype(np.uint16)), truth) > 0.95


def test_a_container_that_stands_alone_ends_where_air_begins():
    pixels, truth = truck(load=1.0)
    pixels[truth.row + truth.height :] = FULL
    pixels[:, : truth.column] = FULL
    pixels[:, truth.column + truth.width :] = FULL

    assert overlap(found(pixels), truth) > 0.98


def test_two_containers_on_one_truck_are_two():
    pixels, truth = truck(load=1.0)
    middle = truth.column + truth.width // 2
    pixels[: truth.row + truth.height - 22, middle - 25 : middle + 25] = FULL

    boxes = find_containers(pixels)

    assert [box.column < middle for box in boxes] == [True, False]
    assert all(abs(box.width - truth.width / 2) < 40 for box in boxes)


@pytest.mark.parametrize("seed", [850026, 806202, 750004, 706802])
def test_a_source_close_to_the_truck_draws_its_beams_far_apart(seed):
    close = min(demo_sites(60), key=lambda site: site.source_distance_m)
    made = simulate_scan(seed=seed, kind="empty", site=close)

    box = found(made.scan.main_plane().transmission)

    assert overlap(box, ContainerBox(**asdict(made.truth.container))) > 0.85


@pytest.mark.parametrize(
    "pixels",
    [
        np.full((300, 800), FULL, np.uint16),
        np.zeros((300, 800), np.uint16),
        np.full((8, 8), 9, np.uint16),
        np.where(np.add.outer(range(300), range(800)) % 97 < 3, 0, FULL).astype(np.uint16),
    ],
    ids=["air", "black", "tiny", "hatched"],
)
def test_where_no_container_is_none_is_found(pixels):
    assert find_container(pixels) is None


def test_the_outline_never_leaves_the_picture():
    for seed in range(5):
        pixels = noise(90 + 31 * seed, 200, seed=seed)
        for box in find_containers(pixels):
            assert box.row >= 0
            assert box.column >= 0
            assert box.row + box.height <= pixels.shape[0]
            assert box.column + box.width <= pixels.shape[1]


def test_a_large_scan_takes_less_than_half_a_second():
    pixels, _ = truck(load=1.0)
    large = cv2.resize(pixels, (4000, 1500), interpolation=cv2.INTER_LINEAR)
    found(large)

    start = time.thread_time()
    found(large)

    assert time.thread_time() - start < 0.5


def test_the_outlines_of_real_scans_stay_as_they_were_approved():
    folder = shared_data("real_container_scans")

    overlaps = {}
    for name, (row, column, height, width) in APPROVED.items():
        truth = ContainerBox(row=row, column=column, height=height, width=width)
        box = found(read_scan(folder / name).main_plane().transmission)
        overlaps[name] = overlap(box, truth)

    assert min(overlaps.values()) > 0.97, overlaps
