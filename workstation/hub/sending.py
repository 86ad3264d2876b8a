"""Replies on their way back, each in the version of the wire that its peer speaks."""

import logging
from typing import Final

import msgspec

from queue_client.codec import encode
from queue_client.door import Door
from queue_client.errors import RefusalCode, Refused, WireViolation
from workstation.hub.replies import Reply, bad_news
from workstation.hub.tongues import Tongues
from workstation.hub.vitals import Vitals

_LOG = logging.getLogger(__name__)
_TOO_LARGE: Final = Refused(RefusalCode.INTERNAL, "the reply is too large")


class Sender:
    """Hands replies to the door and counts them; owned by the broker's thread."""

    def __init__(self, door: Door, tongues: Tongues, vitals: Vitals) -> None:
        self._door, self._tongues, self._vitals = door, tongues, vitals

    def send(self, route: bytes, reply: Reply) -> None:
        """Send an answer; one that is too large becomes a refusal that says so."""
        version = self._tongues.of(route)
        try:
            frames = encode(reply.header, reply.body, version=version)
        except (WireViolation, msgspec.MsgspecError):
            _LOG.exception("a reply is too large")
            frames = encode(bad_news(reply.header.ask, _TOO_LARGE).header, version=version)
        self._vitals.sent(frames)
        self._door.send(route, frames)  # a peer that is gone asks again

    def send_later(self, route: bytes, reply: Reply) -> None:
        """Send an answer that had to wait, such as that of a log-in."""
        self._vitals.answered_late(reply.header)
        self.send(route, reply)
