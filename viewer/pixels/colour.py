"""Pseudo-colours: 256 greys become 256 colours, as BGRA because that is what Qt blits fastest."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2


class ColourMap(StrEnum):
    """Pseudo-colours on offer: rising evenly in lightness, so that denser never looks brighter.

    Cividis keeps its order for colour-blind eyes [1]_. There is no rainbow: its lightness goes
    up and down and invents edges.

    References
    ----------
    .. [1] Nuñez, Anderton, Renslow, "Optimizing colormaps with consideration for color vision
       deficiency", PLOS ONE 13(7), 2018.
    """

    GREY = "grey"
    CIVIDIS = "cividis"
    VIRIDIS = "viridis"
    INFERNO = "inferno"


_CV_MAPS = {
    ColourMap.CIVIDIS: cv2.COLORMAP_CIVIDIS,
    ColourMap.VIRIDIS: cv2.COLORMAP_VIRIDIS,
    ColourMap.INFERNO: cv2.COLORMAP_INFERNO,
}


def palette(colours: ColourMap) -> NDArray[np.uint8]:
    """Return the colours of the 256 greys.

    Returns
    -------
    ndarray of uint8, shape (256, 4)
        Blue, green, red, 255.
    """
    greys = np.arange(256, dtype=np.uint8)
    table = np.full((256, 4), 255, np.uint8)
    if colours is ColourMap.GREY:
        table[:, :3] = greys[:, None]
    else:
        table[:, :3] = cv2.applyColorMap(greys[:, None], _CV_MAPS[colours])[:, 0]
    return table
