"""How long the open picture has been in front of the officer; free of clocks."""

from dataclasses import dataclass

DEFAULT_DWELL_S = 1.5
"""How long a picture must be seen before a decision is armed [s]."""


@dataclass(slots=True, kw_only=True)
class Dwell:
    """Counts from when the picture was painted in full, and not while it is covered.

    Instants are on any clock that only goes forward [s].
    """

    _painted_at: float | None = None
    _paused_at: float | None = None
    _before_s: float = 0.0

    @property
    def is_painted(self) -> bool:
        """Whether the picture has been painted in full since the last `restart`."""
        return self._painted_at is not None

    def restart(self, *, before_s: float = 0.0) -> None:
        """Begin anew with a picture that is yet to be painted, seen before for so long [s]."""
        self._painted_at, self._before_s = None, before_s

    def paint(self, now: float) -> bool:
        """Hear that the picture has been painted; False when it had been before."""
        if self._painted_at is not None:
            return False
        self._painted_at = now if self._paused_at is None else self._paused_at
        return True

    def pause(self, now: float) -> None:
        """Stop counting: the picture is covered."""
        if self._paused_at is None:
            self._paused_at = now

    def resume(self, now: float) -> None:
        """Count on."""
        if self._paused_at is not None and self._painted_at is not None:
            self._painted_at += now - self._paused_at
        self._paused_at = None

    @property
    def is_paused(self) -> bool:
        """Whether the picture is covered."""
        return self._paused_at is not None

    def seen_s(self, now: float) -> float:
        """Return how long the picture has been seen [s]; 0 until it is painted."""
        if self._painted_at is None:
            return 0.0
        until = now if self._paused_at is None else self._paused_at
        return self._before_s + max(0.0, until - self._painted_at)
