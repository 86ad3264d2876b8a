"""Pseudo-colours: 256 greys become 256 colours, as BGRA because that is what Qt blits fastest."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2


class ColourMap(StrEnum):
    """Pseudo-colours on offer: rising steadily in lightness, so that denser never looks brighter.

    Cividis keeps its order and its steps for colour-blind eyes [1]_. Viridis, inferno and magma
    are even in a uniform colour space [2]_. Bone is grey with a cold tint, known from film.
    There is no rainbow: its lightness goes up and down and invents edges. Plasma and cubehelix
    are left out, because steps of theirs fall together for eyes without red cones.

    References
    ----------
    .. [1] Nuñez, Anderton, Renslow, "Optimizing colormaps with consideration for color vision
       deficiency", PLOS ONE 13(7), 2018.
    .. [2] S. van der Walt, N. Smith, "A better default colormap for Matplotlib", SciPy 2015.
    """

    GREY = "grey"
    BONE = "bone"
    CIVIDIS = "cividis"
    VIRIDIS = "viridis"
    INFERNO = "inferno"
    MAGMA = "magma"


_CV_MAPS: Final[Mapping[ColourMap, int]] = {
    ColourMap.BONE: cv2.COLORMAP_BONE,
    ColourMap.CIVIDIS: cv2.COLORMAP_CIVIDIS,
    ColourMap.VIRIDIS: cv2.COLORMAP_VIRIDIS,
    ColourMap.INFERNO: cv2.COLORMAP_INFERNO,
    ColourMap.MAGMA: cv2.COLORMAP_MAGMA,
}


@lru_cache(maxsize=len(ColourMap))
def palette(colours: ColourMap) -> NDArray[np.uint8]:
    """Return the colours of the 256 greys.

    Returns
    -------
    ndarray of uint8, shape (256, 4)
        Blue, green, red, 255. Not to be written to: it is kept and handed out again.
    """
    greys = np.arange(256, dtype=np.uint8)
    table = np.full((256, 4), 255, np.uint8)
    if colours is ColourMap.GREY:
        table[:, :3] = greys[:, None]
    else:
        table[:, :3] = cv2.applyColorMap(greys[:, None], _CV_MAPS[colours])[:, 0]
    table.flags.writeable = False
    return table
