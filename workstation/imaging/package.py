"""The scan package: one tiled, pyramidal BigTIFF that any TIFF program opens."""

import contextlib
import errno
import os
import secrets
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from tifffile import TiffWriter

from resources.opencv import cv2
from workstation.domain.errors import ScanUnreadable, StorageUnavailable
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging import description, tiffs
from workstation.imaging.description import PageDescription
from workstation.imaging.limits import DEFAULT_LIMITS, Limits
from workstation.imaging.samples import to_transmission
from workstation.imaging.scan import Plane, Scan

FORMAT: Final = "package"
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

    One page per plane in the order of the scan, each with a pyramid of INTER_AREA halves down
    to 512 px in its SubIFDs. The same scan gives the same bytes with the same libraries. The
    file is durable, under its name, when this returns; a reader never sees a part of it.

    Raises
    ------
    StorageUnavailable
        If the folder cannot be written or the disk is full.
    ValueError
        If the head holds what a package cannot (see `description.describe`).
    """
    texts = [description.describe(scan, plane) for plane in scan.planes]
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        try:
            with TiffWriter(draft, bigtiff=True, byteorder="<") as writer:
                for plane, text in zip(scan.planes, texts, strict=True):
                    _write_plane(writer, plane, text, compression)
            _make_durable(draft)
            draft.replace(path)
            _make_durable(path.parent)
        except BaseException:
            with contextlib.suppress(OSError):
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
        pages = list(tiff.pages)
        told = [_description_of(page, source) for page in pages]
        _check_agreement(told, pages, source, limits)
        bands = _bands(told, source)
        for index in range(len(pages)):
            for level in _levels(tiff, index, source)[1:]:
                tiffs.require_whole(level, source)
        planes = [
            _read_plane(page, text, band, source)
            for page, text, band in zip(pages, told, bands, strict=True)
        ]
    warnings = dict.fromkeys(warning for text in told for warning in text.warnings)
    return Scan(
        head=told[0].head,
        planes=tuple(sorted(planes, key=_place)),
        format=FORMAT,
        warnings=tuple(warnings),
    )


def read_head(path: Path) -> ScanHead:
    """Read what a package says about itself, without decoding a pixel.

    Raises
    ------
    ScanUnreadable
        If the file is missing, damaged, or not a scan package.
    """
    with tiffs.open_tiff(path) as tiff:
        return _description_of(tiff.pages[0], path.name).head


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
        return tuple(tiffs.page_size(page) for page in _levels(tiff, plane_index, path.name))


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
        levels = _levels(tiff, plane_index, source)
        if not -len(levels) <= level < len(levels):
            raise ScanUnreadable(source, f"plane {plane_index} has no level {level}")
        page = levels[level]
        DEFAULT_LIMITS.check_size(source, *tiffs.page_size(page))
        return to_transmission(tiffs.decode(page, source), source).pixels


def halves(pixels: NDArray[np.uint16]) -> list[NDArray[np.uint16]]:
    """Return the pyramid below a picture: halves by area until the longer side is ≤ 512 px."""
    levels = []
    while max(pixels.shape) > _COARSEST_PX:
        rows, columns = ((side + 1) // 2 for side in pixels.shape)
        smaller = cv2.resize(pixels, (columns, rows), interpolation=cv2.INTER_AREA)
        pixels = np.ascontiguousarray(smaller, dtype=np.uint16)
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
    for level in smaller:
        writer.write(level, subfiletype=1, metadata=None, software=False, **packing)


def _make_durable(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _description_of(page: Any, source: str) -> PageDescription:  # noqa: ANN401
    text = page.description
    parsed = description.parse(text, source) if isinstance(text, str) else None
    if parsed is None:
        raise ScanUnreadable(source, "it is not a scan package: its description is missing")
    return parsed


def _check_agreement(
    told: list[PageDescription], pages: list[Any], source: str, limits: Limits
) -> None:
    """Refuse pages that are not of one scan, before any is decoded."""
    if any(text.planes not in (None, len(told)) for text in told):
        raise ScanUnreadable(source, f"the package lost pages: {len(told)} are left")
    if len({text.head.scan_id for text in told}) > 1:
        raise ScanUnreadable(source, "its pages belong to different scans")
    sizes = [tiffs.page_size(page) for page in pages]
    for rows, columns in sizes:
        limits.check_size(source, rows, columns, len(pages))
    of_view: dict[str, tuple[int, int]] = {}
    for text, size in zip(told, sizes, strict=True):
        if of_view.setdefault(text.view, size) != size:
            raise ScanUnreadable(source, f"the planes of view {text.view} differ in size")


def _bands(told: list[PageDescription], source: str) -> list[EnergyBand]:
    """Return the band of each page; a package that does not say is read by energy or order."""
    bands: list[EnergyBand] = []
    for text in told:
        sisters = [other for other in told if other.view is text.view]
        band = text.band or _guess_band(text, sisters, source)
        bands.append(band)
    named = list(zip((text.view for text in told), bands, strict=True))
    if len(set(named)) != len(named):
        raise ScanUnreadable(source, "two planes have the same view and energy")
    return bands


def _guess_band(text: PageDescription, sisters: list[PageDescription], source: str) -> EnergyBand:
    if len(sisters) == 1:
        return EnergyBand.SINGLE
    if len(sisters) > 2:
        raise ScanUnreadable(source, f"more than two planes of view {text.view}")
    energies = [sister.energy_mev for sister in sisters]
    in_order = sisters
    if None not in energies and energies[0] != energies[1]:
        in_order = sorted(sisters, key=lambda sister: -(sister.energy_mev or 0))
    return EnergyBand.HIGH if text is in_order[0] else EnergyBand.LOW


def _read_plane(page: Any, text: PageDescription, band: EnergyBand, source: str) -> Plane:  # noqa: ANN401
    decoded = to_transmission(tiffs.decode(page, source), source)
    plane = Plane(
        view=text.view,
        band=band,
        energy_mev=text.energy_mev,
        transmission=decoded.pixels,
        pitch_mm=text.pitch_mm,
        stored_bits=text.stored_bits or decoded.stored_bits,
        air_counts=text.air_counts,
        wedge=text.wedge,
    )
    return plane if decoded.stored_bits == 16 else replace(plane, stored_bits=8)


def _place(plane: Plane) -> tuple[int, int]:
    """Order planes by view, then high energy before low."""
    return list(ViewName).index(plane.view), list(EnergyBand).index(plane.band)


def _levels(tiff: Any, plane_index: int, source: str) -> list[Any]:  # noqa: ANN401
    if not 0 <= plane_index < len(tiff.pages):
        raise ScanUnreadable(source, f"it has no plane {plane_index}")
    page = tiff.pages[plane_index]
    return [page, *(page.pages or ())]
