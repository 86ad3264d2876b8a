"""Lay a scan over a typical model: the stretch of both that shows the same."""

import numpy as np
from numpy.typing import NDArray

from workstation.domain.comparison import Rectangle
from workstation.matching.description import Description


def align(scan: Description, model: Description) -> tuple[Rectangle, Rectangle]:
    """Return the aligned rectangles in the scan and in the model [pixels of each picture].

    Column profiles of both loads are shifted against each other; the best shift with at least
    half of the shorter load in common wins. Heights are those of the loads.
    """
    ours, theirs = _profile(scan), _profile(model)
    start, reach = 0, min(len(ours), len(theirs))
    best = -np.inf
    for shift in range(-len(theirs) // 2, len(ours) - len(theirs) // 2 + 1):
        first, last = max(shift, 0), min(shift + len(theirs), len(ours))
        if last - first < max(min(len(ours), len(theirs)) // 2, 1):
            continue
        gap = ours[first:last] - theirs[first - shift : last - shift]
        # A long stretch is better evidence than a short one.
        score = -float(np.abs(gap).mean()) + 0.2 * (last - first) / len(ours)
        if score > best:
            best, start, reach = score, shift, last - first
    left = max(start, 0)
    ours_from, ours_columns = _columns(scan)
    theirs_from, theirs_columns = _columns(model)
    return (
        _rectangle(
            scan, ours_from + left / len(ours) * ours_columns, ours_columns * reach / len(ours)
        ),
        _rectangle(
            model,
            theirs_from + (left - start) / len(theirs) * theirs_columns,
            theirs_columns * reach / len(theirs),
        ),
    )


def _columns(picture: Description) -> tuple[float, float]:
    """Return the first column of the load and its length, as shares of the interior."""
    loaded = np.flatnonzero(picture.load.any(axis=0))
    count = picture.load.shape[1]
    if loaded.size == 0:
        return 0.0, 1.0
    return loaded[0] / count, (loaded[-1] - loaded[0] + 1) / count


def _profile(picture: Description) -> NDArray[np.float32]:
    """Return mean features of each stretch of the load, shape (stretches, features).

    Stretches are a 76th of a 40 ft container long, whatever the grid (models are thinned).
    """
    loaded = np.flatnonzero(picture.load.any(axis=0))
    if loaded.size == 0:
        return np.zeros((1, picture.tokens.shape[-1]), np.float32)
    load = picture.load[:, loaded[0] : loaded[-1] + 1]
    tokens = picture.tokens[:, loaded[0] : loaded[-1] + 1]
    weight = load.sum(axis=0)[:, None] + 1e-3
    profile = (tokens * load[..., None]).sum(axis=0) / weight
    if picture.is_thinned:
        return np.asarray(profile, dtype=np.float32)
    even = profile[: len(profile) // 2 * 2]
    if len(even) < 2:
        return np.asarray(profile, dtype=np.float32)
    return np.asarray((even[::2] + even[1::2]) / 2, dtype=np.float32)


def _rectangle(picture: Description, start: float, length: float) -> Rectangle:
    """Return a stretch of the interior, in the height of the load [pixels]."""
    box = picture.interior
    rows = np.flatnonzero(picture.load.any(axis=1))
    count = picture.load.shape[0]
    top, bottom = (0, count) if rows.size == 0 else (int(rows[0]), int(rows[-1]) + 1)
    first = box.column + round(start * box.width)
    return Rectangle(
        row=box.row + round(top / count * box.height),
        column=min(first, box.column + box.width - 1),
        height=max(round((bottom - top) / count * box.height), 1),
        width=max(min(round(length * box.width), box.column + box.width - first), 1),
    )
