"""Packages that came whole, on their way into the store beside the hub's loop.

An fsync waits for the disk, and of a part that an earlier run of the hub began all bytes are read
once more: some seconds for a large one, in which nobody else may be kept waiting. Whoever brought
it is answered when it is durable, and not before.

A small one is put there within the loop, at once. It takes a few milliseconds; a thread would have
to ask the loop for Python's lock a dozen times meanwhile, and while the loop has all hands full, as
with messages that it refuses, a small scan took 100 ms instead of 40 in one of a hundred cases.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Final

from queue_client.errors import HubBusy
from workstation.domain.case import Arrival
from workstation.hub.fair_threads import FairThreads
from workstation.hub.growing_part import GrowingPart
from workstation.hub.manifest_keys import Signed
from workstation.hub.ports import Blobs
from workstation.hub.way_back import WayBack

_BUSY_RETRY_S: Final = 5.0
#: What is larger goes into the store in a thread.
_SMALL_BYTES: Final = 2 * 1024**2
_THREADS: Final = min(4, 1 + (os.cpu_count() or 1))


@dataclass(slots=True, kw_only=True)
class Kept:
    """A package on its way, or what has become of it.

    Attributes
    ----------
    part : GrowingPart or None
        What it is made of; None when the package lies in the store and is only confirmed.
    way : WayBack
        Who asked last.
    """

    arrival: Arrival
    signed: Signed | None
    part: GrowingPart | None
    way: WayBack
    whole: "Future[bool]"
    given: bool = False  # whether somebody sees to its answer

    def asked_by(self) -> WayBack:
        """Return who asked last."""
        return self.way

    def is_whole(self) -> bool:
        """Tell whether it is durable in the store, once it is done.

        False for a package that was to be confirmed and is not what it is called. Raises what
        `GrowingPart.finish` and the store's ``commit`` raise.
        """
        return self.whole.result()


class Keeping:
    """Puts packages into the store in its threads; all methods belong to the hub's loop.

    Parameters
    ----------
    ring : callable
        Called in another thread when something is done.
    most : int
        So many packages of a site may be confirmed at a time.
    """

    def __init__(self, blobs: Blobs, *, ring: Callable[[], object], most: int) -> None:
        self._blobs, self._most = blobs, most
        self._threads = FairThreads(_THREADS, "hub-keep", done=ring)
        self._under_way: dict[tuple[str, str], Kept] = {}

    @property
    def busy(self) -> bool:
        """Whether anything is on its way."""
        return bool(self._under_way)

    def __contains__(self, key: tuple[str, str]) -> bool:
        """Tell whether a site's scan is on its way."""
        return key in self._under_way

    def asked_again(self, arrival: Arrival, way: WayBack) -> bool:
        """Have whoever asks again answered when it is done; False when it is not on its way.

        Raises `HubBusy` while other content of this scan is.
        """
        kept = self._under_way.get((arrival.site, arrival.scan_id))
        if kept is None:
            return False
        if kept.arrival.package_sha256 != arrival.package_sha256:
            raise HubBusy("other content of this scan is being stored", _BUSY_RETRY_S)
        kept.way = way
        return True

    def keep(
        self, arrival: Arrival, signed: Signed | None, part: GrowingPart, way: WayBack
    ) -> Kept | None:
        """Put a part that has all its bytes into the store; it belongs to us from here.

        None when that has only begun: then `done` gives it.
        """
        return self._begin(arrival, signed, part, way, partial(self._commit, arrival, part))

    def confirm(self, arrival: Arrival, signed: Signed | None, way: WayBack) -> Kept | None:
        """See whether a package in the store is what it is called; None as of `keep`.

        Raises `HubBusy` when a site asks for too much at a time.
        """
        if sum(site == arrival.site for site, _ in self._under_way) >= self._most:
            raise HubBusy("too many uploads of this site at once", _BUSY_RETRY_S)
        confirm = partial(self._blobs.confirm, arrival.package_sha256)
        return self._begin(arrival, signed, None, way, confirm)

    def done(self) -> Sequence[Kept]:
        """Return what is done, each once; until it is let go of, it counts as on its way."""
        done = [kept for kept in self._under_way.values() if kept.whole.done() and not kept.given]
        for kept in done:
            kept.given = True
        return done

    def let_go(self, kept: Kept) -> None:
        """Forget what is being answered now."""
        del self._under_way[kept.arrival.site, kept.arrival.scan_id]

    def close(self) -> None:
        """Wait for what is on its way; its scan is found in the store when it is offered again."""
        self._threads.close()

    def _begin(
        self,
        arrival: Arrival,
        signed: Signed | None,
        part: GrowingPart | None,
        way: WayBack,
        work: Callable[[], bool],
    ) -> Kept | None:
        small = arrival.package_size <= _SMALL_BYTES
        whole = _at_once(work) if small else self._threads.begin(arrival.site, work)
        kept = Kept(arrival=arrival, signed=signed, part=part, way=way, whole=whole, given=small)
        self._under_way[arrival.site, arrival.scan_id] = kept
        return kept if small else None

    def _commit(self, arrival: Arrival, part: GrowingPart) -> bool:
        hashed = part.finish()
        self._blobs.commit(part.path, arrival.package_sha256, hashed=hashed)
        return True


def _at_once(work: Callable[[], bool]) -> "Future[bool]":
    done: Future[bool] = Future()
    try:
        done.set_result(work())
    except Exception as error:  # noqa: BLE001 - whoever asks the future raises it
        done.set_exception(error)
    return done
