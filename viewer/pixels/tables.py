"""One table from a count to its colour: window, curve, pseudo-colours and density band at once."""

import math
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from viewer.pixels.colour import ColourMap, palette
from viewer.pixels.look import DensityBand, Look
from viewer.pixels.window import COUNTS, Curve, WindowLevel, grey_table

_DIMMEST: Final = 0.4
"""Share of its light that a band's colour keeps at the band's dark end."""
_SHADES: Final = 256


def colour_table(look: Look) -> NDArray[np.int32]:
    """Return the colour of each of the 65536 counts; material colours are not in it.

    Parameters
    ----------
    look : Look
        Window, curve, gamma, invert, colours and band are used.

    Returns
    -------
    ndarray of int32, shape (65536,)
        Bytes blue, green, red, 255 on little-endian machines. Not to be written to: the last few
        tables are kept and handed out again.
    """
    gamma = look.gamma if look.curve is Curve.GAMMA else 1.0
    return _table(look.window, look.curve, gamma, look.invert, look.colours, look.band)


def band_counts(band: DensityBand) -> slice:
    """Return the counts that lie in a band."""
    first = min(math.ceil(band.darkest), COUNTS)
    return slice(first, max(first, min(math.floor(band.brightest) + 1, COUNTS)))


@lru_cache(maxsize=16)
def _table(  # noqa: PLR0913, PLR0917 - the parts of a look are the key of the cache
    window: WindowLevel,
    curve: Curve,
    gamma: float,
    invert: bool,  # noqa: FBT001 - likewise
    colours: ColourMap,
    band: DensityBand | None,
) -> NDArray[np.int32]:
    greys = grey_table(window, curve=curve, gamma=gamma, invert=invert)
    packed = palette(colours).view(np.int32).ravel()
    table = np.asarray(cv2.LUT(greys, packed), np.int32).ravel()
    if band is not None:
        inside = band_counts(band)
        table[inside] = _band_colours(band.colour, inside.stop - inside.start, invert=invert)
    table.flags.writeable = False
    return table


def _band_colours(colour: str, counts: int, *, invert: bool) -> NDArray[np.int32]:
    """Return the colours along a band: one hue, lighter where a grey would be lighter.

    The light runs along the band and not along the window. A window that holds the band in few
    greys, or in none, would hide its texture.
    """
    shades = _shades(colour)[:: -1 if invert else 1]
    return np.repeat(shades, np.diff(np.arange(_SHADES + 1) * counts // _SHADES))


@lru_cache(maxsize=16)
def _shades(colour: str) -> NDArray[np.int32]:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    light = np.linspace(_DIMMEST, 1.0, _SHADES)[:, None]
    bgra = np.full((_SHADES, 4), 255, np.uint8)
    bgra[:, :3] = np.rint(light * (blue, green, red))
    return bgra.view(np.int32).ravel()
