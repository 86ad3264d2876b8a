"""Checking a chain from its first entry to its last, offline."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import msgspec

from workstation.audit.chain import GENESIS, Link
from workstation.audit.merkle import Frontier

#: A link as it is read: number, canonical text in UTF-8, hash.
RawLink = tuple[int, bytes, bytes]


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


class Contents(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What an entry says; its facts are left as the text that was written."""

    seq: int
    tag: str = ""
    at: str = ""
    facts: msgspec.Raw


class Shape(NamedTuple):
    """What reads a whole entry of a tag, its facts included; see `shape_of`."""

    tag: str
    decode: Callable[[bytes], Any]


#: Tag in UTF-8 -> its shape.
Shapes = Mapping[bytes, Shape]
_NO_SHAPES: Final[Shapes] = {}
_TAG: Final = b'"tag":"'  # the last field of canonical JSON, for its name is the last


def shape_of(tag: str, facts: type[msgspec.Struct]) -> Shape:
    """Return what reads a whole entry of a tag in one go whose facts have a shape."""
    shape = msgspec.defstruct(
        "Shaped",
        [("seq", int), ("facts", facts), ("tag", str, ""), ("at", str, "")],
        frozen=True,
        gc=False,
    )
    return Shape(tag, msgspec.json.Decoder(shape).decode)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """A part of the chain: from which entry to which, and the hash of the entry before it.

    ``last`` is None when it goes on as far as there are links.
    """

    first: int = 1
    last: int | None = None
    before: bytes = GENESIS


_WHOLE: Final = Extract()


def checked(
    links: Iterable[RawLink],
    frontier: Frontier | None = None,
    shapes: Shapes = _NO_SHAPES,
    part: Extract = _WHOLE,
) -> Iterator[Any]:
    """Yield the contents of each entry that holds, in order.

    Parameters
    ----------
    part : Extract
        Which entries the links are; that what stands before them holds, another has to see.
    frontier : Frontier, optional
        Takes each entry in, before it is yielded.
    shapes : mapping of bytes to Shape
        For tags whose facts are to be read at once; an entry that does not fit comes as
        `Contents`, as those of all other tags do.

    Raises
    ------
    ChainBroken
        At the first entry whose number, hash or contents are not what the chain demands.
    """
    before, expected = part.before, part.first
    # This loop is the speed of `audit verify`: names looked up once, one hash each.
    sha256, read = hashlib.sha256, msgspec.json.Decoder(Contents).decode
    add = None if frontier is None else frontier.add
    find_shape = shapes.get
    for seq, text, digest in links:
        if seq != expected:
            raise ChainBroken(expected, f"it is missing; entry {seq} follows")
        try:
            before = sha256(b"\x01" + before + text).digest()
            if before != digest:
                raise ChainBroken(seq, "its hash does not follow from the entries before it")
            shaped = find_shape(text[text.rfind(_TAG) + 7 : -2])
            contents = read(text) if shaped is None else _read(text, shaped, read)
        except (msgspec.DecodeError, TypeError, UnicodeDecodeError):
            raise ChainBroken(seq, "it is not an audit entry") from None
        if b'"facts":{' not in text:
            raise ChainBroken(seq, "its facts are not an object")
        if contents.seq != seq:
            raise ChainBroken(seq, f"it calls itself entry {contents.seq}")
        if add is not None:
            add(sha256(b"\x00" + text).digest())
        yield contents
        expected += 1
    if part.last is not None and expected <= part.last:
        raise ChainBroken(expected, "it is missing")


def _read(text: bytes, shaped: Shape, plain: Callable[[bytes], Contents]) -> Any:  # noqa: ANN401 - `Contents`, or what `shape_of` has made
    try:
        contents = shaped.decode(text)
    except msgspec.DecodeError:
        return plain(text)
    # Bytes that look like a tag may stand elsewhere; only what was read as the tag counts.
    return contents if contents.tag == shaped.tag else plain(text)


def verify_chain(links: Iterable[Link]) -> ChainReport:
    """Check a chain; stops at the first entry that does not hold.

    A chain whose *end* was cut off still holds: only what was noted elsewhere (the records that
    the entries speak of, a checkpoint that a witness keeps) can tell.
    """
    entries = 0
    try:
        for _ in checked((link.seq, link.text.encode(), link.hash) for link in links):
            entries += 1
    except ChainBroken as broken:
        return ChainReport(entries=entries, first_bad=broken.seq, reason=broken.reason)
    return ChainReport(entries=entries)
