"""The token grid: distances between tokens, and where in the picture a token lies."""

import numpy as np
from numpy.typing import NDArray

from workstation.domain.comparison import Rectangle
from workstation.matching.description import Description

Floats = NDArray[np.float32]


def squares_between(one: Floats, two: Floats) -> Floats:
    """Return squared distances, float32, shape (rows of one, rows of two)."""
    own = (one * one).sum(axis=1)[:, None] + (two * two).sum(axis=1)[None]
    return np.asarray(np.maximum(own - 2 * (one @ two.T), 0), dtype=np.float32)


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
