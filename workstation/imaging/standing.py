"""How a container stands in its picture: doors, tractor, another container on the same truck.

A refrigerated container has its machine in the front wall, whichever way it was put on a trailer.
Else a trailer carries its container with the doors to the rear, for ramps are unloaded from there.
So where a tractor is seen beyond one end of the load and open air beyond the other, the doors are
at the end with the air. Everything else leaves the question of the doors open: two containers on a
trailer, a rail car, a picture that ends at the container.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.comparison import Rectangle
from workstation.domain.position import End, Standing
from workstation.imaging.container import ContainerBox, find_containers
from workstation.imaging.container_parts import Side, machine_end

_BODY: Final = 0.955
"""As in `workstation.imaging.container`: darker than this, relative to air, is no air."""
_REACH: Final = (0.1, 0.6)
"""Beside an end it is looked from here to there, in heights of the container: nearer are bumper
and lamps of a trailer, farther may be the next truck."""
_LEAST_REACH: Final = 0.12
"""A narrower strip than this tells nothing [heights]."""
_FROM: Final = 0.5
"""From this height of the container down to the picture's lower edge a tractor's frame, wheels
and cab are seen; above may be masts and cables."""
_TRACTOR: Final = 0.12
_AIR: Final = 0.03
"""Part of the looked-at pixels that are body: at least with a tractor, at most with air. Chosen
on 21 real scans: tractors take 0.22 and more, air no more than 0.014."""


def standing_of(transmission: NDArray[np.uint16], box: ContainerBox) -> Standing:
    """Tell where a container's doors, the tractor and another container of the truck are.

    Parameters
    ----------
    transmission : ndarray of uint16, shape (rows, columns)
        Side view; 0 is opaque, open air is the brightest.
    box : ContainerBox
        The container in it [px].
    """
    sister = _sister(transmission, box)
    machine = machine_end(transmission, box)
    tractor = _tractor(transmission, *sorted((box, sister or box), key=lambda one: one.column))
    doors = None
    if machine is not None:
        doors = End.RIGHT if machine is Side.LEFT else End.LEFT
    elif tractor is not None and sister is None:
        doors = End.RIGHT if tractor is End.LEFT else End.LEFT
    return Standing(
        doors=doors,
        tractor=tractor,
        machine=machine is not None,
        sister=None
        if sister is None
        else Rectangle(
            row=sister.row, column=sister.column, height=sister.height, width=sister.width
        ),
    )


def _sister(transmission: NDArray[np.uint16], box: ContainerBox) -> ContainerBox | None:
    """Return the container beside this one, or None when it stands alone."""
    beside = (
        other
        for other in find_containers(transmission)
        if other.column >= box.column + box.width or other.column + other.width <= box.column
    )
    return next(beside, None)


def _tractor(
    transmission: NDArray[np.uint16], leftmost: ContainerBox, rightmost: ContainerBox
) -> End | None:
    """Return the end of the load beyond which a tractor is seen, with open air at the other."""
    left = _body_share(transmission, leftmost, right=False)
    right = _body_share(transmission, rightmost, right=True)
    if left is None or right is None:
        return None
    if left >= _TRACTOR and right <= _AIR:
        return End.LEFT
    return End.RIGHT if right >= _TRACTOR and left <= _AIR else None


def _body_share(
    transmission: NDArray[np.uint16], box: ContainerBox, *, right: bool
) -> float | None:
    """Return how much beside an end of the container is no air; None when too little is seen."""
    columns = transmission.shape[1]
    nearest, farthest = (round(share * box.height) for share in _REACH)
    if right:
        start = box.column + box.width + nearest
        stop = min(columns, box.column + box.width + farthest)
    else:
        start, stop = max(0, box.column - farthest), box.column - nearest
    if stop - start < max(2, _LEAST_REACH * box.height):
        return None
    seen = transmission[box.row + round(_FROM * box.height) :, start:stop]
    air = float(np.percentile(transmission[:: max(1, transmission.shape[0] // 200)], 99.5))
    if seen.size == 0 or air <= 0:
        return None
    return float((seen < _BODY * air).mean())
