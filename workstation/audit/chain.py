"""How audit entries are written and tied to each other. Pure: no store, no clock, no key.

An entry is canonical JSON. Its hash covers the hash before it, so that whoever changes, drops or
inserts an entry has to write every later one anew. That stops mistakes and makes tampering
visible to anyone who kept a later hash; it does not stop somebody who may rewrite the whole
store and whom nobody ever asked for a hash.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from workstation.audit.tags import require_tag
from workstation.domain.instants import to_text

#: The hash before the first entry.
GENESIS: Final = bytes(32)

# RFC 6962 puts 0x00 before a leaf and 0x01 before a node, so that neither passes for the other.
# A link joins a hash with an entry, as a node joins two.
_NODE: Final = b"\x01"
# `json.dumps` would make one for every text.
_CANONICAL: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An entry as it is kept: its number, its canonical text, and the hash of the chain so far."""

    seq: int
    text: str
    hash: bytes


def canonical_json(value: object) -> str:
    """Return the one JSON text of a value: keys sorted, no spaces, UTF-8 characters as they are.

    Raises
    ------
    TypeError, ValueError
        If the value holds what JSON cannot: an object, NaN, infinity, itself.
    """
    return _CANONICAL.encode(value)


class Written(str):
    """A JSON value that is canonical text already, and need not be written once more."""

    __slots__ = ()


def link_hash(before: bytes, text: str) -> bytes:
    """Return ``SHA256(0x01 ‖ before ‖ text)``, the hash of a chain that `text` makes longer."""
    return hashlib.sha256(_NODE + before + text.encode()).digest()


def extend(
    last: Link | None, *, tag: str, facts: Mapping[str, Any] | Written, at: datetime
) -> Link:
    """Return the link that follows `last`, or the first link when that is None.

    Raises
    ------
    TypeError, ValueError
        If the tag has not the form of one, the time no zone, or the facts hold what JSON cannot.
    """
    number, before = (1, GENESIS) if last is None else (last.seq + 1, last.hash)
    written = facts if isinstance(facts, Written) else Written(canonical_json(facts))
    text = entry_text(number, tag=tag, facts=written, at=to_text(at))
    return Link(seq=number, text=text, hash=link_hash(before, text))


def entry_text(number: int, *, tag: str, facts: Written, at: str) -> str:
    """Return the canonical text of an entry; ``at`` as `to_text` writes an instant.

    Raises
    ------
    ValueError
        If the tag has not the form of one.
    """
    # Names in their order, as canonical JSON has them.
    return f'{{"at":"{at}","facts":{facts},"seq":{number},"tag":"{require_tag(tag)}"}}'
