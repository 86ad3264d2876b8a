"""How many chunks each upload may have under way: enough for its line, and all within one cap.

What a line can use is its bandwidth times its round trip, both measured here: the round trip from
a grant to the first chunk that answers it, the bandwidth by the chunks that follow. Twice the
product is wanted, so that a window which was too small shows by growing. The cap is shared
between sites, not between uploads, and whoever wants less than a fair share leaves the rest to the
others. Zero is an answer too: the sender waits and asks again.
"""

import math
from collections.abc import Hashable, Mapping
from typing import TypeVar

from queue_client.line_meter import LineMeter
from queue_client.messages import CHUNK_BYTES
from queue_client.transfer import CREDIT, MOST_CREDIT

K = TypeVar("K", bound=Hashable)


def credit_for(meter: LineMeter) -> int:
    """Return how many chunks a line can use, from 16 to 64."""
    return min(max(math.ceil(2.0 * meter.under_way() / CHUNK_BYTES), CREDIT), MOST_CREDIT)


def fair_shares(wanted: Mapping[K, int], cap: int) -> dict[K, int]:
    """Share so many chunks out: as equal as possible, nobody above what is wanted.

    Where there is less than one for each, those that stand first in ``wanted`` have one.
    """
    order = sorted(enumerate(wanted.items()), key=lambda one: (one[1][1], -one[0]))
    shares: dict[K, int] = {}
    left = cap
    for place, (_, (key, asked)) in enumerate(order):
        shares[key] = min(asked, left // (len(order) - place))
        left -= shares[key]
    return shares


class Credits:
    """Shares the chunks that may be under way between sites, and a site's between its uploads.

    Parameters
    ----------
    cap_bytes : int
        What may be under way to the hub altogether [bytes].
    """

    def __init__(self, cap_bytes: int) -> None:
        self._cap = max(1, cap_bytes // CHUNK_BYTES)
        self._wanted: dict[tuple[str, str], int] = {}
        self._shares: dict[tuple[str, str], int] = {}

    def want(self, site: str, scan_id: str, chunks: int) -> int:
        """Say what an upload can use; return what it may have now."""
        key = (site, scan_id)
        if self._wanted.get(key) != chunks:
            self._wanted[key] = chunks
            self._share_out()
        return self._shares[key]

    def forget(self, site: str, scan_id: str) -> None:
        """Leave an upload's share to the others."""
        if self._wanted.pop((site, scan_id), None) is not None:
            self._share_out()

    def under_way(self) -> int:
        """Return how many chunks are allowed under way altogether."""
        return sum(self._shares.values())

    def _share_out(self) -> None:
        by_site: dict[str, dict[tuple[str, str], int]] = {}
        for key, chunks in self._wanted.items():
            by_site.setdefault(key[0], {})[key] = chunks
        of_sites = fair_shares({site: sum(of.values()) for site, of in by_site.items()}, self._cap)
        self._shares = {
            key: share
            for site, of in by_site.items()
            for key, share in fair_shares(of, of_sites[site]).items()
        }
