"""Peers that speak nonsense: after twenty broken messages in a minute a key is not heard."""

from collections import deque
from typing import Final

_MOST: Final = 20
_WITHIN_S: Final = 60.0


class Violations:
    """Counts broken messages per key; every method is given a monotonic instant [s]."""

    def __init__(self) -> None:
        self._seen: dict[str, deque[float]] = {}
        self._muted_until: dict[str, float] = {}

    def count(self, key: str, now: float) -> bool:
        """Note a broken message; True when the key has just been muted for a minute."""
        seen = self._seen.setdefault(key, deque(maxlen=_MOST))
        seen.append(now)
        if len(seen) == _MOST and now - seen[0] <= _WITHIN_S:
            seen.clear()
            self._muted_until[key] = now + _WITHIN_S
            return True
        return False

    def muted(self, key: str, now: float) -> bool:
        """Tell whether a key is not heard at the moment."""
        return now < self._muted_until.get(key, float("-inf"))
