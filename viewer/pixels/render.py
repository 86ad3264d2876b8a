"""From counts to colours: crop, resize, filter, look up. What a pane shows, this has drawn.

The zoomed picture is a grid of device pixels, device pixel (i, j) covering the picture from
(i, j) / zoom to (i + 1, j + 1) / zoom. A *box* is a part of that grid. The same look, zoom and
box always give the same pixels. At 1:1 and its halves and whole multiples they do not depend on
how the grid is cut into boxes; at other zooms two cuts may differ by 1/200 of a pixel's place.
"""

import math
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from viewer.pixels import filters as filtering
from viewer.pixels.colour import ColourMap, palette
from viewer.pixels.geometry import Area
from viewer.pixels.look import Energy, Enlargement, Filter, Look
from viewer.pixels.material import (
    REACH,
    MaterialScale,
    classify,
    general_scale,
    material_palette,
)
from viewer.pixels.pyramid import Pyramid
from viewer.pixels.window import grey_table

_Pixel = TypeVar("_Pixel", np.uint8, np.uint16)

Zoom = tuple[float, float]
"""Device pixels per full-resolution pixel (along rows, along columns)."""

_SEARCH: Final = 96
"""How many pixels a crop may begin early to meet the device grid; 96 leave about 1/200 pixel."""

_QUICK: Final = 1024
"""Statistics are taken from a level on which an area is at most so long [pixels]."""

_KEPT: Final = 3
"""Levels kept after whole-picture filters: the pane's, its overview's, and the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A part of the zoomed picture [device pixels], ends not included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the box; not positive when it is empty."""
        return self.bottom - self.top, self.right - self.left

    def holds(self, other: "Box") -> bool:
        """Tell whether `other` lies wholly within."""
        return (
            self.top <= other.top
            and self.left <= other.left
            and self.bottom >= other.bottom
            and self.right >= other.right
        )

    def within(self, shape: tuple[int, int], *, margin: int = 0) -> "Box":
        """Return the box, grown by `margin`, cut to a grid of `shape`."""
        return Box(
            top=max(self.top - margin, 0),
            left=max(self.left - margin, 0),
            bottom=min(self.bottom + margin, shape[0]),
            right=min(self.right + margin, shape[1]),
        )


def zoomed_shape(shape: tuple[int, int], zoom: Zoom) -> tuple[int, int]:
    """Return rows and columns of the device grid that covers a whole picture, at least 1 x 1."""
    return max(1, round(shape[0] * zoom[0])), max(1, round(shape[1] * zoom[1]))


