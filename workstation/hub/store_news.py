"""What the log tells of a store that is away: its beginning, once a minute, and its end.

A hub tries its store some fifteen times a second. A line for each would push out of the log's few
files, within an hour, all that went before.
"""

import logging
from typing import Final

from workstation.domain.errors import StorageUnavailable

_LOG = logging.getLogger(__name__)
_AGAIN_S: Final = 60.0
#: How long nothing may have gone wrong before the store is called well [s].
_WELL_S: Final = 5.0
_REASONS: Final = 8


class StoreNews:
    """Tells of a store that cannot be used, and that it can be used again."""

    def __init__(self) -> None:
        self._told: dict[str, float] = {}
        self._began = self._last = 0.0
        self._times = 0

    def lost(self, error: StorageUnavailable, now: float) -> None:
        """Hear that an act came to nothing; ``now`` is monotonic [s]."""
        if not self._told:
            self._began = now
        self._last = now
        self._times += 1
        reason = str(error)
        key = reason if reason in self._told or len(self._told) < _REASONS else "others"
        told = self._told.get(key)
        if told is not None and now - told < _AGAIN_S:
            return
        self._told[key] = now
        _LOG.error("the store is unavailable", extra={"reason": reason, "times": self._times})

    def tend(self, now: float) -> None:
        """Tell, at a turn of the hub, that all has been well for a while; monotonic [s]."""
        if not self._told or now - self._last < _WELL_S:
            return
        away = round(self._last - self._began, 1)
        _LOG.info("the store is back", extra={"away_s": away, "times": self._times})
        self._told.clear()
        self._times = 0
