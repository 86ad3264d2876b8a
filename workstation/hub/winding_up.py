"""The end of a working day: what is under way is answered, what is new waits for the next start.

Leases are left as they are. A desk keeps its case, sends its decision when the hub is back, and
has the whole term again then.
"""

import logging
from collections.abc import Callable
from typing import Final

from queue_client.door import Incoming
from queue_client.messages import MessageType
from workstation.domain.errors import StorageUnavailable
from workstation.hub.clocks import monotonic
from workstation.hub.front_desk import FrontDesk
from workstation.hub.turns import Turns

_LOG = logging.getLogger(__name__)

#: What a hub that is stopping answers by `HubBusy`: whoever asked asks again later.
NEW_WORK: Final = frozenset(
    {MessageType.OFFER, MessageType.CHUNK, MessageType.LOGIN, MessageType.LEASE}
)
_LONGEST_S: Final = 2.0
_QUIET_MS: Final = 50


def wind_up(
    turns: Turns,
    front: FrontDesk,
    *,
    serve: Callable[[Incoming], None],
    settle: Callable[[], None],
    keeps: Callable[[], bool],
) -> None:
    """Answer what has come already, until it is quiet; two seconds at most.

    ``settle`` answers for packages that are in the store, ``keeps`` tells of those on their way.
    """
    ends = monotonic() + _LONGEST_S
    while monotonic() < ends:
        turns.listen(_QUIET_MS)
        served = turns.serve(serve)
        try:
            settle()
            front.finish()
        except StorageUnavailable as error:
            _LOG.warning("a log-in was not answered", extra={"reason": str(error)})
            return
        if not served and not front.busy and not keeps():
            return
