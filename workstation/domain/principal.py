"""The machines that may speak to the hub, each known by its CURVE public key."""

from dataclasses import dataclass
from enum import StrEnum


class PrincipalKind(StrEnum):
    """What kind of machine holds the key."""

    SITE = "site"
    DESK = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """An enrolled machine. ``public_key`` is the Z85 text of its CURVE key (40 characters)."""

    name: str
    kind: PrincipalKind
    public_key: str
    enabled: bool = True
