"""Where the hand is, and what a tool is."""

from dataclasses import dataclass
from typing import Protocol

from viewer.pixels.geometry import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """The mouse: its place in the picture, its point on the pane [device pixels].

    ``fine`` is set while Shift asks for small steps.
    """

    place: Place
    down_px: float
    along_px: float
    fine: bool = False


class HandTool(Protocol):
    """What a button means: a drag, or a run of clicks that stays open between them."""

    @property
    def is_open(self) -> bool:
        """Whether something is begun that wants more clicks; Escape gives it up."""

    @property
    def clicks(self) -> bool:
        """Whether it goes by clicks; else by drags."""

    def press(self, at: Pointer) -> None:
        """Begin, or set the next point."""

    def move(self, at: Pointer) -> None:
        """Go on, the button held."""

    def release(self, at: Pointer) -> None:
        """Let the button go; only now anything is done that cannot be taken back."""

    def hover(self, at: Pointer) -> None:
        """Hear where the mouse is while no button is held."""

    def close(self) -> None:
        """End a run of clicks: a double click, or Enter."""

    def cancel(self) -> None:
        """Take back what was begun."""


class DragTool:
    """A tool of single drags: between them nothing is open. Drag tools inherit from it."""

    @property
    def is_open(self) -> bool:
        """Nothing is open between two drags."""
        return False

    @property
    def clicks(self) -> bool:
        """A drag it is."""
        return False

    def hover(self, at: Pointer) -> None:
        """Take no notice."""

    def close(self) -> None:
        """Take no notice."""
