"""What file names tell: energies, which files are two energies of one scan, a scan's id."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from workstation.domain.scan import EnergyBand, ViewName
from workstation.imaging.description import is_scan_id

_ENERGY: Final = re.compile(r"(?<![0-9.])([0-9]{1,2}(?:[.][0-9]{1,2})?)[ ]?MeV", re.IGNORECASE)
_HIGH: Final = re.compile(r"(?<![a-z])(?:high|hi)(?![a-z])|高能", re.IGNORECASE)
_LOW: Final = re.compile(r"(?<![a-z])(?:low|lo)(?![a-z])|低能", re.IGNORECASE)
_TOP: Final = re.compile(r"(?<![a-z])(?:top|overhead)(?![a-z])|顶视|俯视", re.IGNORECASE)
_SIDE: Final = re.compile(r"(?<![a-z])(?:side|lateral)(?![a-z])|侧视", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[ _.-]+")
_PACKAGE_ENDING: Final = ".scan"
_LONGEST_ID: Final = 64


def energy_mev(stem: str) -> float | None:
    """Return the end-point energy that a name such as ``r60_1_6MeV_high`` tells [MeV]."""
    found = _ENERGY.search(stem)
    value = float(found[1]) if found else 0.0
    return value if value > 0 else None


def band_of(stem: str) -> EnergyBand | None:
    """Return the band that a name tells in words (high, low, 高能, 低能), else None."""
    high, low = _HIGH.search(stem), _LOW.search(stem)
    if bool(high) == bool(low):
        return None
    return EnergyBand.HIGH if high else EnergyBand.LOW


def view_of(stem: str) -> ViewName | None:
    """Return the view that a name tells in words (side, top, 侧视, 顶视), else None."""
    top, side = _TOP.search(stem), _SIDE.search(stem)
    if bool(top) == bool(side):
        return None
    return ViewName.TOP if top else ViewName.SIDE


def pair_files(paths: Iterable[Path]) -> list[tuple[Path, ...]]:
    """Group files that are the high and the low energy of one scan, as (high, low).

    Two files of one folder and ending are a pair when their names differ only in an energy
    (``6MeV``) or in the words high and low. Everything else stays alone. The order of the first
    file of each group is kept.
    """
    groups: dict[tuple[Path, str, str], list[Path]] = {}
    for path in dict.fromkeys(paths):
        key = (path.parent, _without_energy(path.stem), path.suffix.lower())
        groups.setdefault(key, []).append(path)
    return [group for members in groups.values() for group in _split(members)]


def scan_id_of(path: Path) -> str:
    """Return a scan id made from a file's name: its stem with foreign characters as ``_``."""
    stem = path.name[: -len(path.suffix)] if path.suffix else path.name
    stem = stem.removesuffix(_PACKAGE_ENDING)
    text = re.sub(r"[^A-Za-z0-9_.-]", "_", stem).lstrip("_.-")[:_LONGEST_ID]
    return text if is_scan_id(text) else "scan"


def common_id(high: Path) -> str:
    """Return the scan id of a pair: the name of its high file without the words of energy."""
    return scan_id_of(Path(_without_energy(high.stem) or high.stem))


def _without_energy(stem: str) -> str:
    for pattern in (_ENERGY, _HIGH, _LOW):
        stem = pattern.sub("", stem)
    return _SEPARATORS.sub("_", stem).strip("_")


def _split(members: list[Path]) -> list[tuple[Path, ...]]:
    if len(members) == 2:
        pair = _as_pair(members[0], members[1])
        if pair is not None:
            return [pair]
    return [(path,) for path in members]


def _as_pair(one: Path, other: Path) -> tuple[Path, Path] | None:
    bands = band_of(one.stem), band_of(other.stem)
    energies = energy_mev(one.stem), energy_mev(other.stem)
    if set(bands) == {EnergyBand.HIGH, EnergyBand.LOW}:
        return (one, other) if bands[0] is EnergyBand.HIGH else (other, one)
    if energies[0] and energies[1] and energies[0] != energies[1]:
        return (one, other) if energies[0] > energies[1] else (other, one)
    return None
