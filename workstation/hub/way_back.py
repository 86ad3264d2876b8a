"""Where an answer goes that cannot be given at once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WayBack:
    """Whose question it was, on which line it came, and its number."""

    key: str
    route: bytes
    ask: int
