"""How a found container stands and is built: skew, floor, refrigerating machine, empty or not.

All of it is told by attenuation inside the box of `find_container`. A machine stands in the front
wall of a refrigerated container, between the corner post and the wall that the goods touch: a strip
as high as the container whose pipes, motor and fans change from row to row. Chosen and measured on
21 real scans of five scanners, see ``make bench BENCH=container``.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.imaging.container import ContainerBox

_DEEPEST: Final = 4.6
_SHAPE: Final = (240, 600)
_LEAST_WIDTH_PX: Final = 600
_ROWS: Final = slice(48, 204)
"""From a fifth of the height, below the far roof's edge, to the goods' floor."""
_STRIP: Final = slice(9, 20)
"""Behind the corner post, before the wall that the goods touch: 1.5 to 3.3 % of the length."""
_BEHIND: Final = slice(27, 42)
_WINDOW: Final = 41
_QUIET: Final = 1e-3
_MACHINE: Final = 0.22
_BESIDES: Final = 0.58
"""A machine's strip changes so much from row to row [attenuation]; the other end's less by this."""
_BETWEEN: Final = (0.7, 2.1)
_UNLIKE_GOODS: Final = 0.3
_ALIKE: Final = 0.45
"""Goods that lie against the end change alike in the strip and behind it [correlation]."""
_FULL_FROM: Final = 0.6
"""Walls and roof attenuate less than this; more is goods."""
_EMPTY: Final = 0.03
_INSIDE: Final = (slice(84, 192), slice(36, 564))


class Side(StrEnum):
    """An end of a container in the picture."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainerParts:
    """What a container's picture tells of how it is built and stands.

    Attributes
    ----------
    skew_deg : float
        How far its roof falls to the right [degrees of the picture].
    floor_row : int
        Where its goods end and floor, rails and chassis begin [row of the picture].
    machine : Side or None
        The end with a refrigerating machine, which is its front; None when there is none or the
        picture does not tell.
    is_empty : bool
        Nothing but walls attenuates in it.
    """

    skew_deg: float
    floor_row: int
    machine: Side | None
    is_empty: bool


def find_parts(transmission: NDArray[np.uint16], box: ContainerBox) -> ContainerParts:
    """Tell how a found container is built and stands.

    Parameters
    ----------
    transmission : ndarray of uint16, shape (rows, columns)
        Side view; 0 is opaque, open air is the brightest.
    box : ContainerBox
        The container in it [px].
    """
    inside = _inside(transmission, box)
    return ContainerParts(
        skew_deg=_skew_deg(transmission, box),
        floor_row=box.row + round(_floor(inside) * box.height / _SHAPE[0]),
        machine=machine_end(transmission, box),
        is_empty=bool((inside[_INSIDE] > _FULL_FROM).mean() < _EMPTY),
    )


def machine_end(transmission: NDArray[np.uint16], box: ContainerBox) -> Side | None:
    """Return the end of a container that holds a refrigerating machine: its front."""
    if box.width < _LEAST_WIDTH_PX:
        return None
    inside = _inside(transmission, box)
    ends = {Side.LEFT: inside[_ROWS], Side.RIGHT: inside[_ROWS, ::-1]}
    unrest = {side: _unrest(rows) for side, rows in ends.items()}
    side = max(Side, key=lambda one: unrest[one])
    other = min(Side, key=lambda one: unrest[one])
    if unrest[side] < _MACHINE or unrest[other] > _BESIDES * unrest[side]:
        return None
    strip, behind = (ends[side][:, part].mean(axis=1) for part in (_STRIP, _BEHIND))
    low, high = _BETWEEN
    depth = float(np.median(strip))
    if not low <= depth <= high or abs(depth - float(np.median(behind))) < _UNLIKE_GOODS:
        return None
    here, there = _changes(strip), _changes(behind)
    alike = float((here * there).mean())
    return None if alike > _ALIKE * float(here.std() * there.std()) + _QUIET else side


def _inside(transmission: NDArray[np.uint16], box: ContainerBox) -> NDArray[np.float32]:
    """Return the attenuation inside a box, brought to 240 rows and 600 columns."""
    rows = slice(box.row, box.row + box.height)
    columns = slice(box.column, box.column + box.width)
    size = (_SHAPE[1], _SHAPE[0])
    counts = cv2.resize(transmission[rows, columns], size, interpolation=cv2.INTER_AREA)
    air = float(np.percentile(transmission[:: max(1, transmission.shape[0] // 200)], 99.5))
    light = np.clip(counts.astype(np.float32) / max(air, 1), np.exp(-_DEEPEST), 1)
    return np.asarray(-np.log(light), dtype=np.float32)


def _unrest(end: NDArray[np.float32]) -> float:
    """Return how much the strip behind a corner post changes over short heights."""
    return float(_changes(end[:, _STRIP].mean(axis=1)).std())


def _changes(profile: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return a profile over rows without what changes slowly."""
    padded = np.pad(profile, _WINDOW // 2, mode="edge")
    return np.asarray(profile - np.convolve(padded, np.full(_WINDOW, 1 / _WINDOW), mode="valid"))


def _floor(inside: NDArray[np.float32]) -> int:
    """Return the row of the strongest level edge to something darker in the lowest third.

    Where the goods hide the floor that is where the first of its lines begins to be seen.
    """
    middle = np.median(inside[:, 60:540], axis=1)
    lowest = slice(int(0.78 * _SHAPE[0]), int(0.985 * _SHAPE[0]))
    step = np.abs(np.diff(cv2.GaussianBlur(middle[:, np.newaxis], (1, 5), 0)[:, 0]))
    return int(lowest.start + step[lowest].argmax())


def _skew_deg(transmission: NDArray[np.uint16], box: ContainerBox) -> float:
    """Return the slope of the roof's edge, by the median of slopes (Theil and Sen)."""
    reach = max(4, round(0.06 * box.height))
    first = max(0, box.row - reach)
    inset = round(0.04 * box.width)
    columns = np.linspace(box.column + inset, box.column + box.width - inset - 1, 64).astype(int)
    half = max(1, box.width // 400)
    air = float(np.percentile(transmission[:: max(1, transmission.shape[0] // 200)], 99.5))
    edges = []
    for column in columns:
        part = transmission[first : box.row + reach, max(0, column - half) : column + half + 1]
        light = np.median(part, axis=1) / max(air, 1)
        dark = np.flatnonzero(light < 0.94)
        edges.append(first + dark[0] if dark.size else np.nan)
    rows = np.array(edges)
    seen = np.isfinite(rows)
    if seen.sum() < 16:
        return 0.0
    rows, at = rows[seen], columns[seen]
    one, other = np.triu_indices(rows.size, k=8)
    slope = float(np.median((rows[other] - rows[one]) / (at[other] - at[one])))
    return round(float(np.degrees(np.arctan(slope))), 3)
