"""Decoded samples of a picture file to transmission."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.errors import ScanUnreadable

#: 255 * 257 = 65535, so 8-bit black and white keep their meaning.
SCALE_8_TO_16: Final = 257
#: Chroma rounding of JPEG leaves grey pictures this far from equal channels [8-bit steps].
GREY_TOLERANCE: Final = 2
_FULL: Final = 65535
#: Rows turned at a time, so that a large picture of floats never exists twice [bytes of float64].
_BLOCK_BYTES: Final = 32 << 20

#: Ranges between are what numbers of a detector can be; beyond, arithmetic ends.
_LEAST_SPAN, _MOST_SPAN = 1e-30, 1e30

DEEPER_THAN_16: Final = "The file has more than 16 bits a pixel; 16 of them are kept."
RANGE_GUESSED: Final = "The file does not say which value is open air; 0 to 1 was taken."
NOT_NUMBERS: Final = "Some pixels are not numbers; they are shown as opaque."


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedRange:
    """Which stored value is opaque and which is open air; the first may be the larger one.

    ``attenuation`` tells that the stored values are -ln T instead of T; then the two say which
    share of the beam 0 and 1 are, and stay as they are by default.
    """

    opaque: float = 0.0
    open_air: float = 1.0
    attenuation: bool = False

    def __post_init__(self) -> None:
        span = abs(float(self.open_air) - float(self.opaque))
        if not _LEAST_SPAN <= span <= _MOST_SPAN:
            raise ValueError(f"no range from {self.opaque} to {self.open_air}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transmission:
    """One decoded plane.

    Attributes
    ----------
    pixels : ndarray of uint16, shape (rows, columns)
        0 is opaque, 65535 is open air.
    stored_bits : int
        8 or 16.
    """

    pixels: NDArray[np.uint16]
    stored_bits: int
    warnings: tuple[str, ...] = ()


def to_transmission(
    samples: NDArray[Any], source: str, *, bits: int = 16, stated: StatedRange | None = None
) -> Transmission:
    """Turn decoded samples into transmission.

    Parameters
    ----------
    samples : ndarray, shape (rows, columns) or (rows, columns, channels)
        uint8 or uint16 as they are; any other kind of number only with a stated range, except
        floats from 0 to 1 and integers that 16 bits hold. Channels in the order red, green,
        blue, alpha; or grey, alpha.
    source : str
        Name of the file, for the message.
    bits : int
        How many bits of a uint16 sample are used: 9 to 16; the largest value is open air.
    stated : StatedRange, optional
        What the file says of its values; nothing for uint8 and uint16 whose whole range is used.

    Raises
    ------
    ScanUnreadable
        If the samples have no range that is known, or their channels make no sense.
    """
    if samples.dtype == np.bool_ or samples.dtype.kind not in "uif":
        raise ScanUnreadable(source, f"pixels of the kind {samples.dtype} are not a scan")
    grey, warnings = _to_grey(samples, source)
    if stated is None and grey.dtype == np.uint8:
        pixels = grey.astype(np.uint16) * np.uint16(SCALE_8_TO_16)
        return Transmission(pixels=pixels, stored_bits=8, warnings=warnings)
    if stated is None and grey.dtype == np.uint16 and bits == 16:
        return Transmission(pixels=np.ascontiguousarray(grey), stored_bits=16, warnings=warnings)
    if stated is None:
        stated, more = _plain_range(grey, bits, source)
        warnings = (*warnings, *more)
    elif grey.dtype.itemsize > 2:
        warnings = (*warnings, DEEPER_THAN_16)
    pixels, whole = _mapped(grey, stated)
    return Transmission(
        pixels=pixels,
        stored_bits=8 if grey.dtype.itemsize == 1 else 16,
        warnings=warnings if whole else (*warnings, NOT_NUMBERS),
    )


def _plain_range(grey: NDArray[Any], bits: int, source: str) -> tuple[StatedRange, tuple[str, ...]]:
    """Return the only range that values without a stated one can mean, or refuse them."""
    if grey.dtype == np.uint16 and 8 <= bits < 16:
        return StatedRange(open_air=float((1 << bits) - 1)), ()
    least, most = _bounds(grey)
    if grey.dtype.kind in "ui" and least >= 0 and most <= _FULL:
        return StatedRange(open_air=float(_FULL)), ()
    if grey.dtype.kind == "f" and least >= 0 and most <= 1.0:
        return StatedRange(), (DEEPER_THAN_16, RANGE_GUESSED)
    raise ScanUnreadable(
        source,
        f"pixels of {grey.dtype} from {least:g} to {most:g} without a word which value is open "
        "air; describe the file in a .scan.toml beside it",
    )


def _bounds(grey: NDArray[Any]) -> tuple[float, float]:
    if grey.dtype.kind != "f":
        return float(grey.min()), float(grey.max())
    numbers = grey[np.isfinite(grey)]
    return (float(numbers.min()), float(numbers.max())) if numbers.size else (0.0, 0.0)


def _mapped(grey: NDArray[Any], stated: StatedRange) -> tuple[NDArray[np.uint16], bool]:
    """Map a stated range to 0..65535; also tell whether every value was a number."""
    rows, columns = grey.shape
    pixels = np.empty((rows, columns), np.uint16)
    step = max(1, _BLOCK_BYTES // (8 * max(1, columns)))
    whole = True
    for first in range(0, rows, step):
        block = grey[first : first + step].astype(np.float64)
        if grey.dtype.kind == "f" and not np.isfinite(block).all():
            whole = False
            block = np.nan_to_num(
                block, nan=np.inf if stated.attenuation else stated.opaque,
                posinf=np.inf if stated.attenuation else stated.opaque,
                neginf=0.0 if stated.attenuation else stated.opaque,
            )  # fmt: skip
        if stated.attenuation:
            block = np.exp(-np.clip(block, -1.0, 700.0))
        least, most = sorted((stated.opaque, stated.open_air))
        share = (block.clip(least, most) - stated.opaque) / (stated.open_air - stated.opaque)
        pixels[first : first + step] = (share * _FULL).round().astype(np.uint16)
    return pixels, whole


def _to_grey(samples: NDArray[Any], source: str) -> tuple[NDArray[Any], tuple[str, ...]]:
    if samples.ndim == 2:
        return samples, ()
    if samples.ndim != 3 or samples.shape[2] not in (1, 2, 3, 4):
        raise ScanUnreadable(source, f"a picture of shape {samples.shape} is not a scan")
    channels = samples.shape[2]
    warnings: tuple[str, ...] = ()
    if channels in (2, 4):
        warnings = ("The picture has a transparency channel; it was left out.",)
    if channels <= 2:
        return np.ascontiguousarray(samples[:, :, 0]), warnings
    if samples.dtype not in (np.uint8, np.uint16):
        raise ScanUnreadable(source, f"coloured pixels of {samples.dtype} are not a scan")
    colour = np.ascontiguousarray(samples[:, :, :3])
    red, green, blue = cv2.split(colour)
    scale = 1 if samples.dtype == np.uint8 else SCALE_8_TO_16
    tolerance = GREY_TOLERANCE * scale
    if max(cv2.absdiff(red, green).max(), cv2.absdiff(green, blue).max()) <= tolerance:
        return np.ascontiguousarray(green), warnings
    luma = cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY)  # ITU-R BT.601 weights
    return luma, (*warnings, "The picture is coloured; its brightness was taken as transmission.")
