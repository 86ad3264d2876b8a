"""Reading one file, or the files that are one scan: energies, sidecars, threat reports."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from workstation.domain.container import find_number
from workstation.domain.errors import ScanUnreadable
from workstation.domain.scan import EnergyBand
from workstation.imaging import names
from workstation.imaging.companions import (
    COMPANION_ALONE,
    group_files,
    has_companions_only,
    is_description,
    is_threat_report,
)
from workstation.imaging.corrections import corrected
from workstation.imaging.quality import check_quality
from workstation.imaging.readers.registry import reader_of
from workstation.imaging.readers.threats import with_threats
from workstation.imaging.scan import Plane, Scan


def read_scan(path: Path) -> Scan:
    """Read any scan file that can be read; its warnings say what is missing or doubtful.

    Raises
    ------
    ScanUnreadable
        If the file is missing, empty, cut short, foreign, too large, or is not what its name
        says. The reason is one clause; no part of a picture is ever returned.
    """
    scan = reader_of(path).read(path)
    named = find_number(path.stem)
    if named and scan.head.container and named != scan.head.container:
        other = f"The file is named after container {named}, but the scan says "
        scan = replace(scan, warnings=(*scan.warnings, f"{other}{scan.head.container}."))
    return _with_quality(scan)


def read_pair(high: Path, low: Path) -> Scan:
    """Read two pictures as the high and the low energy of one scan.

    Raises
    ------
    ScanUnreadable
        As `read_scan`; also if one of them is more than one picture or their sizes differ.
    """
    upper, lower = reader_of(high).read(high), reader_of(low).read(low)
    planes = (_only(upper, high, EnergyBand.HIGH), _only(lower, low, EnergyBand.LOW))
    if planes[0].transmission.shape != planes[1].transmission.shape:
        raise ScanUnreadable(low.name, f"it has not the size of {high.name}, its other energy")
    warnings = dict.fromkeys((*upper.warnings, *lower.warnings))
    return _with_quality(replace(upper, planes=planes, warnings=tuple(warnings)))


def read_files(paths: Sequence[Path]) -> Scan:
    """Read one file, or several that `group_files` takes for one scan.

    Raises
    ------
    ScanUnreadable
        As `read_scan` and `read_pair`; also for files that do not belong together.
    """
    groups = group_files(paths)
    if len(groups) != 1:
        raise ScanUnreadable(
            ", ".join(path.name for path in paths), "they are not the energies of one scan"
        )
    group = groups[0]
    if has_companions_only(group):
        raise ScanUnreadable(group[0].name, COMPANION_ALONE)
    if is_description(group[0]):
        return read_scan(group[0])
    pictures = [path for path in group if not is_threat_report(path)]
    if not pictures:
        return read_scan(group[0])
    scan = read_scan(pictures[0]) if len(pictures) == 1 else read_pair(pictures[0], pictures[1])
    for path in group:
        if path not in pictures:
            scan = with_threats(scan, path)
    return scan


def read_corrected(paths: Sequence[Path]) -> Scan:
    """Read files as `read_files` and take back what the scanner did, see `corrections.corrected`.

    Raises as `read_files` does.
    """
    return _with_quality(corrected(read_files(paths)))


def _only(scan: Scan, path: Path, band: EnergyBand) -> Plane:
    if len(scan.planes) != 1:
        raise ScanUnreadable(path.name, "it holds more than one picture already")
    plane = scan.planes[0]
    return replace(plane, band=band, energy_mev=plane.energy_mev or names.energy_mev(path.stem))


def _with_quality(scan: Scan) -> Scan:
    return replace(scan, warnings=tuple(dict.fromkeys((*scan.warnings, *check_quality(scan)))))
