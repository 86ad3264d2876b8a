import numpy as np
import pytest

from resources.opencv import cv2
from tests.imaging.phantom import FULL, make_plane, make_scan, truck
from workstation.domain.scan import EnergyBand
from workstation.imaging.calibration import OuterSize
from workstation.imaging.container import find_container
from workstation.imaging.corrections import (
    Reference,
    corrected,
    energy_shift,
    fill_lines,
    flat_field,
    laid_on,
    level_drift,
    reference_of,
    sized_by_container,
)

NONE = np.empty(0, np.intp)


@pytest.fixture(scope="module")
def scene():
    return truck(load=1.0)[0]


def smooth(picture):
    """Return the picture without the noise, which interpolation changes too."""
    return cv2.GaussianBlur(picture.astype(np.float64), (0, 0), 1.5)


def test_counts_become_transmission_by_each_elements_own_dark_and_air(scene):
    rng = np.random.default_rng(3)
    rows, columns = scene.shape
    dark = rng.uniform(200, 400, rows)
    air = rng.uniform(30_000, 50_000, rows)
    pulse = 1 + 0.02 * np.sin(np.arange(columns) / 90)
    counts = dark[:, None] + (scene / FULL) * (air - dark)[:, None] * pulse
    lines = np.stack([air * f for f in (0.99, 1.0, 1.0, 1.3)], axis=1)
    reference = Reference(dark=reference_of(dark), air=reference_of(lines))

    found = flat_field(counts, reference)

    assert np.abs(found.pixels.astype(int) - scene).max() <= 0.004 * FULL
    assert any("Gain drift of 4" in text for text in found.told)


def test_a_dead_element_is_filled_and_four_side_by_side_are_not(scene):
    rows = scene.shape[0]
    dark, air = np.full(rows, 100, np.float32), np.full(rows, 40_100, np.float32)
    counts = 100 + scene / FULL * 40_000
    air[[50, 200, 201, 202, 203]] = 100
    counts[[50, 200, 201, 202, 203]] = 100

    found = flat_field(counts, Reference(dark=dark, air=air))

    between = (scene[49].astype(int) + scene[51]) / 2
    assert np.abs(found.pixels[50] - between).max() <= 2
    assert not found.pixels[200:204].any()
    assert "1 missing lines were filled from their neighbours." in found.told


def test_drift_is_levelled_by_the_air_that_every_line_sees(scene):
    gains = 1 - 0.05 * np.linspace(0, 1, scene.shape[1])
    drifting = (scene * gains).astype(np.uint16)

    found = level_drift(drifting)

    flat = found.pixels[:20].mean(axis=0)
    assert np.ptp(flat) < 0.005 * flat.mean()
    assert level_drift(scene).told == ()


def test_missing_lines_at_the_edge_and_within_are_filled(scene):
    broken = scene.copy()
    broken[:, [0, 700]] = 0

    found = fill_lines(broken, rows=NONE, columns=np.array([0, 700]))

    assert np.array_equal(found.pixels[:, 0], scene[:, 1])
    assert np.abs(found.pixels[:, 700].astype(int) - scene[:, 700]).mean() < 0.02 * FULL


@pytest.mark.parametrize("shift", [(0.0, 0.5), (1.25, -2.5), (-0.75, 3.0)])
def test_the_shift_between_energies_is_found_and_taken_back(scene, shift):
    low = cv2.warpAffine(
        (scene * 0.9).astype(np.uint16),
        np.array([[1, 0, shift[1]], [0, 1, shift[0]]], np.float64),
        scene.shape[::-1],
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )

    found = energy_shift(scene, low)

    assert found == pytest.approx(shift, abs=0.15)
    wanted, inside = smooth(scene) * 0.9, np.s_[10:-10, 10:-10]
    back, before = smooth(laid_on(low, found)) - wanted, smooth(low) - wanted
    assert np.abs(back[inside]).mean() < 0.7 * np.abs(before[inside]).mean()


def test_a_scan_that_needs_nothing_comes_back_as_it_was_and_one_that_does_says_what(scene):
    low = np.roll((scene * 0.9).astype(np.uint16), 2, axis=1)
    clean = make_scan(make_plane(scene))
    apart = make_scan(make_plane(scene, EnergyBand.HIGH), make_plane(low, EnergyBand.LOW))

    assert corrected(clean) is clean
    assert any("shifted by 2.0" in text for text in corrected(apart).warnings)


def test_an_unknown_pixel_size_follows_from_the_containers(scene):
    size = OuterSize(length_mm=12192.0, height_mm=2591.0)
    box = find_container(scene)

    sized = sized_by_container(make_scan(make_plane(scene)), size)
    told = sized_by_container(make_scan(make_plane(scene, pitch_mm=(5.0, 4.0))), size)

    assert sized.main_plane().pitch_mm == pytest.approx((2591 / box.height, 12192 / box.width))
    assert told.main_plane().pitch_mm == (5.0, 4.0)
