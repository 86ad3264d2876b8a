"""From a look to one table: the colour of each of the 65536 counts."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.colour import ColourMap, palette
from viewer.pixels.look import Look
from viewer.pixels.window import Curve, WindowLevel, grey_table


def colour_table(look: Look) -> NDArray[np.int32]:
    """Return the colour of each count.

    Returns
    -------
    ndarray of int32, shape (65536,)
        Bytes blue, green, red, 255.
    """
    return _table(look.window, look.curve, look.gamma, look.colours, invert=look.invert)


@lru_cache(maxsize=8)
def _table(
    window: WindowLevel, curve: Curve, gamma: float, colours: ColourMap, *, invert: bool
) -> NDArray[np.int32]:
    greys = grey_table(window, curve=curve, gamma=gamma, invert=invert)
    return palette(colours).view(np.int32).ravel()[greys]
