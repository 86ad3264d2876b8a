"""Audit entries about what a machine can bring about at will: some a minute, then their number.

An entry is an act of the store and stays for ever. Whoever sends a thousand refused messages a
second would fill the log with them, and keep the room waiting while each is made durable.
"""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from workstation.domain.errors import StorageUnavailable
from workstation.hub.clocks import monotonic, wall

_MOST: Final = 20
_MINUTE_S: Final = 60.0


class NoteBook(Protocol):
    """The part of `workstation.hub.ports.Records` that takes such entries."""

    def note(self, tag: str, facts: Mapping[str, object], *, now: datetime) -> None:
        """Write an audit entry for an event that changes no record."""


@dataclass(slots=True)
class _Minute:
    ends: float
    written: int
    times: int  # that were only counted
    facts: Mapping[str, object]


class SparingNotes:
    """Writes the first entries of a minute, by tag and machine; the rest share one at its end.

    Owned by the broker's thread.
    """

    def __init__(self, records: NoteBook, *, clock: Callable[[], float] = monotonic) -> None:
        self._records, self._clock = records, clock
        self._minutes: dict[tuple[str, str], _Minute] = {}

    def note(self, tag: str, facts: Mapping[str, object], *, of: str) -> None:
        """Write an entry about a machine, or count it; raises ``StorageUnavailable``."""
        minute = self._minutes.get((tag, of))
        if minute is None:
            ends = self._clock() + _MINUTE_S
            minute = self._minutes[tag, of] = _Minute(ends, written=0, times=0, facts=facts)
        if minute.written < _MOST:
            self._records.note(tag, facts, now=wall())
            minute.written += 1
        else:
            minute.times, minute.facts = minute.times + 1, facts

    def tend(self) -> None:
        """Write down what was only counted in the minutes that are over.

        Raises ``StorageUnavailable``; it is due again at the next turn.
        """
        now = self._clock()
        for key, minute in [one for one in self._minutes.items() if one[1].ends <= now]:
            if minute.times:
                self._records.note(key[0], _counted(minute), now=wall())
            del self._minutes[key]

    def finish(self) -> None:
        """Write down what was only counted so far: the hub stops."""
        for minute in self._minutes.values():
            minute.ends = float("-inf")
        with contextlib.suppress(StorageUnavailable):
            self.tend()


def _counted(minute: _Minute) -> dict[str, object]:
    return {**minute.facts, "times": minute.times}
