"""The machines that may speak to the hub, each known by its CURVE public key."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from workstation.domain.networks import Network, is_within


class PrincipalKind(StrEnum):
    """What kind of machine holds the key."""

    SITE = "site"
    DESK = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """An enrolled machine. ``public_key`` is the Z85 text of its CURVE key (40 characters).

    The same name may hold two keys while they are changed; from ``not_after`` on a key is refused.
    A key is heard from the networks of ``allowed_ip`` alone; from anywhere when there are none.
    """

    name: str
    kind: PrincipalKind
    public_key: str
    enabled: bool = True
    not_after: datetime | None = None
    allowed_ip: tuple[Network, ...] = ()

    def may_speak(self, now: datetime) -> bool:
        """Tell whether a message under this key is heard."""
        return self.enabled and (self.not_after is None or now < self.not_after)

    def may_come_from(self, address: str) -> bool:
        """Tell whether this key is heard from an address; one that cannot be read is none."""
        return not self.allowed_ip or is_within(address, self.allowed_ip)
