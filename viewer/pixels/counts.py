"""Counts of a part of a zoomed picture: what is slow to make of a frame, before it is coloured."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.grid import Box, Zoom
from viewer.pixels.look import Look, sampling


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counts:
    """A box of the zoomed picture before its grey window: all that is slow to make.

    ``shown`` are filtered counts, ``codes`` the material codes or None.
    """

    box: Box
    shown: NDArray[np.uint16]
    codes: NDArray[np.uint8] | None

    def part(self, box: Box) -> "Counts":
        """Return those of a box within, in the same memory."""
        here = self.box.cut(box)
        codes = None if self.codes is None else self.codes[here]
        return Counts(box=box, shown=self.shown[here], codes=codes)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FirstView:
    """What a pane is likely to show of a picture first; nothing of it changes any more."""

    look: Look
    zoom: Zoom
    counts: Counts

    def serves(self, look: Look, zoom: Zoom, box: Box) -> bool:
        """Tell whether these are the very counts that a paint asks for."""
        return (
            self.counts.box == box and self.zoom == zoom and sampling(self.look) == sampling(look)
        )
