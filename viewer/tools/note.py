"""Placing words on a picture."""

from collections.abc import Callable

from viewer.overlay import MarkDrawing, PaneMark, Shape
from viewer.pixels.geometry import Place, clamp
from viewer.tools.pointer import DragTool, Pointer


class NoteTool(DragTool):
    """A click chooses the place; the words are asked for, and only they make the mark.

    Parameters
    ----------
    picture_shape : callable
        Returns rows and columns of the picture; the place stays within it.
    ask : callable
        Takes the place and asks for words, or takes None and asks no longer. The answer comes by
        `keep` or `cancel`.
    finish : callable
        Takes the mark.
    """

    def __init__(
        self,
        *,
        picture_shape: Callable[[], tuple[int, int]],
        ask: Callable[[Place | None], None],
        finish: Callable[[MarkDrawing], None],
    ) -> None:
        self._picture_shape, self._ask, self._finish = picture_shape, ask, finish
        self._place: Place | None = None
        self._pressed = False

    @property
    def is_open(self) -> bool:
        """Whether words are waited for."""
        return self._place is not None

    @property
    def clicks(self) -> bool:
        """One click chooses the place."""
        return True

    @property
    def place(self) -> Place | None:
        """Where the words will stand, while they are waited for."""
        return self._place

    @property
    def draft(self) -> PaneMark | None:
        """The pin that shows the place, while words are waited for."""
        return None if self._place is None else PaneMark(shape=Shape.TEXT, points=(self._place,))

    def press(self, at: Pointer) -> None:
        """Wait for the button to be let go."""
        del at
        self._pressed = True

    def move(self, at: Pointer) -> None:
        """Take no notice: the place is where the button is let go."""

    def release(self, at: Pointer) -> None:
        """Ask for the words of this place."""
        if self._pressed:
            self._pressed = False
            self._place = clamp(at.place, self._picture_shape())
            self._ask(self._place)

    def keep(self, text: str) -> None:
        """Hand the mark over; without words there is none."""
        place = self._place
        self.cancel()
        if place is not None and text.strip():
            self._finish(MarkDrawing(shape=Shape.TEXT, points=(place,), text=text.strip()))

    def cancel(self) -> None:
        """Ask no longer."""
        self._place, self._pressed = None, False
        self._ask(None)
