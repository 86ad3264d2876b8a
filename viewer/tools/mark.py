"""Drawing a mark: from corner to corner, or from an arrow's tail to its tip."""

from collections.abc import Callable
from typing import Final

from viewer.overlay import MarkDrawing, PaneMark, Shape
from viewer.pixels.geometry import Place, clamp
from viewer.tools.pointer import DragTool, Pointer

_LEAST_PX: Final = 5.0
"""A shorter drag is a click by mistake and draws nothing [device pixels]."""


class MarkTool(DragTool):
    """Draws one mark per drag; `show` gets the draft (None: gone), `finish` the mark."""

    def __init__(
        self,
        shape: Shape,
        *,
        picture_shape: Callable[[], tuple[int, int]],
        show: Callable[[PaneMark | None], None],
        finish: Callable[[MarkDrawing], None],
    ) -> None:
        self._shape = shape
        self._picture_shape, self._show, self._finish = picture_shape, show, finish
        self._start: Pointer | None = None

    def press(self, at: Pointer) -> None:
        """Set the first corner."""
        self._start = at

    def move(self, at: Pointer) -> None:
        """Show the mark as it would be."""
        if self._start is not None:
            self._show(PaneMark(shape=self._shape, points=self._points(self._start, at)))

    def release(self, at: Pointer) -> None:
        """Hand the mark over, unless it is too small to have been meant."""
        start, self._start = self._start, None
        self._show(None)
        if start is None:
            return
        reach = max(abs(at.down_px - start.down_px), abs(at.along_px - start.along_px))
        if reach >= _LEAST_PX:
            self._finish(MarkDrawing(shape=self._shape, points=self._points(start, at)))

    def cancel(self) -> None:
        """Forget the draft."""
        self._start = None
        self._show(None)

    def _points(self, start: Pointer, at: Pointer) -> tuple[Place, Place]:
        shape = self._picture_shape()
        return clamp(start.place, shape), clamp(at.place, shape)
