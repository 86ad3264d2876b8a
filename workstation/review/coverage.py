"""What of a container was really looked at: a coarse map over its box, cell by cell.

A cell counts as covered when it stood still on the screen for a moment, near enough that a pixel of
the screen is no more than a few millimetres, in greys that showed what it holds. The map knows no
screen and no clock: the desk hands in glances, each with its time. What it says is only what could
have been seen; where an eye rested nobody knows.
"""

import base64
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

ROWS: Final = 16
COLUMNS: Final = 64
"""Cells of the map; 0.16 by 0.19 m on a 40 ft container."""
POINTS: Final = 6
"""Sample points along each side of a cell: a filled cell of 36 tells greys apart well enough."""
OPAQUE_BELOW: Final = 320
"""Counts below 1/205 of the beam are little but the detector's noise."""
EMPTY_FROM: Final = 64225
"""Counts from 98 % of the beam on are open air; a window may leave them white."""
_LONGEST_STEP_S: Final = 0.5
"""Glances further apart than this are no look: the desk was busy or asleep."""
_SCALE_STEPS: Final = 31
_SCALE_ZERO: Final = 15.0
_DOORS_DEEP: Final = 4
_SHELL_DEEP: Final = 2


class Level(IntEnum):
    """How well a cell was shown; each holds what the one before does not."""

    UNSEEN = 0
    FAR = 1
    SATURATED = 2
    COVERED = 3


class Strip(StrEnum):
    """A part of the container's edge that is easily passed over.

    Which end has the doors is not known from one picture, so both ends are called ends.
    """

    LEFT_END = "left_end"
    RIGHT_END = "right_end"
    FLOOR = "floor"
    ROOF = "roof"


