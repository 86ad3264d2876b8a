"""Readers of PNG and JPEG pictures, 8 and 16 bit."""

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
from workstation.imaging.picture_headers import (
    JPEG_MAGIC,
    PNG_MAGIC,
    PictureHeader,
    jpeg_header,
    png_header,
)
from workstation.imaging.samples import to_transmission
from workstation.imaging.scan import Plane, Scan
from workstation.imaging.tiffs import DECODER_FAULTS


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureReader:
    """Takes one picture as one plane of unknown pitch.

    ``header`` measures and checks the bytes before ``decode`` sees them. More pixels than
    ``most_px_per_byte`` cannot have been packed into a byte: the header lies.
    """

    name: str
    suffixes: tuple[str, ...]
    magic: bytes
    most_px_per_byte: int
    header: Callable[[bytes, str], PictureHeader]
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
            if header.rows * header.columns > self.most_px_per_byte * len(data):
                raise ScanUnreadable(source, "its header promises more pixels than it can hold")
            if header.has_palette:
                raise ScanUnreadable(source, "a PNG with a colour palette is not a scan")
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


PNG: Final = PictureReader(
    name="png",
    suffixes=(".png",),
    magic=PNG_MAGIC,
    most_px_per_byte=1040,  # deflate: 258 bytes for 2 bits (RFC 1951, 3.2.5), pixels of a byte
    header=png_header,
    decode=imagecodecs.png_decode,
)
JPEG: Final = PictureReader(
    name="jpeg",
    suffixes=(".jpg", ".jpeg"),
    magic=JPEG_MAGIC,
    most_px_per_byte=1024,  # a bit or more for each block of 8 x 8 (ITU-T T.81, F.1.2), doubled
    header=jpeg_header,
    decode=imagecodecs.jpeg_decode,
)
