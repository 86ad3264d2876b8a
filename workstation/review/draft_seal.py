"""Drafts sealed for their officer alone: whoever keeps them for the officer cannot read them.

The key comes from the password by argon2id [1]_, with the parameters that passwords are kept with
and a salt of its own: what a hub keeps to check a password opens no draft. A draft is sealed with
AES-GCM [2]_ under a fresh random nonce, together with whose it is and of which picture, so that
one put in another's place does not open.

References
----------
.. [1] RFC 9106, Argon2 Memory-Hard Function.
.. [2] NIST SP 800-38D; with random nonces of 96 bits a key is good for 2**32 messages (8.3).
"""

import hashlib
import json
import os
import zlib
from collections.abc import Mapping
from typing import Final, Self

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from workstation.domain.errors import ReviewRoomError
from workstation.review.draft import CaseKey, InHand, in_hand_from_json, in_hand_to_json

_FORM: Final = b"\x01"
_NONCE_BYTES: Final = 12
#: As `workstation.hub.sessions` keeps passwords: 64 MiB, 3 passes, 4 lanes.
_COST: Final[Mapping[str, int]] = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 4}
#: How long a draft is tells little of what is in it.
_BLOCK: Final = 512
_LENGTH_BYTES: Final = 4
#: Unpacked; the largest lawful sheet of marks has a quarter of a megabyte.
_LARGEST: Final = 4 * 1024 * 1024


class DraftUnreadable(ReviewRoomError):
    """A draft does not open: another password sealed it, or it was changed."""

    advice = "Begin the case anew; what was marked before is lost."


class DraftSeal:
    """Seals the drafts of one officer at one hub, and opens them at whichever desk.

    Parameters
    ----------
    officer : str
    key : bytes
        32 bytes; see `from_password`.
    """

    def __init__(self, officer: str, key: bytes) -> None:
        self._officer, self._cipher = officer, AESGCM(key)

    @classmethod
    def from_password(cls, officer: str, password: str, *, hub: str) -> Self:
        """Make the seal of an officer; takes about 0.3 s by design, so not on the Qt thread.

        Parameters
        ----------
        hub : str
            What every desk knows the hub by: its public key of signatures.
        """
        named = json.dumps(["reviewroom.draft/1", hub, officer]).encode()
        key = hash_secret_raw(
            password.encode(),
            hashlib.sha256(named).digest()[:16],
            hash_len=32,
            type=Type.ID,
            **_COST,
        )
        return cls(officer, key)

    def seal(self, in_hand: InHand) -> bytes:
        """Return a draft sealed."""
        written = json.dumps(in_hand_to_json(in_hand), ensure_ascii=False, separators=(",", ":"))
        packed = zlib.compress(written.encode())
        plain = len(packed).to_bytes(_LENGTH_BYTES) + packed
        plain += bytes(-len(plain) % _BLOCK)
        nonce = os.urandom(_NONCE_BYTES)
        return _FORM + nonce + self._cipher.encrypt(nonce, plain, self._about(in_hand.draft.key))

    def open(self, sealed: bytes, key: CaseKey) -> InHand:
        """Return the draft of a case and picture that was sealed with this key.

        Raises
        ------
        DraftUnreadable
            If it was sealed with another, or is about something else, or was changed.
        """
        try:
            if sealed[:1] != _FORM:
                raise ValueError("another form")  # noqa: TRY301 - all of it is told alike
            nonce, rest = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
            plain = self._cipher.decrypt(nonce, rest, self._about(key))
            length = int.from_bytes(plain[:_LENGTH_BYTES])
            unpack = zlib.decompressobj()
            written = unpack.decompress(plain[_LENGTH_BYTES : _LENGTH_BYTES + length], _LARGEST)
            return in_hand_from_json(json.loads(written))
        except (InvalidTag, ValueError, KeyError, TypeError, zlib.error) as error:
            raise DraftUnreadable(f"the draft of {key.case_id} does not open") from error

    def _about(self, key: CaseKey) -> bytes:
        return json.dumps([self._officer, key.case_id, key.sha256]).encode()
