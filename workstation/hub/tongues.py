"""Which version of the wire each peer speaks, so that it is answered in its own."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from queue_client.codec import Body, read_document
from queue_client.errors import RefusalCode, Refused, VersionUnfit, WireViolation
from queue_client.versions import VERSION

# Routes come and go with connections; the oldest are forgotten.
_REMEMBERED: Final = 10_000


class Tongues:
    """Remembers the ways back to peers that do not speak the newest version."""

    def __init__(self) -> None:
        self._of: OrderedDict[bytes, int] = OrderedDict()

    def heard(self, route: bytes, version: int) -> None:
        """Note in which version a peer has just spoken."""
        if version == VERSION:
            self._of.pop(route, None)
            return
        self._of[route] = version
        self._of.move_to_end(route)
        if len(self._of) > _REMEMBERED:
            self._of.popitem(last=False)

    def of(self, route: bytes) -> int:
        """Return the version in which a peer is to be answered."""
        return self._of.get(route, VERSION)

    def misheard(self, route: bytes, error: VersionUnfit) -> Refused:
        """Note a peer whose version the hub does not speak; return what to tell it.

        One that is older can read the header of an error in its own version; one that is newer
        speaks the hub's newest as well.
        """
        if error.version < error.oldest:
            self.heard(route, error.version)
            advice = "upgrade this program"
        else:
            self.heard(route, error.newest)
            advice = "upgrade the hub first"
        return Refused(
            RefusalCode.UPGRADE,
            f"this program speaks version {error.version} of the wire and the hub versions "
            f"{error.oldest} to {error.newest}: {advice}",
        )


def ask_of(frames: Sequence[Body]) -> int:
    """Return the number of a question in a version that is not spoken here, or 0."""
    try:
        ask = read_document(frames[1], dict[str, object]).get("ask")
    except (IndexError, WireViolation):
        return 0
    return ask if isinstance(ask, int) and not isinstance(ask, bool) and ask >= 0 else 0
