"""TIFF files of strangers: opened, counted and measured before a pixel is decoded."""

import logging
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from tifffile import TiffFile, TiffFileError

from workstation.domain.errors import ScanUnreadable
from workstation.imaging.jpeg_streams import require_whole_jpeg
from workstation.imaging.limits import DEFAULT_LIMITS, Limits
from workstation.imaging.samples import StatedRange

MAGICS: Final = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")

#: What the decoders raise on damaged bytes. Wide on purpose: the bytes are a stranger's, and
#: every one of these was seen from tifffile, imagecodecs or OpenCV on a mutated file.
DECODER_FAULTS: Final = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RuntimeError,
    AssertionError, EOFError, MemoryError, NotImplementedError, struct.error, zlib.error,
    TiffFileError,
)  # fmt: skip

_JPEG: Final = 7
_JPEG_2000: Final = 34712
#: Kinds of packing whose decoders end wherever the data do: none, LZW, PackBits.
_UNCHECKED: Final[Mapping[int, Callable[[bytes, int], bytes | bytearray]]] = {
    1: lambda part, _most: part,
    5: lambda part, most: imagecodecs.lzw_decode(part, out=most),
    32773: lambda part, _most: imagecodecs.packbits_decode(part),  # at most 64 times as much
}
#: TIFF compression numbers: none, LZW, JPEG, Adobe deflate, PackBits, deflate, JPEG 2000, zstd.
_COMPRESSIONS: Final = frozenset({1, 5, _JPEG, 8, 32773, 32946, _JPEG_2000, 50000})
_MIN_IS_WHITE: Final = 0
_YCBCR: Final = 6
_PHOTOMETRIC: Final = frozenset({_MIN_IS_WHITE, 1, 2})
_SMALLEST, _LARGEST = 340, 341  # SMinSampleValue, SMaxSampleValue
_PAGE_NAME: Final = 285
#: Bits of a sample by TIFF sample format: unsigned, signed, IEEE float.
_BITS: Final = {1: (8, 12, 16, 32), 2: (16, 32), 3: (16, 32, 64)}
_REDUCED: Final = 1

# A damaged file is reported by our own exception, not by a line on standard error.
logging.getLogger("tifffile").addHandler(logging.NullHandler())


@contextmanager
def open_tiff(path: Path, limits: Limits = DEFAULT_LIMITS) -> Iterator[TiffFile]:
    """Open a TIFF whose chain of pages is whole.

    Raises
    ------
    ScanUnreadable
        If the file is missing, too large, cut short, or its pages run in a circle; also for
        whatever a decoder raises inside the ``with`` block.
    """
    source = path.name
    try:
        _check_file(path, limits)
        with TiffFile(path) as tiff:
            if len(tiff.pages) != _count_pages(path, limits):
                raise ScanUnreadable(source, "the TIFF directory is damaged")
            yield tiff
    except OSError as error:
        raise ScanUnreadable(source, f"cannot be read ({error.strerror or error})") from error
    except DECODER_FAULTS as error:
        raise ScanUnreadable(source, f"the TIFF is damaged ({_short(error)})") from error


def page_size(page: Any) -> tuple[int, int]:  # noqa: ANN401 - tifffile has no types
    """Return rows and columns of a page, from its header."""
    return int(page.imagelength), int(page.imagewidth)


def is_thumbnail(page: Any) -> bool:  # noqa: ANN401
    """Tell whether a page says that it is a reduced copy of another."""
    return bool(int(page.subfiletype) & _REDUCED)


