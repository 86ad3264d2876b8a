"""Photos in a scan package: colour pages behind all pages of the scan, each a JPEG.

They stand last, so that nothing of the scan waits for them; they are pages, so that any TIFF
program shows them; and they have a schema of their own, so that nobody takes them for a scan.
"""

import json
from typing import Any, Final

from tifffile import TiffWriter

from workstation.domain.photo import (
    LARGEST_FILE,
    MOST_PHOTOS,
    MissingPhoto,
    Photo,
    PhotoFault,
    Photos,
)
from workstation.imaging.photos import PhotoUnreadable, packed_photo
from workstation.imaging.tiffs import DECODER_FAULTS

SCHEMA: Final = "reviewroom.photo/1"
_FAMILY: Final = "reviewroom.photo/"
_LONGEST: Final = 4096
#: How OpenCV halves the colours of a JPEG; the TIFF must say the same.
_SUBSAMPLING: Final = (2, 2)


def write_photo(writer: TiffWriter, photo: Photo) -> None:
    """Write a photo as the next page; its JPEG stands in the file as it is."""
    writer.write(
        iter([photo.jpeg]),
        shape=(photo.rows, photo.columns, 3),
        dtype="uint8",
        photometric="ycbcr",
        compression="jpeg",
        subsampling=_SUBSAMPLING,
        rowsperstrip=photo.rows,
        description=json.dumps({"schema": SCHEMA, "number": photo.number}, sort_keys=True),
        metadata=None,
        software=False,
    )


def scan_pages(tiff: Any) -> list[Any]:  # noqa: ANN401 - tifffile has no types
    """Return the pages of an open package that belong to its scan: all before the photos."""
    pages = list(tiff.pages)
    while len(pages) > 1 and is_photo(pages[-1]):
        pages.pop()
    return pages


def is_photo(page: Any) -> bool:  # noqa: ANN401
    """Tell whether a page says that it is a photo."""
    return str(_told(page).get("schema")).startswith(_FAMILY)


def photos_of(tiff: Any, missing: tuple[MissingPhoto, ...]) -> Photos:  # noqa: ANN401
    """Return the photos of an open package; one that is damaged is missing, no more than that.

    Parameters
    ----------
    tiff : TiffFile
    missing : tuple of MissingPhoto
        Those that the package itself says are missing.
    """
    pictures: list[Photo] = []
    lost = list(missing)
    pages = list(tiff.pages)[len(scan_pages(tiff)) :]
    for place, page in enumerate(pages[:MOST_PHOTOS], start=1):
        try:
            pictures.append(_photo(page, _number(page, place)))
        except PhotoUnreadable as error:
            lost.append(error.missing)
    lost.sort(key=lambda one: one.number)
    return Photos(pictures=tuple(pictures), missing=tuple(lost))


def _number(page: Any, place: int) -> int:  # noqa: ANN401
    """Return the number that a photo tells, or its place."""
    number = _told(page).get("number")
    if isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= 999:
        return number
    return place


def _told(page: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return what a page says of itself as a JSON object; an empty one where it does not."""
    text = page.description
    if not isinstance(text, str) or len(text) > _LONGEST or _FAMILY not in text:
        return {}
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _photo(page: Any, number: int) -> Photo:  # noqa: ANN401
    """Return the JPEG of a page as it stands in the file."""
    try:
        (start,), (size,) = page.dataoffsets, page.databytecounts
        if not 0 < size <= LARGEST_FILE:
            raise PhotoUnreadable(number, PhotoFault.TOO_LARGE)
        handle = page.parent.filehandle
        handle.seek(start)
        jpeg: bytes = handle.read(size)
    except (OSError, *DECODER_FAULTS) as error:
        raise PhotoUnreadable(number, PhotoFault.DAMAGED) from error
    return packed_photo(jpeg, number=number)
