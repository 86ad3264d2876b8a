"""Cutting a box of device pixels out of one level of a picture, resized and filtered."""

import math
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from viewer.pixels import filters as filtering
from viewer.pixels.grid import Box, Zoom
from viewer.pixels.local_contrast import Where
from viewer.pixels.look import Enlargement, Filter
from viewer.pixels.memory import Memory
from viewer.pixels.pyramid import Padded
from viewer.pixels.whole import WholePicture

Pixel = TypeVar("Pixel", np.uint8, np.uint16)

_SEARCH: Final = 96
"""How many pixels a crop may begin early to meet the device grid: the further, the better met."""
_FARTHEST_PX: Final = 512
"""Nor further than this, or four pixels [device pixels]: far in, a part of one is hardly seen."""
_AHEAD: Final = np.arange(_SEARCH, dtype=np.float64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a level becomes device pixels.

    Attributes
    ----------
    steps : tuple of float
        Device pixels per level pixel (along rows, along columns).
    stack : tuple of Filter
        Local filters, in order.
    enlargement : Enlargement
    reduced : int
        Full-resolution pixels per level pixel.
    whole : WholePicture or None
        The picture that the level is of, for filters that look up its tables.
    memory : Memory or None
        Where the result may lie, until it is used again.
    """

    steps: Zoom
    reduced: int = 1
    whole: WholePicture | None = None
    stack: tuple[Filter, ...] = ()
    enlargement: Enlargement = Enlargement.SMOOTH
    memory: Memory | None = None

    def filtered(
        self, pixels: NDArray[np.uint16], corner: tuple[float, float], steps: Zoom
    ) -> NDArray[np.uint16]:
        """Run the filters over pixels whose first one has its corner there [level pixels]."""
        if not self.stack:
            return pixels
        size = self.reduced
        where = Where(
            row=corner[0] * size,
            column=corner[1] * size,
            step=(size / steps[0], size / steps[1]),
        )
        place = None if self.whole is None else (self.whole, where)
        return filtering.apply(pixels, self.stack, place)


def resample(level: Padded, box: Box, way: Way) -> NDArray[np.uint16]:
    """Return a box of one level, resized and filtered.

    Enlarged pixels are filtered before, reduced ones after the resize, so that a filter works on
    what is visible. Pixels that are enlarged along one axis and reduced along the other, as a
    scanner's uneven pitch has it, are filtered before and joined along the reduced axis.
    """
    steps, halo = way.steps, filtering.reach(way.stack)
    if max(steps) > 1 or steps == (1.0, 1.0):
        rows = span(box.top, box.bottom, steps[0])
        columns = span(box.left, box.right, steps[1])
        first = (rows.first - halo, columns.first - halo)
        cut = way.filtered(crop(level, rows, columns, halo), first, (1.0, 1.0))
        cut = cut[halo : cut.shape[0] - halo, halo : cut.shape[1] - halo]
        smooth = way.enlargement is Enlargement.SMOOTH or max(steps) <= 1
        kind = cv2.INTER_LINEAR if smooth else cv2.INTER_NEAREST_EXACT
        if min(steps) < 1:
            cut = _joined(cut, rows, columns, steps)
        return stretch(cut, Grid(rows=rows, columns=columns, box=box), kind, way.memory)
    wider = Box(
        top=box.top - halo,
        left=box.left - halo,
        bottom=box.bottom + halo,
        right=box.right + halo,
    )
    rows = span(wider.top, wider.bottom, steps[0])
    columns = span(wider.left, wider.right, steps[1])
    kind = _reducing(min(steps))
    grid = Grid(rows=rows, columns=columns, box=wider)
    seen = stretch(crop(level, rows, columns, 0), grid, kind, way.memory)
    corner = (wider.top / steps[0], wider.left / steps[1])
    seen = way.filtered(seen, corner, steps)
    return seen[halo : seen.shape[0] - halo, halo : seen.shape[1] - halo]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Level pixels `first` to `end` that become device pixels `start` to `stop` along an axis."""

    first: int
    end: int
    start: int
    stop: int


def span(start: int, stop: int, step: float) -> Span:
    """Find a crop around device pixels `start` to `stop` whose ends meet the device grid.

    A crop begins at a whole level pixel c and a whole device pixel j. The two fall together
    only where c * step is whole; the c nearest to that is taken, one pixel of bilinear reach
    further out than needed.
    """
    if step == 1.0:
        return Span(first=start, end=stop, start=start, stop=stop)
    first = math.floor(start / step) - 1
    if start >= 0:  # at pixel 0 both grids begin, and the picture needs no border there
        first = max(first, 0)
    last = math.ceil(stop / step) + 1
    search = min(_SEARCH, max(round(_FARTHEST_PX / step), 4))
    back = min(first + 1, search) if first >= 0 else search
    begin = first - _nearest_grid(first, -step, back)
    end = last + _nearest_grid(last, step, search)
    return Span(first=begin, end=end, start=round(begin * step), stop=round(end * step))


def _nearest_grid(pixel: int, step: float, most: int) -> int:
    """Return how many pixels further on (back, for a negative step) an edge meets the grid best.

    Nearer than a thousandth is as good as on it; of equally good ones the first is taken.
    """
    edges = pixel * abs(step) + _AHEAD[:most] * step
    return int(np.abs(edges - np.rint(edges)).round(3).argmin())


def _joined(
    pixels: NDArray[np.uint16], rows: Span, columns: Span, steps: Zoom
) -> NDArray[np.uint16]:
    """Reduce the one axis that shrinks: taken together with one that grows, lines would be lost."""
    height, width = pixels.shape
    if steps[0] < 1:
        height = rows.stop - rows.start
    else:
        width = columns.stop - columns.start
    joined = cv2.resize(pixels, (width, height), interpolation=_reducing(min(steps)))
    return np.asarray(joined, np.uint16)


def _reducing(step: float) -> int:
    return cv2.INTER_LINEAR if step >= 0.5 else cv2.INTER_AREA


def crop(level: Padded, rows: Span, columns: Span, halo: int) -> NDArray[np.uint16]:
    """Return the crop grown by `halo`; beyond the picture its outermost pixels are repeated."""
    top, bottom = rows.first - halo, rows.end + halo
    left, right = columns.first - halo, columns.end + halo
    height, width = level.beyond.shape
    inside = level.beyond[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    missing = (max(-top, 0), max(bottom - height, 0), max(-left, 0), max(right - width, 0))
    if not any(missing):
        return inside
    grown = cv2.copyMakeBorder(inside, *missing, cv2.BORDER_REPLICATE)
    return np.asarray(grown, dtype=np.uint16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The level pixels of a crop, the device pixels that they become, and the box of interest."""

    rows: Span
    columns: Span
    box: Box


def stretch(
    pixels: NDArray[Pixel], grid: Grid, kind: int, memory: Memory | None = None
) -> NDArray[Pixel]:
    """Resize a crop to its device pixels and cut the box out of them."""
    rows, columns, box = grid.rows, grid.columns, grid.box
    height, width = rows.stop - rows.start, columns.stop - columns.start
    if pixels.shape != (height, width):
        room = None if memory is None else memory.room((height, width), pixels.dtype)
        sized = cv2.resize(pixels, (width, height), dst=room, interpolation=kind)
        pixels = np.asarray(sized, pixels.dtype)
    top, left = box.top - rows.start, box.left - columns.start
    return pixels[top : top + box.shape[0], left : left + box.shape[1]]
