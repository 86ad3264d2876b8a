"""What a witness asks: the hub's newest checkpoint, and that it goes on from its own."""

from typing import Annotated

import msgspec

from queue_client.frames import Header
from queue_client.shapes import Count, Text

_Hash = Annotated[str, msgspec.Meta(max_length=44)]


class Checkpoint(Header, frozen=True, kw_only=True):
    """A site or desk asks for the newest checkpoint; ``size`` is that of the one it keeps."""

    size: Count


class CheckpointReply(Header, frozen=True, kw_only=True):
    """The newest checkpoint, as document `CheckpointDocument`."""


class CheckpointDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A signed note, empty while there is none, and the consistency proof to it (base64)."""

    note: Text
    proof: Annotated[list[_Hash], msgspec.Meta(max_length=128)]
