"""Lay a scan over a typical model: the stretch of both that shows the same, either way round."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.comparison import PatchPair, Rectangle
from workstation.matching.description import Description
from workstation.matching.grid import area_of
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
    gaps = _gaps(ours.profile, theirs.profile)
    straight, turned = _best_shift(gaps), _best_shift(gaps[:, ::-1])
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


def _gaps(ours: NDArray[np.float32], theirs: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how far columns are apart: mean absolute differences, (columns, columns)."""
    # Feature by feature: a mean over the last, short axis takes five times as long.
    total = np.zeros((len(ours), len(theirs)), np.float32)
    for mine, other in zip(ours.T, theirs.T, strict=True):
        total += np.abs(np.subtract.outer(mine, other))
    return np.asarray(total / ours.shape[1], np.float32)


def _best_shift(gaps: NDArray[np.float32]) -> _Shift:
    """Return the diagonal of the gaps along which the columns differ least."""
    own, other = gaps.shape
    if not own or not other:
        return _Shift(0, 0, -np.inf)
    # Rows of one column more than the next array has: read anew, each lies one further right, so
    # that diagonals become columns.
    slanted = np.zeros((own, own + other), np.float32)
    slanted[:, :other] = gaps[:, ::-1]
    sums = slanted.ravel()[: own * (own + other - 1)].reshape(own, -1).sum(axis=0)
    starts = np.arange(1 - other, own)
    reaches = np.minimum(starts + other, own) - np.maximum(starts, 0)
    scores = _LONG_BONUS * reaches / own - sums / reaches
    scores[reaches < max(min(own, other) // 2, 1)] = -np.inf
    best = int(scores.argmax())
    return _Shift(int(starts[best]), int(reaches[best]), float(scores[best]))


def _agreeing(
    ours: _Strip, theirs: _Strip, shift: _Shift, *, mirrored: bool
) -> tuple[PatchPair, ...]:
    """Return the best pairs of patches with weak geometry: near in height and in place."""
    columns = np.arange(max(shift.start, 0), max(shift.start, 0) + shift.reach, 2)
    expected = columns - shift.start
    if mirrored:
        expected = len(theirs.profile) - 1 - expected
    columns = columns + ours.left
    rows = np.arange(ours.top, ours.bottom, 2)
    squares, partners = _partners(theirs, ours, rows, columns, theirs.left + expected)
    pairs: list[PatchPair] = []
    taken: list[tuple[int, int]] = []
    for place in np.argsort(squares, axis=None, kind="stable").tolist():
        at, down = divmod(place, len(rows))
        if not np.isfinite(squares[at, down]) or len(pairs) == _PATCHES:
            break
        here = int(rows[down]), int(columns[at])
        near = any(abs(here[0] - r) < _APART and abs(here[1] - c) < 2 * _APART for r, c in taken)
        if near:
            continue
        taken.append(here)
        across, row = divmod(int(partners[at, down]), theirs.load.shape[0])
        there = row, int(theirs.left + expected[at]) - _ALONG + across
        pairs.append(PatchPair(scan_area=ours.patch(*here), model_area=theirs.patch(*there)))
    return tuple(pairs)


def _partners(
    strip: _Strip,
    ours: _Strip,
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    around: NDArray[np.intp],
) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    """Find for each token of a lattice the nearest in its window of another strip.

    Parameters
    ----------
    rows, columns : ndarray
        The lattice in our own grid.
    around : ndarray
        For each of the columns the one of the other grid about which its window lies.

    Returns
    -------
    squares : ndarray
        float32, (columns, rows): squared distances; infinite where there is no goods.
    partners : ndarray
        (columns, rows): column in the window * height of the other grid + row.
    """
    height, width = strip.load.shape
    lengths = np.where(strip.load, (strip.tokens**2).sum(axis=2), np.inf).astype(np.float32)
    across = around[:, None] + np.arange(-_ALONG, _ALONG + 1)
    outside = (across < 0) | (across >= width)
    across = np.clip(across, 0, width - 1)
    windows = strip.tokens.transpose(1, 0, 2)[across]
    windows = windows.reshape(len(columns), -1, strip.tokens.shape[2])
    theirs = np.where(outside[..., None], np.inf, lengths.T[across])
    tokens = ours.tokens[np.ix_(rows, columns)].transpose(1, 0, 2)
    squares = (-2 * tokens) @ windows.transpose(0, 2, 1)
    squares += theirs.reshape(len(columns), 1, -1)
    # Heights count from the floor, where loads stand.
    level = rows - ours.load.shape[0] + height
    far = np.abs(np.arange(height) - level[:, None]) > _DOWN
    squares += np.tile(np.where(far, np.float32(np.inf), np.float32(0)), 2 * _ALONG + 1)
    partners = squares.argmin(axis=2)
    nearest = np.take_along_axis(squares, partners[..., None], axis=2)[..., 0]
    nearest = np.maximum(nearest + (tokens**2).sum(axis=2), 0)
    goods = ours.load[np.ix_(rows, columns)].T
    return np.where(goods, nearest, np.float32(np.inf)), partners
