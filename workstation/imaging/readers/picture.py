"""Readers of PNG, JPEG, JPEG 2000 and JPEG XL pictures, 8 to 16 bit.

Sources: PNG 1.2 (ISO/IEC 15948), JPEG (ITU-T T.81), JPEG 2000 (ISO/IEC 15444-1), JPEG XL
(ISO/IEC 18181); decoded by libpng, libjpeg-turbo, OpenJPEG and libjxl through imagecodecs.
"""

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
from workstation.imaging.jpeg_streams import require_whole_jpeg
from workstation.imaging.limits import DEFAULT_LIMITS
from workstation.imaging.more_headers import (
    J2K_MAGIC,
    JP2_MAGIC,
    JXL_BOXES,
    JXL_MAGIC,
    jp2_header,
    jxl_header,
)
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
    magics: tuple[bytes, ...]
    most_px_per_byte: int
    header: Callable[[bytes, str], PictureHeader]
    decode: Callable[[bytes], NDArray[Any]]

    def recognises(self, first_bytes: bytes, path: Path) -> bool:  # noqa: ARG002 - Reader's shape
        """Tell whether the content begins with the format's magic number."""
        return first_bytes.startswith(self.magics)

    def read(self, path: Path) -> Scan:
        """Read the picture, or raise ``ScanUnreadable``."""
        source = path.name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise ScanUnreadable(source, f"cannot be read ({error.strerror})") from error
        samples, bits = self._decode(data, source)
        decoded = to_transmission(samples, source, bits=bits)
        plane = Plane(
            view=names.view_of(path.stem) or ViewName.SIDE,
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

    def _decode(self, data: bytes, source: str) -> tuple[NDArray[Any], int]:
        """Return the samples and how many bits of them are used."""
        try:
            header = self.header(data, source)
            DEFAULT_LIMITS.check_size(source, header.rows, header.columns)
            if header.rows * header.columns > self.most_px_per_byte * len(data):
                raise ScanUnreadable(source, "its header promises more pixels than it can hold")
            if header.has_palette:
                raise ScanUnreadable(source, "a PNG with a colour palette is not a scan")
            if not 8 <= header.bits <= 16:
                raise ScanUnreadable(
                    source, f"pixels of {header.bits} bit; only 8 to 16 can be read"
                )
            samples = np.asarray(self.decode(data))
            if self.magics == (JPEG_MAGIC,):
                require_whole_jpeg(data, samples, self.decode, source)
        except DECODER_FAULTS as error:
            raise ScanUnreadable(source, f"the {self.name.upper()} is damaged") from error
        if samples.shape[:2] != (header.rows, header.columns):
            raise ScanUnreadable(source, "the picture is not as large as its header says")
        if samples.dtype not in (np.uint8, np.uint16):
            raise ScanUnreadable(source, f"pixels of {samples.dtype} say no range of their own")
        return samples, header.bits


PNG: Final = PictureReader(
    name="png",
    suffixes=(".png",),
    magics=(PNG_MAGIC,),
    most_px_per_byte=1040,  # deflate: 258 bytes for 2 bits (RFC 1951, 3.2.5), pixels of a byte
    header=png_header,
    decode=imagecodecs.png_decode,
)
JPEG: Final = PictureReader(
    name="jpeg",
    suffixes=(".jpg", ".jpeg"),
    magics=(JPEG_MAGIC,),
    most_px_per_byte=1024,  # a bit or more for each block of 8 x 8 (ITU-T T.81, F.1.2), doubled
    header=jpeg_header,
    decode=imagecodecs.jpeg8_decode,
)
JPEG_2000: Final = PictureReader(
    name="jpeg2000",
    suffixes=(".jp2", ".j2k", ".j2c", ".jpx"),
    magics=(JP2_MAGIC, J2K_MAGIC),
    most_px_per_byte=1 << 14,  # none but a blank picture comes near, and a bomb
    header=jp2_header,
    decode=imagecodecs.jpeg2k_decode,
)
JPEG_XL: Final = PictureReader(
    name="jpegxl",
    suffixes=(".jxl",),
    magics=(JXL_BOXES, JXL_MAGIC),
    most_px_per_byte=1 << 14,  # as above
    header=jxl_header,
    decode=imagecodecs.jpegxl_decode,
)
