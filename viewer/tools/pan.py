"""Pushing the picture about."""

from collections.abc import Callable

from viewer.tools.pointer import DragTool, Pointer


class PanTool(DragTool):
    """Moves the picture with the hand. `pan` takes steps (down, along) [device pixels]."""

    def __init__(self, pan: Callable[[float, float], None]) -> None:
        self._pan = pan
        self._last: Pointer | None = None

    def press(self, at: Pointer) -> None:
        """Take hold of the picture."""
        self._last = at

    def move(self, at: Pointer) -> None:
        """Push it."""
        if self._last is not None:
            self._pan(at.down_px - self._last.down_px, at.along_px - self._last.along_px)
            self._last = at

    def release(self, at: Pointer) -> None:
        """Let go."""
        self.move(at)
        self._last = None

    def cancel(self) -> None:
        """Let go where it is."""
        self._last = None
