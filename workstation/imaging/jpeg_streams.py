"""Is all of a JPEG's picture there? An end marker alone does not say so.

A decoder that meets the end marker too early fills the rest with grey and says nothing. Three
things tell, none of which needs another decoder (ITU-T T.81, annexes B, E, F and G):

- each component is coded, a progressive one down to the last bit of all 64 coefficients;
- a scan has as many restart markers as its picture has intervals;
- bytes put in front of the markers that end coded data change nothing, because a decoder that has
  its picture skips them, and one that has not takes them for picture.
"""

import hashlib
import math
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.errors import ScanUnreadable

_MARKER: Final = re.compile(rb"\xff+([^\x00\xff])", re.DOTALL)
_SOS, _EOI, _DRI, _SOI = 0xDA, 0xD9, 0xDD, 0xD8
_RESTARTS: Final = range(0xD0, 0xD8)
_ALONE: Final = frozenset({0x01, _SOI, *_RESTARTS})
#: Huffman frames: baseline, extended, progressive, lossless. The arithmetic ones read beyond
#: their data by design, so that nobody can tell whether all of it is there.
_SEQUENTIAL: Final = frozenset({0xC0, 0xC1})
_PROGRESSIVE: Final = 0xC2
_LOSSLESS: Final = 0xC3
_OTHERS: Final = frozenset(range(0xC5, 0xD0)) - {0xC8, 0xCC}
_COEFFICIENTS: Final = 64
#: No 0xFF in it, and nothing like the zeros that a decoder takes when it runs dry.
_PAD: Final = b"\x5a" + bytes(
    byte & 0x7F for n in range(4) for byte in hashlib.sha256(bytes([n])).digest()
)
_CUT: Final = "the JPEG is cut short: a part of the picture is missing"


@dataclass(slots=True, kw_only=True)
class _Frame:
    """What the frame header says; ``sampling`` is (horizontal, vertical) of each component."""

    kind: int
    rows: int
    columns: int
    sampling: dict[int, tuple[int, int]]


@dataclass(slots=True, kw_only=True)
class _Walk:
    """What a walk over all markers found; ``ends`` are where coded data end, before markers."""

    frame: _Frame | None = None
    interval: int = 0
    ends: list[int] = field(default_factory=list)
    bits_left: dict[int, list[int]] = field(default_factory=dict)


def require_whole_jpeg(
    data: bytes,
    picture: NDArray[Any],
    decode: Callable[[bytes], NDArray[Any] | None],
    source: str,
    *,
    lossless: bool | None = None,
) -> None:
    """Refuse a JPEG of which a part is missing.

    Parameters
    ----------
    data : bytes
        The JPEG, also one of a TIFF whose tables stand elsewhere.
    picture : ndarray
        What ``decode`` made of it; it is asked once more, for other bytes.
    lossless : bool, optional
        What kind it must be; a decoder of one makes nonsense of the other.

    Raises
    ------
    ScanUnreadable
        If a part is missing, or if nobody could tell.
    """
    walk = _walked(data, source)
    if walk.frame is None or not walk.ends:
        raise ScanUnreadable(source, "the JPEG is damaged")
    if lossless not in (None, walk.frame.kind == _LOSSLESS):
        raise ScanUnreadable(source, "the JPEG is of another kind than its file says")
    if any(left for bits in walk.bits_left.values() for left in bits) or (
        len(walk.bits_left) < len(walk.frame.sampling)
    ):
        raise ScanUnreadable(source, _CUT)
    again = decode(_padded(data, walk.ends))
    if again is None or not np.array_equal(picture, again):
        raise ScanUnreadable(source, _CUT)


def _walked(data: bytes, source: str) -> _Walk:
    walk, at = _Walk(), 0
    while True:
        found = _MARKER.search(data, at)
        if found is None:
            raise ScanUnreadable(source, "the JPEG is cut short")
        marker, at = found[1][0], found.end()
        if marker == _EOI:
            return walk
        if marker in _ALONE:
            continue
        try:
            (length,) = struct.unpack_from(">H", data, at)
            body = data[at + 2 : at + length]
            _take(walk, marker, body, source)
        except (struct.error, LookupError) as error:
            raise ScanUnreadable(source, "the JPEG is damaged") from error
        at += length
        if marker == _SOS:
            at = _through_scan(data, at, walk, body, source)


def _take(walk: _Walk, marker: int, body: bytes, source: str) -> None:
    if marker in _OTHERS:
        raise ScanUnreadable(source, "JPEG with arithmetic coding or a hierarchy is not supported")
    if marker in {*_SEQUENTIAL, _PROGRESSIVE, _LOSSLESS}:
        _, rows, columns, count = struct.unpack_from(">BHHB", body)
        told = [body[6 + 3 * n : 9 + 3 * n] for n in range(count)]
        sampling = {one[0]: (max(one[1] >> 4, 1), max(one[1] & 15, 1)) for one in told}
        walk.frame = _Frame(kind=marker, rows=rows, columns=columns, sampling=sampling)
    elif marker == _DRI:
        (walk.interval,) = struct.unpack_from(">H", body)
    elif marker == _SOS:
        _note_scan(walk, body)


def _note_scan(walk: _Walk, body: bytes) -> None:
    """Note which components a scan codes, and how many bits of which coefficients it leaves."""
    frame = walk.frame
    if frame is None:
        raise LookupError("a scan without a frame")
    count = body[0]
    first, last, approximation = body[1 + 2 * count : 4 + 2 * count]
    for n in range(count):
        component = body[1 + 2 * n]
        if frame.kind != _PROGRESSIVE:
            walk.bits_left[component] = []
            continue
        bits = walk.bits_left.setdefault(component, [99] * _COEFFICIENTS)
        for place in range(first, min(last, _COEFFICIENTS - 1) + 1):
            bits[place] = approximation & 15


def _through_scan(data: bytes, at: int, walk: _Walk, body: bytes, source: str) -> int:
    """Pass over coded data, note where they end, and return where the next marker stands."""
    for restarts, found in enumerate(_MARKER.finditer(data, at)):
        walk.ends.append(found.start())
        if found[1][0] not in _RESTARTS:
            if walk.interval and restarts < -(-_units(walk, body) // walk.interval) - 1:
                raise ScanUnreadable(source, _CUT)
            return found.start()
    raise ScanUnreadable(source, "the JPEG is cut short")


def _units(walk: _Walk, body: bytes) -> int:
    """Return how many minimum coded units a scan has (T.81, A.2)."""
    frame = walk.frame
    if frame is None:
        return 0
    side = 1 if frame.kind == _LOSSLESS else 8
    across = max(h for h, _ in frame.sampling.values())
    down = max(v for _, v in frame.sampling.values())
    if body[0] > 1:
        return math.ceil(frame.rows / (side * down)) * math.ceil(frame.columns / (side * across))
    wide, high = frame.sampling[body[1]]
    rows = math.ceil(frame.rows * high / down)
    columns = math.ceil(frame.columns * wide / across)
    return math.ceil(rows / side) * math.ceil(columns / side)


def _padded(data: bytes, ends: list[int]) -> bytes:
    cuts = [0, *ends, len(data)]
    return _PAD.join(data[first:last] for first, last in pairwise(cuts))
