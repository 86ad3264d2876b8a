"""Which end of a container has its doors, told by a machine or a tractor at the other end.

A refrigerated container has its machine in the front wall, whichever way it was put on a trailer.
Else a trailer carries its container with the doors to the rear, for ramps are unloaded from there.
So where a tractor is seen beyond one end of the container and open air beyond the other, the
doors are at the end with the air. Everything else leaves the question open: a second container on
the same trailer, a rail car, a picture that ends at the container.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

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


def doors_are_right(transmission: NDArray[np.uint16], box: ContainerBox) -> bool | None:
    """Tell whether a container's doors are at its right end in the picture, or at its left.

    Parameters
    ----------
    transmission : ndarray of uint16, shape (rows, columns)
        Side view; 0 is opaque, open air is the brightest.
    box : ContainerBox
        The container in it [px].

    Returns
    -------
    bool or None
        None when the picture does not tell.
    """
    front = machine_end(transmission, box)
    if front is not None:
        return front is Side.LEFT
    left, right = (_body_share(transmission, box, right=side) for side in (False, True))
    if left is None or right is None:
        return None
    if left >= _TRACTOR and right <= _AIR:
        told = True
    elif right >= _TRACTOR and left <= _AIR:
        told = False
    else:
        return None
    return told if len(find_containers(transmission)) == 1 else None


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
