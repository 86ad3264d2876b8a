"""Whether packages in the store still are what they are called, found out beside the hub's loop.

Of a package that nobody fetched since the hub began all bytes are read once: a second for a large
one, in which everybody would wait. Whoever fetches it is answered when it is known; all others are
not held up. A small one is read within the loop, at once, as `Keeping` stores it.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Final

from queue_client.door import Incoming
from queue_client.errors import HubBusy
from workstation.domain.errors import StorageUnavailable
from workstation.hub.clocks import wall
from workstation.hub.fair_threads import FairThreads
from workstation.hub.ports import Blobs, Records

_SMALL_BYTES: Final = 2 * 1024**2
#: So many questions of one machine wait for a package; a desk asks for a few pieces at a time.
_MOST_WAITING: Final = 64
_RETRY_S: Final = 1.0


class WholePackages:
    """Owned by the broker's thread.

    Parameters
    ----------
    ring : callable
        Called in another thread when something is known.
    """

    def __init__(self, records: Records, blobs: Blobs, *, ring: Callable[[], object]) -> None:
        self._records, self._blobs = records, blobs
        self._thread = FairThreads(1, "hub-whole", done=ring)
        self._under_way: dict[str, Future[bool]] = {}
        self._waiting: dict[str, list[Incoming]] = {}

    def look_over(self, sha256: str) -> None:
        """See whether a package is whole, unless that is known; a damaged one is taken out."""
        if sha256 in self._under_way or self._blobs.seen_whole(sha256):
            return
        size = self._blobs.size(sha256)
        if size is None:
            return
        if size <= _SMALL_BYTES:
            self._heed(sha256, whole=self._blobs.is_whole(sha256))
        else:
            work = self._thread.begin(sha256, lambda: self._blobs.is_whole(sha256))
            self._under_way[sha256] = work

    def puts_off(self, sha256: str, asked: Incoming) -> bool:
        """Have a question for a package wait while that is found out; False when it need not.

        Raises `HubBusy` when too many of its machine wait.
        """
        if sha256 not in self._under_way:
            return False
        waiting = self._waiting.setdefault(sha256, [])
        if sum(one.key == asked.key for one in waiting) >= _MOST_WAITING:
            raise HubBusy("the package is being looked over", _RETRY_S)
        waiting.append(asked)
        return True

    def known(self) -> Iterator[Incoming]:
        """Yield the questions that waited and need not any more, each once.

        Raises `StorageUnavailable` when it cannot be noted that a package is damaged; that is
        tried again at the next call.
        """
        for sha256 in [one for one, work in self._under_way.items() if work.done()]:
            try:
                whole = self._under_way[sha256].result()
            except StorageUnavailable:  # whoever fetches it is told what is the matter
                whole = True
            self._heed(sha256, whole=whole)
            del self._under_way[sha256]
            yield from self._waiting.pop(sha256, ())

    def close(self) -> None:
        """Wait for what is being read; whoever waits asks again when the hub is back."""
        self._thread.close()

    def _heed(self, sha256: str, *, whole: bool) -> None:
        if not whole:
            self._records.note_damaged(sha256, now=wall())  # swapped, or the disk forgot
