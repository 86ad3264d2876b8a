"""What a pane keeps drawn: the part in sight and, once the picture moves, some more around it.

A frame then costs what has changed: a step of a pan draws a narrow strip, a new grey window
colours the counts that are in sight, and nothing depends on the size of the picture.
"""

from collections.abc import Iterator
from typing import Final

import numpy as np

from viewer.pixels.coarse import coarse_counts, cost_ms, is_quick
from viewer.pixels.grid import Box, Zoom, zoomed_shape
from viewer.pixels.look import Look
from viewer.pixels.memory import Memory
from viewer.pixels.render import Brush, Counts, sample
from viewer.pixels.source import Source

MARGIN_PX: Final = 256
"""How far the kept part may reach beyond what is seen, so that a pan within it only blits."""
_STRIP_PX: Final = 64
"""A strip is drawn at least so wide: narrower ones cost nearly as much."""
_THINNEST_PX: Final = 16


class Tile:
    """Counts and colours of a box of the zoomed picture, in memory that is used again.

    The memory is a torus: device pixel (i, j) has its place at (i, j) modulo the memory's size,
    so that nothing is ever moved. Whatever lies across its seam comes in pieces.

    Attributes
    ----------
    canvas : ndarray of uint8, shape (rows, columns, 4)
        Blue, green, red, 255; `pieces` tells where a box lies in it.
    """

    def __init__(self) -> None:
        self.canvas = np.empty((0, 0, 4), np.uint8)
        self._counts = np.empty((0, 0), np.uint16)
        self._codes = np.empty((0, 0), np.uint8)
        self._coded = False
        self._fresh: Counts | None = None  # counts of a first view, not yet laid into memory
        self._of: tuple[Source, Zoom] | None = None
        self._sampled: Box | None = None
        self._coloured: Box | None = None
        self._rough: list[Box] = []
        self._spent_ms = 0.0  # on exact counts, by estimate, in this call
        self._brush, self._memory = Brush(), Memory()

    @property
    def is_exact(self) -> bool:
        """Whether all counts at hand are exact; else some come from a coarser grid as yet."""
        return not self._rough

    @property
    def rough(self) -> tuple[Box, ...]:
        """The boxes whose counts come from a coarser grid as yet; `take` makes up for them."""
        return tuple(self._rough)

    def forget(self) -> None:
        """Keep nothing: another picture, or another way to make its counts."""
        self._sampled = self._coloured = self._of = self._fresh = None
        self._rough.clear()

    def forget_colours(self) -> None:
        """Keep the counts, but colour them anew."""
        self._coloured = None

    def pieces(self, box: Box) -> Iterator[tuple[Box, tuple[slice, slice]]]:
        """Yield the parts of a box that lie together in memory, with their rows and columns."""
        rows, columns = self._counts.shape
        for top, bottom in _runs(box.top, box.bottom, rows):
            for left, right in _runs(box.left, box.right, columns):
                down, along = top % rows, left % columns
                yield (
                    Box(top=top, left=left, bottom=bottom, right=right),
                    (slice(down, down + bottom - top), slice(along, along + right - left)),
                )

    def show(self, source: Source, look: Look, zoom: Zoom, seen: Box) -> None:
        """Have the colours of all that is seen at hand.

        What would be slow to make comes from a coarser grid; it is `rough` until `take` is given
        the exact counts.
        """
        if self._of is None or self._of[0] is not source or self._of[1] != zoom:
            self.forget()
            self._of = (source, zoom)
        self._spent_ms = 0.0
        self._make_room(seen)
        if self._sampled is None or self._sampled.common(seen) is None:
            self._begin(source, look, zoom, seen)
        elif not self._sampled.holds(seen):
            wanted = _in_strips(self._sampled, seen, zoomed_shape(source.shape, zoom))
            self._reach(source, look, zoom, wanted)
        if self._coloured is None or self._coloured.common(seen) is None:
            self._colour(look, seen)
            self._coloured = seen
        elif not self._coloured.holds(seen):
            strips = _in_strips(self._coloured, seen, zoomed_shape(source.shape, zoom))
            self._colour_up_to(look, strips.common(self._sampled or seen) or seen)

    def run_ahead(self, look: Look, seen: Box) -> bool:
        """Draw a strip beyond what is seen, where least is in reserve; False when all is drawn."""
        if self._of is None or self._sampled is None or self._rough:
            return False
        self._spent_ms = 0.0
        source, zoom = self._of
        room = seen.within(zoomed_shape(source.shape, zoom), margin=MARGIN_PX)
        have = self._sampled.common(room) or seen
        lacks = (
            have.top - room.top,
            have.left - room.left,
            room.bottom - have.bottom,
            room.right - have.right,
        )
        side = lacks.index(max(lacks))
        step = _quick_step(source, look, zoom, min(lacks[side], _STRIP_PX), max(room.shape))
        if step <= 0:
            return False
        wanted = Box(
            top=have.top - step * (side == 0),
            left=have.left - step * (side == 1),
            bottom=have.bottom + step * (side == 2),
            right=have.right + step * (side == 3),
        )
        self._reach(source, look, zoom, wanted)
        self._colour_up_to(look, self._sampled)
        return True

    def take(self, counts: Counts, look: Look) -> None:
        """Lay exact counts over coarse ones, as far as they are still wanted.

        Parameters
        ----------
        counts : Counts
            Of the picture, zoom, filters and energy of the last `show`.
        look : Look
            What to colour them with.
        """
        box = None if self._sampled is None else self._sampled.common(counts.box)
        if box is None:
            return
        self._lay_down()
        self._keep(counts.part(box))
        self._rough = [rest for one in self._rough for rest in one.without(box)]
        coloured = None if self._coloured is None else self._coloured.common(box)
        if coloured is not None:
            self._colour(look, coloured)

    # -- inside ----------------------------------------------------------------------------

    def _make_room(self, seen: Box) -> None:
        """Have memory for what is seen and its margins, and not much more."""
        rows, columns = (side + 2 * MARGIN_PX for side in seen.shape)
        have = self._counts.shape
        if have[0] < rows or have[1] < columns or have[0] * have[1] > 4 * rows * columns:
            self._sampled = self._coloured = None
            self._counts = np.empty((rows, columns), np.uint16)
            self._codes = np.empty((rows, columns), np.uint8)
            self.canvas = np.empty((rows, columns, 4), np.uint8)

    def _begin(self, source: Source, look: Look, zoom: Zoom, seen: Box) -> None:
        self._rough.clear()
        counts = self._made(source, look, zoom, seen)
        self._coded = counts.codes is not None
        self._fresh = counts  # one of many in a zoom may never be needed again
        self._sampled, self._coloured = seen, None

    def _reach(self, source: Source, look: Look, zoom: Zoom, wanted: Box) -> None:
        """Draw the strips that are missing; what the memory cannot hold besides is let go."""
        self._lay_down()
        have = self._sampled
        assert have is not None  # noqa: S101 - nobody reaches on from nothing
        have = have.common(self._holdable(wanted, have)) or wanted
        self._coloured = None if self._coloured is None else self._coloured.common(have)
        self._rough = [part for one in self._rough if (part := one.common(have)) is not None]
        for strip, grown in have.growth(wanted):
            self._keep(self._made(source, look, zoom, strip))
            have = grown
        self._sampled = have

    def _made(self, source: Source, look: Look, zoom: Zoom, box: Box) -> Counts:
        """Make the counts of a box: exactly where that is quick, else coarsely."""
        first = source.first_view
        if first is not None and first.serves(look, zoom, box):
            return first.counts
        if is_quick(source, look, zoom, box, spent_ms=self._spent_ms):
            self._spent_ms += cost_ms(source, look, zoom, box)
            return sample(source, look, zoom, box, memory=self._memory)
        self._rough.append(box)
        return coarse_counts(source, look, zoom, box)

    def _holdable(self, wanted: Box, have: Box) -> Box:
        """Return the box around `wanted` that fits in memory and keeps most of what is there."""
        rows, columns = self._counts.shape
        return Box(
            top=max(min(have.top, wanted.top), wanted.bottom - rows),
            left=max(min(have.left, wanted.left), wanted.right - columns),
            bottom=min(max(have.bottom, wanted.bottom), wanted.top + rows),
            right=min(max(have.right, wanted.right), wanted.left + columns),
        )

    def _keep(self, counts: Counts) -> None:
        for piece, here in self.pieces(counts.box):
            there = counts.box.cut(piece)
            self._counts[here] = counts.shown[there]
            if counts.codes is not None:
                self._codes[here] = counts.codes[there]

    def _lay_down(self) -> None:
        if self._fresh is not None:
            self._keep(self._fresh)
            self._fresh = None

    def _colour_up_to(self, look: Look, wanted: Box) -> None:
        have = self._coloured
        if have is None:
            return
        for strip, grown in have.growth(wanted):
            self._colour(look, strip)
            have = grown
        self._coloured = have

    def _colour(self, look: Look, box: Box) -> None:
        for piece, here in self.pieces(box):
            self._brush.paint(self._counts_of(piece, here), look, self.canvas[here])

    def _counts_of(self, piece: Box, here: tuple[slice, slice]) -> Counts:
        if self._fresh is None:
            codes = self._codes[here] if self._coded else None
            return Counts(box=piece, shown=self._counts[here], codes=codes)
        there = self._fresh.box.cut(piece)
        codes = None if self._fresh.codes is None else self._fresh.codes[there]
        return Counts(box=piece, shown=self._fresh.shown[there], codes=codes)


