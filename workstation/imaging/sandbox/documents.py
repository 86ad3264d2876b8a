"""A scan as it crosses the border between two processes: a JSON document and its pixels.

The parent trusts nothing of it: every value is checked as if it stood in a stranger's file, by
the very rules for the description of a scan package.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.errors import ScanUnreadable
from workstation.domain.photo import MOST_PHOTOS, Photo, Photos
from workstation.domain.scan import EnergyBand
from workstation.imaging import description
from workstation.imaging.limits import DEFAULT_LIMITS
from workstation.imaging.photos import PhotoUnreadable, packed_photo
from workstation.imaging.sandbox.sealed_memory import places_of
from workstation.imaging.scan import Plane, Scan

_MOST_PLANES: Final = 16
_MOST_WARNINGS: Final = 64
_LONGEST_WARNING: Final = 400
_LONGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Packed:
    """A document, and the buffers that it speaks of in their order."""

    document: dict[str, Any]
    buffers: tuple[memoryview | bytes, ...] = ()


def pack_scan(scan: Scan) -> Packed:
    """Return a scan as it crosses the border.

    Raises
    ------
    ScanUnreadable
        If its head holds what no scan package may hold.
    """
    pixels = [np.ascontiguousarray(plane.transmission) for plane in scan.planes]
    photos = scan.photos.pictures[:MOST_PHOTOS]
    try:
        texts = [description.describe(scan, plane) for plane in scan.planes]
    except ValueError as error:
        raise ScanUnreadable(scan.format, str(error)) from error
    places, _ = places_of([*(one.nbytes for one in pixels), *(len(p.jpeg) for p in photos)])
    planes = [
        {"text": text, "rows": one.shape[0], "columns": one.shape[1], "at": place}
        for text, one, place in zip(texts, pixels, places, strict=False)
    ]
    told = [
        {"number": photo.number, "at": place, "size": len(photo.jpeg)}
        for photo, place in zip(photos, places[len(pixels) :], strict=True)
    ]
    return Packed(
        document={
            "format": scan.format,
            "warnings": [text[:_LONGEST_WARNING] for text in scan.warnings[:_MOST_WARNINGS]],
            "planes": planes,
            "photos": told,
        },
        buffers=(*(one.data for one in pixels), *(photo.jpeg for photo in photos)),
    )


def unpack_scan(document: Mapping[str, Any], memory: memoryview, source: str) -> Scan:
    """Return the scan that crossed the border; its pixels lie in ``memory``.

    Raises
    ------
    ScanUnreadable
        If anything of it is not as it must be.
    """
    try:
        told = document["planes"]
        if not 1 <= len(told) <= _MOST_PLANES:
            raise ScanUnreadable(source, f"{len(told)} planes are too many")
        texts = [description.parse(one["text"], source) for one in told]
        if any(text is None or text.band is None for text in texts):
            raise ScanUnreadable(source, "the reader described it badly")
        planes = tuple(
            _plane(one, text, memory, source)
            for one, text in zip(told, texts, strict=True)
            if text is not None
        )
        shapes = {(plane.view, plane.transmission.shape) for plane in planes}
        if len(shapes) > len({plane.view for plane in planes}):
            raise ScanUnreadable(source, "the planes of a view differ in size")
        first = texts[0]
        missing = () if first is None else first.missing_photos
        photos = Photos(pictures=_photos(document["photos"], memory), missing=missing)
        head = first.head if first is not None else None
        if head is None:
            raise ScanUnreadable(source, "the reader described it badly")
        return Scan(
            head=head,
            planes=planes,
            format=_text(document["format"], _LONGEST_NAME),
            warnings=tuple(_text(one, _LONGEST_WARNING) for one in document["warnings"]),
            photos=photos,
        )
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise ScanUnreadable(source, "the reader answered nonsense") from error


def _plane(
    told: Mapping[str, Any], text: description.PageDescription, memory: memoryview, source: str
) -> Plane:
    rows, columns = _whole(told["rows"]), _whole(told["columns"])
    DEFAULT_LIMITS.check_size(source, rows, columns)
    band = text.band or EnergyBand.SINGLE
    return Plane(
        view=text.view,
        band=band,
        energy_mev=text.energy_mev,
        transmission=_pixels(memory, _whole(told["at"]), rows, columns),
        pitch_mm=text.pitch_mm,
        stored_bits=text.stored_bits or 16,
        air_counts=text.air_counts,
        wedge=text.wedge,
    )


def _pixels(memory: memoryview, at: int, rows: int, columns: int) -> NDArray[np.uint16]:
    """Return a picture within the memory; ``ValueError`` when it is not all in it."""
    flat = np.frombuffer(memory, np.uint16, count=rows * columns, offset=at)
    return flat.reshape(rows, columns)


def _photos(told: Any, memory: memoryview) -> tuple[Photo, ...]:  # noqa: ANN401 - JSON
    found = []
    for one in told[:MOST_PHOTOS]:
        number, at, size = (_whole(one[key]) for key in ("number", "at", "size"))
        jpeg = bytes(memory[at : at + size])
        try:
            found.append(packed_photo(jpeg, number=number))
        except PhotoUnreadable as error:
            raise ValueError("a photo that is none") from error
    return tuple(found)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{value!r} is no count")
    return value


def _text(value: object, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise ValueError("no text, or too long a one")
    return value
