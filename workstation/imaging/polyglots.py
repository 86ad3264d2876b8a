"""Files that are two things at once: refused, because two programs would see two contents.

A DICOM file may begin with anything, 128 bytes of it, and so with the header of a TIFF or of a
program; a ZIP archive may hang behind any picture, a PDF may begin anywhere in its first kilobyte.
"""

import os
import struct
from pathlib import Path
from typing import Final

from workstation.domain.errors import ScanUnreadable

_AT_THE_BEGINNING: Final = (
    (b"II*\0", "a TIFF"), (b"MM\0*", "a TIFF"), (b"II+\0", "a TIFF"), (b"MM\0+", "a TIFF"),
    (b"\x89PNG\r\n\x1a\n", "a PNG"), (b"\xff\xd8\xff", "a JPEG"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000"), (b"\xff\x4f\xff\x51", "a JPEG 2000"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL"), (b"\xff\x0a", "a JPEG XL"),
    (b"GIF8", "a GIF"), (b"BM", "a BMP"), (b"PK\x03\x04", "a ZIP archive"),
    (b"MZ", "a program"), (b"\x7fELF", "a program"), (b"#!", "a program"),
)  # fmt: skip
_DICOM: Final = (slice(128, 132), b"DICM", "a DICOM file")
#: Readers of PDF look for its mark so far into a file (ISO 32000-1, annex H.3.4).
_PDF: Final = (slice(0, 1024), b"%PDF-", "a PDF document")
_ZIP_END: Final = struct.Struct("<4s4H2LH")  # APPNOTE.TXT, 4.3.16
_ZIP_END_MARK: Final = b"PK\x05\x06"
_ZIP_REACH: Final = _ZIP_END.size + 0xFFFF


def refuse_polyglot(path: Path, first_bytes: bytes) -> None:
    """Refuse a file that is a second thing too.

    Parameters
    ----------
    first_bytes : bytes
        The beginning of the file, 1 KiB of it or more where there is so much.

    Raises
    ------
    ScanUnreadable
        If it is; also if its end cannot be read.
    """
    found = [what for magic, what in _AT_THE_BEGINNING if first_bytes.startswith(magic)][:1]
    where, mark, what = _DICOM
    if first_bytes[where] == mark:
        found.append(what)
    where, mark, what = _PDF
    if mark in first_bytes[where]:
        found.append(what)
    if found != ["a ZIP archive"] and _ends_as_zip(path):
        found.append("a ZIP archive")
    if len(found) > 1:
        raise ScanUnreadable(path.name, f"it is {found[0]} and {found[1]} at once")


def _ends_as_zip(path: Path) -> bool:
    """Tell whether the end of a file is the directory's end of an archive, which must fit it."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            begin = file.seek(max(0, size - _ZIP_REACH))
            tail = file.read(_ZIP_REACH)
    except OSError as error:
        raise ScanUnreadable(path.name, f"cannot be read ({error.strerror})") from error
    at = len(tail)
    while (at := tail.rfind(_ZIP_END_MARK, 0, at)) >= 0:
        if at + _ZIP_END.size <= len(tail):
            _, _, _, _, entries, length, offset, comment = _ZIP_END.unpack_from(tail, at)
            fits = at + _ZIP_END.size + comment <= len(tail) and offset + length <= begin + at
            if fits and entries * 46 <= length:
                return True
    return False
