"""The token grid: distances between tokens, and where in the picture a token lies."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.comparison import Rectangle
from workstation.matching.description import Description

Floats = NDArray[np.float32]
_BLOCK: Final = 128


def squares_between(one: Floats, two: Floats) -> Floats:
    """Return squared distances, float32, shape (rows of one, rows of two)."""
    own = (one * one).sum(axis=1)[:, None] + (two * two).sum(axis=1)[None]
    return np.asarray(np.maximum(own - 2 * (one @ two.T), 0), dtype=np.float32)


def nearest_squares(points: Floats, bank: Floats) -> Floats:
    """Return the squared distance of each point to the nearest of a bank, float32, (points,).

    Block by block, so that the distances of a block stay in the processor's cache: all of them
    at once are a hundred megabytes.
    """
    turned = np.ascontiguousarray(-2 * bank.T)
    lengths = (bank * bank).sum(axis=1)
    nearest = np.empty(len(points), np.float32)
    for first in range(0, len(points), _BLOCK):
        block = points[first : first + _BLOCK]
        apart = block @ turned
        apart += lengths
        nearest[first : first + _BLOCK] = apart.min(axis=1) + (block * block).sum(axis=1)
    return np.asarray(np.maximum(nearest, 0), np.float32)


def area_of(
    picture: Description,
    rows: tuple[int, int],
    columns: tuple[int, int],
    shape: tuple[int, ...],
) -> Rectangle:
    """Return tokens `rows` and `columns` (first, behind the last) of a grid [pixels]."""
    box = picture.interior
    down, across = box.height / shape[0], box.width / shape[1]
    top = min(box.row + int(rows[0] * down), box.row + box.height - 1)
    left = min(box.column + int(columns[0] * across), box.column + box.width - 1)
    bottom, right = box.row + round(rows[1] * down), box.column + round(columns[1] * across)
    return Rectangle(
        row=top,
        column=left,
        height=max(min(bottom, box.row + box.height) - top, 1),
        width=max(min(right, box.column + box.width) - left, 1),
    )
