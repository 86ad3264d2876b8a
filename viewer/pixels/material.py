"""Material colours from two energies: organic orange, mixed green, metal blue.

Of two pixels that stop the high energy equally, the one of lighter elements stops more of the
low energy. The excess of the low energy's attenuation over the high energy's is laid between
the curves of polyethylene and iron: 1 is organic, 0 is metal [1]_. How sure that is decides how
much colour there is; where nothing can be told the picture stays grey.

References
----------
.. [1] S. Ogorodnikov, V. Petrunin, "Processing of interlaced images in 4-10 MeV dual energy
   customs system for material recognition", Phys. Rev. ST Accel. Beams 5, 104701, 2002.
"""

import threading
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from viewer.pixels.look import Strip
from viewer.pixels.material_certainty import (
    CLASS_BORDERS,
    KNOWS_NOTHING,
    ORDER,
    UNCALIBRATED_AT_MOST,
    judge,
)
from viewer.pixels.material_scale import MaterialScale, general_scale, wedge_scale

__all__ = [
    "REACH",
    "MaterialScale",
    "class_colours",
    "classify",
    "code_colours",
    "general_scale",
    "is_prepared",
    "material_palette",
    "prepare",
    "wedge_scale",
]

REACH: Final = 2
"""The excess is averaged over 5 x 5 pixels: one pixel's noise is larger than what is told apart."""

_MOST_TABLES: Final = 96
_CODES: Final[dict[MaterialScale, NDArray[np.uint8]]] = {}
_CODES_LOCK: Final = threading.Lock()
_FIXED: Final = 2400
"""Fixed-point steps per neper; 11.1 neper (one count) times any ratio fits 15 bits."""
_THICK_STEP: Final = 128
_EXCESS_FINE: Final = 0.02
_EXCESS_CODES: Final = 34.0
_HUES: Final = 32
_CERTAINTIES: Final = 8
_FADE: Final = 0.75
"""Colour is a power of certainty: what an uncalibrated scale may say is pale, but to be seen."""
_SWATCH_GREY: Final = 215
_STRIPPED: Final = 0.35
"""Contrast of stripped materials, lifted to white: shapes stay to be guessed."""
# Blue, green, red at full light. Orange and blue stay apart for colour-blind eyes.
_METAL: Final = (1.0, 0.52, 0.22)
_MIXED: Final = (0.30, 0.95, 0.40)
_ORGANIC: Final = (0.15, 0.58, 1.0)


def classify(
    high: NDArray[np.uint16], low: NDArray[np.uint16], scale: MaterialScale
) -> NDArray[np.uint8]:
    """Return a code of hue and certainty for each pixel, for `material_palette`.

    Parameters
    ----------
    high, low : ndarray of uint16, shape (rows, columns)
        Transmission at both energies. 0 may mean invalid; it stays grey.
    scale : MaterialScale
        Of pixels with this noise; for reduced pictures see `MaterialScale.at_level`.

    Returns
    -------
    ndarray of uint8, shape (rows, columns)
        Hue (0 metal … 31 organic) times 8, and certainty (0 none … 7 full).
    """
    ratio = _middle(scale)
    thick = np.asarray(cv2.LUT(high, _neper_table(ratio)))
    off_middle = cv2.subtract(cv2.LUT(low, _neper_table(1.0)), thick)
    off_middle = np.asarray(cv2.blur(off_middle, (5, 5)))
    fine = cv2.LUT(off_middle.view(np.uint16), _excess_table())
    # How thick matters little beside the excess: 8 bits a pixel will do before the mean.
    coarse = cv2.blur(cv2.convertScaleAbs(thick, alpha=1 / _THICK_STEP), (5, 5))
    index = np.asarray(cv2.merge((fine, coarse))).view(np.uint16)[..., 0]
    return np.asarray(cv2.LUT(index, _code_table(scale)), dtype=np.uint8)


@lru_cache(maxsize=16)
def _middle(scale: MaterialScale) -> float:
    """Return the ratio of attenuations half-way between organic and metal, to two digits.

    Rounded, so that scales that hardly differ share a table; the codes take it into account.
    """
    between = np.add(scale.organic, scale.metal) / 2
    return 1.0 + round(float(np.median(between / np.maximum(scale.attenuation, 1e-3))), 2)


@lru_cache(maxsize=16)
def _neper_table(ratio: float) -> NDArray[np.int16]:
    counts = np.maximum(np.arange(65536, dtype=np.float64), 1)
    steps = np.rint(-np.log(counts / 65535) * (_FIXED * ratio))
    return np.asarray(steps.clip(0, 32767), dtype=np.int16)


@lru_cache(maxsize=1)
def _excess_table() -> NDArray[np.uint8]:
    """Map the 16 bits of a signed excess to 0…255, 128 standing for none.

    The steps are fine about none and widen outwards, as the room between the materials does.
    """
    signed = np.arange(65536, dtype=np.uint16).view(np.int16) / _FIXED
    codes = np.rint(np.arcsinh(signed / _EXCESS_FINE) * _EXCESS_CODES) + 128
    return np.asarray(codes.clip(0, 255), dtype=np.uint8)


