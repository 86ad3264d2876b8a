"""The order of the bytes in a scan package: first what is needed first.

TIFF lets everything lie anywhere. A package has all its directories in front, then its pictures
from the coarsest level to the finest, at each level the first view before others: the order of a
cloud-optimised GeoTIFF. So whoever has only the beginning of a package has a whole, coarse
picture, and however a package is brought, from its first byte on, that picture comes first.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO, Final

_HEADER: Final = struct.Struct("<2sHHHQ")  # BigTIFF, little-endian
_ENTRY: Final = struct.Struct("<HHQ8s")
_COUNT: Final = struct.Struct("<Q")
_SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8,
                 13: 4, 16: 8, 17: 8, 18: 8}  # fmt: skip
_LONG8: Final = 16
_IFD8: Final = 18
_SUB_IFDS: Final = 330
_WHERE: Final = {324: 325, 273: 279}  # offsets of tiles or strips -> their lengths
_INTEGERS: Final = {3: "H", 4: "I", 13: "I", 16: "Q", 18: "Q"}


@dataclass(slots=True, kw_only=True)
class _Entry:
    """A value of a directory, as raw bytes of its type."""

    tag: int
    kind: int
    raw: bytes

    def integers(self) -> tuple[int, ...]:
        form = _INTEGERS[self.kind]
        return struct.unpack(f"<{len(self.raw) // _SIZES[self.kind]}{form}", self.raw)

    def put(self, values: Sequence[int], kind: int) -> None:
        self.kind, self.raw = kind, struct.pack(f"<{len(values)}Q", *values)


@dataclass(slots=True, kw_only=True)
class _Directory:
    """A page or one of its levels: 0 is the full size. ``place`` is where it will stand."""

    page: int
    level: int
    entries: list[_Entry]
    place: int = 0

    def find(self, tag: int) -> _Entry | None:
        return next((entry for entry in self.entries if entry.tag == tag), None)

    def size(self) -> int:
        apart = sum(_even(len(entry.raw)) for entry in self.entries if len(entry.raw) > 8)
        return 2 * _COUNT.size + _ENTRY.size * len(self.entries) + apart


def coarse_first(source: Path, target: Path, *, later_pages: frozenset[int]) -> None:
    """Write a BigTIFF anew with its directories in front and its coarse levels before finer ones.

    Parameters
    ----------
    source, target : Path
        A little-endian BigTIFF of pages with reduced levels in their SubIFDs, and a new file.
    later_pages : frozenset of int
        Pages that at each level stand behind the others.

    Raises
    ------
    OSError
        If one of the files cannot be read or written.
    ValueError
        If the source is no such file.
    """
    with source.open("rb") as raw, target.open("wb") as fresh:
        directories = list(_directories(raw))
        end = _HEADER.size
        for directory in directories:
            directory.place = end
            end += directory.size()
        _link(directories)
        wanted = sorted(directories, key=lambda d: (-d.level, d.page in later_pages, d.page))
        pieces = [piece for directory in wanted for piece in _place_pixels(directory)]
        places = iter(_places(end, [length for _, length in pieces]))
        for directory in wanted:
            entry = _where(directory)[0]
            entry.put([next(places) for _ in entry.integers()], _LONG8)
        fresh.write(_HEADER.pack(b"II", 43, 8, 0, directories[0].place))
        for directory, next_page in _with_next(directories):
            fresh.write(_packed(directory, next_page))
        for start, length in pieces:
            raw.seek(start)
            fresh.write(raw.read(length))


def _directories(file: BinaryIO) -> Iterator[_Directory]:
    order, version, width, _, offset = _HEADER.unpack(file.read(_HEADER.size))
    if (order, version, width) != (b"II", 43, 8):
        raise ValueError("not a little-endian BigTIFF")
    page = 0
    while offset:
        directory, following = _read(file, offset, page=page, level=0)
        yield directory
        levels = directory.find(_SUB_IFDS)
        for number, place in enumerate(() if levels is None else levels.integers(), start=1):
            yield _read(file, place, page=page, level=number)[0]
        offset, page = following, page + 1


def _read(file: BinaryIO, offset: int, *, page: int, level: int) -> tuple[_Directory, int]:
    file.seek(offset)
    (count,) = _COUNT.unpack(file.read(_COUNT.size))
    table = file.read(count * _ENTRY.size)
    (following,) = _COUNT.unpack(file.read(_COUNT.size))
    entries = []
    for tag, kind, number, value in _ENTRY.iter_unpack(table):
        length = _SIZES[kind] * number
        if length > 8:
            file.seek(_COUNT.unpack(value)[0])
            value = file.read(length)  # noqa: PLW2901 - the value itself instead of its place
        entries.append(_Entry(tag=tag, kind=kind, raw=value[:length]))
    directory = _Directory(page=page, level=level, entries=entries)
    # The offsets may grow wider than they were: so they are counted at their full width at once.
    for tag in (*_WHERE, _SUB_IFDS):
        entry = directory.find(tag)
        if entry is not None:
            entry.put(entry.integers(), _IFD8 if tag == _SUB_IFDS else _LONG8)
    return directory, following


def _link(directories: Sequence[_Directory]) -> None:
    """Let each page name the new places of its levels."""
    for page in directories:
        entry = page.find(_SUB_IFDS) if page.level == 0 else None
        if entry is not None:
            levels = [d.place for d in directories if d.page == page.page and d.level]
            entry.put(levels, _IFD8)


def _with_next(directories: Sequence[_Directory]) -> Iterator[tuple[_Directory, int]]:
    """Return each directory with the place of the next page; levels stand alone."""
    pages = [directory for directory in directories if directory.level == 0]
    following = {page.page: after.place for page, after in pairwise(pages)}
    for directory in directories:
        yield directory, 0 if directory.level else following.get(directory.page, 0)


def _where(directory: _Directory) -> tuple[_Entry, _Entry]:
    for places, lengths in _WHERE.items():
        first, second = directory.find(places), directory.find(lengths)
        if first is not None and second is not None:
            return first, second
    raise ValueError("a page without tiles or strips")


def _place_pixels(directory: _Directory) -> list[tuple[int, int]]:
    starts, lengths = _where(directory)
    return list(zip(starts.integers(), lengths.integers(), strict=True))


def _places(start: int, lengths: Sequence[int]) -> Iterator[int]:
    for length in lengths:
        yield start
        start += length


def _packed(directory: _Directory, following: int) -> bytes:
    head = [_COUNT.pack(len(directory.entries))]
    apart: list[bytes] = []
    place = directory.place + 2 * _COUNT.size + _ENTRY.size * len(directory.entries)
    for entry in directory.entries:
        number = len(entry.raw) // _SIZES[entry.kind]
        value = entry.raw.ljust(8, b"\0")
        if len(entry.raw) > 8:
            value = _COUNT.pack(place)
            apart.append(entry.raw.ljust(_even(len(entry.raw)), b"\0"))
            place += len(apart[-1])
        head.append(_ENTRY.pack(entry.tag, entry.kind, number, value))
    return b"".join([*head, _COUNT.pack(following), *apart])


def _even(length: int) -> int:
    return length + length % 2
