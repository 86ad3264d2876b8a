"""Whose message is answered next: whoever has cost the hub the least time.

ZeroMQ takes a message from each line in turn, and a machine may have a thousand lines. So what has
come is put in a row for each key. The rows do not simply take turns: the answer to one message
costs the hub a hundred times what that to another does, and beside five machines that flood, each
message of a quiet one would wait for five costly ones. Start-time fair queueing [1]_ counts what
each machine has cost; one that was quiet begins a little ahead of the one that has cost the least,
and so waits for no more than the message that is being answered. What is done for a machine later,
when its package is durable, stands in the same row and counts alike.

.. [1] Goyal, Vin, Cheng, "Start-time fair queueing", IEEE/ACM Trans. on Networking 5(5), 1997.
"""

import heapq
import itertools
import logging
from collections import deque
from collections.abc import Callable
from typing import Final

from queue_client.door import Door, Incoming
from workstation.hub.clocks import monotonic

_LOG = logging.getLogger(__name__)
#: After so long of answering, the hub's chores have their turn [s].
_TURN_S: Final = 0.02
#: After so long of answering, the door is listened at again: somebody quiet may have come [s].
_LISTEN_S: Final = 0.004
#: What a message costs besides its answer; those that cost less count alike [s].
_LEAST_S: Final = 0.0002
#: So far is a machine ahead that was quiet: a scan and a decision are several messages [s].
_AHEAD_S: Final = 0.05
_TELL_AGAIN_S: Final = 60.0


class Turns:
    """Takes messages from a door and hands them on, machine by machine; owned by one thread.

    Parameters
    ----------
    most_waiting : int
        So many messages of one machine wait; what comes beyond is thrown away, as a line would
        lose it, and whoever sent it asks again.
    share_of : callable
        Tells how many shares a machine has, by its key; half the cost counts for one with two.
    """

    def __init__(
        self,
        door: Door,
        *,
        most_waiting: int,
        share_of: Callable[[str], float] = lambda _key: 1.0,
    ) -> None:
        self._door, self._most_waiting, self._share_of = door, most_waiting, share_of
        self._rows: dict[str, deque[Incoming | Callable[[], object]]] = {}
        # One entry for each row: what its machine has cost, and whose row became ready first.
        self._next: list[tuple[float, int, str]] = []
        self._count = itertools.count()
        self._cost: dict[str, float] = {}
        self._level = 0.0  # the most that a machine had cost whose turn it was
        self._told_at: dict[str, float] = {}

    def listen(self, timeout_ms: int) -> None:
        """Take what has come; wait for it only while nothing is to be answered."""
        for incoming in self._door.poll(0 if self._rows else timeout_ms):
            if len(self._rows.get(incoming.key, ())) < self._most_waiting:
                self._append(incoming.key, incoming)
            else:
                self._tell(incoming.key)

    def hand_in(self, key: str, work: Callable[[], object]) -> None:
        """Have something done for a machine when its turn comes."""
        self._append(key, work)

    def serve(self, answer: Callable[[Incoming], object]) -> bool:
        """Have messages answered for a moment, or all that wait; False when there was none."""
        if not self._rows:
            return False
        listened = begins = monotonic()
        ends = begins + _TURN_S
        while self._rows and begins < ends:
            if begins - listened >= _LISTEN_S:
                self.listen(0)
                listened = begins
            cost, _, key = heapq.heappop(self._next)
            self._level = max(self._level, cost)
            row = self._rows[key]
            one = row.popleft()
            if isinstance(one, Incoming):
                answer(one)
            else:
                one()
            now = monotonic()
            self._cost[key] = cost + max(now - begins, _LEAST_S) / self._share_of(key)
            begins = now
            if row:
                self._line_up(key)
            else:
                del self._rows[key]
        return True

    def _append(self, key: str, one: Incoming | Callable[[], object]) -> None:
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = deque()
            self._line_up(key)
        row.append(one)

    def _line_up(self, key: str) -> None:
        cost = max(self._level - _AHEAD_S, self._cost.get(key, 0.0))
        heapq.heappush(self._next, (cost, next(self._count), key))

    def _tell(self, key: str) -> None:
        now = monotonic()
        if now - self._told_at.get(key, float("-inf")) >= _TELL_AGAIN_S:
            self._told_at[key] = now
            _LOG.warning("a machine sends more than is answered", extra={"key": key[:16]})
