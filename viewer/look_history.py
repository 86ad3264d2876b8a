"""The looks a picture has had, to go back and forth between them."""

from typing import Final

from viewer.pixels.look import Look

JOINED_S: Final = 0.5
"""Changes that follow each other within this belong together: a drag is one step back."""


class LookHistory:
    """A line of looks and the place on it where one stands. Pure: no clock, no Qt.

    Parameters
    ----------
    look : Look
        The look to begin with.
    most : int
        How many looks are kept; the oldest go first.
    """

    def __init__(self, look: Look, *, most: int = 100) -> None:
        self._most = most
        self._looks: list[Look] = []
        self._at = 0
        self._open_until_s: float | None = None
        self.restart(look)

    @property
    def look(self) -> Look:
        """The look of the moment."""
        return self._looks[self._at]

    @property
    def can_undo(self) -> bool:
        """Whether there is a look before this one."""
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        """Whether a look was left by `undo` and nothing was changed since."""
        return self._at + 1 < len(self._looks)

    def restart(self, look: Look) -> None:
        """Forget everything and begin anew, as with another picture."""
        self._looks, self._at, self._open_until_s = [look], 0, None

    def push(self, look: Look, now_s: float) -> None:
        """Take note of a change.

        The look that is there already is no change, so that the echo of `undo` does no harm.

        Parameters
        ----------
        look : Look
        now_s : float
            Monotonic time [s].
        """
        if look == self.look:
            return
        joined = self._open_until_s is not None and now_s <= self._open_until_s
        del self._looks[self._at + 1 :]
        if joined:
            self._looks[self._at] = look
        else:
            self._looks.append(look)
            del self._looks[: -self._most]
        self._at = len(self._looks) - 1
        self._open_until_s = now_s + JOINED_S

    def undo(self) -> Look:
        """Go one look back, where there is one, and return the look to show."""
        return self._go(-1)

    def redo(self) -> Look:
        """Go one look forward again, where there is one, and return the look to show."""
        return self._go(1)

    def _go(self, step: int) -> Look:
        self._at = min(max(self._at + step, 0), len(self._looks) - 1)
        self._open_until_s = None
        return self.look
