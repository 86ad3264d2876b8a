"""The scan package: one tiled, pyramidal BigTIFF that any TIFF program opens."""

import contextlib
import errno
import os
import secrets
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tifffile import TiffWriter

from resources.halving import halve
from workstation.domain.errors import ScanUnreadable, StorageUnavailable
from workstation.domain.scan import ScanHead
from workstation.imaging import description, tiffs
from workstation.imaging.limits import DEFAULT_LIMITS, Limits
from workstation.imaging.package_order import coarse_first
from workstation.imaging.package_pages import (
    description_of,
    levels_of,
    read_plane,
    scan_of,
    told_pages,
)
from workstation.imaging.photo_pages import write_photo
from workstation.imaging.samples import to_transmission
from workstation.imaging.scan import Plane, Scan

SUFFIX: Final = ".scan.tif"
_TILE_PX: Final = 256
_COARSEST_PX: Final = 512


class Compression(StrEnum):
    """How the tiles are packed; all without loss."""

    ZSTD = "zstd"
    DEFLATE = "deflate"
    NONE = "none"


def write_package(path: Path, scan: Scan, *, compression: Compression = Compression.ZSTD) -> None:
    """Write a scan as a scan package, all or nothing.

    One page per plane in the order of the scan, each with a pyramid of halves down to 512 px in
    its SubIFDs: the very levels a pane would make of the full picture. In the file the coarsest
    come first, see `package_order`, and photos last. The same scan
    gives the same bytes with the same libraries. The file is durable, under its name, when this
    returns; a reader never sees a part of it.

    Raises
    ------
    StorageUnavailable
        If the folder cannot be written or the disk is full.
    ValueError
        If the head holds what a package cannot (see `description.describe`).
    """
    texts = [description.describe(scan, plane) for plane in scan.planes]
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    as_written = draft.with_suffix(".raw.part")
    try:
        try:
            with TiffWriter(as_written, bigtiff=True, byteorder="<") as writer:
                for plane, text in zip(scan.planes, texts, strict=True):
                    _write_plane(writer, plane, text, compression)
                for photo in scan.photos.pictures:
                    write_photo(writer, photo)
            coarse_first(as_written, draft, later_pages=_behind(scan))
            as_written.unlink()
            _make_durable(draft)
            draft.replace(path)
            _make_durable(path.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                as_written.unlink(missing_ok=True)
                draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = "the disk is full" if error.errno == errno.ENOSPC else str(error.strerror)
        raise StorageUnavailable(str(path), reason) from error


def read_package(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Scan:
    """Read a scan package at full resolution.

    Raises
    ------
    ScanUnreadable
        If the file is missing, damaged, too large, or not a scan package.
    """
    source = path.name
    with tiffs.open_tiff(path, limits) as tiff:
        told = told_pages(tiff, source, limits)
        for index in range(len(told)):
            for level in levels_of(tiff, index, source)[1:]:
                tiffs.require_whole(level, source)
        planes = [read_plane(page.page, page, source) for page in told]
        return scan_of(tiff, planes, told)


def read_head_text(path: Path) -> str:
    """Read the description of a package's first page, checked, without decoding a pixel.

    Raises
    ------
    ScanUnreadable
        If the file is missing, damaged, or not a scan package.
    """
    with tiffs.open_tiff(path) as tiff:
        description_of(tiff.pages[0], path.name)
        return str(tiff.pages[0].description)


def read_head(path: Path) -> ScanHead:
    """Read what a package says about itself; raises as `read_head_text`."""
    with tiffs.open_tiff(path) as tiff:
        return description_of(tiff.pages[0], path.name).head


def is_package(path: Path) -> bool:
    """Tell whether a TIFF's first page carries the description of a scan package."""
    try:
        with tiffs.open_tiff(path) as tiff:
            text = tiff.pages[0].description
    except ScanUnreadable:
        return False
    return isinstance(text, str) and "reviewroom.scan/" in text


def level_shapes(path: Path, plane_index: int) -> tuple[tuple[int, int], ...]:
    """Return the shape (rows, columns) of each pyramid level of a plane, full size first.

    Raises
    ------
    ScanUnreadable
        If the file is missing, damaged, or has no such plane.
    """
    with tiffs.open_tiff(path) as tiff:
        return tuple(tiffs.page_size(page) for page in levels_of(tiff, plane_index, path.name))


def read_level(path: Path, plane_index: int, level: int) -> NDArray[np.uint16]:
    """Read one pyramid level of one plane; level 0 is the full size.

    Negative levels count from the coarsest (-1), which is what a desk shows first.

    Returns
    -------
    ndarray of uint16, shape (rows, columns)
        Transmission.

    Raises
    ------
    ScanUnreadable
        If the file is missing, damaged, or has no such plane or level.
    """
    source = path.name
    with tiffs.open_tiff(path) as tiff:
        levels = levels_of(tiff, plane_index, source)
        if not -len(levels) <= level < len(levels):
            raise ScanUnreadable(source, f"plane {plane_index} has no level {level}")
        page = levels[level]
        DEFAULT_LIMITS.check_size(source, *tiffs.page_size(page))
        return to_transmission(tiffs.decode(page, source), source).pixels


def halves(pixels: NDArray[np.uint16]) -> list[NDArray[np.uint16]]:
    """Return the pyramid below a picture: halves until the longer side is ≤ 512 px."""
    levels = []
    while max(pixels.shape) > _COARSEST_PX:
        pixels = halve(pixels)
        levels.append(pixels)
    return levels


def _write_plane(writer: TiffWriter, plane: Plane, text: str, compression: Compression) -> None:
    pixels = np.ascontiguousarray(plane.transmission)
    smaller = halves(pixels)
    packing: dict[str, Any] = {"photometric": "minisblack", "tile": (_TILE_PX, _TILE_PX)}
    if compression is not Compression.NONE:
        packing |= {"compression": compression.value, "predictor": True}
    if plane.pitch_mm is not None:
        row, column = plane.pitch_mm
        packing |= {"resolution": (10 / column, 10 / row), "resolutionunit": "CENTIMETER"}
    writer.write(
        pixels,
        description=text,
        metadata=None,
        software="Review Room",
        subifds=len(smaller),
        **packing,
    )
    packing.pop("resolution", None)
    packing.pop("resolutionunit", None)
    for number, level in enumerate(smaller, start=1):
        told = description.describe_level(2**number)
        writer.write(
            level, description=told, subfiletype=1, metadata=None, software=False, **packing
        )


def _behind(scan: Scan) -> frozenset[int]:
    """Return the pages that others do not wait for: other views, and the photos."""
    first = scan.views()[0]
    views = (i for i, plane in enumerate(scan.planes) if plane.view is not first)
    last = len(scan.planes) + len(scan.photos.pictures)
    return frozenset({*views, *range(len(scan.planes), last)})


def _make_durable(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
