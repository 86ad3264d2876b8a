"""Work that is done elsewhere, one thing after another, in the order it was given."""

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, Generic, TypeVar

T = TypeVar("T")
_TURN: Final = 4  # so many values, then the others


class Strand(Generic[T]):
    """Does one thing to each of many values in a pool's threads, never two at once.

    All methods belong to one thread. Strands of one pool do not wait for each other as long as it
    has threads, and take turns when it has not.

    Parameters
    ----------
    do : callable
        What is done to each value; after it has raised, nothing more is done.
    most_waiting : int
        With so many values waiting, `put` waits until one of them is begun.
    """

    def __init__(
        self, pool: ThreadPoolExecutor, do: Callable[[T], object], *, most_waiting: int
    ) -> None:
        self._pool, self._do, self._most_waiting = pool, do, most_waiting
        self._room = threading.Condition(threading.Lock())  # one fewer waits, or it has failed
        self._values: deque[T] = deque()
        self._job: Future[None] | None = None  # None while nothing is under way
        self._failed: BaseException | None = None

    @property
    def full(self) -> bool:
        """Whether `put` would wait."""
        return len(self._values) >= self._most_waiting and not self.failed

    @property
    def failed(self) -> bool:
        """Whether something went wrong: `put` and `wait` raise it."""
        return self._failed is not None

    def put(self, value: T) -> None:
        """Have it done to a value; raises what an earlier one raised."""
        with self._room:
            while len(self._values) >= self._most_waiting and self._failed is None:
                self._room.wait()
            if self._failed is not None:
                raise self._failed
            self._values.append(value)
            if self._job is None:
                self._job = self._pool.submit(self._run)

    def wait(self) -> None:
        """Wait until all is done; raises what went wrong."""
        while (job := self._job) is not None:
            job.result()
        if self._failed is not None:
            raise self._failed

    def _run(self) -> None:
        for _ in range(_TURN):
            with self._room:
                if not self._values:
                    self._job = None
                    return
                value = self._values.popleft()
                self._room.notify()
            try:
                self._do(value)
            except BaseException as error:  # noqa: BLE001 - whoever waits raises it
                with self._room:
                    self._failed, self._job = error, None
                    self._values.clear()
                    self._room.notify()
                return
        with self._room:
            self._job = self._pool.submit(self._run)
