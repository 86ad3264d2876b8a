"""The first picture of a scan that is still on its way: which level, and when to show it."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from workstation.imaging.package_levels import Reach, coarse_reaches

# A finer level, or the whole scan, is waited for when it is expected within so long of the
# beginning of the fetch: with what the lease and the decoding take that stays within a second.
_SOON_S: Final = 0.7


class EarlyPicture:
    """Watches one package arrive and says once which coarse level is to be shown.

    On a fast line that is none: the whole scan comes as soon.

    Parameters
    ----------
    part : Path
        Where the beginning of the package stands.
    clock : callable
        Monotonic seconds.
    """

    def __init__(
        self,
        part: Path,
        *,
        reaches: Callable[[Path], tuple[Reach, ...]] = coarse_reaches,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._part, self._reaches_of, self._clock = part, reaches, clock
        self._began_at = clock()
        self._first: tuple[int, float] | None = None
        self._reaches: tuple[Reach, ...] = ()
        self._said = False

    def due(self, done: int, total: int) -> int | None:
        """Return the longer side of the level to be shown now [pixels], or None.

        Parameters
        ----------
        done, total : int
            How much of the package is here, and how large it is [bytes].
        """
        if self._said or done >= total:
            return None
        now = self._clock()
        if self._first is None:
            self._first = (done, now)
            if 2 * (now - self._began_at) < _SOON_S:
                return None  # the next piece will tell how fast the line is
        if not self._reaches:
            self._reaches = self._reaches_of(self._part)
        here = [reach for reach in self._reaches if reach.first_bytes <= done]
        finer = self._reaches[len(here) : len(here) + 1]
        worth = [total, *(reach.first_bytes for reach in finer)]
        if not here or any(self._comes_soon(size, done, now) for size in worth):
            return None
        self._said = True
        return here[-1].longest_px

    def _comes_soon(self, size: int, done: int, now: float) -> bool:
        first_done, first_at = self._first or (done, now)
        if now <= first_at:
            return False
        rate = max(done - first_done, 1) / (now - first_at)
        return now - self._began_at + (size - done) / rate <= _SOON_S
