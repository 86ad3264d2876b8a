"""Drawing a mark corner by corner."""

import math
from collections.abc import Callable
from typing import Final

from viewer.overlay import MOST_POINTS, MarkDrawing, PaneMark, Shape
from viewer.pixels.geometry import Place, clamp
from viewer.tools.pointer import Pointer

_NEAR_PX: Final = 9.0
"""A click so near the first corner closes the polygon [device pixels]."""
_APART_PX: Final = 2.0
"""A click nearer to the last corner than this sets no other one [device pixels]."""
_LEAST: Final = 3


class PolygonTool:
    """Sets a corner per click; a click on the first one, a double click or Enter closes it.

    Corners are places of the picture, so that it may be moved and zoomed between two clicks.

    Parameters
    ----------
    picture_shape : callable
        Returns rows and columns of the picture; corners stay within it.
    point : callable
        Returns where a place is on the pane now (down, along) [device pixels].
    show : callable
        Takes the draft, or None when there is no more.
    finish : callable
        Takes the mark.
    """

    def __init__(
        self,
        *,
        picture_shape: Callable[[], tuple[int, int]],
        point: Callable[[Place], tuple[float, float]],
        show: Callable[[PaneMark | None], None],
        finish: Callable[[MarkDrawing], None],
    ) -> None:
        self._picture_shape, self._point = picture_shape, point
        self._show, self._finish = show, finish
        self._corners: list[Place] = []
        self._pressed = False

    @property
    def is_open(self) -> bool:
        """Whether a corner is set and the polygon is not closed yet."""
        return bool(self._corners)

    @property
    def clicks(self) -> bool:
        """Each corner is a click."""
        return True

    def press(self, at: Pointer) -> None:
        """Show where the next corner would be."""
        self._pressed = True
        self.hover(at)

    def move(self, at: Pointer) -> None:
        """Let the corner be moved as long as the button is held."""
        self.hover(at)

    def release(self, at: Pointer) -> None:
        """Set the corner, or close the polygon at its first one."""
        if not self._pressed:
            return
        self._pressed = False
        if self._closes(at):
            self.close()
            return
        full = len(self._corners) >= MOST_POINTS
        if not full and not (self._corners and self._is_near(self._corners[-1], at, _APART_PX)):
            self._corners.append(clamp(at.place, self._picture_shape()))
        self.hover(at)

    def hover(self, at: Pointer) -> None:
        """Show the polygon as it would be with a corner here; closed when this closes it."""
        corners = list(self._corners)
        if not self._closes(at):
            corners.append(clamp(at.place, self._picture_shape()))
        self._show(PaneMark(shape=Shape.POLYGON, points=tuple(corners)))

    def close(self) -> None:
        """Hand the polygon over; with fewer than three corners it stays open."""
        if len(self._corners) >= _LEAST:
            points = tuple(self._corners)
            self.cancel()
            self._finish(MarkDrawing(shape=Shape.POLYGON, points=points))

    def cancel(self) -> None:
        """Forget the corners."""
        self._corners, self._pressed = [], False
        self._show(None)

    def _closes(self, at: Pointer) -> bool:
        return len(self._corners) >= _LEAST and self._is_near(self._corners[0], at, _NEAR_PX)

    def _is_near(self, place: Place, at: Pointer, reach_px: float) -> bool:
        down_px, along_px = self._point(place)
        return math.hypot(down_px - at.down_px, along_px - at.along_px) < reach_px