def decode(page: Any, source: str) -> NDArray[Any]:  # noqa: ANN401
    """Decode one page to samples, or refuse it; never returns a partly filled picture.

    Returns
    -------
    ndarray, shape (rows, columns) or (rows, columns, channels)
        Whole numbers without sign have white high, whichever way the file stores it; for
        others `stated_range` says which end is white.

    Raises
    ------
    ScanUnreadable
        If the page has an unusual layout or its data are not all there.
    """
    _check_layout(page, source)
    require_whole(page, source)
    samples: NDArray[Any] = page.asarray(maxworkers=1)
    if int(page.compression) == _JPEG:
        _require_whole_jpegs(page, source)
    elif int(page.compression) in _UNCHECKED:
        _require_full_parts(page, source)
    rows, columns = page_size(page)
    if samples.shape[:2] != (rows, columns):
        raise ScanUnreadable(source, f"unusual pixel layout {samples.shape}")
    if int(page.photometric) == _MIN_IS_WHITE and samples.dtype.kind == "u":
        if bits_of(page) == 12:
            return np.asarray(np.uint16(4095) - samples)
        return np.asarray(np.invert(samples))
    return samples


def bits_of(page: Any) -> int:  # noqa: ANN401
    """Return the bits of one sample of a page."""
    return int(page.bitspersample)


def label_of(page: Any) -> str:  # noqa: ANN401
    """Return what a page calls itself: its name and its description, when that is a short text."""
    name = page.tags.get(_PAGE_NAME)
    said = [str(name.value) if name is not None else "", str(page.description or "")]
    return " ".join(text for text in said if len(text) <= 200)


def stated_range(page: Any) -> StatedRange | None:  # noqa: ANN401
    """Return the range that a page of floats or signed numbers states; None when it does not.

    References
    ----------
    .. [1] TIFF revision 6.0, section 19: SMinSampleValue and SMaxSampleValue.
    """
    if int(page.sampleformat) == 1 and bits_of(page) != 32:
        return None
    tags = page.tags.get(_SMALLEST), page.tags.get(_LARGEST)
    if tags[0] is None or tags[1] is None:
        return None
    least, most = (float(np.ravel(tag.value)[0]) for tag in tags)
    white_is_low = int(page.photometric) == _MIN_IS_WHITE and int(page.sampleformat) != 1
    ends = (most, least) if white_is_low else (least, most)
    return StatedRange(opaque=ends[0], open_air=ends[1])


def _check_file(path: Path, limits: Limits) -> None:
    size = path.stat().st_size
    if size == 0:
        raise ScanUnreadable(path.name, "the file is empty")
    if size > limits.file_bytes:
        raise ScanUnreadable(
            path.name, f"{size >> 20} MiB are more than the limit of {limits.file_bytes >> 20} MiB"
        )


def _count_pages(path: Path, limits: Limits) -> int:
    """Walk the chain of directories ourselves: tifffile stops silently at a damaged link."""
    size = path.stat().st_size
    with path.open("rb") as file:
        header = file.read(16)
        order = "<" if header[:2] == b"II" else ">"
        big = struct.unpack(order + "H", header[2:4])[0] == 43
        offset_form, count_form, entry = ("Q", "Q", 20) if big else ("I", "H", 12)
        offset = struct.unpack_from(order + offset_form, header, 8 if big else 4)[0]
        seen: set[int] = set()
        while offset:
            if offset >= size:
                raise ScanUnreadable(
                    path.name, _cut_short("a page should lie at byte", offset, size)
                )
            if offset in seen:
                raise ScanUnreadable(path.name, "the TIFF is damaged: its pages run in a circle")
            seen.add(offset)
            if len(seen) > limits.pages:
                raise ScanUnreadable(path.name, f"more than {limits.pages} pages")
            file.seek(offset)
            (count,) = struct.unpack(order + count_form, file.read(struct.calcsize(count_form)))
            if count > 4096:
                raise ScanUnreadable(path.name, "the TIFF directory is damaged")
            file.seek(count * entry, 1)
            form = order + offset_form
            (offset,) = struct.unpack(form, file.read(struct.calcsize(form)))
    return len(seen)


