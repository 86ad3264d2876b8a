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


class DragTool(Protocol):
    """What a press, moves and a release of one button mean."""

    def press(self, at: Pointer) -> None:
        """Begin."""

    def move(self, at: Pointer) -> None:
        """Go on."""

    def release(self, at: Pointer) -> None:
        """End; only now anything is done that cannot be taken back."""

    def cancel(self) -> None:
        """Take back what was begun."""
