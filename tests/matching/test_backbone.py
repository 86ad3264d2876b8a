"""The general network: the same features for the same picture, whatever was looked at before."""

import hashlib

import numpy as np
import pytest

import resources
from resources.opencv import cv2
from workstation.matching.backbone import COARSE_FEATURES, FILE, FINE_FEATURES, look

_WEIGHTS = "3641d2d18d6204a9dba39ba92b749cb34a961bc3b8c9461dbe08f162711d7d57"


def make_picture(rows: int, columns: int) -> np.ndarray:
    return np.random.default_rng(3).random((3, rows, columns), dtype=np.float32)


def test_the_shipped_weights_are_those_that_were_converted() -> None:
    digest = hashlib.sha256(resources.path(FILE).read_bytes()).hexdigest()

    assert digest == _WEIGHTS


def test_layers_have_the_promised_grids() -> None:
    fine, coarse = look(make_picture(64, 160))

    assert fine.shape == (8, 20, FINE_FEATURES)
    assert coarse.shape == (4, 10, COARSE_FEATURES)
    assert coarse.std() > 0.1


def test_what_was_looked_at_before_and_the_number_of_threads_change_nothing() -> None:
    picture = make_picture(96, 128)
    first = look(picture)

    look(make_picture(64, 320))
    threads = cv2.getNumThreads()
    cv2.setNumThreads(2)
    again = look(picture)
    cv2.setNumThreads(threads)

    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))


@pytest.mark.parametrize("shape", [(1, 64, 64), (3, 60, 64), (3, 32, 64), (64, 64)])
def test_other_shapes_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"picture|multiples"):
        look(np.zeros(shape, np.float32))
