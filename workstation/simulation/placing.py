"""Where a test object may lie, and whether the picture with it can be shown to an officer.

Between a quarter and a third of the projected images in use at airports look wrong to those who
know [1]_. So an object is put where it could be, among goods or standing on something, and each
picture is looked over before it is used; what fails is thrown away.

References
----------
.. [1] Riz à Porta et al., "How realistic is threat image projection for X-ray baggage screening?",
   Sensors 22 (2022) 2220.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.imaging.container import ContainerBox, find_container
from workstation.imaging.scan import Plane, Scan
from workstation.simulation.projection import (
    Projected,
    Unfit,
    air_of,
    fitted,
    noise_of,
    project,
)
from workstation.simulation.threats import Threat

_REDUCED: Final = 4
#: Of the container's height and length: what belongs to roof, floor, doors and front wall.
_ROOF: Final = 0.07
_FLOOR: Final = 0.13
_ENDS: Final = 0.03
_LOAD_ABOVE_WALLS: Final = 0.22
_FIRM_ABOVE_WALLS: Final = 0.35
#: What something stands on goes so far down [reduced pixels]: no rail, no seam of a wall.
_UNDER: Final = 10
_DEEPEST: Final = 3.6
_TRIES: Final = 12
_LEAST_CONTRAST: Final = 0.06
_LEAST_CNR: Final = 3.0
_NOISE_RATIO: Final = (0.6, 1.6)
_SEAM: Final = 0.006


class Flaw(StrEnum):
    """Why a projected picture is not shown to anybody."""

    SEAM = "seam"
    TOO_DARK = "too_dark"
    UNSEEN = "unseen"
    CUT = "cut"
    NOISE = "noise"
    ENERGIES = "energies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Where the load of a container is, on a grid of reduced pixels.

    Attributes
    ----------
    inside : ContainerBox
        The hold: the container without roof, floor and ends [full-resolution pixels].
    depth : ndarray of float32, shape (rows, columns)
        -ln T of the hold, reduced four times.
    load, firm : ndarray of bool, shape (rows, columns)
        Where there is more than the walls, and so much more that things can stand on it.
    """

    inside: ContainerBox
    depth: NDArray[np.float32]
    load: NDArray[np.bool_]
    firm: NDArray[np.bool_]


