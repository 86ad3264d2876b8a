"""What JPEG 2000 and JPEG XL files say of themselves before anything is decoded.

Sources: ISO/IEC 15444-1 annexes A.5.1 (SIZ) and I (boxes); ISO/IEC 18181-1 annexes on the
codestream's size header, and 18181-2 for the boxes.
"""

import struct
from collections.abc import Iterator
from typing import Final

from workstation.domain.errors import ScanUnreadable
from workstation.imaging.picture_headers import PictureHeader

JP2_MAGIC: Final = b"\x00\x00\x00\x0cjP  \r\n\x87\n"
J2K_MAGIC: Final = b"\xff\x4f\xff\x51"
JXL_MAGIC: Final = b"\xff\x0a"
JXL_BOXES: Final = b"\x00\x00\x00\x0cJXL \r\n\x87\n"
#: Width of a side by aspect ratio code, as (numerator, denominator) of the height.
_RATIOS: Final = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}
_SIZE_BITS: Final = (9, 13, 18, 30)
_MOST_BOXES: Final = 1000


def jp2_header(data: bytes, source: str) -> PictureHeader:
    """Return size and depth from the codestream's SIZ marker; the end marker must be there.

    Raises
    ------
    ScanUnreadable
        If it is damaged or cut short; ``struct.error`` as `png_header`.
    """
    start = 0
    if data.startswith(JP2_MAGIC):
        start = next((at for kind, at, _ in _boxes(data, source) if kind == b"jp2c"), -1)
    if start < 0 or data[start : start + 4] != J2K_MAGIC:
        raise ScanUnreadable(source, "the JPEG 2000 picture is damaged")
    right, bottom, left, top = struct.unpack_from(">IIII", data, start + 8)
    (components,) = struct.unpack_from(">H", data, start + 40)
    depths = {byte & 0x7F for byte in data[start + 42 : start + 42 + 3 * components : 3]}
    if not 1 <= components <= 4 or len(depths) != 1 or right <= left or bottom <= top:
        raise ScanUnreadable(source, "the JPEG 2000 picture has no layout of a scan")
    if data.rfind(b"\xff\xd9", start) < 0:
        raise ScanUnreadable(source, "the JPEG 2000 picture is cut short")
    if data[start + 42] & 0x80:
        raise ScanUnreadable(source, "JPEG 2000 pixels with a sign are not supported")
    return PictureHeader(rows=bottom - top, columns=right - left, bits=depths.pop() + 1)


def jxl_header(data: bytes, source: str) -> PictureHeader:
    """Return the size of a JPEG XL picture; ``bits`` is 16, its decoder tells the true depth.

    Raises
    ------
    ScanUnreadable
        If it is damaged.
    """
    start = 0
    if data.startswith(JXL_BOXES):
        found = {kind: at for kind, at, _ in reversed(list(_boxes(data, source)))}
        start = found.get(b"jxlc", found.get(b"jxlp", -5) + 4)
    if start < 0 or data[start : start + 2] != JXL_MAGIC:
        raise ScanUnreadable(source, "the JPEG XL picture is damaged")
    bits = _Bits(data[start + 2 : start + 14])
    small = bits.take(1)
    rows = _side(bits, small=bool(small))
    ratio = bits.take(3)
    if ratio:
        numerator, denominator = _RATIOS[ratio]
        columns = rows * numerator // denominator
    else:
        columns = _side(bits, small=bool(small))
    return PictureHeader(rows=rows, columns=columns, bits=16)


def _side(bits: "_Bits", *, small: bool) -> int:
    if small:
        return (bits.take(5) + 1) * 8
    return bits.take(_SIZE_BITS[bits.take(2)]) + 1


class _Bits:
    """Reads whole numbers from the least bit on, as JPEG XL does."""

    def __init__(self, data: bytes) -> None:
        self._value, self._left = int.from_bytes(data, "little"), 8 * len(data)

    def take(self, count: int) -> int:
        if count > self._left:
            raise struct.error("the size header is cut short")
        taken = self._value & ((1 << count) - 1)
        self._value >>= count
        self._left -= count
        return taken


def _boxes(data: bytes, source: str) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, start of content and end of each box on the outermost level."""
    at = 0
    for _ in range(_MOST_BOXES):
        if at + 8 > len(data):
            return
        (size,) = struct.unpack_from(">I", data, at)
        kind, content = data[at + 4 : at + 8], at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, at + 8)
            content = at + 16
        end = len(data) if size == 0 else at + size
        if end > len(data) or end < content:
            raise ScanUnreadable(source, "the picture is cut short")
        yield kind, content, end
        at = end
    raise ScanUnreadable(source, "the picture has more boxes than a picture has")