def _runs(start: int, stop: int, size: int) -> Iterator[tuple[int, int]]:
    """Part a run of pixels at the multiples of `size`."""
    while start < stop:
        seam = min((start // size + 1) * size, stop)
        yield start, seam
        start = seam


def _quick_step(source: Source, look: Look, zoom: Zoom, step: int, length: int) -> int:
    """Return how wide a strip of that length may be at most to be quick to make, 0 for none."""
    while not is_quick(source, look, zoom, Box(top=0, left=0, bottom=step, right=length)):
        step //= 2
        if step < _THINNEST_PX:
            return 0
    return step


def _in_strips(have: Box, wanted: Box, whole: tuple[int, int]) -> Box:
    """Return `wanted`, grown where it passes `have` until each strip is worth its while."""
    top, left, bottom, right = wanted.top, wanted.left, wanted.bottom, wanted.right
    if top < have.top:
        top = max(min(top, have.top - _STRIP_PX), 0)
    if left < have.left:
        left = max(min(left, have.left - _STRIP_PX), 0)
    if bottom > have.bottom:
        bottom = min(max(bottom, have.bottom + _STRIP_PX), whole[0])
    if right > have.right:
        right = min(max(right, have.right + _STRIP_PX), whole[1])
    return Box(top=top, left=left, bottom=bottom, right=right)