class Source:
    """A picture prepared for looking: its pyramids, and levels equalised as a whole.

    Parameters
    ----------
    high, low : ndarray of uint16, shape (rows, columns)
        Transmission at the high (or only) and, if there is one, the low energy.
    reduced : int
        Full-resolution pixels per pixel of the arrays along each axis, a power of two.
    scale : MaterialScale or None
        None takes the general one.
    full_shape : tuple of int, or None where `reduced` divides rows and columns
    """

    def __init__(
        self,
        high: NDArray[np.uint16],
        low: NDArray[np.uint16] | None = None,
        *,
        reduced: int = 1,
        scale: MaterialScale | None = None,
        full_shape: tuple[int, int] | None = None,
    ) -> None:
        first = reduced.bit_length() - 1
        self._planes = {Energy.HIGH: Pyramid(high, first=first)}
        if low is not None:
            self._planes[Energy.LOW] = Pyramid(low, first=first)
        self.shape = full_shape or (high.shape[0] * reduced, high.shape[1] * reduced)
        self.scale = scale if scale is not None else general_scale(None, None)
        self._whole: dict[object, NDArray[np.uint16]] = {}

    def has(self, energy: Energy) -> bool:
        """Tell whether the picture was taken at an energy."""
        return energy in self._planes

    def plane(self, energy: Energy) -> Pyramid:
        """Return the pyramid of an energy, or of the high one where it is missing."""
        return self._planes.get(energy, self._planes[Energy.HIGH])

    def level(
        self, energy: Energy, level: int, whole: tuple[Filter, ...] = ()
    ) -> NDArray[np.uint16]:
        """Return a level after the filters that need the whole of it; the last few are kept."""
        pixels = self.plane(energy).level(level)
        if not whole:
            return pixels
        key = (energy, level, whole)
        if key not in self._whole:
            if len(self._whole) >= _KEPT:
                del self._whole[next(iter(self._whole))]
            self._whole[key] = filtering.apply(pixels, whole)
        return self._whole[key]

    def counts_within(self, energy: Energy, area: Area) -> NDArray[np.uint16]:
        """Return the counts within an area, from a level that is quick to read.

        Returns
        -------
        ndarray of uint16, shape (rows, columns)
            Empty when the area lies beside the picture.
        """
        pyramid = self.plane(energy)
        largest = max(area.height, area.width, 1.0)
        number = pyramid.nearest(math.floor(math.log2(largest / _QUICK)) + 1)
        pixels, size = pyramid.level(number), 2**number
        rows, columns = pixels.shape
        top, left = max(int(area.row / size), 0), max(int(area.column / size), 0)
        bottom = min(math.ceil((area.row + area.height) / size), rows)
        right = min(math.ceil((area.column + area.width) / size), columns)
        return pixels[top : max(bottom, top), left : max(right, left)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counts:
    """A box of the zoomed picture before its grey window: all that is slow to make.

    ``shown`` are filtered counts, ``codes`` the material codes or None.
    """

    box: Box
    shown: NDArray[np.uint16]
    codes: NDArray[np.uint8] | None

    def part(self, box: Box) -> "Counts":
        """Return a box that lies within this one, without copying."""
        rows = slice(box.top - self.box.top, box.bottom - self.box.top)
        columns = slice(box.left - self.box.left, box.right - self.box.left)
        codes = None if self.codes is None else self.codes[rows, columns]
        return Counts(box=box, shown=self.shown[rows, columns], codes=codes)


def sample(source: Source, look: Look, zoom: Zoom, box: Box) -> Counts:
    """Crop, resize and filter a box of the zoomed picture.

    The level is the one whose pixels are at least as fine as the screen's and less than twice
    as fine; it is resized bilinearly. Enlarged pixels are filtered before, reduced ones after
    the resize, so that a filter works on what is visible.

    Raises
    ------
    ValueError
        If the box is empty or reaches beyond the zoomed picture.
    """
    grid = zoomed_shape(source.shape, zoom)
    if min(box.shape) < 1 or not Box(top=0, left=0, bottom=grid[0], right=grid[1]).holds(box):
        raise ValueError(f"{box} is not within a zoomed picture of {grid}")
    whole, local = filtering.split(look.filters)
    pyramid = source.plane(Energy.HIGH)
    level = pyramid.nearest(math.floor(-math.log2(max(zoom)) + 1e-9))
    steps = (zoom[0] * 2**level, zoom[1] * 2**level)

    def read(energy: Energy, stack: tuple[Filter, ...]) -> NDArray[np.uint16]:
        return _resample(
            source.level(energy, level, whole if stack is local else ()),
            steps,
            box,
            stack,
            look.enlargement,
        )

    codes = None
    if look.material and source.has(Energy.LOW):
        codes = _codes(source, level, steps, box)
    return Counts(box=box, shown=read(look.energy, local), codes=codes)


class Canvas:
    """The memory that colours are drawn into; used again, it saves half the time of a frame."""

    def __init__(self, shape: tuple[int, int]) -> None:
        self.bgra = np.empty((*shape, 4), np.uint8)
        self._greys: NDArray[np.uint8] | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.bgra.shape[0], self.bgra.shape[1]

    @property
    def packed(self) -> NDArray[np.int32]:
        """The same memory, one number a pixel; shape (rows, columns)."""
        return self.bgra.view(np.int32)[..., 0]

    @property
    def greys(self) -> NDArray[np.uint8]:
        """Room for one byte a pixel; shape (rows, columns)."""
        if self._greys is None:
            self._greys = np.empty(self.shape, np.uint8)
        return self._greys


def paint(counts: Counts, look: Look, canvas: Canvas | None = None) -> NDArray[np.uint8]:
    """Colour what `sample` has made; takes about a millisecond a megapixel.

    Parameters
    ----------
    counts : Counts
    look : Look
    canvas : Canvas or None
        Where to draw; one of another shape, or None, makes a new one.

    Returns
    -------
    ndarray of uint8, shape (rows, columns, 4)
        Blue, green, red, 255: Qt's ``Format_RGB32`` on little-endian machines.
    """
    shown = counts.shown
    if canvas is None or canvas.shape != shown.shape:
        canvas = Canvas((shown.shape[0], shown.shape[1]))
    greys = grey_table(look.window, curve=look.curve, gamma=look.gamma, invert=look.invert)
    if counts.codes is not None:
        index = cv2.LUT(shown, greys.astype(np.uint16) << 8)
        index = cv2.add(index, counts.codes, dst=index, dtype=cv2.CV_16U)
        cv2.LUT(index, material_palette(), dst=canvas.packed)
    elif look.colours is ColourMap.GREY:
        cv2.cvtColor(cv2.LUT(shown, greys, dst=canvas.greys), cv2.COLOR_GRAY2BGRA, dst=canvas.bgra)
    else:
        table = palette(look.colours).view(np.int32).ravel()[greys]
        cv2.LUT(shown, table, dst=canvas.packed)
    return canvas.bgra


def draw(source: Source, look: Look, zoom: Zoom = (1.0, 1.0)) -> NDArray[np.uint8]:
    """Draw the whole picture in bands, with the very pixels of a pane at that zoom.

    Returns
    -------
    ndarray of uint8, shape (rows, columns, 4)
        Blue, green, red, 255.
    """
    rows, columns = zoomed_shape(source.shape, zoom)
    canvas = np.empty((rows, columns, 4), np.uint8)
    for top in range(0, rows, 1024):
        box = Box(top=top, left=0, bottom=min(top + 1024, rows), right=columns)
        canvas[top : box.bottom] = paint(sample(source, look, zoom, box), look)
    return canvas


def _codes(source: Source, level: int, steps: Zoom, box: Box) -> NDArray[np.uint8]:
    """Material codes of a box: classified on the level's own pixels, then enlarged as they are."""
    crop_rows = _span(box.top, box.bottom, steps[0])
    crop_columns = _span(box.left, box.right, steps[1])
    high = _crop(source.level(Energy.HIGH, level), crop_rows, crop_columns, REACH)
    low = _crop(source.level(Energy.LOW, level), crop_rows, crop_columns, REACH)
    codes = classify(high, low, source.scale)[REACH:-REACH, REACH:-REACH]
    return _stretch(codes, crop_rows, crop_columns, box, cv2.INTER_NEAREST_EXACT)


def _resample(
    pixels: NDArray[np.uint16],
    steps: Zoom,
    box: Box,
    stack: tuple[Filter, ...],
    enlargement: Enlargement,
) -> NDArray[np.uint16]:
    """Return a box of one level resized by `steps` device pixels per level pixel."""
    halo = filtering.reach(stack)
    if max(steps) > 1 or steps == (1.0, 1.0):
        rows = _span(box.top, box.bottom, steps[0])
        columns = _span(box.left, box.right, steps[1])
        crop = filtering.apply(_crop(pixels, rows, columns, halo), stack)
        crop = crop[halo : crop.shape[0] - halo, halo : crop.shape[1] - halo]
        smooth = enlargement is Enlargement.SMOOTH or max(steps) <= 1
        way = cv2.INTER_LINEAR if smooth else cv2.INTER_NEAREST_EXACT
        return _stretch(crop, rows, columns, box, way)
    wider = Box(
        top=box.top - halo,
        left=box.left - halo,
        bottom=box.bottom + halo,
        right=box.right + halo,
    )
    rows = _span(wider.top, wider.bottom, steps[0])
    columns = _span(wider.left, wider.right, steps[1])
    way = cv2.INTER_LINEAR if min(steps) >= 0.5 else cv2.INTER_AREA
    seen = _stretch(_crop(pixels, rows, columns, 0), rows, columns, wider, way)
    seen = filtering.apply(seen, stack)
    return seen[halo : seen.shape[0] - halo, halo : seen.shape[1] - halo]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """Level pixels `first` to `end` that become device pixels `start` to `stop` along an axis."""

    first: int
    end: int
    start: int
    stop: int


def _span(start: int, stop: int, step: float) -> _Span:
    """Find a crop around device pixels `start` to `stop` whose ends meet the device grid.

    A crop begins at a whole level pixel c and a whole device pixel j. The two fall together
    only where c * step is whole; the c nearest to that is taken, one pixel of bilinear reach
    further out than needed.
    """
    if step == 1.0:
        return _Span(first=start, end=stop, start=start, stop=stop)
    first = math.floor(start / step) - 1
    last = math.ceil(stop / step) + 1
    begin = min(range(first, first - _SEARCH, -1), key=lambda c: _off_grid(c, step))
    end = min(range(last, last + _SEARCH), key=lambda c: _off_grid(c, step))
    return _Span(first=begin, end=end, start=round(begin * step), stop=round(end * step))


def _off_grid(pixel: int, step: float) -> float:
    """Return how far a level pixel's edge lies from the device grid, to a thousandth."""
    return round(abs(pixel * step - round(pixel * step)), 3)


def _crop(pixels: NDArray[np.uint16], rows: _Span, columns: _Span, halo: int) -> NDArray[np.uint16]:
    """Return the crop grown by `halo`; beyond the picture its outermost pixels are repeated."""
    top, bottom = rows.first - halo, rows.end + halo
    left, right = columns.first - halo, columns.end + halo
    height, width = pixels.shape
    inside = pixels[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    missing = (max(-top, 0), max(bottom - height, 0), max(-left, 0), max(right - width, 0))
    if not any(missing):
        return inside
    grown = cv2.copyMakeBorder(inside, *missing, cv2.BORDER_REPLICATE)
    return np.asarray(grown, dtype=np.uint16)


def _stretch(
    crop: NDArray[_Pixel], rows: _Span, columns: _Span, box: Box, way: int
) -> NDArray[_Pixel]:
    """Resize a crop to its device pixels and cut the box out of them."""
    height, width = rows.stop - rows.start, columns.stop - columns.start
    if crop.shape != (height, width):
        crop = np.asarray(cv2.resize(crop, (width, height), interpolation=way), crop.dtype)
    top, left = box.top - rows.start, box.left - columns.start
    return crop[top : top + box.shape[0], left : left + box.shape[1]]
