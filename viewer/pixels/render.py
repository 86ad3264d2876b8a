"""From counts to colours: crop, resize, filter, look up. What a pane shows, this has drawn.

The same look, zoom and box always give the same pixels. At 1:1 and its halves and whole multiples
they do not depend on how the grid is cut into boxes. At other zooms two cuts may place a pixel
differently: hardly ever by more than 1/17 of a pixel, by half of one at the worst (measured).
"""

import math

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from viewer.pixels.counts import Counts
from viewer.pixels.grid import Box, Zoom, zoomed_shape
from viewer.pixels.look import Energy, Look
from viewer.pixels.material import REACH, classify, material_palette
from viewer.pixels.memory import Memory
from viewer.pixels.resample import Grid, Way, crop, resample, span, stretch
from viewer.pixels.source import Source
from viewer.pixels.tables import colour_table
from viewer.pixels.window import grey_table

__all__ = ["Box", "Brush", "Counts", "Source", "Zoom", "draw", "paint", "sample", "zoomed_shape"]


def level_of(source: Source, zoom: Zoom) -> int:
    """Return the level for a zoom: at least as fine as the screen, less than twice as fine."""
    return source.plane(Energy.HIGH).nearest(math.floor(-math.log2(max(zoom)) + 1e-9))


def sample(
    source: Source, look: Look, zoom: Zoom, box: Box, *, memory: Memory | None = None
) -> Counts:
    """Crop, resize and filter a box of the zoomed picture.

    The level is the one whose pixels are at least as fine as the screen's and less than twice
    as fine; it is resized bilinearly. Enlarged pixels are filtered before, reduced ones after
    the resize, so that a filter works on what is visible.

    With `memory` the counts may lie there, until it is used again.

    Raises
    ------
    ValueError
        If the box is empty or reaches beyond the zoomed picture.
    """
    grid = zoomed_shape(source.shape, zoom)
    if min(box.shape) < 1 or not Box(top=0, left=0, bottom=grid[0], right=grid[1]).holds(box):
        raise ValueError(f"{box} is not within a zoomed picture of {grid}")
    level = level_of(source, zoom)
    steps = (zoom[0] * 2**level, zoom[1] * 2**level)
    codes = None
    if look.material and source.has(Energy.LOW):
        codes = _codes(source, level, steps, box)
    way = Way(
        steps=steps,
        reduced=2**level,
        stack=look.filters,
        whole=source.whole(look.energy) if look.filters else None,
        enlargement=look.enlargement,
        memory=memory,
    )
    plane = source.plane(look.energy)
    return Counts(box=box, shown=resample(plane.padded(level), box, way), codes=codes)


class Brush:
    """Colours counts. It keeps the memory between its steps: that halves the time of a frame."""

    def __init__(self) -> None:
        self._memory = Memory()

    def paint(self, counts: Counts, look: Look, into: NDArray[np.uint8]) -> None:
        """Colour what `sample` has made; takes about a millisecond a megapixel.

        Parameters
        ----------
        counts : Counts
        look : Look
        into : ndarray of uint8, shape (rows, columns, 4)
            Takes blue, green, red, 255: Qt's ``Format_RGB32`` on little-endian machines. The
            pixels of a row lie side by side; rows may be further apart.
        """
        packed = into.view(np.int32)[..., 0]
        if counts.codes is None:
            cv2.LUT(counts.shown, colour_table(look), dst=packed)
            return
        greys = grey_table(look.window, curve=look.curve, gamma=look.gamma, invert=look.invert)
        index = self._memory.room(counts.shown.shape, np.dtype(np.uint16))
        cv2.LUT(counts.shown, greys.astype(np.uint16) << 8, dst=index)
        cv2.add(index, counts.codes, dst=index, dtype=cv2.CV_16U)
        cv2.LUT(index, material_palette(look.strip), dst=packed)


def paint(counts: Counts, look: Look) -> NDArray[np.uint8]:
    """Colour what `sample` has made, into memory of its own.

    Returns
    -------
    ndarray of uint8, shape (rows, columns, 4)
        Blue, green, red, 255.
    """
    rows, columns = counts.shown.shape
    canvas = np.empty((rows, columns, 4), np.uint8)
    Brush().paint(counts, look, canvas)
    return canvas


def draw(source: Source, look: Look, zoom: Zoom = (1.0, 1.0)) -> NDArray[np.uint8]:
    """Draw the whole picture in bands, with the very pixels of a pane at that zoom.

    Returns
    -------
    ndarray of uint8, shape (rows, columns, 4)
        Blue, green, red, 255.
    """
    rows, columns = zoomed_shape(source.shape, zoom)
    canvas, brush = np.empty((rows, columns, 4), np.uint8), Brush()
    for top in range(0, rows, 1024):
        box = Box(top=top, left=0, bottom=min(top + 1024, rows), right=columns)
        brush.paint(sample(source, look, zoom, box), look, canvas[top : box.bottom])
    return canvas


def _codes(source: Source, level: int, steps: Zoom, box: Box) -> NDArray[np.uint8]:
    """Material codes of a box: classified on the level's own pixels, then enlarged as they are."""
    rows = span(box.top, box.bottom, steps[0])
    columns = span(box.left, box.right, steps[1])
    high = crop(source.plane(Energy.HIGH).padded(level), rows, columns, REACH)
    low = crop(source.plane(Energy.LOW).padded(level), rows, columns, REACH)
    codes = classify(high, low, source.scale.at_level(level))[REACH:-REACH, REACH:-REACH]
    grid = Grid(rows=rows, columns=columns, box=box)
    return stretch(codes, grid, cv2.INTER_NEAREST_EXACT)
