"""Checkpoints: how far the log went and what it was, signed by the hub.

The text is a signed note as C2SP ``tlog-checkpoint`` and ``signed-note`` describe it, so that
programs of other houses can check it: origin, size, root in base64, and an Ed25519 signature.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Final, Protocol

from queue_client.keys import signature_holds
from workstation.audit.merkle import HASH_BYTES
from workstation.domain.errors import ReviewRoomError

_ED25519: Final = b"\x01"
_HINT_BYTES: Final = 4
_SIGNATURE_BYTES: Final = 64
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,15}")
_DASH: Final = "\N{EM DASH}"


class CheckpointInvalid(ReviewRoomError):
    """A text is not a checkpoint that this hub signed."""

    advice = "Compare the hub's key, and ask who had this file before."

    def __init__(self, reason: str) -> None:
        super().__init__(f"checkpoint: {reason}")
        self.reason = reason


class Signer(Protocol):
    """The hub's Ed25519 key, as `queue_client.keys.SigningKey` has it."""

    @property
    def public(self) -> str:
        """The public half, in hex."""

    def sign(self, content: bytes) -> str:
        """Return the signature over some bytes, in hex."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """The root over the first ``size`` entries of the log that ``origin`` names."""

    origin: str
    size: int
    root: bytes

    @property
    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def origin_of(public: str) -> str:
    """Return the name of the log of the hub with a public key (hex)."""
    return f"review-room.hub/{hashlib.sha256(bytes.fromhex(public)).hexdigest()[:16]}"


def sign_checkpoint(size: int, root: bytes, key: Signer) -> str:
    """Return the signed note of a checkpoint."""
    checkpoint = Checkpoint(origin=origin_of(key.public), size=size, root=root)
    signature = bytes.fromhex(key.sign(checkpoint.body.encode()))
    stamp = base64.b64encode(_hint(checkpoint.origin, key.public) + signature).decode()
    return f"{checkpoint.body}\n{_DASH} {checkpoint.origin} {stamp}\n"


def open_checkpoint(note: str, public: str) -> Checkpoint:
    """Return the checkpoint in a note that the hub with this public key (hex) signed.

    Signatures of others, such as witnesses, are passed over.

    Raises
    ------
    CheckpointInvalid
        If the note has another form, is of another log, or is not signed by this hub.
    """
    body, gap, stamps = note.partition("\n\n")
    lines = body.split("\n")
    if not gap or len(lines) != 3 or not note.endswith("\n"):
        raise CheckpointInvalid("it has not the form of one")
    checkpoint = Checkpoint(origin=lines[0], size=_size(lines[1]), root=_root(lines[2]))
    if checkpoint.origin != origin_of(public):
        raise CheckpointInvalid(f"it is of the log {checkpoint.origin[:80]}, not of this hub")
    start = f"{_DASH} {checkpoint.origin} "
    for stamp in stamps.split("\n"):
        if stamp.startswith(start) and _signed(checkpoint, stamp.removeprefix(start), public):
            return checkpoint
    raise CheckpointInvalid(f"the one of {checkpoint.size} entries is not signed by this hub")


def notes_in(text: str) -> list[str]:
    """Return the notes in a text that holds one after another, each ended by an empty line.

    One that was cut short at the very end, as by a power cut, is passed over.
    """
    parts = text.split("\n\n")
    if not text.endswith("\n") or not parts[-1].strip("\n"):
        parts.pop()  # what follows the last empty line, or was cut short
    bodies, stamps = parts[::2], parts[1::2]
    return [
        f"{body}\n\n{stamp.rstrip(chr(10))}\n" for body, stamp in zip(bodies, stamps, strict=False)
    ]


def _hint(name: str, public: str) -> bytes:
    key = _ED25519 + bytes.fromhex(public)
    return hashlib.sha256(name.encode() + b"\n" + key).digest()[:_HINT_BYTES]


def _signed(checkpoint: Checkpoint, stamp: str, public: str) -> bool:
    raw = _base64(stamp)
    if raw is None or len(raw) != _HINT_BYTES + _SIGNATURE_BYTES:
        return False
    if raw[:_HINT_BYTES] != _hint(checkpoint.origin, public):
        return False
    return signature_holds(public, checkpoint.body.encode(), raw[_HINT_BYTES:].hex())


def _size(text: str) -> int:
    if not _SIZE.fullmatch(text):
        raise CheckpointInvalid("its second line is not a size")
    return int(text)


def _root(text: str) -> bytes:
    raw = _base64(text)
    if raw is None or len(raw) != HASH_BYTES:
        raise CheckpointInvalid("its third line is not a root")
    return raw


def _base64(text: str) -> bytes | None:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if base64.b64encode(raw).decode() == text else None