def _check_layout(page: Any, source: str) -> None:  # noqa: ANN401
    if int(page.compression) not in _COMPRESSIONS:
        raise ScanUnreadable(source, f"TIFF compression {int(page.compression)} is not supported")
    colours = int(page.photometric)
    if colours not in _PHOTOMETRIC and (colours, int(page.compression)) != (_YCBCR, _JPEG):
        raise ScanUnreadable(
            source, f"TIFF colours of kind {int(page.photometric)} are not supported"
        )
    bits, form = page.bitspersample, int(page.sampleformat)
    if bits not in _BITS.get(form, ()):
        raise ScanUnreadable(
            source,
            f"pixels of {bits} bit (format {form}); only 8, 12, 16 and 32 bit, and floats, "
            "can be read",
        )
    if int(page.imagedepth) != 1 or int(page.samplesperpixel) not in (1, 2, 3, 4):
        raise ScanUnreadable(source, "the TIFF is not a flat picture")
    if int(page.samplesperpixel) > 1 and int(page.planarconfig) != 1:
        raise ScanUnreadable(source, "TIFF colours in separate planes are not supported")


def require_whole(page: Any, source: str) -> None:  # noqa: ANN401
    """Refuse a page whose tiles or strips are not all there: they would decode to black.

    Raises
    ------
    ScanUnreadable
        If one of them is missing or reaches beyond the end of the file.
    """
    rows, columns = page_size(page)
    if page.is_tiled:
        high, wide = int(page.tilelength), int(page.tilewidth)
        if not (0 < high <= max(4096, 2 * rows) and 0 < wide <= max(4096, 2 * columns)):
            raise ScanUnreadable(source, "the TIFF tiles have an impossible size")
        wanted = -(-rows // high) * -(-columns // wide)
    else:
        strip = min(int(page.rowsperstrip) or rows, rows)
        wanted = -(-rows // strip)
    offsets, counts = page.dataoffsets, page.databytecounts
    if len(offsets) < wanted or len(counts) < wanted:
        raise ScanUnreadable(source, "the TIFF is cut short: parts of the picture are missing")
    size = page.parent.filehandle.size
    parts = list(zip(offsets, counts, strict=False))
    if any(count <= 0 or start <= 0 for start, count in parts):
        raise ScanUnreadable(source, "the TIFF is cut short: parts of the picture are missing")
    end = max(start + count for start, count in parts)
    if end > size:
        raise ScanUnreadable(source, _cut_short("its picture reaches to byte", end, size))
    if sum(counts) > size:
        raise ScanUnreadable(source, "the TIFF is damaged: its parts lie over each other")


def _require_full_parts(page: Any, source: str) -> None:  # noqa: ANN401
    """Refuse a page of which a tile or strip holds fewer bytes than its part of the picture.

    tifffile would fill up some of those. What a tile has outside the picture may be missing.
    """
    rows, columns = page_size(page)
    high = int(page.tilelength) if page.is_tiled else int(page.rowsperstrip) or rows
    wide = int(page.tilewidth) if page.is_tiled else columns
    across = -(-columns // wide)
    row_bytes = -(-wide * int(page.samplesperpixel) * bits_of(page) // 8)
    unpack = _UNCHECKED[int(page.compression)]
    most = high * row_bytes
    parts = page.parent.filehandle.read_segments(page.dataoffsets, page.databytecounts)
    for part, number in parts:
        seen = min(high, rows - number // across * high)
        if part is None or (seen > 0 and len(unpack(part, most)) < seen * row_bytes):
            raise ScanUnreadable(source, "the TIFF is cut short: parts of the picture are missing")


def _cut_short(what: str, wanted: int, size: int) -> str:
    return f"the TIFF is cut short: {what} {wanted:,}, and the file ends at byte {size:,}"


def _segment(page: Any, number: int, part: bytes) -> NDArray[Any] | None:  # noqa: ANN401
    told: NDArray[Any] | None = page.decode(part, number, jpegtables=page.jpegtables)[0]
    return told


def _require_whole_jpegs(page: Any, source: str) -> None:  # noqa: ANN401
    """Refuse a page packed as JPEG of which a tile or strip lacks its end."""
    parts = page.parent.filehandle.read_segments(page.dataoffsets, page.databytecounts)
    for part, number in parts:
        decode = partial(_segment, page, number)
        picture = None if part is None else decode(part)
        if picture is None:
            raise ScanUnreadable(source, "the TIFF is cut short: parts of the picture are missing")
        require_whole_jpeg(part, picture, decode, source)


def _short(error: BaseException) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 120 else text[:117] + "..."
