"""What a pane may make while it paints, and a first answer for what takes longer.

Filters, and materials told apart, may take longer than a frame. Such a look is answered from a
coarser grid, enlarged, and made exactly in another thread.
"""

import math
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from viewer.pixels import filters as filtering
from viewer.pixels.grid import Box, Zoom, zoomed_shape
from viewer.pixels.look import Energy, Look
from viewer.pixels.material import is_prepared
from viewer.pixels.pyramid import Padded
from viewer.pixels.render import Counts, level_of, sample
from viewer.pixels.resample import Way, resample
from viewer.pixels.source import Source

_QUICK_MS: Final = 4.0
"""What is likely to take longer is answered coarsely first: a quarter of a frame."""
_COARSE_MS: Final = 1.0
"""What the coarse answer may take: it is coloured and painted in the same call, and so may be
that of the pane beside it."""
_MATERIAL_MS: Final = 9.0
"""Milliseconds a megapixel of a level to tell materials apart, measured at 1840 x 800."""
_MOST_REDUCED: Final = 8


def is_quick(source: Source, look: Look, zoom: Zoom, box: Box, *, spent_ms: float = 0.0) -> bool:
    """Tell whether the exact counts of a box are made within a quarter of a frame.

    ``spent_ms`` of it the same call has spent on other boxes.
    """
    if look.material and not _has_codes(source, level_of(source, zoom)):
        return False
    return (
        spent_ms + cost_ms(source, look, zoom, box) <= _QUICK_MS and _at_hand(source, look) == look
    )


def cost_ms(source: Source, look: Look, zoom: Zoom, box: Box) -> float:
    """Estimate how long `sample` takes for filters and materials [ms]; good to a factor of two."""
    level = level_of(source, zoom)
    steps = (zoom[0] * 2**level, zoom[1] * 2**level)
    seen = box.shape[0] * box.shape[1]
    # Enlarged pixels are filtered before the resize, reduced ones after it.
    filtered = seen / (max(steps[0], 1.0) * max(steps[1], 1.0))
    cost = filtering.cost_ms(look.filters, round(filtered))
    if look.material and source.has(Energy.LOW):
        cost += _MATERIAL_MS * seen / (steps[0] * steps[1]) / 1e6
    return cost


def coarse_counts(source: Source, look: Look, zoom: Zoom, box: Box) -> Counts:
    """Return the counts of a box from a coarser grid, made within a tenth of a frame.

    A neighbourhood filter reaches further on a coarser grid, so this answer looks stronger than
    the exact one; where the tables that a filter looks up are not made yet, it uses those of
    another strength or does without. Whoever shows it says that it is coarse.
    """
    look = _at_hand(source, look)
    ready = _from_overview(source, look, zoom, box)
    if ready is not None:
        return ready
    reduced = 1
    while reduced < _MOST_REDUCED and _cost_reduced(source, look, zoom, box, reduced) > _COARSE_MS:
        reduced *= 2
    small = (zoom[0] / reduced, zoom[1] / reduced)
    size = (box.shape[1], box.shape[0])
    codes: NDArray[np.uint8] | None = None
    if look.material and not _has_codes(source, level_of(source, small)):
        # All grey as yet. Codes all the same: the exact ones will lie beside them in one memory.
        codes, look = np.zeros(box.shape, np.uint8), replace(look, material=False)
    coarse = sample(source, look, small, _reduced(source, zoom, box, reduced))
    if coarse.codes is not None:
        enlarged = cv2.resize(coarse.codes, size, interpolation=cv2.INTER_NEAREST)
        codes = np.asarray(enlarged, np.uint8)
    return Counts(
        box=box,
        shown=np.asarray(cv2.resize(coarse.shown, size), np.uint16),
        codes=codes,
    )


def _has_codes(source: Source, level: int) -> bool:
    """Tell whether materials can be told apart on a level without making a table first."""
    return not source.has(Energy.LOW) or is_prepared(source.scale.at_level(level))


def _from_overview(source: Source, look: Look, zoom: Zoom, box: Box) -> Counts | None:
    """Return local contrast out of the overview that was made with its tables, if it is alone."""
    if look.material or len(look.filters) != 1:
        return None
    one = look.filters[0]
    seen = source.whole(look.energy).overview_of(one, filtering.size_of(one))
    if seen is None:
        return None
    reduced = 2 ** source.overview_level(look.energy)
    way = Way(steps=(zoom[0] * reduced, zoom[1] * reduced), reduced=reduced)
    return Counts(box=box, shown=resample(Padded(seen, seen), box, way), codes=None)


def _cost_reduced(source: Source, look: Look, zoom: Zoom, box: Box, reduced: int) -> float:
    small = (zoom[0] / reduced, zoom[1] / reduced)
    return cost_ms(source, look, small, _reduced(source, zoom, box, reduced))


def _reduced(source: Source, zoom: Zoom, box: Box, reduced: int) -> Box:
    """Return the box on a grid that is so many times coarser; at least one pixel of it."""
    rows, columns = zoomed_shape(source.shape, (zoom[0] / reduced, zoom[1] / reduced))
    top, left = min(box.top // reduced, rows - 1), min(box.left // reduced, columns - 1)
    return Box(
        top=top,
        left=left,
        bottom=min(max(math.ceil(box.bottom / reduced), top + 1), rows),
        right=min(max(math.ceil(box.right / reduced), left + 1), columns),
    )


def _at_hand(source: Source, look: Look) -> Look:
    """Return a look with those of its filters for which no table has to be made first."""
    if not any(one.kind in filtering.WHOLE for one in look.filters):
        return look
    stack = filtering.at_hand(source.whole(look.energy), look.filters)
    return look if stack == look.filters else replace(look, filters=stack)
