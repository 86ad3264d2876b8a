"""Readers of a scanner's XML sidecar with its picture: Smiths CargoVision DataForm, P60 manifest.

Sources: no public specification is known of either. The element names are those of real files
that a customs' own open system keeps (AJNA, project avatar): ``DataForm`` V01.07 in UTF-8 and
UTF-16 without a namespace, V01.20 with one, and ``manifest`` of a system that calls itself
P60_NOVO. Codes that no public document explains are kept as the codes they are. The raw pictures
(``.Img``, ``.DHE``) have no public layout; the JPEG beside them is taken, and the scan says so.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from workstation.domain.container import is_valid
from workstation.domain.errors import ScanUnreadable
from workstation.domain.instants import from_text
from workstation.domain.photo import LARGEST_FILE, MOST_PHOTOS, MissingPhoto, PhotoFault, Photos
from workstation.domain.scan import ScanHead
from workstation.domain.scanner_report import (
    KEY,
    ContainerRead,
    ScannerReport,
    ScannerResult,
    report_to_json,
)
from workstation.imaging.photos import PhotoUnreadable, clean_photo
from workstation.imaging.readers.picture import JPEG
from workstation.imaging.scan import Scan
from workstation.imaging.xml_trees import MOST_BYTES, Element, looks_like_xml, parse_xml, root_name

JPEG_TAKEN: Final = (
    "The scanner's own raw picture has no public layout; its 8-bit JPEG is shown instead."
)
_MOST_RESULTS: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a sidecar says: the scan's head, its picture's name, its photos' names."""

    head: ScanHead
    report: ScannerReport
    picture: str
    photos: tuple[str, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SidecarReader:
    """Takes an XML file by its root element and reads the JPEG that it names, in its folder.

    Gives one side view at one energy, unknown, of unknown pitch, 8 bit; all containers with the
    cameras' confidence, the scanner's results and detections, snapshots as photos.
    """

    name: str
    root: str
    tell: Callable[[Element, str], Told]
    suffixes: tuple[str, ...] = (".xml",)

    def recognises(self, first_bytes: bytes, path: Path) -> bool:  # noqa: ARG002 - Reader's shape
        """Tell whether the root element is this sidecar's."""
        return looks_like_xml(first_bytes) and root_name(first_bytes) == self.root

    def read(self, path: Path) -> Scan:
        """Read the sidecar and the picture that it names."""
        source = path.name
        try:
            with path.open("rb") as file:
                tree = parse_xml(file.read(MOST_BYTES + 1), source)
        except OSError as error:
            raise ScanUnreadable(source, f"cannot be read ({error.strerror or error})") from error
        if tree.name != self.root:
            raise ScanUnreadable(source, f"its root is {tree.name[:40]!r}, not {self.root!r}")
        told = self.tell(tree, source)
        picture = beside(path, told.picture)
        if not picture.is_file():
            raise ScanUnreadable(source, f"its picture {told.picture} is not beside it")
        scan = JPEG.read(picture)
        head = told.head
        if head.container is None:
            head = replace(head, container=scan.head.container)
        head = replace(head, extra={KEY: report_to_json(told.report)})
        return replace(
            scan,
            head=head,
            format=self.name,
            warnings=(*told.warnings, *scan.warnings),
            photos=_photos(path, told.photos),
        )


def beside(path: Path, name: str) -> Path:
    """Return a file that a sidecar names, in the sidecar's own folder and nowhere else.

    Large and small letters count only where both are there.

    Raises
    ------
    ScanUnreadable
        If the name is a path, hidden, or no name at all; also for a link that leads elsewhere,
        to whatever this machine has that nobody should see as a picture.
    """
    plain = bool(name) and not name.startswith(".") and not set(name) & set('/\\:\0*?"<>|')
    if not plain or len(name) > 200 or not name.isprintable():
        raise ScanUnreadable(path.name, "it names a file that cannot stand beside it")
    found = path.with_name(name)
    try:
        if not os.path.lexists(found):
            # Scanners write on disks that do not tell large letters from small ones.
            folder = path.parent.iterdir()
            found = next((one for one in folder if one.name.casefold() == name.casefold()), found)
        strays = found.is_symlink() and found.resolve().parent != path.resolve().parent
    except (OSError, RuntimeError) as error:  # links in a circle are a RuntimeError
        raise ScanUnreadable(path.name, f"{name} cannot be read") from error
    if strays:
        raise ScanUnreadable(path.name, f"{name} is a link that leads out of its folder")
    return found


def containers_told(told: list[ContainerRead]) -> tuple[str | None, tuple[str, ...]]:
    """Return the number to go by, and what is doubtful about the numbers that were read.

    The first valid number is the scan's; one whose check digit does not agree (ISO 6346) is
    never silently taken for it.
    """
    valid = [one.number for one in told if is_valid(one.number)]
    warnings = [
        f"The site read container number {one.number}, whose check digit does not agree."
        for one in told
        if not is_valid(one.number)
    ]
    if len(valid) > 1:
        warnings.append(f"More than one container was scanned: {', '.join(valid)}.")
    return (valid[0] if valid else None), tuple(warnings)


def _photos(path: Path, names: tuple[str, ...]) -> Photos:
    """Return the snapshots that are there, made our own; the first ones when there are many."""
    pictures, missing = [], []
    for number, name in enumerate(names[:MOST_PHOTOS], start=1):
        photo = beside(path, name)
        try:
            if not photo.is_file():
                continue
            if photo.stat().st_size > LARGEST_FILE:
                missing.append(MissingPhoto(number=number, fault=PhotoFault.TOO_LARGE))
                continue
            pictures.append(clean_photo(photo.read_bytes(), number=number))
        except OSError:
            missing.append(MissingPhoto(number=number, fault=PhotoFault.UNREACHABLE))
        except PhotoUnreadable as error:
            missing.append(error.missing)
    return Photos(pictures=tuple(pictures), missing=tuple(missing))


def _data_form(form: Element, source: str) -> Told:
    version = form.said("Version")
    if not version.startswith("V01."):
        raise ScanUnreadable(source, f"DataForm of version {version or 'unknown'} is not known")
    files = [
        (resource.attributes, " ".join(resource.text.split()))
        for resource in form.all("Operations", "Operation", "Resources", "Resource")
        if resource.attributes.get("IsDeleted") != "true"
    ]
    pictures = [
        name
        for told, name in files
        if told.get("Type") == "img"
        and told.get("IsPreview") != "true"
        and name.lower().endswith((".jpg", ".jpeg"))
    ]
    if not pictures:
        raise ScanUnreadable(source, "the DataForm names no picture that can be read")
    has_raw = any(
        told.get("Type") in {"img", "dhe"} and name != pictures[0] for told, name in files
    )
    containers = _containers_of_form(form)
    number, doubts = containers_told(containers)
    scan_id = form.said("TruckId")
    head = ScanHead(
        scan_id=scan_id if scan_id.isalnum() and len(scan_id) <= 64 else None,
        scanner=_scanner_of_form(form),
        taken_at=_instant(form.said("Date")),
        container=number,
        declaration=form.said("AdminData", "DeclarationID") or None,
    )
    report = ScannerReport(containers=tuple(containers), results=tuple(_results_of_form(form)))
    return Told(
        head=head,
        report=report,
        picture=pictures[0],
        photos=tuple(name for told, name in files if told.get("Type") == "snap"),
        warnings=((JPEG_TAKEN,) if has_raw else ()) + doubts,
    )


def _scanner_of_form(form: Element) -> str | None:
    system = next((s.text for s in form.all("Operations", "Operation", "System") if s.text), "")
    return " ".join(text for text in (system.strip()[:40], form.said("Site")) if text) or None


def _containers_of_form(form: Element) -> list[ContainerRead]:
    found = []
    trailers = form.all("AdminData", "Vehicle", "Trailers", "Trailer")
    for number, trailer in enumerate(trailers, start=1):
        for container in trailer.all("Containers", "Container"):
            read = container.said("ContainerId").upper().replace(" ", "")
            if read:
                sure = _percent(container.said("OCR"))
                found.append(ContainerRead(number=read[:20], confidence=sure, trailer=number))
    return found


def _results_of_form(form: Element) -> list[ScannerResult]:
    found = []
    for operation in form.all("Operations", "Operation"):
        verdict = operation.said("Verdict")
        kind = operation.attributes.get("Type", "")
        if verdict:
            found.append(ScannerResult(name=f"operation {kind[:8]}", outcome=f"verdict {verdict}"))
        for atr in operation.all("ATR_Results", "ATR"):
            words = [param.text for param in atr.all("Comments", "Label", "Param")]
            version = atr.said("Version")
            found.append(
                ScannerResult(
                    name=f"ATR {atr.attributes.get('ATRType', '')[:16]} {version}".strip(),
                    outcome=f"{atr.said('Status')}: {atr.said('Result')}",
                    words=" ".join(" ".join(words).split())[:200],
                )
            )
    return found[:_MOST_RESULTS]


def _manifest(root: Element, source: str) -> Told:
    accession = root.said("accession")
    files = [
        (file.attributes.get("type", ""), " ".join(file.text.split()))
        for file in root.all("files", "file")
    ]
    pictures = [name for kind, name in files if kind == "XRAYJPEG"]
    if not pictures:
        raise ScanUnreadable(source, "the manifest names no picture that can be read")
    told = {one.attributes.get("name", ""): one.text for one in root.all("attributes", "attribute")}
    read = [" ".join(told.get(f"Container{n}", "").upper().split()) for n in (1, 2, 3, 4)]
    containers = [
        ContainerRead(number=number.replace(" ", "")[:20], trailer=1 + place // 2)
        for place, number in enumerate(read)
        if number
    ]
    number, doubts = containers_told(containers)
    steps = ("xraydone", "inspectdone", "inspectionsuspicious", "searchdone", "searchfound")
    results = [
        ScannerResult(name=step, outcome=root.said(step)) for step in steps if root.said(step)
    ]
    raw = any(kind == "XRAY" for kind, _ in files)
    return Told(
        head=ScanHead(
            scan_id=accession if accession.isalnum() and len(accession) <= 64 else None,
            scanner=root.said("system") or None,
            taken_at=_instant(root.said("createdate")),
            container=number,
        ),
        report=ScannerReport(containers=tuple(containers), results=tuple(results)),
        picture=pictures[0],
        photos=tuple(name for kind, name in files if kind == "SNAPSHOT"),
        warnings=((JPEG_TAKEN,) if raw else ()) + doubts,
    )


def _percent(text: str) -> int | None:
    return int(text) if text.isdigit() and int(text) <= 100 else None


def _instant(text: str) -> datetime | None:
    try:
        return from_text(text)
    except (ValueError, OverflowError):
        return None


SMITHS: Final = SidecarReader(name="smiths", root="DataForm", tell=_data_form)
P60: Final = SidecarReader(name="p60", root="manifest", tell=_manifest)
