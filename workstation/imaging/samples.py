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


def to_transmission(samples: NDArray[Any], source: str) -> Transmission:
    """Turn decoded samples into transmission.

    Parameters
    ----------
    samples : ndarray of uint8 or uint16, shape (rows, columns) or (rows, columns, channels)
        Channels in the order red, green, blue, alpha; or grey, alpha.
    source : str
        Name of the file, for the message.

    Raises
    ------
    ScanUnreadable
        If the samples are neither 8 nor 16 bit unsigned, or their channels make no sense.
    """
    if samples.dtype not in (np.uint8, np.uint16):
        raise ScanUnreadable(
            source, f"pixels are {samples.dtype}; only 8 and 16 bit unsigned can be read"
        )
    grey, warnings = _to_grey(samples, source)
    if grey.dtype == np.uint8:
        return Transmission(
            pixels=grey.astype(np.uint16) * np.uint16(SCALE_8_TO_16),
            stored_bits=8,
            warnings=warnings,
        )
    return Transmission(pixels=np.ascontiguousarray(grey), stored_bits=16, warnings=warnings)


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
    colour = np.ascontiguousarray(samples[:, :, :3])
    red, green, blue = cv2.split(colour)
    scale = 1 if samples.dtype == np.uint8 else SCALE_8_TO_16
    tolerance = GREY_TOLERANCE * scale
    if max(cv2.absdiff(red, green).max(), cv2.absdiff(green, blue).max()) <= tolerance:
        return np.ascontiguousarray(green), warnings
    luma = cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY)  # ITU-R BT.601 weights
    return luma, (*warnings, "The picture is coloured; its brightness was taken as transmission.")
