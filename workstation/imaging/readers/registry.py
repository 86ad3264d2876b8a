"""Which reader takes which file: by content first, and the suffix must agree."""

import logging
from collections.abc import Iterable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from workstation.domain.errors import ScanUnreadable
from workstation.imaging.dicom_prefix import MAGIC, MAGIC_AT
from workstation.imaging.limits import DEFAULT_LIMITS
from workstation.imaging.polyglots import refuse_polyglot
from workstation.imaging.scan import Scan

GROUP: Final = "reviewroom.readers"
HEAD_BYTES: Final = 4096

_LOG: Final = logging.getLogger(__name__)

#: The readers that ship, in the order of asking; they work without installed metadata.
_BUILT_IN: Final = {
    "package": "workstation.imaging.readers.package:READER",
    "tiff": "workstation.imaging.readers.tiff:READER",
    "png": "workstation.imaging.readers.picture:PNG",
    "jpeg": "workstation.imaging.readers.picture:JPEG",
    "jpeg2000": "workstation.imaging.readers.picture:JPEG_2000",
    "jpegxl": "workstation.imaging.readers.picture:JPEG_XL",
    "dicom": "workstation.imaging.readers.dicom:READER",
    "smiths": "workstation.imaging.readers.sidecar:SMITHS",
    "p60": "workstation.imaging.readers.sidecar:P60",
    "described": "workstation.imaging.readers.described:READER",
    "numpy": "workstation.imaging.readers.array:READER",
}

#: Formats whose specification is not at hand, by the suffixes they would come with.
_RESERVED: Final = {
    "uff": ((".uff",), "the WCO Unified File Format (UFF)"),
    "hst73": ((".hst73", ".hst"), "the HS/T 73 image format of China Customs"),
}

#: First bytes of things that are no scans, so that the sentence can name them.
_STRANGERS: Final = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"RIFF", "a WebP picture or a film"),
    (b"<?xml", "an XML file, perhaps a scanner's sidecar"),
    (b"\xef\xbb\xbf<?xml", "an XML file, perhaps a scanner's sidecar"),
    (b"\xff\xfe<\x00", "an XML file, perhaps a scanner's sidecar"),
    (b"SQLite format 3", "a database"),
    (b"<", "an XML or HTML file"),
    (b"{", "a JSON file, perhaps a declaration"),
)


@runtime_checkable
class Reader(Protocol):
    """One scanner format. Readers keep no state and may be called from any process."""

    @property
    def name(self) -> str:
        """The format's short name, also `Scan.format`."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The file name endings of the format, lower case, with the dot."""

    def recognises(self, first_bytes: bytes, path: Path) -> bool:
        """Tell whether content of this kind is this reader's; the suffix is checked elsewhere.

        ``first_bytes`` are the first 4096 bytes or fewer.
        """

    def read(self, path: Path) -> Scan:
        """Read the whole scan, or raise ``ScanUnreadable``; never a part of it."""


@cache
def readers() -> tuple[Reader, ...]:
    """Return all readers, the built-in first; a plug-in that breaks is left out and logged."""
    built_in = [EntryPoint(name, value, GROUP) for name, value in _BUILT_IN.items()]
    plug_ins = [point for point in entry_points(group=GROUP) if point.name not in _BUILT_IN]
    return tuple(_load([*built_in, *plug_ins]))


def reader_of(path: Path) -> Reader:
    """Return the reader that takes a file.

    Raises
    ------
    ScanUnreadable
        If the file is missing, empty or too large, is no scan, has a reserved format, or its
        suffix says another thing than its content.
    """
    first_bytes = _first_bytes(path)
    refuse_polyglot(path, first_bytes)
    _refuse_reserved(path)
    claimed = [reader for reader in readers() if _claims(reader, path)]
    for reader in readers():
        if _asked(reader, first_bytes, path):
            if first_bytes[MAGIC_AT] == MAGIC and reader.name != "dicom":
                raise ScanUnreadable(path.name, f"the content is both {reader.name} and DICOM")
            if claimed and reader not in claimed and not _related(reader, claimed):
                raise ScanUnreadable(
                    path.name,
                    f"the name says {_plainest(claimed)}, but the content is {reader.name}",
                )
            if not claimed and path.suffix:
                raise ScanUnreadable(
                    path.name, f"the content is {reader.name}, but not the ending {path.suffix!r}"
                )
            return reader
    raise ScanUnreadable(path.name, _what_it_looks_like(first_bytes, claimed))


def _load(points: Iterable[EntryPoint]) -> Iterable[Reader]:
    seen: set[str] = set()
    for point in points:
        try:
            reader = point.load()
        except Exception:  # noqa: BLE001 - a plug-in is foreign code; the others must work
            _LOG.warning("reader plug-in %s is broken and left out", point.name, exc_info=True)
            continue
        if not isinstance(reader, Reader) or reader.name in {*seen, *_RESERVED}:
            _LOG.warning("reader plug-in %s is no reader or takes a taken name", point.name)
            continue
        seen.add(reader.name)
        yield reader


def _asked(reader: Reader, first_bytes: bytes, path: Path) -> bool:
    try:
        return reader.recognises(first_bytes, path)
    except Exception:  # noqa: BLE001 - as above
        _LOG.warning("reader plug-in %s broke while looking at a file", reader.name, exc_info=True)
        return False


def _first_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise ScanUnreadable(path.name, "it is not a file")
        with path.open("rb") as file:
            first_bytes = file.read(HEAD_BYTES)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ScanUnreadable(path.name, f"cannot be read ({reason})") from error
    if not first_bytes:
        raise ScanUnreadable(path.name, "the file is empty")
    if size > DEFAULT_LIMITS.file_bytes:
        gib = DEFAULT_LIMITS.file_bytes >> 30
        raise ScanUnreadable(path.name, f"the file is larger than the limit of {gib} GiB")
    return first_bytes


def _refuse_reserved(path: Path) -> None:
    for suffixes, title in _RESERVED.values():
        if path.suffix.lower() in suffixes:
            raise ScanUnreadable(
                path.name,
                f"{title} cannot be read: its specification was not at hand; "
                "export the scan as TIFF",
            )


def _claims(reader: Reader, path: Path) -> bool:
    return path.name.lower().endswith(reader.suffixes)


def _related(reader: Reader, claimed: list[Reader]) -> bool:
    """Allow a reader of a narrower kind the endings of a wider one: a package in a ``.tif``."""
    return any(set(other.suffixes) <= set(reader.suffixes) for other in claimed)


def _plainest(claimed: list[Reader]) -> str:
    return min(claimed, key=lambda reader: len(reader.suffixes)).name


def _what_it_looks_like(first_bytes: bytes, claimed: list[Reader]) -> str:
    looks = next((title for magic, title in _STRANGERS if first_bytes.startswith(magic)), None)
    if looks is None and not first_bytes.strip(b"\0"):
        looks = "nothing but zeros; the copy was probably cut short"
    if claimed:
        return f"the name says {_plainest(claimed)}, but the content is {looks or 'something else'}"
    return f"it is {looks}" if looks else "it is no picture format that can be read"
