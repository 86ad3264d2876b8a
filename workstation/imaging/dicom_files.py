"""DICOM and DICOS files opened and checked: what kind they are, before any pixel is decoded."""

import logging
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import BinaryIO, Final

import pydicom
from pydicom.dataset import FileDataset
from pydicom.errors import BytesLengthException, InvalidDicomError
from pydicom.filereader import read_partial

from workstation.domain.errors import ScanUnreadable
from workstation.domain.scanner_report import one_line
from workstation.imaging.dicom_prefix import MAGIC, MAGIC_AT
from workstation.imaging.limits import DEFAULT_LIMITS
from workstation.imaging.tiffs import DECODER_FAULTS

_STORAGE: Final = "1.2.840.10008.5.1.4.1.1."
TDR: Final = _STORAGE + "501.3"
#: Storage SOP classes of radiographs: DICOM PS3.4 table B.5-1; DICOS NEMA IIC 1 table of SOPs.
PICTURES: Final = {
    _STORAGE + "1": "dicom",  # computed radiography
    _STORAGE + "1.1": "dicom",  # digital X-ray, for presentation
    _STORAGE + "1.1.1": "dicom",  # digital X-ray, for processing
    _STORAGE + "7": "dicom",  # secondary capture
    _STORAGE + "7.2": "dicom",  # multi-frame grey byte secondary capture
    _STORAGE + "7.3": "dicom",  # multi-frame grey word secondary capture
    _STORAGE + "501.2.1": "dicos",  # DICOS DX, for presentation
    _STORAGE + "501.2.2": "dicos",  # DICOS DX, for processing
    _STORAGE + "501.4": "dicos",  # DICOS 2D advanced imaging technology
}
_PIXELS: Final = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")

#: Turning an element costs up to a millisecond; a damaged file may seem to have millions.
_MOST_ELEMENTS: Final = 1000
_MOST_ITEMS: Final = 5000
_ITEM: Final = struct.pack("<HH", 0xFFFE, 0xE000)
_BLOCK: Final = 1 << 22
#: What pydicom only warns of though the file is cut short or is not in the encoding it claims.
_CUT_SHORT: Final = r".*(End of file|Expected (ex|im)plicit VR)"
#: The bytes are a stranger's: pydicom's own faults beside those of every decoder.
FAULTS: Final = (*DECODER_FAULTS, InvalidDicomError, BytesLengthException, RecursionError)

# Real DICOS objects carry UIDs that DICOM forbids; what matters is checked where it is used.
logging.getLogger("pydicom").addHandler(logging.NullHandler())
pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE


def open_dicom(path: Path) -> FileDataset:
    """Parse a DICOM or DICOS file; its pixels stay packed, its elements are read when asked for.

    Ask for them within `no_damage`.

    Raises
    ------
    ScanUnreadable
        If it is missing, too large, damaged, or a compressed data set.
    """
    source = path.name
    try:
        size = path.stat().st_size
        if size > DEFAULT_LIMITS.file_bytes:
            raise ScanUnreadable(source, f"{size >> 20} MiB are more than the limit")
        with path.open("rb") as file, no_damage(source):
            _refuse_deflated(file.read(1024), source)
            _refuse_many_items(file, source)
            file.seek(0)
            data = read_partial(file, stop_when=_Bound(source))
    except OSError as error:
        raise ScanUnreadable(source, f"cannot be read ({error.strerror or error})") from error
    return data


class _Bound:
    """Counts the elements that pydicom walks over, and refuses a file that has too many."""

    def __init__(self, source: str) -> None:
        self._source, self._count = source, 0

    def __call__(self, _tag: object, _vr: object, _length: int) -> bool:
        self._count += 1
        if self._count > _MOST_ELEMENTS:
            raise ScanUnreadable(
                self._source, "the DICOM object has more elements than a radiograph has"
            )
        return False


