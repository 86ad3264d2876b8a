"""Work for many parties in a few threads: whoever was served longest ago is next.

A party that hands in a thousand things waits for itself; one that hands in its first waits for
what is under way at that moment and for nothing else.
"""

import itertools
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


class FairThreads:
    """Some threads, begun with the first thing to do; all methods belong to one thread.

    Parameters
    ----------
    done : callable
        Called in one of the threads whenever something has been done, or has failed.
    """

    def __init__(self, threads: int, name: str, *, done: Callable[[], object]) -> None:
        self._threads, self._name, self._done = threads, name, done
        self._pool: ThreadPoolExecutor | None = None
        self._guard = threading.Lock()
        self._rows: dict[str, deque[tuple[Future[Any], Callable[[], Any]]]] = {}
        self._served: dict[str, int] = {}
        self._count = itertools.count(1)

    def begin(self, party: str, work: Callable[[], Any]) -> "Future[Any]":
        """Have something done for a party; what comes of it is in the future."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix=self._name)
        future: Future[Any] = Future()
        with self._guard:
            self._rows.setdefault(party, deque()).append((future, work))
        self._pool.submit(self._do_one)
        return future

    def close(self) -> None:
        """Wait until all is done and end the threads; may be called twice."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None

    def _do_one(self) -> None:
        future, work = self._take()
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - whoever asks the future raises it
            future.set_exception(error)
        self._done()

    def _take(self) -> tuple["Future[Any]", Callable[[], Any]]:
        with self._guard:
            party = min(self._rows, key=lambda one: self._served.get(one, 0))
            self._served[party] = next(self._count)
            row = self._rows[party]
            found = row.popleft()
            if not row:
                del self._rows[party]
            return found
