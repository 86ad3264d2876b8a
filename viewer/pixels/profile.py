"""How much of the beam comes through along a line, from the 16-bit counts themselves."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.geometry import Place
from viewer.pixels.look import Energy
from viewer.pixels.render import Source
from viewer.pixels.window import COUNTS

_MOST_SAMPLES: Final = 2**16
"""Samples of one profile; more lines side by side are left out, so it takes 10 ms at most."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Profile:
    """Counts along a line, evenly spaced, both ends included.

    Attributes
    ----------
    counts : ndarray of float64, shape (samples,)
        Means over the lines side by side; 0 is opaque, 65535 open air.
    step_px : float
        Distance of two samples [full-resolution pixels]; at most that of two pixels.
    lines : int
        Lines side by side that were averaged: fewer than asked for when the line is very long.
    reduced : int
        Full-resolution pixels a side that each count is the mean of; 1 at full resolution.
    """

    counts: NDArray[np.float64]
    step_px: float
    lines: int
    reduced: int

    @property
    def shares(self) -> NDArray[np.float64]:
        """Transmission, 0 to 1."""
        return self.counts / (COUNTS - 1)

    @property
    def attenuation(self) -> NDArray[np.float64]:
        """-ln T; less than one count is taken as one, so that opaque stays finite (11.09)."""
        logs: NDArray[np.float64] = -np.log(np.maximum(self.counts, 1.0) / (COUNTS - 1))
        return logs


def profile_along(
    source: Source,
    energy: Energy,
    ends: tuple[Place, Place],
    *,
    lines: int = 1,
    size: tuple[float, float] = (1.0, 1.0),
) -> Profile:
    """Sample the counts from one place to another, bilinearly, one sample a pixel.

    Parameters
    ----------
    source : Source
    energy : Energy
        The high one is taken where it is missing, as everywhere in the viewer.
    ends : tuple of Place
        Beginning and end (row, column) [full-resolution pixels].
    lines : int
        Lines side by side, a pixel apart, of which the mean is taken; odd.
    size : tuple of float
        Size of a pixel (row, column), in any unit: tells what stands square to the line.

    Returns
    -------
    Profile
        Beyond the picture its outermost pixels go on.

    Raises
    ------
    ValueError
        If `lines` is not a positive odd number.
    """
    if lines < 1 or lines % 2 == 0:
        raise ValueError(f"lines must be a positive odd number, got {lines}")
    pyramid = source.plane(energy)
    reduced = 2**pyramid.first
    start, end = np.asarray(ends[0], np.float64), np.asarray(ends[1], np.float64)
    length = math.hypot(*(end - start))
    samples = max(math.ceil(length / reduced), 1) + 1
    most = max(_MOST_SAMPLES // samples, 1)
    lines = min(lines, most if most % 2 else most - 1)
    along = start + np.linspace(0.0, 1.0, samples)[:, None] * (end - start)
    offsets = (np.arange(lines) - lines // 2) * float(reduced)
    # Neighbours across the line lie together in memory: half the time of line after line.
    places = along[:, None] + offsets[:, None] * _square_to(end - start, size)
    values = _bilinear(pyramid.level(pyramid.first), places / reduced - 0.5)
    return Profile(
        counts=values.mean(axis=1),
        step_px=length / (samples - 1),
        lines=lines,
        reduced=reduced,
    )


def _square_to(along: NDArray[np.float64], size: tuple[float, float]) -> NDArray[np.float64]:
    """Return the step of one pixel at right angles to a line, as goods lie and not as pixels do."""
    across = np.array([-along[1] * size[1] / size[0], along[0] * size[0] / size[1]])
    length = math.hypot(*across)
    return across / length if length else np.array([1.0, 0.0])


def _bilinear(pixels: NDArray[np.uint16], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Interpolate at (..., 2) rows and columns, counted from the centre of the first pixel.

    Not ``cv2.remap``: it rounds places to 1/32 pixel and takes no side beyond 32767.
    """
    rows, columns = pixels.shape
    row = np.clip(at[..., 0], 0, rows - 1)
    column = np.clip(at[..., 1], 0, columns - 1)
    top = np.minimum(row.astype(np.intp), max(rows - 2, 0))
    left = np.minimum(column.astype(np.intp), max(columns - 2, 0))
    down, right = row - top, column - left
    # One number for a place, and steps from it: taking so is twice as fast as by two indices.
    step_down, step_right = columns * (rows > 1), int(columns > 1)
    flat, first = pixels.reshape(-1), top * columns + left
    upper = flat.take(first) * (1 - right) + flat.take(first + step_right) * right
    first += step_down
    lower = flat.take(first) * (1 - right) + flat.take(first + step_right) * right
    result: NDArray[np.float64] = upper * (1 - down) + lower * down
    return result
