"""The level of open air is the percentile that it is said to be."""

import numpy as np
import pytest

from workstation.matching.pixels import open_air

PICTURES = {
    "of noise": np.random.default_rng(1).integers(0, 65536, (301, 407)).astype(np.uint16),
    "of two levels": np.repeat(np.array([[7, 65535]], np.uint16), 40, axis=0),
    "of one level": np.full((9, 9), 65535, np.uint16),
    "all black": np.zeros((5, 6), np.uint16),
    "of one pixel": np.array([[123]], np.uint16),
}


@pytest.mark.parametrize("name", PICTURES)
def test_open_air_is_the_percentile_of_every_fourth_pixel(name: str) -> None:
    picture = PICTURES[name]

    assert open_air(picture) == pytest.approx(np.percentile(picture[::4, ::4], 99.5), abs=1e-6)