def room_in(scan: Scan) -> Room:
    """Find the hold of a scan's container and what fills it; raise `Unfit` without one."""
    plane = scan.main_plane()
    box = find_container(plane.transmission)
    if box is None:
        raise Unfit("no container was found in the picture")
    top, left = round(box.row + _ROOF * box.height), round(box.column + _ENDS * box.width)
    inside = ContainerBox(
        row=top,
        column=left,
        height=round(box.row + (1 - _FLOOR) * box.height) - top,
        width=round(box.column + (1 - _ENDS) * box.width) - left,
    )
    part = plane.transmission[top : top + inside.height, left : left + inside.width]
    size = (max(inside.width // _REDUCED, 1), max(inside.height // _REDUCED, 1))
    small = cv2.resize(part.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    depth = -np.log(np.clip(small / air_of(plane), 1e-4, 1)).astype(np.float32)
    walls = float(np.quantile(depth, 0.05))
    above = depth - min(walls, 0.5)
    return Room(
        inside=inside, depth=depth, load=above > _LOAD_ABOVE_WALLS, firm=above > _FIRM_ABOVE_WALLS
    )


def places(room: Room, shape: tuple[int, int]) -> NDArray[np.intp]:
    """Return every upper left corner (row, column) at which an object of a shape may lie.

    It lies among goods, or stands on goods or on the floor with nothing around it; nowhere where
    the load is so thick that hardly anything passes, and nowhere in mid-air.

    Returns
    -------
    ndarray of int, shape (places, 2)
        In full-resolution pixels, on a grid of 4 px.
    """
    rows, columns = (max(-(-side // _REDUCED), 1) for side in shape)
    tall, wide = room.load.shape
    if rows >= tall or columns >= wide:
        return np.empty((0, 2), np.intp)
    load = _means(room.load.astype(np.float32), rows, columns)
    depth = _means(room.depth, rows, columns)
    floor = np.concatenate([room.firm, np.ones((_UNDER, wide), bool)]).astype(np.float32)
    rests = _means(floor, _UNDER, columns)[rows : rows + load.shape[0]]
    fits = (depth < _DEEPEST) & ((load > 0.92) | ((load < 0.15) & (rests > 0.92)))
    return np.argwhere(fits) * _REDUCED + (room.inside.row, room.inside.column)


def place(
    scan: Scan, threats: list[Threat], *, rng: np.random.Generator, tries: int = _TRIES
) -> tuple[Projected, Threat] | None:
    """Put one of some objects into a scan where it may lie; None when nothing passes the check.

    Raises
    ------
    Unfit
        If nothing can be projected into this scan at all.
    """
    room = room_in(scan)
    for _ in range(tries):
        threat = threats[int(rng.integers(len(threats)))]
        here = fitted(
            threat,
            scan,
            mirrored=bool(rng.random() < 0.5),
            scale=float(rng.uniform(0.9, 1.1)),
        )
        found = places(room, here.shape)
        if not len(found):
            continue
        row, column = found[int(rng.integers(len(found)))]
        try:
            made = project(scan, here, (int(row), int(column)), rng=rng)
        except Unfit:
            continue
        if not flaws(scan, made, room):
            return made, threat
    return None


def flaws(clean: Scan, made: Projected, room: Room) -> frozenset[Flaw]:
    """Return what would give a projected picture away, or make it unfair; empty when nothing."""
    found = set()
    area, hold = made.area, room.inside
    if (
        area.row < hold.row
        or area.column < hold.column
        or area.row + area.height > hold.row + hold.height + _REDUCED
        or area.column + area.width > hold.column + hold.width + _REDUCED
    ):
        found.add(Flaw.CUT)
    for share, before, after in zip(made.shares, clean.planes, made.scan.planes, strict=False):
        found |= _flaws_of(share, before, after, made)
    if len(made.shares) > 1:
        core = made.shares[0] < 0.9
        # At MeV the lower energy is attenuated more by everything but thin heavy metal.
        if core.any() and np.median(made.shares[1][core] - made.shares[0][core]) > 0.02:
            found.add(Flaw.ENERGIES)
    return frozenset(found)


def _flaws_of(
    share: NDArray[np.float32], before: Plane, after: Plane, made: Projected
) -> set[Flaw]:
    window = made.window
    part = (
        slice(window.row, window.row + window.height),
        slice(window.column, window.column + window.width),
    )
    found = set()
    rim = np.concatenate([share[0], share[-1], share[:, 0], share[:, -1]])
    if float(np.abs(1 - rim).max()) > _SEAM:
        found.add(Flaw.SEAM)
    noise = noise_of(before.transmission)
    was, now = (p.transmission[part].astype(np.float32) for p in (before, after))
    smooth_was, smooth_now = cv2.blur(was, (5, 5)), cv2.blur(now, (5, 5))
    object_at = share < 0.97
    if not object_at.any():
        return found | {Flaw.UNSEEN}
    darkest = max(float(np.quantile(before.transmission, 0.0005)), 0.002 * air_of(before))
    if float(np.quantile(smooth_now[object_at], 0.05)) < darkest:
        found.add(Flaw.TOO_DARK)
    sigma = np.sqrt(noise.variance(smooth_was))
    cnr = float(np.median((smooth_was - smooth_now)[object_at] / sigma[object_at]))
    contrast = float(np.quantile(1 - share[object_at], 0.75))
    if cnr < _LEAST_CNR or contrast < _LEAST_CONTRAST:
        found.add(Flaw.UNSEEN)
    expected = noise.variance(smooth_now)
    # What the load's own structure adds is in both pictures; what was added shall be noise alone.
    added = (now - was * share)[object_at] ** 2
    lacking = (expected - share**2 * noise.variance(smooth_was))[object_at]
    if float(lacking.mean()) > 4:
        ratio = float(added.mean() / lacking.mean())
        if not _NOISE_RATIO[0] < ratio < _NOISE_RATIO[1]:
            found.add(Flaw.NOISE)
    return found


def _means(picture: NDArray[np.float32], rows: int, columns: int) -> NDArray[np.float64]:
    """Return the mean of every window of a size within a picture, by its upper left corner."""
    sums = cv2.integral(picture, sdepth=cv2.CV_64F)
    total = (
        sums[rows:, columns:] - sums[:-rows, columns:] - sums[rows:, :-columns]
        + sums[:-rows, :-columns]
    )  # fmt: skip
    return np.asarray(total / (rows * columns))
