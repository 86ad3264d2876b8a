"""The hash of a package while it comes in, taken beside the hub's loop and not within it.

Hashing releases Python's lock, so that on a second core it costs the loop nothing. One thread
hashes for all uploads, each chunk after the one before it.
"""

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from queue_client.codec import Body

#: So many chunks of one upload wait at most; a hub that is quicker than its processor waits, too.
_MOST_WAITING: Final = 64


class HashThread:
    """Owns the thread, which runs while packages come in."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None

    def begin(self) -> "RunningHash":
        """Return the hash of a package of which nothing is there yet."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="hub-hash")
        return RunningHash(self._pool)

    def close(self) -> None:
        """End the thread; what was begun must not be added to any more."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


class RunningHash:
    """The SHA-256 of what was given to it, in order; used by one thread."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool, self._digest = pool, hashlib.sha256()
        self._waiting: list[Future[None]] = []

    def update(self, body: Body) -> None:
        """Add bytes; they must not change afterwards."""
        if len(self._waiting) >= _MOST_WAITING:
            self._waiting[-1].result()
            self._waiting.clear()
        self._waiting.append(self._pool.submit(self._digest.update, body))

    def hexdigest(self) -> str:
        """Return the hash of all that was added, in hex; waits for the last of it."""
        for one in self._waiting[-1:]:
            one.result()
        self._waiting.clear()
        return self._digest.hexdigest()
