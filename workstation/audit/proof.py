"""The proof of one entry: a small file that can be checked without the log.

The form is C2SP ``tlog-proof``; its ``extra`` line holds the entry itself.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from workstation.audit.checkpoint import Checkpoint, open_checkpoint
from workstation.audit.merkle import HASH_BYTES, includes, leaf_hash
from workstation.domain.errors import ReviewRoomError

_FIRST: Final = "c2sp.org/tlog-proof@v1"
_INDEX: Final = re.compile(r"index (0|[1-9][0-9]{0,15})")


class ProofInvalid(ReviewRoomError):
    """A file does not prove that an entry is in the hub's log."""

    advice = "Ask the hub for the proof anew, and compare its key."

    def __init__(self, reason: str) -> None:
        super().__init__(f"proof: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """An entry that is in the log: its contents, and the checkpoint that stands for it."""

    entry: Mapping[str, Any]
    checkpoint: Checkpoint


def write_proof(entry: str, *, index: int, path: Sequence[bytes], note: str) -> str:
    """Return the proof that an entry (canonical text) stands at an index, counted from 0."""
    lines = [_FIRST, f"extra {_encoded(entry.encode())}", f"index {index}"]
    lines += [_encoded(step) for step in path]
    return "\n".join(lines) + "\n\n" + note


def entry_in(text: str) -> Mapping[str, Any]:
    """Return the entry that a proof of our own carries, unchecked."""
    entry: Mapping[str, Any] = json.loads(_decoded(text.split("\n", 2)[1].partition(" ")[2]))
    return entry


def check_proof(text: str, public: str) -> Proven:
    """Return what a proof proves to whoever trusts the hub's public key (hex).

    Raises
    ------
    ProofInvalid
        If it has another form, or does not lead to its checkpoint.
    CheckpointInvalid
        If the checkpoint is not this hub's.
    """
    head, gap, note = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or len(lines) < 3 or lines[0] != _FIRST:
        raise ProofInvalid("it has not the form of one")
    kind, _, extra = lines[1].partition(" ")
    place = _INDEX.fullmatch(lines[2])
    if kind != "extra" or place is None:
        raise ProofInvalid("it has not the form of one")
    checkpoint = open_checkpoint(note, public)
    entry, index = _decoded(extra), int(place[1])
    path = [_decoded(line) for line in lines[3:]]
    if any(len(step) != HASH_BYTES for step in path):
        raise ProofInvalid("it holds something that is not a hash")
    if not includes(leaf_hash(entry), index, checkpoint.size, path, checkpoint.root):
        raise ProofInvalid("the entry is not in the log that the checkpoint stands for")
    try:
        contents = json.loads(entry)
        if contents["seq"] != index + 1:
            raise ProofInvalid("the entry calls itself by another number")
    except (ValueError, KeyError, TypeError):
        raise ProofInvalid("what is proven is not an audit entry") from None
    return Proven(entry=contents, checkpoint=checkpoint)


def _encoded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _decoded(text: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ProofInvalid("it holds something that is not base64") from None
    if base64.b64encode(raw).decode() != text:
        raise ProofInvalid("it holds something that is not base64")
    return raw
