"""Drawing a mark by following the hand."""

from collections.abc import Callable
from typing import Final

from viewer.overlay import MOST_POINTS, MarkDrawing, PaneMark, Shape
from viewer.pixels.geometry import Place, clamp
from viewer.tools.pointer import DragTool, Pointer
from viewer.tools.simplify import kept

_STEP_PX: Final = 1.5
"""The hand has to go so far before it is heard again [device pixels]."""
_TOLERANCE_PX: Final = 1.0
"""How far the line that is kept may lie from the hand's [device pixels]."""
_LEAST_PX: Final = 5.0
"""A line that never leaves this square was a click by mistake [device pixels]."""
_MOST_RAW: Final = 3 * MOST_POINTS
"""From here on the line is simplified while it is drawn, so that no step of it gets slow."""


class FreehandTool(DragTool):
    """Draws one line per drag, in as few points as its form needs, at most `MOST_POINTS`."""

    def __init__(
        self,
        *,
        picture_shape: Callable[[], tuple[int, int]],
        show: Callable[[PaneMark | None], None],
        finish: Callable[[MarkDrawing], None],
    ) -> None:
        self._picture_shape, self._show, self._finish = picture_shape, show, finish
        self._run: list[Pointer] = []

    def press(self, at: Pointer) -> None:
        """Set the pen down."""
        self._run = [at]

    def move(self, at: Pointer) -> None:
        """Follow the hand."""
        if self._run and _reach((self._run[-1], at)) >= _STEP_PX:
            self._run.append(at)
            if len(self._run) > _MOST_RAW:
                self._run = _simple(self._run)
            self._show(PaneMark(shape=Shape.FREEHAND, points=self._places()))

    def release(self, at: Pointer) -> None:
        """Hand the line over, unless it is too small to have been meant."""
        if not self._run:
            return
        self._run.append(at)
        meant = _reach(self._run) >= _LEAST_PX
        self._run = _simple(self._run)
        points = self._places()
        self.cancel()
        if meant:
            self._finish(MarkDrawing(shape=Shape.FREEHAND, points=points))

    def cancel(self) -> None:
        """Forget the line."""
        self._run = []
        self._show(None)

    def _places(self) -> tuple[Place, ...]:
        shape = self._picture_shape()
        return tuple(clamp(one.place, shape) for one in self._run)


def _simple(run: list[Pointer]) -> list[Pointer]:
    points = [(one.down_px, one.along_px) for one in run]
    return [run[index] for index in kept(points, tolerance=_TOLERANCE_PX, most=MOST_POINTS)]


def _reach(run: tuple[Pointer, ...] | list[Pointer]) -> float:
    """Return the longer side of the square around some points [device pixels]."""
    down = [one.down_px for one in run]
    along = [one.along_px for one in run]
    return max(max(down) - min(down), max(along) - min(along))
