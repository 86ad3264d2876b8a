"""Checking the log in stretches: each needs of the one before only where its chain ended.

Several processes check one each (`workstation.storage.helpers`): nothing here knows more of a
database than the driver. `join` holds the stretches together again: hash by hash at the seams,
root by root at the checkpoints, in the order of the entries.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import msgspec

from workstation.audit.chain import GENESIS
from workstation.audit.merkle import Frontier, root_of_peaks
from workstation.audit.verify import ChainBroken, Extract, RawLink, checked
from workstation.storage.told import SHAPES, Told

#: So many entries make a stretch. A power of two: its root is a node of the whole log's tree.
STRETCH: Final = 1 << 14
_TELL_EVERY: Final = 5000
_PAGE: Final = 2000
_ENTRIES: Final = (
    "SELECT seq, CAST(entry AS BLOB), hash FROM audit WHERE seq BETWEEN ? AND ? ORDER BY seq"
)
_FOLLOWING: Final = (
    "SELECT seq, CAST(entry AS BLOB), hash FROM audit WHERE seq > ? ORDER BY seq LIMIT 1"
)
_BEFORE: Final = "SELECT hash FROM audit WHERE seq = ?"
#: The first stretch takes what is numbered before the first entry: it must not be passed over.
_LOWEST: Final = -(1 << 63)

Fault = tuple[int, str]


class Stretch(msgspec.Struct, kw_only=True):
    """What checking a stretch found.

    Attributes
    ----------
    first : int
        Its first entry.
    before, after : bytes
        The hash that its chain went on from, and the one that it ended with.
    told : Told
        What its entries tell, as far as they hold.
    peaks : tuple of bytes
        The roots of the whole parts of its own tree.
    at : dict of int to tuple of bytes
        The same at each of the sizes that were asked for.
    fault : (int, str) or None
        Where it breaks, and how.
    """

    first: int
    before: bytes
    after: bytes
    told: Told
    peaks: tuple[bytes, ...]
    at: dict[int, tuple[bytes, ...]]
    fault: Fault | None = None


class Links:
    """The links of a stretch as a driver's cursor gives them, in the order of their numbers."""

    def __init__(self, cursor: Any, part: Extract) -> None:  # noqa: ANN401 - of any driver
        first = _LOWEST if part.first == 1 else part.first
        self._cursor, self._first, self._number = cursor, first, part.first - 1
        self._last = part.first - 1 if part.last is None else part.last
        #: The hash of the last one that was given.
        self.after = part.before

    def __iter__(self) -> Iterator[RawLink]:
        """Read them, some thousand at a time; where the last are missing, what follows, too."""
        self._cursor.execute(_ENTRIES, (self._first, self._last))
        while page := self._cursor.fetchmany(_PAGE):
            yield from page
            self._number, self.after = page[-1][0], page[-1][2]
        if self._number < self._last:
            self._cursor.execute(_FOLLOWING, (self._last,))
            yield from self._cursor.fetchall()


def check(
    links: Links,
    part: Extract,
    sizes: frozenset[int],
    heard: Callable[[int], None] | None = None,
) -> Stretch:
    """Check one stretch; ``sizes`` are those of the checkpoints that the log is held against."""
    frontier, told = Frontier(), Told(entries=part.first - 1)
    at: dict[int, tuple[bytes, ...]] = {}
    fault: Fault | None = None
    try:
        for entry in checked(links, frontier, SHAPES, part):
            told.hear(entry)
            if entry.seq in sizes:
                at[entry.seq] = frontier.peaks()
            if heard is not None and not told.entries % _TELL_EVERY:
                heard(told.entries)
    except ChainBroken as broken:
        fault = (broken.seq, broken.reason)
    except msgspec.DecodeError:
        fault = (told.entries, "it does not say what an entry of its tag must say")
    return Stretch(
        first=part.first,
        before=part.before,
        after=links.after,
        told=told,
        peaks=frontier.peaks(),
        at=at,
        fault=fault,
    )


def parts_of(entries: int) -> list[tuple[int, int]]:
    """Return the first and the last entry of each stretch; one of nothing for an empty log."""
    firsts = range(1, max(1, entries) + 1, STRETCH)
    return [(first, min(first + STRETCH - 1, entries)) for first in firsts]


def join(
    stretches: Iterable[Stretch],
    told: Told,
    hold: Callable[[int, bytes], Iterator[Fault]],
    heard: Callable[[int], None] | None = None,
) -> tuple[list[Fault], bool]:
    """Hold stretches together, in their order; return the faults, and whether that was all.

    Parameters
    ----------
    told : Told
        Takes what they tell.
    hold : callable
        Holds a size and the root of that many entries against the checkpoints of that size.
    heard : callable, optional
        Is told how many entries have been read.
    """
    faults = list(hold(0, root_of_peaks(())))
    whole, before = Frontier(), GENESIS
    for one in stretches:
        if one.before != before:
            reason = "its hash does not follow from the entries before it"
            return [*faults, (one.first, reason)], False
        left = whole.peaks()
        for size, peaks in one.at.items():
            faults += hold(size, root_of_peaks((*left, *peaks)))
        told.take_in(one.told)
        if one.fault is not None:
            return [*faults, one.fault], False
        whole.add(root_of_peaks(one.peaks))
        before = one.after
        if heard is not None:
            heard(told.entries)
    return faults, True


def part_of(cursor: Any, first: int, last: int) -> Extract:  # noqa: ANN401 - a driver's cursor
    """Return a stretch of the log with the hash that stands before it."""
    if first == 1:
        return Extract(first=first, last=last)
    cursor.execute(_BEFORE, (first - 1,))
    found = cursor.fetchone()
    known = found is not None and isinstance(found[0], bytes)
    return Extract(first=first, last=last, before=found[0] if known else b"")
