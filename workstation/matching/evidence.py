"""What speaks for each point of a load not belonging: distances, and where the point lies.

Three distances are the heart of it: from the rest of the load at the same height, from the models
of the declared goods, and from other goods. Each is taken relative to its own median over the
load, so that neither their units nor a scanner's noise matter. What they weigh together is learnt
(`weigh`), on phantoms with known hidden loads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.matching import token_map
from workstation.matching.description import Description
from workstation.matching.grid import nearest_squares, squares_between
from workstation.matching.hull import depth_inside

_APART: Final = 8  # tokens; two thirds of a metre, so that a thing is not compared with itself
_ROWS: Final = 1  # neighbouring token rows that count as the same height
_NEAREST: Final = 3
_FEWEST: Final = 6
_MOST_OWN: Final = 2000
_MOST_OTHER: Final = 1500
_END: Final = 12.0  # tokens from an end of the load, about a metre
_SIGNED: Final = (token_map.DENSITY, token_map.DENSITY_SPREAD, token_map.MATERIAL)

FEATURES: Final = 45
_CONTEXT: Final = (0, 2, 13, 4, 5)
"""Planes of which the surroundings count too: the distances and the density's difference."""
_CONTEXT_SPREADS: Final = (1.2, 3.0)
_COLUMN: Final = (*_CONTEXT, 6)
"""Planes whose mean over a column of the load counts for all of that column."""
_COLUMN_SPREAD: Final = 0.8

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """Tokens of some models; ``source`` and ``place`` tell which model, and where in its grid."""

    tokens: Floats
    source: NDArray[np.intp]
    place: NDArray[np.intp]

    @classmethod
    def of(cls, models: Sequence[Description], most: int) -> "Bank":
        """Collect the loaded tokens of models, evenly thinned to at most so many."""
        tokens, sources, places = [], [], []
        for number, model in enumerate(models):
            inside = np.flatnonzero(model.load)
            tokens.append(compared(model).reshape(-1, token_map.MAPPED)[inside])
            sources.append(np.full(inside.size, number))
            places.append(inside)
        count = sum(len(one) for one in tokens)
        step = max(1, -(-count // most))
        return cls(
            tokens=np.concatenate(tokens)[::step] if tokens else _no_tokens(),
            source=np.concatenate(sources)[::step] if tokens else np.zeros(0, np.intp),
            place=np.concatenate(places)[::step] if tokens else np.zeros(0, np.intp),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Banks:
    """What a scan is compared with: models of the declared goods, and of others."""

    own: Bank
    other: Bank

    @classmethod
    def of(cls, declared: Sequence[Description], others: Sequence[Description]) -> "Banks":
        """Collect the tokens of models of the declared and of other goods; both may be empty."""
        return cls(own=Bank.of(declared, _MOST_OWN), other=Bank.of(others, _MOST_OTHER))


def compared(picture: Description) -> Floats:
    """Return the part of the tokens that distances are taken in."""
    return picture.tokens[..., : token_map.MAPPED]


def evidence_planes(scan: Description, hull: Mask, banks: Banks) -> Floats:
    """Return what speaks for each point, float32, shape (token_rows, token_columns, FEATURES).

    Points beyond the hull are told of too, in units of what is usual within it: a false wall
    stands where no load is, and the room that a cavity leaves may reach to the top. Without
    models of the declared goods, or of others, their planes are 0.
    """
    tokens = compared(scan)
    nothing = np.zeros(hull.shape, np.float32)
    planes = [*_relative(_own_rows(tokens, hull), hull), *_relative(_from_row(tokens, hull), hull)]
    for feature in _SIGNED:
        planes += _signed(scan.tokens[..., feature], hull)
    own = _nearest(tokens, banks.own) if len(banks.own.tokens) else None
    other = _nearest(tokens, banks.other) if len(banks.other.tokens) else None
    planes += [nothing, nothing] if own is None else _relative(own, hull)
    planes.append(nothing if other is None else _relative(other, hull)[0])
    tiny = np.float32(1e-3)
    planes.append(
        nothing
        if own is None or other is None
        else np.log(np.maximum(own, tiny) / np.maximum(other, tiny))
    )
    planes.append(np.full(hull.shape, own is not None, np.float32))
    planes += [depth_inside(hull), *_position(hull), scan.load.astype(np.float32)]
    planes += [*_surroundings(planes, hull), *_beyond(planes, hull, scan)]
    return np.stack(planes, axis=-1).astype(np.float32)


def _no_tokens() -> Floats:
    return np.zeros((0, token_map.MAPPED), np.float32)


def _relative(distance: Floats, hull: Mask) -> list[Floats]:
    """Return the log of a distance over its median, and that over its spread."""
    middle = max(float(np.median(distance[hull])), 1e-4)
    log = np.log(np.maximum(distance / middle, 0.05)).astype(np.float32)
    inside = log[hull]
    spread = 1.4826 * float(np.median(np.abs(inside - np.median(inside)))) + 0.05
    return [log, log / np.float32(spread)]


def _signed(plane: Floats, hull: Mask) -> list[Floats]:
    """Return how much more, how much less than its row, and that over the usual difference."""
    apart = np.zeros(hull.shape, np.float32)
    for row in range(len(hull)):
        inside = np.flatnonzero(hull[row])
        if inside.size >= _FEWEST:
            apart[row] = plane[row] - np.median(plane[row, inside])
    spread = 1.4826 * float(np.median(np.abs(apart[hull]))) + 0.05
    return [np.maximum(apart, 0), np.maximum(-apart, 0), np.clip(apart / spread, -8, 8)]


def _own_rows(tokens: Floats, hull: Mask) -> Floats:
    """Distance of each token to its third nearest at the same height, two thirds of a metre off."""
    rows, columns, _ = tokens.shape
    distance = np.zeros(hull.shape, np.float32)
    at = np.arange(columns)
    for row in range(rows):
        if not hull[row].any():
            continue
        band = slice(max(row - _ROWS, 0), row + _ROWS + 1)
        bank, inside = tokens[band], hull[band]
        squares = squares_between(tokens[row], bank.reshape(-1, bank.shape[-1]))
        where = np.tile(at, bank.shape[0])
        far = (np.abs(at[:, None] - where[None]) >= _APART) & inside.ravel()[None]
        squares = np.where(far, squares, np.inf)
        # Taking the nearest away is faster than sorting.
        for _ in range(min(_NEAREST, squares.shape[1]) - 1):
            squares[at, squares.argmin(axis=1)] = np.inf
        found = np.sqrt(squares.min(axis=1))
        distance[row] = np.where(np.isfinite(found), found, 0)
    return distance


def _from_row(tokens: Floats, hull: Mask) -> Floats:
    """Distance of each token from the median of its row."""
    distance = np.zeros(hull.shape, np.float32)
    for row in range(len(hull)):
        inside = np.flatnonzero(hull[row])
        if inside.size >= _FEWEST:
            middle = np.median(tokens[row, inside], axis=0)
            distance[row] = np.sqrt(((tokens[row] - middle) ** 2).sum(axis=1))
    return distance


def _nearest(tokens: Floats, bank: Bank) -> Floats:
    rows, columns, features = tokens.shape
    squares = nearest_squares(tokens.reshape(-1, features), bank.tokens)
    return np.asarray(np.sqrt(squares).reshape(rows, columns), np.float32)


def _position(hull: Mask) -> list[Floats]:
    """Distance from the nearer end of the load, and height from its top to its bottom, 0 to 1."""
    rows, columns = np.flatnonzero(hull.any(axis=1)), np.flatnonzero(hull.any(axis=0))
    at, down = np.arange(hull.shape[1]), np.arange(hull.shape[0])
    end = np.clip(np.minimum(at - columns[0], columns[-1] - at) / _END, 0, 1)
    depth = (down - rows[0]) / max(rows[-1] - rows[0], 1)
    return [
        np.broadcast_to(end[None], hull.shape).astype(np.float32),
        np.broadcast_to(depth[:, None], hull.shape).astype(np.float32),
    ]


def _surroundings(planes: Sequence[Floats], hull: Mask) -> list[Floats]:
    found = []
    inside = hull.astype(np.float32)
    for chosen in _CONTEXT:
        for spread in _CONTEXT_SPREADS:
            weight = cv2.GaussianBlur(inside, (0, 0), spread) + np.float32(0.1)
            found.append(cv2.GaussianBlur(planes[chosen] * inside, (0, 0), spread) / weight)
    return found


def _beyond(planes: Sequence[Floats], hull: Mask, scan: Description) -> list[Floats]:
    """Return what a point outside the load is judged by: its column, its place, its density."""
    inside = hull.astype(np.float32)
    rows, columns = hull.shape
    loaded = inside.sum(axis=0)
    density = scan.tokens[..., token_map.DENSITY]
    weight = _along(loaded) + 1
    along = [loaded / rows]
    along += [_along((planes[chosen] * inside).sum(axis=0)) / weight for chosen in _COLUMN]
    at = np.arange(columns)
    along += [np.clip(at / _END, 0, 1), np.clip((columns - 1 - at) / _END, 0, 1)]
    profile = density.mean(axis=0)
    along.append(profile - np.median(profile[loaded > 0]) if loaded.any() else profile)
    down = np.arange(rows)[:, None] / rows
    return [
        inside,
        *(np.broadcast_to(one[None], hull.shape).astype(np.float32) for one in along),
        np.broadcast_to(down, hull.shape).astype(np.float32),
        density,
    ]


def _along(values: Floats) -> Floats:
    return np.asarray(cv2.GaussianBlur(values[None], (0, 0), _COLUMN_SPREAD)[0], np.float32)
