"""The coarse picture of a scan package: its first view, small enough to be decoded at once."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from resources.halving import halved_shape
from workstation.domain.errors import ScanUnreadable
from workstation.imaging import tiffs
from workstation.imaging.description import parse, parse_level
from workstation.imaging.limits import DEFAULT_LIMITS, Limits
from workstation.imaging.package_pages import (
    ToldPage,
    first_view,
    read_plane,
    scan_of,
    told_pages,
)
from workstation.imaging.scan import Plane, Scan

#: Of the levels not longer than this the finest is read; it is longer than half of this, so that
#: a pane of 1920 px shows it nearly pixel by pixel [pixels].
LONGEST_PX: Final = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class CoarseScan:
    """The first view of a scan, each pixel the mean of `reduced` x `reduced` full ones.

    Attributes
    ----------
    scan : Scan
        The planes of the first view only. It is true in itself: its pitch is that of its own,
        large pixels.
    reduced : int
        Full-resolution pixels per pixel along each axis; a power of two, at least 2.
    full_shape : tuple of int
        Rows and columns at full resolution; with odd sides the last pixels stand for less.
    """

    scan: Scan
    reduced: int
    full_shape: tuple[int, int]


def read_coarse(
    path: Path, *, longest_px: int = LONGEST_PX, limits: Limits = DEFAULT_LIMITS
) -> CoarseScan | None:
    """Read the first view of a scan package from a small level, and nothing else of the file.

    The level is the finest whose longer side is at most `longest_px`; its pixels are exactly
    those that halving the full picture gives.

    Returns
    -------
    CoarseScan or None
        None when the whole file is to be read instead: it is small, it is no scan package, it
        has no levels, or they are not exact halves (as once written for odd sides).

    Raises
    ------
    ScanUnreadable
        If the file is missing, or it is a package that is damaged or too large.
    """
    source = path.name
    if not _is_tiff(path):
        return None
    with tiffs.open_tiff(path, limits) as tiff:
        text = tiff.pages[0].description
        if not isinstance(text, str) or parse(text, source) is None:
            return None
        told = told_pages(tiff, source, limits)
        seen = first_view(told)
        full_shape = tiffs.page_size(seen[0].page)
        number = _level_number(full_shape, longest_px)
        levels = [_exact_level(page.page, number) for page in seen] if number else [None]
        if any(level is None for level in levels):
            return None
        planes = [
            _coarse_plane(level, page, 2**number, source)
            for level, page in zip(levels, seen, strict=True)
        ]
        scan = scan_of(tiff, planes, told)
    return CoarseScan(scan=scan, reduced=2**number, full_shape=full_shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How much of the beginning of a package holds a coarse level of its first view whole.

    ``longest_px`` is the level's longer side: `read_coarse` gives this level when asked for it.
    """

    longest_px: int
    first_bytes: int


def coarse_reaches(path: Path, *, longest_px: int = LONGEST_PX) -> tuple[Reach, ...]:
    """Tell from the beginning of a package how far each coarse level reaches, coarsest first.

    The package may be on its way: only its directories must be there. What `read_coarse` would
    read whole, or refuse, has no levels here; nor has a package that has not come so far.
    """
    source = path.name
    try:
        if not _is_tiff(path):
            return ()
        with tiffs.open_tiff(path) as tiff:
            text = tiff.pages[0].description
            if not isinstance(text, str) or parse(text, source) is None:
                return ()
            seen = [told.page for told in first_view(told_pages(tiff, source, DEFAULT_LIMITS))]
            full_shape = tiffs.page_size(seen[0])
            coarsest = len(seen[0].pages or ())
            finest = _level_number(full_shape, longest_px)
            numbers = range(coarsest, max(finest, 1) - 1, -1)
            found = [_reach([_exact_level(page, number) for page in seen]) for number in numbers]
            return tuple(reach for reach in found if reach is not None)
    except ScanUnreadable:
        return ()


def _reach(levels: list[Any]) -> Reach | None:
    if any(level is None for level in levels):
        return None
    ends = (
        start + length
        for level in levels
        for start, length in zip(level.dataoffsets, level.databytecounts, strict=True)
    )
    return Reach(longest_px=max(tiffs.page_size(levels[0])), first_bytes=max(ends))


def _is_tiff(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) in tiffs.MAGICS
    except OSError as error:
        reason = f"cannot be read ({error.strerror or error})"
        raise ScanUnreadable(path.name, reason) from error


def _level_number(full_shape: tuple[int, int], longest_px: int) -> int:
    """Return how often a picture must be halved to be at most so long."""
    number = 0
    while max(halved_shape(full_shape, number)) > longest_px:
        number += 1
    return number


def _exact_level(page: Any, number: int) -> Any | None:  # noqa: ANN401 - tifffile has no types
    """Return a page's level that was halved `number` times, or None unless it surely was.

    A level says so itself. One that does not is taken when all sides on the way down were even,
    because then there is only one way to halve.
    """
    full_shape, children = tiffs.page_size(page), page.pages or ()
    if len(children) < number:
        return None
    level = children[number - 1]
    if tiffs.page_size(level) != halved_shape(full_shape, number):
        return None
    if level.bitspersample != page.bitspersample or level.photometric != page.photometric:
        return None
    text = level.description
    if isinstance(text, str) and parse_level(text) == 2**number:
        return level
    return level if all(side % 2**number == 0 for side in full_shape) else None


def _coarse_plane(level: Any, told: ToldPage, reduced: int, source: str) -> Plane:  # noqa: ANN401
    plane = read_plane(level, told, source)
    if plane.pitch_mm is None:
        return plane
    row, column = plane.pitch_mm
    return replace(plane, pitch_mm=(row * reduced, column * reduced))
