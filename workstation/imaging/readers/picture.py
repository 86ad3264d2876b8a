"""Readers of PNG and JPEG pictures, 8 and 16 bit."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import imagecodecs
import numpy as np
from numpy.typing import NDArray

from workstation.domain.container import find_number
from workstation.domain.errors import ScanUnreadable
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging import names
from workstation.imaging.limits import DEFAULT_LIMITS
from workstation.imaging.samples import to_transmission
from workstation.imaging.scan import Plane, Scan
from workstation.imaging.tiffs import DECODER_FAULTS

_PNG_MAGIC: Final = b"\x89PNG\r\n\x1a\n"
_JPEG_MAGIC: Final = b"\xff\xd8\xff"
_END_OF_IMAGE: Final = b"\xff\xd9"
#: Frame headers SOF0..SOF15 without DHT, JPG and DAC (ITU-T T.81, table B.1).
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_STANDALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_START_OF_SCAN: Final = 0xDA
_PALETTE: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """What a picture's header says: size and bits per sample."""

    rows: int
    columns: int
    bits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureReader:
    """Takes one picture as one plane of unknown pitch.

    ``header`` measures and checks the bytes before ``decode`` sees them.
    """

    name: str
    suffixes: tuple[str, ...]
    magic: bytes
    header: Callable[[bytes, str], _Header]
    decode: Callable[[bytes], NDArray[Any]]

    def recognises(self, first_bytes: bytes, path: Path) -> bool:  # noqa: ARG002 - Reader's shape
        """Tell whether the content begins with the format's magic number."""
        return first_bytes.startswith(self.magic)

    def read(self, path: Path) -> Scan:
        """Read the picture, or raise ``ScanUnreadable``."""
        source = path.name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ScanUnreadable(source, f"cannot be read ({error.strerror})") from error
        samples = self._decode(data, source)
        decoded = to_transmission(samples, source)
        plane = Plane(
            view=ViewName.SIDE,
            band=EnergyBand.SINGLE,
            energy_mev=names.energy_mev(path.stem),
            transmission=decoded.pixels,
            stored_bits=decoded.stored_bits,
        )
        return Scan(
            head=ScanHead(container=find_number(path.stem)),
            planes=(plane,),
            format=self.name,
            warnings=decoded.warnings,
        )

    def _decode(self, data: bytes, source: str) -> NDArray[Any]:
        try:
            header = self.header(data, source)
            DEFAULT_LIMITS.check_size(source, header.rows, header.columns)
            if header.bits not in (8, 16):
                raise ScanUnreadable(
                    source, f"pixels of {header.bits} bit; only 8 and 16 can be read"
                )
            samples = np.asarray(self.decode(data))
        except DECODER_FAULTS as error:
            raise ScanUnreadable(source, f"the {self.name.upper()} is damaged") from error
        if samples.shape[:2] != (header.rows, header.columns):
            raise ScanUnreadable(source, "the picture is not as large as its header says")
        return samples


def _png_header(data: bytes, source: str) -> _Header:
    """Walk all chunks and check their sums, so that a damaged file never yields part of itself."""
    columns, rows, bits, colour = struct.unpack_from(">IIBB", data, 16)
    if data[12:16] != b"IHDR":
        raise ScanUnreadable(source, "the PNG is damaged")
    DEFAULT_LIMITS.check_size(source, rows, columns)
    if colour == _PALETTE:
        raise ScanUnreadable(source, "a PNG with a colour palette is not a scan")
    view, at = memoryview(data), len(_PNG_MAGIC)
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
            return _Header(rows=rows, columns=columns, bits=bits)
        at = end
    raise ScanUnreadable(source, "the PNG is cut short")


def _jpeg_header(data: bytes, source: str) -> _Header:
    """Walk the segments to the frame header; the end marker must be there."""
    found: _Header | None = None
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
            return found
        (length,) = struct.unpack_from(">H", data, at + 2)
        if marker in _FRAMES:
            bits, rows, columns = struct.unpack_from(">BHH", data, at + 4)
            found = _Header(rows=rows, columns=columns, bits=bits)
        at += 2 + length
    raise ScanUnreadable(source, "the JPEG is damaged")


def _check_end(data: bytes, start: int, source: str) -> None:
    """Require the end marker after the picture data: a thumbnail's own does not count."""
    if data.find(_END_OF_IMAGE, start) < 0:
        raise ScanUnreadable(source, "the JPEG is cut short")


PNG: Final = PictureReader(
    name="png",
    suffixes=(".png",),
    magic=_PNG_MAGIC,
    header=_png_header,
    decode=imagecodecs.png_decode,
)
JPEG: Final = PictureReader(
    name="jpeg",
    suffixes=(".jpg", ".jpeg"),
    magic=_JPEG_MAGIC,
    header=_jpeg_header,
    decode=imagecodecs.jpeg_decode,
)
