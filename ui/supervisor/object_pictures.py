"""Small pictures of the test objects as they look under the beam."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.simulation.physics import make_beam
from workstation.simulation.threats import ThreatKind, make_threat

_BEAM_MEV = 6.0
_GROUND = 40


@cache
def object_picture(kind: str, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return an example of a kind of object in open air, dimmed for a dim room.

    Parameters
    ----------
    size : tuple of int
        Width and height that the picture fits into [px].

    Returns
    -------
    ndarray of uint8, shape (rows, columns)
    """
    threat = make_threat(ThreatKind(kind), seed=3)
    beam = make_beam(_BEAM_MEV, 8.0)
    rows, columns = threat.shape
    scale = min(size[0] / columns, size[1] / rows)
    fitting = (max(round(columns * scale), 4), max(round(rows * scale), 4))
    layers = {
        material: cv2.resize(layer, fitting, interpolation=cv2.INTER_AREA).astype(np.float64)
        for material, layer in threat.layers.items()
    }
    passed = beam.transmission(layers)
    grey = np.sqrt(passed) * (210 - _GROUND) + _GROUND
    width = -(-fitting[0] // 4) * 4  # Qt wants rows of whole words
    out = np.full((fitting[1], width), 210, np.uint8)
    out[:, : fitting[0]] = grey.round()
    return out