def prepare(scale: MaterialScale) -> None:
    """Make the tables of a scale now, so that no paint has to; about 10 ms, from any thread."""
    _neper_table(_middle(scale))
    _neper_table(1.0)
    _excess_table()
    _code_table(scale)


def is_prepared(scale: MaterialScale) -> bool:
    """Tell whether the tables of a scale are made."""
    return scale in _CODES


def _code_table(scale: MaterialScale) -> NDArray[np.uint8]:
    """Return hue and certainty of each (thickness, excess), 65536 entries.

    Tables of 64 kB, one for each level of the pictures that are at hand; the oldest go.
    """
    table = _CODES.get(scale)
    if table is None:
        table = _made_codes(scale)
        with _CODES_LOCK:
            _CODES[scale] = table
            while len(_CODES) > _MOST_TABLES:
                del _CODES[next(iter(_CODES))]
    return table


def _made_codes(scale: MaterialScale) -> NDArray[np.uint8]:
    ratio = _middle(scale)
    thick = np.arange(256.0)[:, None] * (_THICK_STEP / (_FIXED * ratio))
    off_middle = np.sinh((np.arange(256.0) - 128) / _EXCESS_CODES)[None, :] * _EXCESS_FINE
    judged = judge(thick, np.asarray(off_middle + (ratio - 1) * thick), scale)
    hue = np.rint(judged.place.clip(0, 1) * (_HUES - 1))
    code = hue * _CERTAINTIES + _level_of(judged.confidence)
    return np.asarray(code, dtype=np.uint8).ravel()


def _level_of(confidence: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the step of certainty, 0…7, of a confidence from 1/3 to 1."""
    sure = (confidence - KNOWS_NOTHING) / (1 - KNOWS_NOTHING)
    return np.asarray(np.rint(sure.clip(0, 1) * (_CERTAINTIES - 1)), np.int64)


@lru_cache(maxsize=1)
def code_colours() -> NDArray[np.float64]:
    """Return the tint of each code: shares of the grey, blue, green, red; shape (32, 8, 3)."""
    hue = np.linspace(0, 1, _HUES)
    stops = np.array([_METAL, _MIXED, _ORGANIC])
    full = np.stack([np.interp(hue, (0, 0.5, 1), stops[:, n]) for n in range(3)], axis=1)
    full /= full.max(axis=1, keepdims=True)  # the strongest channel is the grey itself
    colour = np.linspace(0, 1, _CERTAINTIES)[None, :, None] ** _FADE
    return np.asarray(1 - colour * (1 - full[:, None, :]))


@lru_cache(maxsize=4)
def material_palette(strip: Strip = Strip.ALL) -> NDArray[np.int32]:
    """Return the colour of each grey and code, index ``grey * 256 + code``.

    Parameters
    ----------
    strip : Strip
        The one class that keeps its colour; the others turn to a pale grey, lifted to white.
        What cannot be told at all keeps its plain grey: it may be the class that is sought.

    Returns
    -------
    ndarray of int32, shape (65536,)
        Bytes blue, green, red, 255: hue by material, colour by certainty, light by grey.
    """
    greys = np.arange(256)[:, None, None]
    bgra = np.full((256, 256, 4), 255, np.uint8)
    bgra[..., :3] = np.rint(greys * code_colours().reshape(1, 256, 3))
    gone = _is_stripped(strip)
    bgra[:, gone, :3] = np.rint(255 - _STRIPPED * (255 - greys))
    return bgra.reshape(-1).view(np.int32)


def class_colours(of: Strip, strip: Strip, *, calibrated: bool) -> NDArray[np.uint8]:
    """Return the colours of a class in a light grey, from nothing told to all that may be.

    Parameters
    ----------
    of : Strip
        The class; not ALL.
    strip : Strip
        What is stripped now.
    calibrated : bool
        Whether the scale is the scanner's own; else colour ends where confidence is capped.

    Returns
    -------
    ndarray of uint8, shape (1, steps, 4)
        Blue, green, red, 255.
    """
    most = 1.0 if calibrated else UNCALIBRATED_AT_MOST
    levels = np.arange(int(_level_of(np.array(most))) + 1)
    place = [member.value for member in ORDER].index(of.value) / (len(ORDER) - 1)
    codes = round(place * (_HUES - 1)) * _CERTAINTIES + levels
    packed = material_palette(strip)[_SWATCH_GREY * 256 + codes]
    return np.asarray(packed.view(np.uint8).reshape(1, -1, 4))


def _is_stripped(strip: Strip) -> NDArray[np.bool_]:
    """Tell which of the 256 codes a strip takes the colour from."""
    code = np.arange(256)
    if strip is Strip.ALL:
        return np.zeros(256, np.bool_)
    number = np.searchsorted(CLASS_BORDERS, (code // _CERTAINTIES) / (_HUES - 1))
    kept = np.array([of.value == strip.value for of in ORDER])[number]
    return np.asarray(~kept & (code % _CERTAINTIES > 0))
