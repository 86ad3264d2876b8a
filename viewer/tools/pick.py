"""The hand that pushes the picture also picks marks, and moves the one that is picked."""

from collections.abc import Callable
from typing import Final

from viewer.overlay import PaneMark
from viewer.pixels.geometry import Place
from viewer.reshape import Grip, reshaped
from viewer.tools.pan import PanTool
from viewer.tools.pointer import DragTool, Pointer

_LEAST_PX: Final = 5.0
"""A shorter drag was a click [device pixels]."""


class PickTool(DragTool):
    """A click picks; a drag from the picked mark reshapes it, any other drag pushes the picture.

    Parameters
    ----------
    pan : PanTool
    grip : callable
        Returns the picked mark and how a pointer holds it, or None when it does not.
    picture_shape : callable
        Returns rows and columns of the picture; marks stay within it.
    show : callable
        Takes the mark as it would be, or None when there is no more to show.
    pick : callable
        Takes where something is to be picked.
    finish : callable
        Takes the id of a mark and its new points.
    """

    def __init__(  # noqa: PLR0913 - what a hand does is told, not known
        self,
        pan: PanTool,
        *,
        grip: Callable[[Pointer], tuple[PaneMark, Grip] | None],
        picture_shape: Callable[[], tuple[int, int]],
        show: Callable[[PaneMark | None], None],
        pick: Callable[[Pointer], None],
        finish: Callable[[str, tuple[Place, ...]], None],
    ) -> None:
        self._pan, self._grip, self._picture_shape = pan, grip, picture_shape
        self._show, self._pick, self._finish = show, pick, finish
        self._start: Pointer | None = None
        self._held: tuple[PaneMark, Grip] | None = None
        self._is_click = True

    def press(self, at: Pointer) -> None:
        """Take hold of the picked mark, or of the picture."""
        self._start, self._is_click = at, True
        self._held = self._grip(at)
        if self._held is None:
            self._pan.press(at)

    def move(self, at: Pointer) -> None:
        """Show the mark as it would be, or push the picture."""
        if self._start is None:
            return
        self._note_reach(self._start, at)
        if self._held is None:
            self._pan.move(at)
        elif not self._is_click:
            self._show(reshaped(*self._held, at.place, self._picture_shape()))

    def release(self, at: Pointer) -> None:
        """Pick what was clicked, or hand the reshaped mark over."""
        start, held = self._start, self._held
        if start is None:
            return
        self._note_reach(start, at)
        if held is None:
            self._pan.release(at)
        self._start = self._held = None
        self._show(None)
        if self._is_click:
            self._pick(at)
        elif held is not None:
            self._finish(held[0].mark_id, reshaped(*held, at.place, self._picture_shape()).points)

    def cancel(self) -> None:
        """Leave the mark as it was, and the picture where it is."""
        self._pan.cancel()
        self._start = self._held = None
        self._show(None)

    def _note_reach(self, start: Pointer, at: Pointer) -> None:
        """Know a drag by its farthest point: one that comes back to its start is no click."""
        reach = max(abs(at.down_px - start.down_px), abs(at.along_px - start.along_px))
        self._is_click = self._is_click and reach < _LEAST_PX