@contextmanager
def no_damage(source: str) -> Iterator[None]:
    """Refuse a file whatever pydicom or a decoder raises over it, or where it only shrugs.

    pydicom warns of a data set that ends too early or is written otherwise than it says, and
    goes on with what it has; a scan is never a part of a picture. Other warnings say nothing
    that matters here: values that no standard allows are held to account where they are used.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.filterwarnings("error", message=_CUT_SHORT)
            yield
    except (*FAULTS, UserWarning) as error:
        reason = one_line(error)[:80]
        raise ScanUnreadable(source, f"the DICOM file is damaged ({reason})") from error


def kind_of(data: FileDataset, source: str) -> str:
    """Return ``"dicom"`` or ``"dicos"`` for a radiograph, or refuse what is none.

    Raises
    ------
    ScanUnreadable
        For a threat detection report without its picture, a volume, or anything else.
    """
    with no_damage(source):
        sop = str(data.get("SOPClassUID", ""))
        has_pixels = any(keyword in data for keyword in _PIXELS)
    if sop == TDR:
        raise ScanUnreadable(
            source,
            "it is a threat detection report (TDR) and holds no picture; put it beside the "
            "picture that it speaks of",
        )
    kind = PICTURES.get(sop)
    if kind is None:
        name = pydicom.uid.UID(sop).name if sop else "an unknown kind"
        raise ScanUnreadable(source, f"DICOM objects of {one_line(name)!r} are no radiographs")
    if not has_pixels:
        raise ScanUnreadable(source, "the DICOM object holds no pixels")
    return kind


def text_of(data: pydicom.Dataset, keyword: str) -> str:
    """Return an element as one line of text; empty when it is not there."""
    value = data.get(keyword)
    return "" if value is None else one_line(value)


def number_of(data: pydicom.Dataset, keyword: str) -> float | None:
    """Return an element's first value as a finite number; None when it is none."""
    numbers = numbers_of(data, keyword)
    return numbers[0] if numbers else None


def numbers_of(data: pydicom.Dataset, keyword: str) -> tuple[float, ...]:
    """Return an element's values as finite numbers; empty when one of them is none."""
    value = data.get(keyword)
    if value is None or isinstance(value, bytes):
        return ()
    told = [value] if isinstance(value, int | float | str) else list(value)
    try:
        numbers = tuple(float(item) for item in told)
    except (TypeError, ValueError):
        return ()
    finite = all(abs(number) < float("1e12") for number in numbers)
    return numbers if finite else ()


def taken_at(data: pydicom.Dataset) -> datetime | None:
    """Return when the picture was taken; None without date, time and time zone.

    References
    ----------
    .. [1] DICOM PS3.3, C.12.1.1.8: Timezone Offset From UTC.
    """
    for prefix in ("Acquisition", "Content", "Series", "Study"):
        day, clock = text_of(data, f"{prefix}Date"), text_of(data, f"{prefix}Time")
        if len(day) == 8 and len(clock) >= 6:
            break
    else:
        return None
    zone = text_of(data, "TimezoneOffsetFromUTC")
    try:
        offset = _offset(zone)
        instant = datetime.strptime(day + clock[:6], "%Y%m%d%H%M%S")  # noqa: DTZ007 - set below
    except ValueError:
        return None
    return None if offset is None else instant.replace(tzinfo=offset).astimezone(UTC)


def _offset(text: str) -> timezone | None:
    if len(text) != 5 or text[0] not in "+-" or not text[1:].isdigit():
        return None
    minutes = int(text[1:3]) * 60 + int(text[3:])
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes))


def _refuse_many_items(file: BinaryIO, source: str) -> None:
    """Refuse an object of more items than any report has, each of which pydicom makes at once.

    Pixels hold the item's tag by chance once in 4 GiB.
    """
    file.seek(0)
    count, tail = 0, b""
    while block := file.read(_BLOCK):
        count += (tail + block).count(_ITEM)
        if count > _MOST_ITEMS:
            raise ScanUnreadable(source, "the DICOM object has more items than a radiograph has")
        tail = block[1 - len(_ITEM) :]


def _refuse_deflated(head: bytes, source: str) -> None:
    """Refuse a deflated data set before it is unpacked: it may be a bomb."""
    if head[MAGIC_AT] != MAGIC:
        raise ScanUnreadable(source, "it is not a DICOM file")
    if b"1.2.840.10008.1.2.1.99" in head or b"1.2.840.10008.1.2.8" in head:
        raise ScanUnreadable(source, "deflated DICOM files are not taken; send it unpacked")
    if struct.unpack_from("<H", head, 132)[0] != 2:
        raise ScanUnreadable(source, "the DICOM file has no file meta information")
