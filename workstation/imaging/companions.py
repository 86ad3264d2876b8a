"""Which files of a folder are one scan, told by their names alone: nothing is opened here.

A scanner's sidecar and the files it names, a description and its raw files, a radiograph and its
threat reports, two energies. Whether they truly belong together is checked where they are read.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from workstation.imaging.names import pair_files

COMPANION_ALONE: Final = (
    "it is no scan but a file that goes with a scanner's XML, which is not beside it"
)
_DESCRIPTION: Final = ".scan.toml"
_SIDECAR: Final = re.compile(r"(?P<stem>[A-Za-z0-9]{10,40})\.xml\Z", re.IGNORECASE)
#: What the scanners call the files beside their sidecar: DataForm and P60_NOVO, as seen.
_OF_FORM: Final = re.compile(
    r"(?P<stem>[0-9]{8}[A-Za-z0-9]{8,32}?)(?:S|_)[^/]*\.(?:jpe?g|png|xml|img|dhe)\Z", re.IGNORECASE
)
_OF_MANIFEST: Final = re.compile(r"XRAY-(?P<stem>[A-Za-z0-9]{10,40})-[^/]*\Z", re.IGNORECASE)
_NEVER_A_SCAN: Final = re.compile(
    r".*(?:(?:_stamp|_snap|_ocr|_rt)\.(?:jpe?g|png|xml)|\.(?:img|dhe))\Z"
    r"|XRAY-[A-Za-z0-9]+-[0-9]{3}\.jpe?g\Z",
    re.IGNORECASE,
)
_WAITS_FOR_REPORT: Final = (".dcs", ".dicos")
_DICOM: Final = (*_WAITS_FOR_REPORT, ".dcm", ".dicom")
_REPORT: Final = re.compile(r"(?<![a-z])tdr(?![a-z])(?:[ _.-]*of)?", re.IGNORECASE)
_JOINTS: Final = "._- "


def is_description(path: Path) -> bool:
    """Tell whether a file names others: a scanner's sidecar, or a description in TOML."""
    name = path.name.lower()
    return name.endswith(_DESCRIPTION) or (
        name.endswith(".xml") and _NEVER_A_SCAN.match(name) is None
    )


def is_threat_report(path: Path) -> bool:
    """Tell whether a DICOM file calls itself a threat detection report."""
    return path.suffix.lower() in _DICOM and _REPORT.search(path.stem) is not None


def has_companions_only(group: Sequence[Path]) -> bool:
    """Tell whether nothing in a group may be read as a scan by itself."""
    return all(
        _NEVER_A_SCAN.match(path.name) is not None and owner_of(path) is not None for path in group
    )


def owner_of(path: Path) -> str | None:
    """Return the stem of the sidecar that a file goes with by its name, or None."""
    if is_description(path):
        return None
    found = _OF_MANIFEST.fullmatch(path.name) or _OF_FORM.match(path.name)
    return found["stem"].upper() if found else None


def may_be_joined(group: Sequence[Path]) -> bool:
    """Tell whether another file may still come for a group: it is worth a while's patience."""
    first = group[0]
    if is_description(first):
        return not any(_is_picture_of(path, first) for path in group[1:])
    if owner_of(first) is not None:
        return True
    if is_threat_report(first):
        return True
    awaited = any(path.suffix.lower() in _WAITS_FOR_REPORT for path in group)
    return awaited and not any(is_threat_report(path) for path in group)


def group_files(paths: Iterable[Path]) -> list[tuple[Path, ...]]:
    """Group files that are one scan; what describes the others stands first.

    Two energies are (high, low), as `pair_files`; a threat report stands behind its picture.
    What belongs to nothing stays alone. The order of the first file of each group is kept.
    """
    left = dict.fromkeys(paths)
    groups: list[tuple[Path, ...]] = []
    for path in [path for path in left if is_description(path)]:
        members = [other for other in left if other != path and belongs_to(other, path)]
        groups.append((path, *members))
        for taken in groups[-1]:
            del left[taken]
    reports = [path for path in left if is_threat_report(path)]
    for report in reports:
        del left[report]
    for pair in pair_files(left):
        own = [report for report in reports if _reports_of(report, pair)]
        groups.append((*pair, *own))
        reports = [report for report in reports if report not in own]
    groups += [(report,) for report in reports]
    place = {path: number for number, path in enumerate(paths)}
    return sorted(groups, key=lambda group: min(place.get(path, 0) for path in group))


def belongs_to(path: Path, description: Path) -> bool:
    """Tell whether a file goes with a sidecar or a description by its name."""
    if path.parent != description.parent or is_description(path):
        return False
    name = description.name
    if name.lower().endswith(_DESCRIPTION):
        stem = name[: -len(_DESCRIPTION)]
        rest = path.name[len(stem) :]
        return path.name.startswith(stem) and rest[:1] in _JOINTS and rest != ""
    sidecar = _SIDECAR.fullmatch(name)
    if sidecar is None:
        return False
    stem = sidecar["stem"].upper()
    return path.name.upper().startswith((stem, f"XRAY-{stem}-"))


def _is_picture_of(path: Path, description: Path) -> bool:
    if description.name.lower().endswith(_DESCRIPTION):
        return True
    return path.suffix.lower() in (".jpg", ".jpeg") and _NEVER_A_SCAN.match(path.name) is None


def _reports_of(report: Path, pictures: Sequence[Path]) -> bool:
    if report.parent != pictures[0].parent:
        return False
    plain = _REPORT.sub("", report.stem).strip(_JOINTS)
    return any(path.suffix.lower() in _DICOM and path.stem == plain for path in pictures)
