"""The inner layers of a general network, which saw natural pictures and never cargo.

What EfficientNet-Lite0 learnt on ImageNet tells textures and parts apart in X-ray pictures better
than a network taught on simulated cargo (MATCHING §2), because it has nothing to forget when a
real scan comes. It is run at a container's own aspect and cut where its features are still local.
"""

import threading
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

import resources
from resources.opencv import cv2

FILE: Final = "data/lite0/lite0.onnx"
"""Weights of EfficientNet-Lite0, Apache-2.0; made by ``tests/benchmarks/make_backbone.py``."""

FINE_PX: Final = 8
FINE_FEATURES: Final = 40
COARSE_PX: Final = 16
COARSE_FEATURES: Final = 112

_MEAN: Final = 0.498  # of the pictures that the network was taught on, as its authors give it
_SPREAD: Final = 0.502
_SMALLEST_PX: Final = 64
_LOCK: Final = threading.Lock()


def look(picture: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the network's local features of a picture.

    The same on every machine but for rounding (below 1e-3 of a feature's spread), whatever the
    number of threads. Calls from several threads wait for each other.

    Parameters
    ----------
    picture : ndarray of float32, shape (3, rows, columns)
        From 0 to 1; rows and columns are multiples of `COARSE_PX`, at least 64.

    Returns
    -------
    fine : ndarray of float32, shape (rows / 8, columns / 8, 40)
    coarse : ndarray of float32, shape (rows / 16, columns / 16, 112)

    Raises
    ------
    ValueError
        If the picture has another shape.
    """
    shape = picture.shape
    if len(shape) != 3 or shape[0] != 3:
        raise ValueError(f"a picture has shape (3, rows, columns), got {shape}")
    if min(shape[1:]) < _SMALLEST_PX or shape[1] % COARSE_PX or shape[2] % COARSE_PX:
        raise ValueError(f"rows and columns must be multiples of {COARSE_PX}, got {shape[1:]}")
    scaled = (picture - np.float32(_MEAN)) / np.float32(_SPREAD)
    with _LOCK:
        network = _network()
        network.setInput(scaled[None], "picture")
        fine, coarse = network.forward(("fine", "coarse"))
    return (
        np.ascontiguousarray(fine[0].transpose(1, 2, 0)),
        np.ascontiguousarray(coarse[0].transpose(1, 2, 0)),
    )


@cache
def _network() -> cv2.dnn.Net:
    return cv2.dnn.readNetFromONNX(str(resources.path(FILE)))
