"""A picture that cannot be judged says why; a good one, mirrored or cropped, is never doubted."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from resources.opencv import cv2
from tests.matching.loads import KINDS, make_load
from workstation.assembly.scans import pixels_of
from workstation.matching.orientation import doubts, is_poor, is_upside_down
from workstation.matching.pixels import ScanPixels
from workstation.matching.rectify import rectify
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import demo_sites

GOOD = [("cars", 1, 20), ("clothing", 2, 33), ("steel_coils", 3, 47), ("empty", 4, 52)]


def scan_of(kind: str, seed: int, site: int) -> ScanPixels:
    return pixels_of(simulate_scan(seed=seed, kind=kind, site=demo_sites(site + 1)[-1]).scan)


def doubts_of(scan: ScanPixels) -> tuple[str, ...]:
    return doubts(scan, rectify(scan))


def picture(pixels: NDArray[np.uint16]) -> ScanPixels:
    return ScanPixels(high=np.ascontiguousarray(pixels))


@pytest.mark.parametrize(("kind", "seed", "site"), GOOD)
def test_a_good_scan_is_not_doubted_and_neither_is_its_mirror_image(
    kind: str, seed: int, site: int
) -> None:
    scan = scan_of(kind, seed, site)

    assert "poor_image" not in doubts_of(scan)
    assert "no_container" not in doubts_of(scan)
    assert not is_upside_down(scan.high)
    assert not is_upside_down(np.ascontiguousarray(scan.high[:, ::-1]))


@pytest.mark.parametrize(("kind", "seed", "site"), GOOD)
def test_a_truck_on_its_head_or_on_its_side_is_seen(kind: str, seed: int, site: int) -> None:
    high = scan_of(kind, seed, site).high

    for turned in (high[::-1], high[::-1, ::-1], np.rot90(high), np.rot90(high, 3)):
        assert "upside_down" in doubts_of(picture(turned))


def test_a_container_cropped_from_its_scan_is_not_doubted_either_way_up() -> None:
    scan = scan_of("clothing", 2, 33)
    box = scan.container
    assert box is not None
    inside = scan.high[
        box.row + box.height // 20 : box.row + box.height * 3 // 4,
        box.column + 20 : box.column + box.width - 20,
    ]

    assert not is_upside_down(np.ascontiguousarray(inside))
    assert not is_upside_down(np.ascontiguousarray(inside[::-1]))


@pytest.mark.parametrize("value", [0, 30_000, 65535])
def test_one_level_throughout_is_a_poor_picture(value: int) -> None:
    assert "poor_image" in doubts_of(picture(np.full((300, 900), value, np.uint16)))


def test_noise_is_a_poor_picture() -> None:
    rng = np.random.default_rng(1)

    assert is_poor(rng.integers(0, 65535, (300, 900)).astype(np.uint16))


def test_a_picture_drowned_in_noise_still_shows_its_container() -> None:
    scan = scan_of("cars", 1, 20)
    rng = np.random.default_rng(2)
    noisy = scan.high + rng.normal(0, 3000, scan.high.shape)

    assert not is_poor(np.clip(noisy, 0, 65535).astype(np.uint16))


def test_without_a_box_there_is_no_container() -> None:
    scan = replace(make_load(KINDS[0], 1), container=None)

    assert "no_container" in doubts_of(scan)


def test_eight_bits_and_one_energy_are_said_and_do_not_turn_the_picture() -> None:
    scan = scan_of("cars", 1, 20)
    small = cv2.resize(scan.high, None, fx=0.7, fy=1.0, interpolation=cv2.INTER_AREA)
    grey = (np.asarray(small) // 257 * 257).astype(np.uint16)

    found = doubts_of(ScanPixels(high=grey, stored_bits=8))

    assert "single_energy" in found
    assert "size_unknown" in found
    assert "upside_down" not in found


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (700, 2), (40, 40)])
def test_any_picture_can_be_asked(shape: tuple[int, int]) -> None:
    assert doubts_of(picture(np.full(shape, 9, np.uint16)))
