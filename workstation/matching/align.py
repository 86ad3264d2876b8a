"""Lay a scan over a typical model: the stretch of both that shows the same, either way round."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.comparison import PatchPair, Rectangle
from workstation.matching.description import Description
from workstation.matching.grid import area_of, squares_between
from workstation.matching.token_map import MAPPED

_LONG_BONUS: Final = 0.2  # a long stretch is better evidence than a short one
_TURN: Final = 0.02  # by how much better the mirrored way must be to be taken
_PATCHES: Final = 8
_PATCH: Final = 4  # tokens of a whole grid; a third of a metre
_DOWN: Final = 3  # thinned tokens that a partner may lie higher or lower,
_ALONG: Final = 4  # and further left or right than the alignment says
_APART: Final = 3  # patches lie at least so many of their own sizes apart along the load


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """How a model lies over a scan; areas are in each picture's own pixels."""

    scan_area: Rectangle
    model_area: Rectangle
    mirrored: bool
    patches: tuple[PatchPair, ...]


def align(scan: Description, model: Description) -> Alignment:
    """Return the stretch that a scan and a model have in common, and patches that agree.

    Column profiles of both loads are shifted against each other, and mirrored: a container may
    pass with its doors first or last. The best shift with at least half of the shorter load in
    common wins. Heights are those of the loads.
    """
    ours, theirs = _Strip(scan), _Strip(model)
    straight = _best_shift(ours.profile, theirs.profile)
    turned = _best_shift(ours.profile, theirs.profile[::-1])
    mirrored = turned.score > straight.score + _TURN
    shift = turned if mirrored else straight
    first = max(shift.start, 0)
    theirs_first = first - shift.start
    if mirrored:
        theirs_first = len(theirs.profile) - theirs_first - shift.reach
    return Alignment(
        scan_area=ours.stretch(first, shift.reach),
        model_area=theirs.stretch(theirs_first, shift.reach),
        mirrored=mirrored,
        patches=_agreeing(ours, theirs, shift, mirrored=mirrored),
    )


@dataclass(frozen=True, slots=True)
class _Shift:
    """The model's first stretch lies at the scan's `start`, and `reach` stretches are common."""

    start: int
    reach: int
    score: float


class _Strip:
    """A picture's load on the thinned grid, in which models are stored."""

    def __init__(self, picture: Description) -> None:
        self.picture = picture
        step = 1 if picture.is_thinned else 2
        self.tokens, self.load = picture.tokens[::step, ::step], picture.load[::step, ::step]
        loaded = np.flatnonzero(self.load.any(axis=0))
        self.left = int(loaded[0]) if loaded.size else 0
        self.right = int(loaded[-1]) + 1 if loaded.size else self.load.shape[1]
        rows = np.flatnonzero(self.load.any(axis=1))
        self.top = int(rows[0]) if rows.size else 0
        self.bottom = int(rows[-1]) + 1 if rows.size else self.load.shape[0]
        self.profile = self._profile()

    def _profile(self) -> NDArray[np.float32]:
        """Mean plain features of each column of the load: they are the same for mirror images."""
        load = self.load[:, self.left : self.right]
        plain = self.tokens[:, self.left : self.right, MAPPED:]
        weight = load.sum(axis=0)[:, None] + 1e-3
        height = load.mean(axis=0)[:, None]
        mean = (plain * load[..., None]).sum(axis=0) / weight
        return np.asarray(np.concatenate([mean, height], axis=1), np.float32)

    def stretch(self, first: int, reach: int) -> Rectangle:
        """Return some columns of the load, in the height of the load [pixels]."""
        left = self.left + first
        return area_of(self.picture, (self.top, self.bottom), (left, left + reach), self.load.shape)

    def patch(self, row: int, column: int) -> Rectangle:
        """Return a patch around a token [pixels]."""
        half = _PATCH // 4
        return area_of(
            self.picture,
            (max(row - half, 0), min(row + half, self.load.shape[0])),
            (max(column - half, 0), min(column + half, self.load.shape[1])),
            self.load.shape,
        )


def _best_shift(ours: NDArray[np.float32], theirs: NDArray[np.float32]) -> _Shift:
    least = max(min(len(ours), len(theirs)) // 2, 1)
    best = _Shift(0, min(len(ours), len(theirs)), -np.inf)
    for start in range(least - len(theirs), len(ours) - least + 1):
        first, last = max(start, 0), min(start + len(theirs), len(ours))
        if last - first < least:
            continue
        gap = ours[first:last] - theirs[first - start : last - start]
        score = -float(np.abs(gap).mean()) + _LONG_BONUS * (last - first) / len(ours)
        if score > best.score:
            best = _Shift(start, last - first, score)
    return best


def _agreeing(
    ours: _Strip, theirs: _Strip, shift: _Shift, *, mirrored: bool
) -> tuple[PatchPair, ...]:
    """Return the best pairs of patches with weak geometry: near in height and in place."""
    found: list[tuple[float, tuple[int, int], tuple[int, int]]] = []
    first = max(shift.start, 0)
    for column in range(first, first + shift.reach, 2):
        expected = column - shift.start
        if mirrored:
            expected = len(theirs.profile) - 1 - expected
        at = ours.left + column
        for row in range(ours.top, ours.bottom, 2):
            if not ours.load[row, at]:
                continue
            # Heights count from the floor, where loads stand.
            height = ours.load.shape[0] - row
            partner = _partner(
                theirs, ours.tokens[row, at], theirs.load.shape[0] - height, theirs.left + expected
            )
            if partner is not None:
                found.append((partner[0], (row, at), partner[1]))
    found.sort(key=lambda one: one[0])
    pairs: list[PatchPair] = []
    taken: list[tuple[int, int]] = []
    for _, here, there in found:
        near = any(abs(here[0] - r) < _APART and abs(here[1] - c) < 2 * _APART for r, c in taken)
        if near:
            continue
        taken.append(here)
        pairs.append(PatchPair(scan_area=ours.patch(*here), model_area=theirs.patch(*there)))
        if len(pairs) == _PATCHES:
            break
    return tuple(pairs)


def _partner(
    strip: _Strip, token: NDArray[np.float32], row: int, column: int
) -> tuple[float, tuple[int, int]] | None:
    top, left = max(row - _DOWN, 0), max(column - _ALONG, 0)
    rows, columns = slice(top, max(row + _DOWN + 1, 0)), slice(left, max(column + _ALONG + 1, 0))
    window, load = strip.tokens[rows, columns], strip.load[rows, columns]
    if not load.any():
        return None
    squares = squares_between(token[None], window.reshape(-1, window.shape[-1]))[0]
    squares = np.where(load.ravel(), squares, np.inf)
    best = int(squares.argmin())
    r, c = divmod(best, window.shape[1])
    return float(squares[best]), (top + r, left + c)