_STRIPS: Final = {
    Strip.LEFT_END: (slice(None), slice(None, _DOORS_DEEP)),
    Strip.RIGHT_END: (slice(None), slice(COLUMNS - _DOORS_DEEP, None)),
    Strip.FLOOR: (slice(ROWS - _SHELL_DEEP, None), slice(None)),
    Strip.ROOF: (slice(None, _SHELL_DEEP), slice(None)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What it takes for a cell to count, and for a strip to be called covered.

    Attributes
    ----------
    mm_per_px : float
        Millimetres of the container in one screen pixel, at most; never nearer than one screen
        pixel for each of the scan's, for there is nothing more to see.
    scale : float
        Screen pixels per scan pixel, at least, where the scan's pitch is not known.
    still_s : float
        How long a cell stands on the screen [s].
    views_per_s : float
        A picture that moves faster than this is panned past, not looked at [shares of the pane].
    greys : float
        Share of a cell's points that was neither black nor white, at least.
    strip : float
        Share of a strip's cells that is covered, at least.
    """

    mm_per_px: float = 5.0
    scale: float = 0.5
    still_s: float = 0.3
    views_per_s: float = 0.5
    greys: float = 0.6
    strip: float = 0.8

    def needed_scale(self, pitch_mm: tuple[float, float] | None) -> float:
        """Return the scale that is near enough [screen pixels per scan pixel, finer axis]."""
        return self.scale if pitch_mm is None else min(min(pitch_mm) / self.mm_per_px, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Glance:
    """What one window on the scan shows at an instant.

    Attributes
    ----------
    top, left, bottom, right : float
        Its edges in shares of the container's height and length; beyond 0 to 1 lies what is
        around the container.
    scale : float
        Screen pixels per scan pixel along its finer axis.
    look : hashable
        Names the greys, so that a change of them is noticed.
    greys : callable
        Returns which points of the container those greys show neither black nor white, a bool
        array of shape (ROWS * POINTS, COLUMNS * POINTS); asked only when it counts.
    """

    top: float
    left: float
    bottom: float
    right: float
    scale: float
    look: Hashable
    greys: Callable[[], NDArray[np.bool_]]

    @property
    def cells(self) -> tuple[slice, slice]:
        """The cells whose middle is in sight (rows, columns)."""
        return _within(self.top, self.bottom, ROWS), _within(self.left, self.right, COLUMNS)


class Gaze:
    """How long each cell has stood still in one window: the pane, or its loupe."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._last: Glance | None = None
        self._at_s = 0.0
        self._still_s = np.zeros((ROWS, COLUMNS), np.float32)

    def look(self, glance: Glance | None, at_s: float) -> NDArray[np.bool_] | None:
        """Take a glance, or none; return the cells that have stood long enough, if any are new.

        Returns
        -------
        ndarray of bool, shape (ROWS, COLUMNS), or None
        """
        last, passed_s = self._last, at_s - self._at_s
        self._last, self._at_s = glance, at_s
        if glance is None or last is None or not self._is_calm(last, glance, passed_s):
            self._still_s[:] = 0
            return None
        both = np.zeros((ROWS, COLUMNS), bool)
        both[last.cells] = True
        now = np.zeros_like(both)
        now[glance.cells] = True
        both &= now
        enough = self._limits.still_s - 1e-6
        before = self._still_s >= enough
        self._still_s = np.where(both, self._still_s + np.float32(passed_s), np.float32(0))
        rested = self._still_s >= enough
        return rested if (rested & ~before).any() else None

    def _is_calm(self, last: Glance, now: Glance, passed_s: float) -> bool:
        if not 0 < passed_s <= _LONGEST_STEP_S:
            return False
        if last.look != now.look or last.scale != now.scale:
            return False
        down = abs(now.top - last.top) / max(now.bottom - now.top, 1e-9)
        along = abs(now.left - last.left) / max(now.right - now.left, 1e-9)
        return max(down, along) <= self._limits.views_per_s * passed_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How much was covered, each from 0 to 1; what the beam did not pass is left out.

    ``opaque`` is the share of cells that it did not pass: there is nothing to be seen in them.
    """

    overall: float
    strips: dict[Strip, float] = field(default_factory=dict)
    opaque: float = 0.0


class Coverage:
    """The map of one case; it only ever grows.

    Parameters
    ----------
    counts : ndarray of uint16, shape (ROWS * POINTS, COLUMNS * POINTS)
        The container's transmission at the sample points, as it was measured.
    pitch_mm : tuple of float or None
        Size of a scan pixel (row, column).
    """

    def __init__(
        self,
        counts: NDArray[np.uint16],
        *,
        pitch_mm: tuple[float, float] | None,
        limits: Limits | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.needed_scale = self.limits.needed_scale(pitch_mm)
        self._pitched = pitch_mm is not None
        self._tells = (counts >= OPAQUE_BELOW) & (counts < EMPTY_FROM)
        self.opaque = _in_cells(counts < OPAQUE_BELOW).mean(axis=-1) > 0.5
        self._shown = np.zeros(counts.shape, bool)
        self._scale = np.zeros((ROWS, COLUMNS), np.float32)
        self._gazes: dict[str, Gaze] = {}
        self._levels: NDArray[np.uint8] | None = None

    def look(self, window: str, glance: Glance | None, at_s: float) -> bool:
        """Take a glance through a window by its name; tell whether the map has grown."""
        gaze = self._gazes.setdefault(window, Gaze(self.limits))
        rested = gaze.look(glance, at_s)
        if rested is None or glance is None:
            return False
        self._levels = None
        self._scale[rested] = np.maximum(self._scale[rested], glance.scale)
        if glance.scale >= self.needed_scale * (1 - 1e-6):
            points = rested.repeat(POINTS, axis=0).repeat(POINTS, axis=1)
            self._shown |= glance.greys() & points
        return True

    def levels(self) -> NDArray[np.uint8]:
        """Return how well each cell was shown, by `Level`.

        Returns
        -------
        ndarray of uint8, shape (ROWS, COLUMNS)
            Not to be written to: it is kept until the map grows.
        """
        if self._levels is None:
            self._levels = self._new_levels()
            self._levels.flags.writeable = False
        return self._levels

    def _new_levels(self) -> NDArray[np.uint8]:
        tells = _in_cells(self._tells).sum(axis=-1)
        shown = _in_cells(self._shown & self._tells).sum(axis=-1)
        near = self._scale >= self.needed_scale * (1 - 1e-6)
        levels = np.where(self._scale > 0, np.uint8(Level.FAR), np.uint8(Level.UNSEEN))
        levels[near] = Level.SATURATED
        levels[near & (shown >= self.limits.greys * tells)] = Level.COVERED
        return levels

    def shares(self) -> Shares:
        """Return how much was covered, of all and of each strip."""
        covered, open_ = self.levels() == Level.COVERED, ~self.opaque
        return Shares(
            overall=_share(covered, open_),
            strips={name: _share(covered[at], open_[at]) for name, at in _STRIPS.items()},
            opaque=float(self.opaque.mean()),
        )

    def uncovered(self) -> tuple[Strip, ...]:
        """Return the strips of which too little was covered."""
        strips = self.shares().strips
        return tuple(name for name in Strip if strips[name] < self.limits.strip)

    def to_json(self) -> dict[str, Any]:
        """Return shares, limits and the packed map as plain JSON values, below 2 KiB.

        A cell is one byte, rows from the top: bits 0 and 1 its level, bit 2 whether it is opaque,
        bits 3 to 7 the best scale s at which it was shown, as ``15 + 2 log2 s``, 0 for none.
        """
        shares = self.shares()
        return {
            "schema": "reviewroom.coverage/1",
            "overall": round(shares.overall, 3),
            **{name.value: round(share, 3) for name, share in shares.strips.items()},
            "opaque": round(shares.opaque, 3),
            "limits": {
                "scale": round(self.needed_scale, 4),
                "mm_per_px": self.limits.mm_per_px if self._pitched else None,
                "still_s": self.limits.still_s,
                "greys": self.limits.greys,
            },
            "grid": {
                "rows": ROWS,
                "columns": COLUMNS,
                "cells": base64.b64encode(self._packed().tobytes()).decode("ascii"),
            },
        }

    def _packed(self) -> NDArray[np.uint8]:
        steps = np.zeros((ROWS, COLUMNS), np.uint8)
        seen = self._scale > 0
        half_octaves = _SCALE_ZERO + 2 * np.log2(self._scale[seen])
        steps[seen] = half_octaves.round().clip(1, _SCALE_STEPS).astype(np.uint8)
        opaque = self.opaque.astype(np.uint8) << 2
        return np.asarray(self.levels() | opaque | (steps << 3), np.uint8)


def _within(first: float, last: float, cells: int) -> slice:
    """Return the cells whose middles lie between two shares of the whole."""
    start = int(np.ceil(np.clip(first * cells - 0.5, 0, cells)))
    return slice(start, max(start, int(np.ceil(np.clip(last * cells - 0.5, 0, cells)))))


def _in_cells(points: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the sample points of each cell, shape (ROWS, COLUMNS, POINTS * POINTS)."""
    apart = points.reshape(ROWS, POINTS, COLUMNS, POINTS).swapaxes(1, 2)
    return apart.reshape(ROWS, COLUMNS, POINTS * POINTS)


def _share(covered: NDArray[np.bool_], open_: NDArray[np.bool_]) -> float:
    """Return the covered share of the cells that the beam passed; all of none."""
    return float(covered[open_].mean()) if open_.any() else 1.0
