"""Checking a chain from its first entry to its last, offline."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from workstation.audit.chain import GENESIS, Link, link_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """What checking found; ``first_bad`` is the number of the first entry that does not hold."""

    entries: int
    first_bad: int | None = None
    reason: str = ""

    @property
    def verified(self) -> bool:
        """Whether every entry holds."""
        return self.first_bad is None


class ChainBroken(Exception):
    """An entry does not hold; not an error of the world, for `verify_chain` reports it."""

    def __init__(self, seq: int, reason: str) -> None:
        super().__init__(f"entry {seq}: {reason}")
        self.seq, self.reason = seq, reason


def checked(links: Iterable[Link]) -> Iterator[dict[str, Any]]:
    """Yield the contents of each entry that holds, in order: ``seq``, ``at``, ``tag``, ``facts``.

    Raises
    ------
    ChainBroken
        At the first entry whose number, hash or contents are not what the chain demands.
    """
    before, expected = GENESIS, 1
    for link in links:
        if link.seq != expected:
            raise ChainBroken(expected, f"it is missing; entry {link.seq} follows")
        if link_hash(before, link.text) != link.hash:
            raise ChainBroken(link.seq, "its hash does not follow from the entries before it")
        yield _contents(link)
        before, expected = link.hash, expected + 1


def verify_chain(links: Iterable[Link]) -> ChainReport:
    """Check a chain; stops at the first entry that does not hold.

    A chain whose *end* was cut off still holds: only what was noted elsewhere (the records that
    the entries speak of, a hash that somebody kept) can tell.
    """
    entries = 0
    try:
        for _ in checked(links):
            entries += 1
    except ChainBroken as broken:
        return ChainReport(entries=entries, first_bad=broken.seq, reason=broken.reason)
    return ChainReport(entries=entries)


def _contents(link: Link) -> dict[str, Any]:
    try:
        contents = json.loads(link.text)
        if contents["seq"] != link.seq:
            raise ChainBroken(link.seq, f"it calls itself entry {contents['seq']}")
        if not isinstance(contents["facts"], dict):
            raise ChainBroken(link.seq, "its facts are not an object")
    except (ValueError, KeyError, TypeError):
        raise ChainBroken(link.seq, "it is not an audit entry") from None
    result: dict[str, Any] = contents
    return result
