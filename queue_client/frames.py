"""What every message has in common: how large it may be, and what its header says."""

from typing import Final

import msgspec

from queue_client.shapes import Count

HEADER_LIMIT: Final = 16 * 1024
BODY_LIMIT: Final = 256 * 1024
CHUNK_BYTES: Final = BODY_LIMIT
FRAME_LIMIT: Final = BODY_LIMIT + 4 * 1024
DECISIONS_PER_PONG: Final = 16
MOST_MINUTES: Final = 120


class Header(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every message says: the number of the question it asks or answers."""

    ask: Count
