"""Changing the grey window by dragging or by steps."""

from collections.abc import Callable
from typing import Final

from viewer.pixels.window import COUNTS, WindowLevel
from viewer.tools.pointer import DragTool, Pointer

_LEAST_WINDOW: Final = 64.0
"""Below this, 8 bits on screen show steps that the detector's noise does not carry [counts]."""
_TWICE_PX: Final = 160.0
"""Dragging so far sideways doubles or halves the window [device pixels]."""
_ACROSS_PX: Final = 400.0
"""Dragging so far up or down moves the level by one whole window [device pixels]."""
_FINE: Final = 0.2
_STEPS_TO_TWICE: Final = 6.0
_STEPS_ACROSS: Final = 24.0


def widened(window: WindowLevel, doublings: float) -> WindowLevel:
    """Return the window `doublings` times twice as wide, about the same level."""
    width = window.window * 2.0**doublings
    return WindowLevel(window=min(max(width, _LEAST_WINDOW), 2.0 * COUNTS), level=window.level)


def shifted(window: WindowLevel, windows: float) -> WindowLevel:
    """Return the window moved up by a share of itself; its level stays a possible count."""
    level = window.level + windows * window.window
    return WindowLevel(window=window.window, level=min(max(level, 0.0), COUNTS - 1.0))


def window_step(window: WindowLevel, steps: int) -> WindowLevel:
    """Return the window some key strokes wider, or narrower when negative."""
    return widened(window, steps / _STEPS_TO_TWICE)


def level_step(window: WindowLevel, steps: int) -> WindowLevel:
    """Return the window some key strokes brighter: its level goes down."""
    return shifted(window, -steps / _STEPS_ACROSS)


class GreyTool(DragTool):
    """Drag to the right for a wider window, upwards for a brighter picture."""

    def __init__(
        self, read: Callable[[], WindowLevel], write: Callable[[WindowLevel], None]
    ) -> None:
        self._read, self._write = read, write
        self._last: Pointer | None = None
        self._before: WindowLevel | None = None

    def press(self, at: Pointer) -> None:
        """Remember where it began."""
        self._last, self._before = at, self._read()

    def move(self, at: Pointer) -> None:
        """Follow the hand; with Shift a fifth as far."""
        if self._last is None:
            return
        pace = _FINE if at.fine else 1.0
        along = (at.along_px - self._last.along_px) * pace / _TWICE_PX
        down = (at.down_px - self._last.down_px) * pace / _ACROSS_PX
        self._last = at
        self._write(shifted(widened(self._read(), along), down))

    def release(self, at: Pointer) -> None:
        """Keep what is seen."""
        self.move(at)
        self._last = self._before = None

    def cancel(self) -> None:
        """Go back to the window before the drag."""
        if self._before is not None:
            self._write(self._before)
        self._last = self._before = None
