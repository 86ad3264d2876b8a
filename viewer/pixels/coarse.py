"""A first answer for filters that take long: from a coarser grid, enlarged."""

import math
from typing import Final

import numpy as np

from resources.opencv import cv2
from viewer.pixels import filters as filtering
from viewer.pixels.grid import Box, Zoom, zoomed_shape
from viewer.pixels.look import Look
from viewer.pixels.render import Counts, sample
from viewer.pixels.source import Source

_QUICK_MS: Final = 5.0
"""Filters that are likely to take longer are answered coarsely first: a third of a frame."""
_MOST_REDUCED: Final = 8


def coarse_counts(source: Source, look: Look, zoom: Zoom, box: Box) -> Counts | None:
    """Return the counts of a box from a coarser grid; None when the exact ones are quick to make.

    A neighbourhood filter reaches further on a coarser grid, so this answer looks stronger than
    the exact one: whoever shows it says that it is coarse.
    """
    pixels, reduced = box.shape[0] * box.shape[1], 1
    while reduced < _MOST_REDUCED and (
        filtering.cost_ms(look.filters, pixels // reduced**2) > _QUICK_MS
    ):
        reduced *= 2
    small = (zoom[0] / reduced, zoom[1] / reduced)
    wanted = Box(
        top=box.top // reduced,
        left=box.left // reduced,
        bottom=math.ceil(box.bottom / reduced),
        right=math.ceil(box.right / reduced),
    ).within(zoomed_shape(source.shape, small))
    if reduced == 1 or min(wanted.shape) < 1:
        return None
    coarse = sample(source, look, small, wanted)
    size = (box.shape[1], box.shape[0])
    codes = None
    if coarse.codes is not None:
        codes = cv2.resize(coarse.codes, size, interpolation=cv2.INTER_NEAREST)
    return Counts(
        box=box,
        shown=np.asarray(cv2.resize(coarse.shown, size), np.uint16),
        codes=None if codes is None else np.asarray(codes, np.uint8),
    )
