"""What a line can use: its bandwidth and its round trip, measured by the chunks that travel."""

from dataclasses import dataclass
from typing import Final

_MEASURED_S: Final = 0.25  # over less than this a rate says little


@dataclass(slots=True, kw_only=True)
class LineMeter:
    """Measures one transfer; every method is given a monotonic instant [s].

    Attributes
    ----------
    asked_at : float
        When the first chunk was asked for.
    round_trip_s : float or None
        From there to the first chunk, with the time that its own bytes took.
    rate : float
        Bytes a second of the chunks that followed.
    """

    asked_at: float
    round_trip_s: float | None = None
    rate: float = 0.0
    _since: float = 0.0
    _bytes: int = 0

    def took(self, length: int, now: float) -> None:
        """Note that a chunk of so many bytes has come."""
        if self.round_trip_s is None:
            self.round_trip_s, self._since = max(now - self.asked_at, 0.0), now
            return  # its own bytes travelled in the round trip
        self._bytes += length
        elapsed_s = now - self._since
        if elapsed_s >= _MEASURED_S:
            self.rate = max(self._bytes / elapsed_s, self.rate / 2)
            self._since, self._bytes = now, 0

    def under_way(self) -> float:
        """Return bandwidth times round trip [bytes]; 0 while they are not known."""
        return self.rate * (self.round_trip_s or 0.0)
