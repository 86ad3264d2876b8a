"""A pane's frame once more, without a pane: for reports, evidence and whoever doubts a pixel."""

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.geometry import Viewpoint, proportion
from viewer.pixels.grid import Box, Zoom, zoomed_shape
from viewer.pixels.look import Look
from viewer.pixels.render import Brush, sample
from viewer.pixels.source import Source
from viewer.pixels.stage import Stage
from viewer.pixels.state import PictureState

GROUND: tuple[int, int, int] = (0x0B, 0x0D, 0x10)
"""Red, green, blue around a picture: nearly black for a dim room, yet not that of dense cargo."""


def exact_zoom(rows: float, columns: float) -> Zoom:
    """Return a zoom whose last digits do not tremble: a pan must not look like a zoom."""
    return round(rows, 9), round(columns, 9)


def in_sight(stage: Stage, view: Viewpoint) -> tuple[Zoom, Box]:
    """Return the zoom of a view, and the box of the zoomed picture that the pane shows of it."""
    top, left = stage.corner(view)
    zoom = exact_zoom(*stage.scale(view.zoom))
    height, width = stage.size_px
    seen = Box(top=-top, left=-left, bottom=height - top, right=width - left)
    return zoom, seen.within(zoomed_shape(stage.shape, zoom))


def draw_frame(
    source: Source, state: PictureState, *, pitch_mm: tuple[float, float] | None
) -> NDArray[np.uint8]:
    """Draw the very part of a picture that a pane showed, as it showed it.

    Parameters
    ----------
    source : Source
        The full-resolution picture.
    state : PictureState
        As recorded; it needs its viewpoint and its size.
    pitch_mm : tuple of float or None
        Size of a pixel (row, column), which decides the proportions on screen [mm].

    Returns
    -------
    ndarray of uint8, shape (height, width, 4)
        Blue, green, red, 255. The picture's pixels are those of the pane, bit for bit at 1:1, its
        halves and its whole multiples; elsewhere a pane that was panned may differ by what a
        small shift makes, see `viewer.pixels.render`.

    Raises
    ------
    ValueError
        If the state lacks viewpoint or size.
    """
    if state.viewpoint is None or state.size_px is None:
        raise ValueError("the recorded state does not tell which part was seen, or how large")
    return _draw(source, state.look, state.viewpoint, state.size_px, pitch_mm)


def _draw(
    source: Source,
    look: Look,
    view: Viewpoint,
    size_px: tuple[int, int],
    pitch_mm: tuple[float, float] | None,
) -> NDArray[np.uint8]:
    stage = Stage(shape=source.shape, stretch=proportion(pitch_mm), size_px=size_px)
    top, left = stage.corner(view)
    zoom, seen = in_sight(stage, view)
    frame = np.empty((*size_px, 4), np.uint8)
    frame[:] = (*GROUND[::-1], 255)
    if min(seen.shape) > 0:
        rows = slice(seen.top + top, seen.bottom + top)
        columns = slice(seen.left + left, seen.right + left)
        Brush().paint(sample(source, look, zoom, seen), look, frame[rows, columns])
    return frame
