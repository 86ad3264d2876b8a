"""The pixels of DICOM and DICOS objects, through decoders with permissive licences.

Sources: DICOM PS3.3 C.7.6.3 (image pixel), C.8.11.3 (DX image: intensity relationship), PS3.5 A.4
(encapsulated transfer syntaxes); NEMA IIC 1 takes these modules over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import imagecodecs
import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.encaps import generate_frames
from pydicom.uid import (
    UID,
    ExplicitVRLittleEndian,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    RLELossless,
)

from workstation.domain.errors import ScanUnreadable
from workstation.imaging.dicom_files import no_damage, number_of, numbers_of, text_of
from workstation.imaging.jpeg_streams import require_whole_jpeg
from workstation.imaging.limits import DEFAULT_LIMITS
from workstation.imaging.samples import StatedRange, Transmission, to_transmission

LOGARITHMIC: Final = "The greys are logarithmic, not transmission; material colours are doubtful."
NEGATIVE: Final = "Pixels below zero were taken as opaque."
LOSSY: Final = "The picture was compressed with loss before it came here."

_PLAIN: Final = frozenset({ImplicitVRLittleEndian, ExplicitVRLittleEndian})
_DECODERS: Final[dict[UID, Callable[[bytes], NDArray[Any]]]] = {
    JPEGBaseline8Bit: imagecodecs.jpeg8_decode,
    JPEGLossless: imagecodecs.jpeg8_decode,  # liblj92 reads beyond the end of a spoilt frame
    JPEGLosslessSV1: imagecodecs.jpeg8_decode,
    JPEGLSLossless: imagecodecs.jpegls_decode,
    JPEG2000Lossless: imagecodecs.jpeg2k_decode,
    # OpenJPEG reads these as well, and unlike OpenJPH it refuses what is cut short.
    HTJ2KLossless: imagecodecs.jpeg2k_decode,
    HTJ2KLosslessRPCL: imagecodecs.jpeg2k_decode,
}
_JPEG: Final = frozenset({JPEGBaseline8Bit, JPEGLossless, JPEGLosslessSV1})
#: Ends every kind of JPEG, LS and 2000 among them, and stands nowhere within their data.
_END: Final = b"\xff\xd9"
_MOST_FRAMES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    rows: int
    columns: int
    frames: int
    allocated: int
    stored: int
    signed: bool


def decode_frames(data: pydicom.Dataset, source: str) -> tuple[Transmission, ...]:
    """Return every frame of a radiograph as transmission.

    Integers of 8 to 64 bit, with or without sign, take the range of their stored bits, or, when
    they have more than 16, up to the largest value that the object states; floats take their
    window, else 0 to 1. The direction follows the intensity relationship's sign, else the
    photometric interpretation.

    Raises
    ------
    ScanUnreadable
        If it is not grey, too large, cut short, or packed in a way that is not supported.
    """
    with no_damage(source):
        layout = _layout(data, source)
        if "FloatPixelData" in data:
            frames = _unpack(data.FloatPixelData, np.dtype("<f4"), layout, source)
        elif "DoubleFloatPixelData" in data:
            frames = _unpack(data.DoubleFloatPixelData, np.dtype("<f8"), layout, source)
        else:
            frames = _integers(data, layout, source)
        warnings = _warnings(data)
        return tuple(_to_transmission(data, frame, layout, warnings, source) for frame in frames)


def _layout(data: pydicom.Dataset, source: str) -> _Layout:
    def whole(keyword: str, default: int) -> int:
        number = number_of(data, keyword)
        return default if number is None else int(number)

    allocated = whole("BitsAllocated", 16)
    layout = _Layout(
        rows=whole("Rows", 0),
        columns=whole("Columns", 0),
        frames=whole("NumberOfFrames", 1),
        allocated=allocated,
        stored=whole("BitsStored", allocated),
        signed=whole("PixelRepresentation", 0) == 1,
    )
    if not 1 <= layout.frames <= _MOST_FRAMES:
        raise ScanUnreadable(source, f"{layout.frames} frames are not views or energies of a scan")
    DEFAULT_LIMITS.check_size(source, layout.rows, layout.columns, layout.frames)
    if whole("SamplesPerPixel", 1) != 1:
        raise ScanUnreadable(source, "coloured DICOM pictures are not scans")
    if allocated not in (8, 16, 32, 64) or not 1 < layout.stored <= allocated:
        raise ScanUnreadable(source, f"pixels of {layout.stored} in {allocated} bit")
    return layout


def _integers(data: pydicom.Dataset, layout: _Layout, source: str) -> list[NDArray[Any]]:
    syntax = data.file_meta.get("TransferSyntaxUID")
    dtype = np.dtype(f"<{'i' if layout.signed else 'u'}{layout.allocated // 8}")
    if syntax in _PLAIN:
        frames = _unpack(data.PixelData, dtype, layout, source)
    elif syntax == RLELossless:
        frames = [_rle(packed, dtype, layout) for packed in _packed(data, layout, source)]
    elif syntax in _DECODERS:
        frames = [_decoded(packed, syntax, source) for packed in _packed(data, layout, source)]
    else:
        name = UID(str(syntax)).name
        raise ScanUnreadable(source, f"DICOM pixels packed as {name} are not supported")
    for frame in frames:
        if frame.shape != (layout.rows, layout.columns):
            raise ScanUnreadable(source, "the picture is not as large as its header says")
    return [_stored_bits_of(frame, data, layout) for frame in frames]


def _unpack(data: bytes, dtype: np.dtype[Any], layout: _Layout, source: str) -> list[NDArray[Any]]:
    wanted = layout.rows * layout.columns * layout.frames * dtype.itemsize
    if len(data) < wanted:
        raise ScanUnreadable(source, "the picture is cut short")
    pixels = np.frombuffer(data, dtype, count=wanted // dtype.itemsize)
    return list(pixels.reshape(layout.frames, layout.rows, layout.columns))


def _packed(data: pydicom.Dataset, layout: _Layout, source: str) -> list[bytes]:
    packed = list(generate_frames(data.PixelData, number_of_frames=layout.frames))
    if len(packed) != layout.frames:
        raise ScanUnreadable(source, "it has not as many frames as its header says")
    return packed


def _decoded(packed: bytes, syntax: UID, source: str) -> NDArray[Any]:
    if packed.rfind(_END) < 0:  # CharLS needs seconds for what ends in a zero before that
        raise ScanUnreadable(source, "the picture is cut short")
    decode = _DECODERS[syntax]
    frame = np.asarray(decode(packed))
    if syntax in _JPEG:
        lossless = syntax != JPEGBaseline8Bit
        require_whole_jpeg(packed, frame, decode, source, lossless=lossless)
    return frame


def _rle(packed: bytes, dtype: np.dtype[Any], layout: _Layout) -> NDArray[Any]:
    size = layout.rows * layout.columns * dtype.itemsize
    plain = np.frombuffer(imagecodecs.dicomrle_decode(packed, dtype, out=size), dtype)
    return plain.reshape(layout.rows, layout.columns)


def _stored_bits_of(frame: NDArray[Any], data: pydicom.Dataset, layout: _Layout) -> NDArray[Any]:
    """Return the stored bits alone, with their sign: others may hold overlays of old."""
    high = int(number_of(data, "HighBit") or layout.stored - 1)
    spare_above = layout.allocated - 1 - high
    if spare_above == 0 and layout.stored == layout.allocated:
        return frame
    wide = frame.astype(np.int64 if layout.signed else np.uint64)
    lift = 63 - high
    bits = (wide << lift) >> (64 - layout.stored)  # an arithmetic shift where there is a sign
    return bits.astype(frame.dtype)


def _to_transmission(
    data: pydicom.Dataset,
    frame: NDArray[Any],
    layout: _Layout,
    warnings: tuple[str, ...],
    source: str,
) -> Transmission:
    bright_is_air = _bright_is_air(data)
    if frame.dtype.kind == "f":
        stated = _window(data)
        if not bright_is_air:
            stated = stated or StatedRange()
            stated = StatedRange(opaque=stated.open_air, open_air=stated.opaque)
        decoded = to_transmission(frame, source, stated=stated)
    elif (
        frame.dtype in (np.uint8, np.uint16)
        and layout.stored in (8, 16)
        and (layout.stored == layout.allocated)
    ):
        straight = frame if bright_is_air else np.invert(frame)
        decoded = to_transmission(straight, source)
    else:
        least, most = _integer_range(data, layout)
        if least < 0 and layout.signed and int(frame.min()) < 0:
            warnings = (*warnings, NEGATIVE)
        ends = (max(least, 0.0), most) if layout.signed else (least, most)
        stated = StatedRange(
            opaque=ends[0] if bright_is_air else ends[1],
            open_air=ends[1] if bright_is_air else ends[0],
        )
        decoded = to_transmission(frame, source, stated=stated)
    return Transmission(
        pixels=decoded.pixels,
        stored_bits=decoded.stored_bits,
        warnings=(*warnings, *decoded.warnings),
    )


def _integer_range(data: pydicom.Dataset, layout: _Layout) -> tuple[float, float]:
    """Return the least and the largest value: of the stored bits, or what the object states."""
    most = float((1 << (layout.stored - (1 if layout.signed else 0))) - 1)
    least = -most - 1 if layout.signed else 0.0
    largest = number_of(data, "LargestImagePixelValue")
    if layout.stored > 16 and largest is not None and 0 < largest <= most:
        most = largest
    elif layout.stored > 16 and (window := _window(data)) is not None:
        least, most = window.opaque, window.open_air
    return least, most


def _window(data: pydicom.Dataset) -> StatedRange | None:
    """Return the window that an object states, as DICOM PS3.3 C.11.2.1.2 means it, or None."""
    centre, width = number_of(data, "WindowCenter"), number_of(data, "WindowWidth")
    if centre is None or width is None or width <= 0:
        return None
    return StatedRange(opaque=centre - width / 2, open_air=centre + width / 2)


def _bright_is_air(data: pydicom.Dataset) -> bool:
    sign = number_of(data, "PixelIntensityRelationshipSign")
    if sign in (1, -1):
        return sign == 1
    return text_of(data, "PhotometricInterpretation") != "MONOCHROME1"


def _warnings(data: pydicom.Dataset) -> tuple[str, ...]:
    found = []
    if text_of(data, "PixelIntensityRelationship") == "LOG":
        found.append(LOGARITHMIC)
    lossy = text_of(data, "LossyImageCompression") == "01"
    if lossy or data.file_meta.get("TransferSyntaxUID") == JPEGBaseline8Bit:
        found.append(LOSSY)
    return tuple(found)


def pitch_mm(data: pydicom.Dataset) -> tuple[float, float] | None:
    """Return the size of a pixel at the object (row, column) [mm]; None when only the detector's.

    References
    ----------
    .. [1] DICOM PS3.3, 10.7.1.3: Pixel Spacing is the object's when it differs from Imager Pixel
       Spacing; that one is the detector's, and counts after division by the magnification.
    """
    pixel = _pair(numbers_of(data, "PixelSpacing"))
    imager = _pair(numbers_of(data, "ImagerPixelSpacing"))
    if pixel is not None and pixel != imager:
        return pixel
    enlarged = number_of(data, "EstimatedRadiographicMagnificationFactor")
    if imager is not None and enlarged is not None and enlarged >= 1:
        return imager[0] / enlarged, imager[1] / enlarged
    return None


def _pair(numbers: tuple[float, ...]) -> tuple[float, float] | None:
    if len(numbers) != 2 or not all(0 < number < 1e4 for number in numbers):
        return None
    return numbers[0], numbers[1]
