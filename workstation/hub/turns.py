"""Whose message is answered next: machines take turns, however many lines and messages one has.

ZeroMQ takes a message from each line in turn, and a machine may have a thousand lines. So what has
come is put in a row for each key, and each row gives one message at a time.
"""

import logging
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

from queue_client.door import Door, Incoming
from workstation.hub.clocks import monotonic

_LOG = logging.getLogger(__name__)
#: After so long of answering, the door is listened at again: somebody else may have come [s].
_TURN_S: Final = 0.02
_TELL_AGAIN_S: Final = 60.0


class Turns:
    """Takes messages from a door and hands them on, machine by machine; owned by one thread.

    Parameters
    ----------
    most_waiting : int
        So many messages of one machine wait; what comes beyond is thrown away, as a line would
        lose it, and whoever sent it asks again.
    """

    def __init__(self, door: Door, *, most_waiting: int) -> None:
        self._door, self._most_waiting = door, most_waiting
        self._rows: OrderedDict[str, deque[Incoming]] = OrderedDict()
        self._told_at: dict[str, float] = {}

    def listen(self, timeout_ms: int) -> None:
        """Take what has come; wait for it only while nothing is to be answered."""
        for incoming in self._door.poll(0 if self._rows else timeout_ms):
            row = self._rows.setdefault(incoming.key, deque())
            if len(row) < self._most_waiting:
                row.append(incoming)
            else:
                self._tell(incoming.key)

    def serve(self, answer: Callable[[Incoming], object]) -> bool:
        """Have messages answered for a moment, or all that wait; False when there was none."""
        if not self._rows:
            return False
        ends = monotonic() + _TURN_S
        while self._rows and monotonic() < ends:
            key, row = self._rows.popitem(last=False)
            incoming = row.popleft()
            if row:
                self._rows[key] = row
            answer(incoming)
        return True

    def _tell(self, key: str) -> None:
        now = monotonic()
        if now - self._told_at.get(key, float("-inf")) >= _TELL_AGAIN_S:
            self._told_at[key] = now
            _LOG.warning("a machine sends more than is answered", extra={"key": key[:16]})
