"""The short way of a chunk from which nothing follows but that the hub keeps it.

Of a large package seven chunks in eight are such. Everything else goes the long way, where it is
said what is wrong, what follows, and what is told: this one only ever does what that one would.
"""

from queue_client.codec import plain_chunk
from queue_client.door import Incoming
from queue_client.messages import MessageType
from workstation.hub.clocks import monotonic
from workstation.hub.intake import Intake
from workstation.hub.principals import Principals
from workstation.hub.rights import machine_may
from workstation.hub.violations import Violations
from workstation.hub.vitals import Vitals


class QuickChunks:
    """Takes plain chunks; owned by the broker's thread.

    Whoever sends is held against the enrolled machines and their rights as on the long way.
    """

    def __init__(
        self, intake: Intake, principals: Principals, violations: Violations, vitals: Vitals
    ) -> None:
        self._intake, self._principals = intake, principals
        self._violations, self._vitals = violations, vitals

    def take(self, incoming: Incoming) -> bool:
        """Take a message if it is such a chunk; False, with nothing done, if it is not."""
        chunk = plain_chunk(incoming.frames)
        if chunk is None:
            return False
        key, now = incoming.key, monotonic()
        if self._violations.muted(key, now):
            return False
        principal = self._principals.find(key, now)
        if principal is None or not machine_may(principal.kind, MessageType.CHUNK):
            return False
        if not principal.may_come_from(incoming.address):
            return False
        if not self._intake.take_quietly(principal.name, chunk, incoming.frames[2]):
            return False
        self._vitals.heard(key, incoming.frames)
        return True
