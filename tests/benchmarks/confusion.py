"""A picture of what was taken for what: kinds in look-alike groups, one square a pair."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from tests.benchmarks.look_alikes import GROUP_OF, ordered

_CELL = 20
_LABELS = 180  # room for the name of a kind
_GROUPS = 180  # room for the name of its group
_SHARE = 60  # room for what was right of a kind
_TITLE = 64
_FONT = cv2.FONT_HERSHEY_SIMPLEX
_INK = (40, 40, 40)
_PALE = (205, 205, 205)


def confusion(truth: Sequence[str], told: Sequence[str]) -> tuple[tuple[str, ...], NDArray]:
    """Count what was told of what; rows are what it is, columns what it was called.

    Returns
    -------
    kinds : tuple of str
        In the order of rows and columns: look-alikes beside each other.
    counts : ndarray of int64, shape (kinds, kinds)
    """
    kinds = ordered(sorted({*truth, *told}))
    place = {kind: number for number, kind in enumerate(kinds)}
    counts = np.zeros((len(kinds), len(kinds)), np.int64)
    for kind, called in zip(truth, told, strict=True):
        counts[place[kind], place[called]] += 1
    return kinds, counts


def draw(kinds: Sequence[str], counts: NDArray, title: str) -> NDArray[np.uint8]:
    """Return the picture, uint8, shape (rows, columns, 3), blue first.

    The diagonal is green, the deeper the more of a row it holds; mistakes are orange within a
    group of look-alikes and red across groups, with their number.
    """
    side = _CELL * len(kinds)
    left, top = _GROUPS + _LABELS, _TITLE + _LABELS
    width = max(left + side + _SHARE + 10, 900)
    picture = np.full((top + side + 40, width, 3), 255, np.uint8)
    _write(picture, title, (10, 26), 0.6)
    _write(
        picture,
        "row: what it is; column: what it was called; "
        "green: right, orange: a look-alike, red: something else",
        (10, 50),
        0.45,
    )
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    for row, column in np.argwhere(counts > 0):
        corner = (left + int(column) * _CELL, top + int(row) * _CELL)
        _fill(picture, corner, _colour(kinds[row], kinds[column], float(share[row, column])))
        if row != column:
            _write(picture, str(counts[row, column]), (corner[0] + 5, corner[1] + 15), 0.42)
    _grid(picture, kinds, (left, top))
    _names(picture, kinds, (left, top))
    for row in range(len(kinds)):
        right = f"{100 * share[row, row]:.0f}%"
        _write(picture, right, (left + side + 8, top + row * _CELL + 15), 0.42)
    return picture


def save(path: Path, truth: Sequence[str], told: Sequence[str], title: str) -> None:
    """Draw and write a PNG."""
    kinds, counts = confusion(truth, told)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not cv2.imwrite(str(path), draw(kinds, counts, title)):
        raise OSError(f"{path}: the picture could not be written; is the disk full?")


def _colour(kind: str, called: str, part: float) -> tuple[int, int, int]:
    """Return blue, green, red between white and the full colour."""
    depth = 0.25 + 0.75 * part
    if kind == called:
        full = (110, 165, 70)
    else:
        full = (60, 150, 245) if GROUP_OF[kind] == GROUP_OF[called] else (60, 60, 220)
    blue, green, red = (round(255 - depth * (255 - value)) for value in full)
    return blue, green, red


def _fill(picture: NDArray[np.uint8], corner: tuple[int, int], colour: tuple[int, ...]) -> None:
    column, row = corner
    picture[row : row + _CELL, column : column + _CELL] = colour


def _grid(picture: NDArray[np.uint8], kinds: Sequence[str], corner: tuple[int, int]) -> None:
    left, top = corner
    side = _CELL * len(kinds)
    for number in range(len(kinds) + 1):
        new_group = (
            number in {0, len(kinds)} or GROUP_OF[kinds[number]] != GROUP_OF[kinds[number - 1]]
        )
        colour, at = (_INK if new_group else _PALE), number * _CELL
        start = 10 if new_group else _GROUPS
        cv2.line(picture, (start, top + at), (left + side, top + at), colour, 1)
        cv2.line(
            picture, (left + at, _TITLE if new_group else top), (left + at, top + side), colour
        )


def _names(picture: NDArray[np.uint8], kinds: Sequence[str], corner: tuple[int, int]) -> None:
    left, top = corner
    strip = np.full((_CELL * len(kinds), _LABELS, 3), 255, np.uint8)
    for number, kind in enumerate(kinds):
        _write(picture, kind, (_GROUPS + 6, top + number * _CELL + 15), 0.45)
        _write(strip, kind, (6, number * _CELL + 15), 0.45)
        if number == 0 or GROUP_OF[kinds[number - 1]] != GROUP_OF[kind]:
            _write(picture, GROUP_OF[kind], (12, top + number * _CELL + 15), 0.45)
    # Written from left to right, then turned: column names read upwards.
    upright = cv2.rotate(strip, cv2.ROTATE_90_COUNTERCLOCKWISE)
    picture[top - _LABELS : top, left : left + upright.shape[1]] = np.minimum(
        picture[top - _LABELS : top, left : left + upright.shape[1]], upright
    )


def _write(picture: NDArray[np.uint8], text: str, at: tuple[int, int], size: float) -> None:
    cv2.putText(picture, text, at, _FONT, size, _INK, 1, cv2.LINE_AA)
