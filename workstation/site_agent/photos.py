"""Photos in the inbox: which scan each lies beside, and what of them can travel with it.

``NAME.photo1.jpg`` belongs to the scan ``NAME.tif``. A photo never holds a scan back: one that
cannot be used is left out and told of, one that still grows is waited for only a while.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final, Protocol

from workstation.domain.errors import ScanUnreadable
from workstation.domain.photo import MOST_PHOTOS, MissingPhoto, PhotoFault
from workstation.imaging.names import band_of, common_id, energy_mev
from workstation.site_agent.identity import is_declaration, stem
from workstation.site_agent.validate import ReaderCrashed, SitePhotos
from workstation.site_agent.watch import SettledFile

_PHOTO: Final = re.compile(
    r"(?P<stem>.+?)\.photo(?P<which>.*)\.(?:jpe?g|png)\Z", re.IGNORECASE | re.DOTALL
)
_DIGITS: Final = re.compile(r"([0-9]{1,9})")


class PhotoReader(Protocol):
    """Makes one photo ready in a process that may die over it."""

    def photo(self, path: Path, *, number: int, target: Path) -> MissingPhoto | None:
        """Write a photo anew at ``target``, or return why it is missing."""


def is_photo(file_name: str) -> bool:
    """Tell whether a file says by its name that it is a photo beside a scan."""
    return _PHOTO.fullmatch(file_name) is not None


class PhotoTray:
    """The photos that stand in the inbox now; owned by the thread of the intake."""

    def __init__(self) -> None:
        self._whole: list[SettledFile] = []
        self._growing: list[Path] = []
        self._scans: list[Path] = []

    def see(self, settled: Sequence[SettledFile], present: Iterable[Path]) -> None:
        """Hear what the inbox holds now: complete photos, and all files by name."""
        self._whole = sorted(settled, key=lambda file: _order(file.path.name))
        whole = {file.path for file in settled}
        self._growing, self._scans = [], []
        for path in present:
            if is_photo(path.name):
                if path not in whole:
                    self._growing.append(path)
            elif not is_declaration(path.name):
                self._scans.append(path)

    def beside(self, scan: Sequence[SettledFile]) -> list[SettledFile]:
        """Return the complete photos of a scan in the order of their names, 2 before 10."""
        names = _names(file.path for file in scan)
        return [file for file in self._whole if _scan_name(file.path) in names]

    def is_coming(self, scan: Sequence[SettledFile]) -> bool:
        """Tell whether a photo of a scan is still being written."""
        names = _names(file.path for file in scan)
        return any(_scan_name(path) in names for path in self._growing)

    def lonely(self) -> list[SettledFile]:
        """Return the complete photos whose scan is not in the inbox."""
        names = _names(self._scans)
        return [file for file in self._whole if _scan_name(file.path) not in names]


def belongs(photo: str, sources: Iterable[str]) -> bool:
    """Tell whether a photo is named after a scan that was made from these files."""
    return _scan_name(Path(photo)) in _names(map(Path, sources))


def make_ready(reader: PhotoReader, photos: Sequence[SettledFile], folder: Path) -> SitePhotos:
    """Let each photo be written anew into a folder; raises nothing because of a photo."""
    ready: list[tuple[int, Path]] = []
    missing: list[MissingPhoto] = []
    for number, photo in enumerate(photos, start=1):
        if len(ready) == MOST_PHOTOS:
            missing.append(MissingPhoto(number=number, fault=PhotoFault.TOO_MANY))
            continue
        target = folder / f"{number}.jpg"
        lost = _try_one(reader, photo.path, number, target)
        if lost is None:
            ready.append((number, target))
        else:
            missing.append(lost)
    return SitePhotos(ready=tuple(ready), missing=tuple(missing))


def _try_one(reader: PhotoReader, path: Path, number: int, target: Path) -> MissingPhoto | None:
    try:
        return reader.photo(path, number=number, target=target)
    except ReaderCrashed:
        return MissingPhoto(number=number, fault=PhotoFault.DAMAGED)
    except ScanUnreadable:  # it took too long, or too much memory
        return MissingPhoto(number=number, fault=PhotoFault.TOO_COSTLY)


def _scan_name(photo: Path) -> str:
    found = _PHOTO.fullmatch(photo.name)
    return "" if found is None else found["stem"].casefold()


def _names(scan: Iterable[Path]) -> set[str]:
    """Return the names that photos of these scan files may have: of one file, or of the pair."""
    names = set()
    for path in scan:
        name = stem(path.name)
        names.add(name.casefold())
        if band_of(path.stem) or energy_mev(path.stem):
            names.add(common_id(path).casefold())
    return names - {""}


def _order(name: str) -> list[tuple[int, int, str]]:
    """Return what sorts names as people count."""
    return [
        (0, int(part), "") if part.isdigit() else (1, 0, part.casefold())
        for part in _DIGITS.split(name)
        if part
    ]
