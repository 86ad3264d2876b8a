"""What PNG and JPEG files say of themselves, and whether all of them is there; nothing decoded."""

import struct
import zlib
from dataclasses import dataclass
from typing import Final

from workstation.domain.errors import ScanUnreadable
from workstation.imaging.limits import DEFAULT_LIMITS

PNG_MAGIC: Final = b"\x89PNG\r\n\x1a\n"
JPEG_MAGIC: Final = b"\xff\xd8\xff"
_END_OF_IMAGE: Final = b"\xff\xd9"
#: Frame headers SOF0..SOF15 without DHT, JPG and DAC (ITU-T T.81, table B.1).
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STANDALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_START_OF_SCAN: Final = 0xDA
_PALETTE: Final = 3
_SCAN_MARK: Final = b"\xff\xda"
#: A progressive JPEG has about 10 scans, each of which passes over the whole picture.
_MOST_SCANS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureHeader:
    """What a picture's header says: size, bits per sample, whether a palette gives its colours."""

    rows: int
    columns: int
    bits: int
    has_palette: bool = False


def png_header(data: bytes, source: str) -> PictureHeader:
    """Walk all chunks and check their sums, so that a damaged file never yields part of itself.

    Raises
    ------
    ScanUnreadable
        If it is damaged, cut short or too large. A header shorter than its fields raises
        ``struct.error``, which is one of `workstation.imaging.tiffs.DECODER_FAULTS`.
    """
    columns, rows, bits, colour = struct.unpack_from(">IIBB", data, 16)
    if data[12:16] != b"IHDR":
        raise ScanUnreadable(source, "the PNG is damaged")
    DEFAULT_LIMITS.check_size(source, rows, columns)
    view, at = memoryview(data), len(PNG_MAGIC)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind = bytes(view[at + 4 : at + 8])
        end = at + 12 + length
        if end > len(data):
            break
        (told,) = struct.unpack_from(">I", data, end - 4)
        if zlib.crc32(view[at + 4 : end - 4]) != told:
            raise ScanUnreadable(source, "the PNG is damaged: a check sum does not agree")
        if kind == b"IEND":
            if data[end:].strip(b"\0"):
                raise ScanUnreadable(source, "something hangs behind the PNG")
            palette = colour == _PALETTE
            return PictureHeader(rows=rows, columns=columns, bits=bits, has_palette=palette)
        at = end
    raise ScanUnreadable(source, "the PNG is cut short")


def jpeg_header(data: bytes, source: str) -> PictureHeader:
    """Walk the segments to the frame header; the end marker must be there.

    Raises
    ------
    ScanUnreadable
        If it is damaged or cut short; ``struct.error`` as `png_header`.
    """
    found: PictureHeader | None = None
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            break
        marker = data[at + 1]
        if marker == 0xFF or marker in _STANDALONE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker == _START_OF_SCAN and found is not None:
            _check_end(data, at, source)
            # Within packed data 0xFF is followed by 0, so these are all real.
            if data.count(_SCAN_MARK, at) > _MOST_SCANS:
                raise ScanUnreadable(source, "the JPEG goes over its picture too many times")
            return found
        (length,) = struct.unpack_from(">H", data, at + 2)
        if marker in _FRAMES:
            bits, rows, columns = struct.unpack_from(">BHH", data, at + 4)
            found = PictureHeader(rows=rows, columns=columns, bits=bits)
        at += 2 + length
    raise ScanUnreadable(source, "the JPEG is damaged")


def _check_end(data: bytes, start: int, source: str) -> None:
    """Require the end marker after the picture data: a thumbnail's own does not count.

    Looked for from the end, where it mostly is: to search a large picture takes long.
    """
    if data.rfind(_END_OF_IMAGE, start) < 0:
        raise ScanUnreadable(source, "the JPEG is cut short")
