"""Who is drawn: a lot that nobody can foresee, and that can be drawn again for those who doubt it.

Each lot is a keyed hash of what is drawn. The key lies in the hub's records and nowhere else, so
that neither an officer nor a site can tell, or choose, what will be looked at again.
"""

import hashlib
import hmac
from enum import StrEnum
from typing import Final

_DIGITS: Final = 8


class Draw(StrEnum):
    """What is drawn for; each has lots of its own."""

    RECHECK = "recheck"
    TEST_IMAGE = "test_image"


def lot_of(key: bytes, draw: Draw, name: str) -> float:
    """Return the lot of a name, evenly spread from 0 to 1."""
    digest = hmac.digest(key, f"{draw.value}:{name}".encode(), hashlib.sha256)
    return float(int.from_bytes(digest[:_DIGITS])) / 2.0 ** (8 * _DIGITS)


def is_drawn(key: bytes, draw: Draw, name: str, rate: float) -> bool:
    """Tell whether a name is among the share that is drawn."""
    return lot_of(key, draw, name) < rate
