import numpy as np
import pytest

from tests.imaging.phantom import FULL, make_plane, make_scan, noise, truck
from workstation.domain.scan import EnergyBand
from workstation.imaging.quality import PITCH_UNKNOWN, check_quality, dead_columns

PITCH = (5.0, 5.0)


def doubts(pixels: np.ndarray) -> tuple[str, ...]:
    return check_quality(make_scan(make_plane(pixels, pitch_mm=PITCH)))


def test_a_good_picture_gives_no_doubt():
    assert doubts(truck(load=1.0)[0]) == ()


def test_an_unknown_pitch_is_always_said():
    assert check_quality(make_scan(make_plane(truck()[0]))) == (PITCH_UNKNOWN,)


@pytest.mark.parametrize(
    ("pixels", "words"),
    [
        (np.full((50, 60), 30_000, np.uint16), "blank"),
        (noise(50, 60) // 8, "too dark"),
        (np.where(noise(50, 60) > 27_000, 0, noise(50, 60)).astype(np.uint16), "black"),
        (np.where(noise(90, 90) < 20_500, 100, FULL).astype(np.uint16), "saturated"),
        (np.where(noise(90, 90) < 21_000, 0, noise(90, 90)).astype(np.uint16), "quite black"),
    ],
)
def test_each_fault_has_its_sentence(pixels, words):
    assert any(words in sentence for sentence in doubts(pixels))


def test_dead_columns_are_counted_but_open_air_is_not_dead():
    pixels = noise(50, 60)
    pixels[:, 7] = 0
    pixels[:, 20] = 12_345
    pixels[:, 30] = FULL

    assert list(dead_columns(pixels)) == [7, 20]
    assert any("2 columns are dead" in sentence for sentence in doubts(pixels))


def test_swapped_energies_are_noticed():
    high = noise(50, 60)
    low = (high * 0.8).astype(np.uint16)

    right = make_scan(make_plane(high, EnergyBand.HIGH), make_plane(low, EnergyBand.LOW))
    swapped = make_scan(make_plane(low, EnergyBand.HIGH), make_plane(high, EnergyBand.LOW))

    assert not any("swapped" in sentence for sentence in check_quality(right))
    assert any("swapped" in sentence for sentence in check_quality(swapped))
