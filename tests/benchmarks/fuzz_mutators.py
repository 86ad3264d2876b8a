"""Ways to spoil a file of any format: bytes, lengths, order, ends, natures, impossible sizes."""

import random
import struct
import zlib
from collections.abc import Callable, Sequence
from typing import Final

from workstation.imaging.picture_headers import JPEG_MAGIC, PNG_MAGIC
from workstation.imaging.tiffs import MAGICS

_EDGES: Final = (0, 1, 2, 7, 8, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2**31 - 1, 2**31,
                 2**32 - 1, 2**40, 2**63 - 1, 2**63, 2**64 - 1)  # fmt: skip
_LARGEST: Final = 1 << 20
_TIFF_SIZES: Final = (
    256,
    257,
    258,
    259,
    262,
    273,
    277,
    278,
    279,
    317,
    322,
    323,
    324,
    325,
    330,
    339,
)
_TEXTS: Final = (b"\0", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"../../", b"{", b'"', b"[" * 500,
                 b"1e999", b"NaN", b"\xff\xfe", b"\xed\xa0\x80", b"9" * 5000)  # fmt: skip


def spoil(content: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    """Return a file spoilt in one to four ways; now and then as it was.

    Parameters
    ----------
    others : sequence of bytes
        Files to splice with.
    """
    for _ in range(rng.choice((0, 1, 1, 1, 1, 2, 2, 3, 4))):
        if content:
            content = rng.choice(WAYS)(content, others, rng)[:_LARGEST]
    return content


def _flip_bits(content: bytes, _others: Sequence[bytes], rng: random.Random) -> bytes:
    found = bytearray(content)
    reach = rng.choice((64, 512, len(found)))
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        found[rng.randrange(min(reach, len(found)))] ^= 1 << rng.randrange(8)
    return bytes(found)


def _cut(content: bytes, _others: Sequence[bytes], rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content))]


def _set_number(content: bytes, _others: Sequence[bytes], rng: random.Random) -> bytes:
    """Set what may be a length, a count or an offset to a number at an edge, or a bit off."""
    found = bytearray(content)
    form = rng.choice(("<H", ">H", "<I", ">I", "<Q", ">Q", "B"))
    size = struct.calcsize(form)
    if len(found) < size:
        return content
    at = rng.randrange(min(rng.choice((64, 1024, len(found))), len(found) - size + 1))
    value = rng.choice(_EDGES)
    if rng.random() < 0.3:
        value = struct.unpack_from(form, found, at)[0] + rng.choice((-1, 1, 2, 100))
    struct.pack_into(form, found, at, value % (1 << 8 * size))
    return bytes(found)


def _splice(content: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    other = rng.choice(others)
    return content[: rng.randrange(len(content) + 1)] + other[rng.randrange(len(other) + 1) :]


def _repeat(content: bytes, _others: Sequence[bytes], rng: random.Random) -> bytes:
    start = rng.randrange(len(content))
    piece = content[start : start + rng.choice((1, 4, 12, 20, 200))]
    return content[:start] + piece * rng.choice((2, 2, 3, 50)) + content[start + len(piece) :]


def _take_out(content: bytes, _others: Sequence[bytes], rng: random.Random) -> bytes:
    start = rng.randrange(len(content))
    return content[:start] + content[start + rng.choice((1, 2, 4, 12, 20, 500)) :]


def _put_in(content: bytes, _others: Sequence[bytes], rng: random.Random) -> bytes:
    at = rng.randrange(len(content) + 1)
    return content[:at] + rng.choice(_TEXTS) + content[at:]


def _fill(content: bytes, _others: Sequence[bytes], rng: random.Random) -> bytes:
    start = rng.randrange(len(content))
    length = rng.choice((4, 64, 1000))
    return content[:start] + bytes((rng.choice((0, 255)),)) * length + content[start + length :]


def _second_nature(content: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    other = rng.choice(others)
    if rng.random() < 0.5:
        return content[:128].ljust(128, b"\0") + b"DICM" + other
    return content + other


def _size_bomb(content: bytes, _others: Sequence[bytes], rng: random.Random) -> bytes:
    """Let a header promise a huge picture, with check sums that agree."""
    rows, columns = (rng.choice((0, 1, 65535, 200_000, 10**6, 2**31 - 1)) for _ in range(2))
    if content.startswith(PNG_MAGIC) and len(content) > 33:
        ihdr = b"IHDR" + struct.pack(">II", columns, rows) + content[24:29]
        return content[:12] + ihdr + struct.pack(">I", zlib.crc32(ihdr)) + content[33:]
    if content.startswith(JPEG_MAGIC):
        at = max(content.find(b"\xff\xc0"), content.find(b"\xff\xc2"))
        size = struct.pack(">HH", rows & 0xFFFF, columns & 0xFFFF)
        return content[: at + 5] + size + content[at + 9 :] if at > 0 else content
    if content.startswith(MAGICS):
        return _spoil_tag(content, rng)
    return content


def _spoil_tag(content: bytes, rng: random.Random) -> bytes:
    """Set type, count or value of one entry of a TIFF's first directories."""
    order = "<" if content[:2] == b"II" else ">"
    found = bytearray(content)
    big = content[2:4] in (b"+\0", b"\0+")
    for tag in rng.sample(_TIFF_SIZES, len(_TIFF_SIZES)):
        at = found.find(struct.pack(order + "H", tag), 8)
        if at < 0 or at + 20 > len(found):
            continue
        what = rng.randrange(3)
        form, where = (("H", 2), ("Q" if big else "I", 4), ("Q" if big else "I", 12 if big else 8))[
            what
        ]
        size = struct.calcsize(form)
        value = rng.randrange(20) if what == 0 else rng.choice(_EDGES)
        struct.pack_into(order + form, found, at + where, value % (1 << 8 * size))
        break
    return bytes(found)


WAYS: Final[tuple[Callable[[bytes, Sequence[bytes], random.Random], bytes], ...]] = (
    _flip_bits, _flip_bits, _cut, _set_number, _set_number, _splice, _repeat, _take_out, _put_in,
    _fill, _second_nature, _size_bomb, _size_bomb,
)  # fmt: skip
