"""Threat detection reports (TDR): read as alarms of the scanner, written from our findings.

Source: NEMA IIC 1 (DICOS) v02, v02A and v03, TDR IOD, whose attributes pydicom's data dictionary
names. In a two-dimensional report base and extents are (column, row, 0) and (width, height, 1) in
pixels of the picture; a report without extents has a bounding polygon of (x, y, z) corners.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

from workstation.domain.comparison import Rectangle
from workstation.domain.errors import ScanUnreadable
from workstation.domain.scanner_report import ScannerAlarm, one_line
from workstation.imaging.dicom_files import (
    TDR,
    no_damage,
    number_of,
    numbers_of,
    open_dicom,
    text_of,
)

SUFFIX: Final = ".tdr.dcs"
VERSION: Final = "V03"
_MAKER: Final = "Review Room"
#: In the file meta information of DICOS v02A and v03, as the objects given away have it.
_VERSION_OF_FILE: Final = 0x00020004
#: SOP class of the picture that a report of ours speaks of when the scan tells none: DICOS DX.
_DX: Final = "1.2.840.10008.5.1.4.1.1.501.2.2"
#: When looking at a threat began and ended, and how long it took: mandatory in v03, and not in
#: pydicom's dictionary. An operator's decision is one instant.
_BEGAN_AND_ENDED: Final = (0x40101080, 0x40101081)
_TOOK: Final = 0x40101082
_MOST_THREATS: Final = 64
_FARTHEST: Final = 1_000_000
_CLEARED: Final = frozenset({"NO_THREAT", "NO THREAT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreatReport:
    """What one TDR says.

    Attributes
    ----------
    alarms : tuple of ScannerAlarm
        Objects that the report does not itself clear.
    cleared : int
        How many objects it looked at and cleared.
    kind, decision : str
        Codes of the standard: who reports (``MACHINE``, ``OPERATOR``) and what he decided.
    referenced : frozenset of str
        SOP instances of the pictures that it speaks of.
    """

    alarms: tuple[ScannerAlarm, ...]
    cleared: int
    kind: str
    decision: str
    version: str
    referenced: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Threat:
    """One finding of ours on its way into a report: where, what, how sure.

    ``category`` is one of the standard's terms: ANOMALY, CONTRABAND, EXPLOSIVE, PI, OTHER.
    """

    area: Rectangle
    category: str
    words: str
    probability: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHead:
    """Who reports about which picture; ``sop_instance`` is empty when the scan tells none."""

    scan_id: str
    container: str
    site: str
    officer: str
    decided_at: datetime
    alarm: bool
    sop_class: str = ""
    sop_instance: str = ""


def is_tdr(data: FileDataset) -> bool:
    """Tell whether an opened DICOM file is a threat detection report."""
    return str(data.get("SOPClassUID", "")) == TDR


def read_tdr(path: Path) -> ThreatReport:
    """Read a threat detection report.

    Raises
    ------
    ScanUnreadable
        If it is damaged or another kind of object.
    """
    data = open_dicom(path)
    with no_damage(path.name):
        if not is_tdr(data):
            raise ScanUnreadable(path.name, "it is no threat detection report")
        return _report(data)


def _report(data: Dataset) -> ThreatReport:
    program = data.get("ThreatDetectionAlgorithmAndVersion") or ""
    told = [program] if isinstance(program, str) else list(program)
    source = one_line(" ".join(str(part) for part in told)) or text_of(data, "Manufacturer")
    alarms: list[ScannerAlarm] = []
    cleared = 0
    for threat in list(data.get("ThreatSequence") or ())[:_MOST_THREATS]:
        assessed = (list(threat.get("ATDAssessmentSequence") or ()) or [Dataset()])[0]
        if text_of(assessed, "ATDAssessmentFlag") in _CLEARED:
            cleared += 1
            continue
        for shown in list(threat.get("PTORepresentationSequence") or ())[:4]:
            area = _area(shown)
            if area is not None:
                alarms.append(_alarm(assessed, shown, area, source))
                break
    return ThreatReport(
        alarms=tuple(alarms),
        cleared=cleared,
        kind=text_of(data, "TDRType"),
        decision=text_of(data, "AlarmDecision"),
        version=text_of(data, "DICOSVersion"),
        referenced=_referenced(data),
    )


def _alarm(assessed: Dataset, shown: Dataset, area: Rectangle, source: str) -> ScannerAlarm:
    sure = number_of(assessed, "ATDAssessmentProbability")
    words = text_of(assessed, "ThreatCategoryDescription")
    return ScannerAlarm(
        area=area,
        category=text_of(assessed, "ThreatCategory"),
        words=words or text_of(shown, "PTOLocationDescription"),
        probability=sure if sure is not None and 0 <= sure <= 1 else None,
        source=source,
    )


def _area(shown: Dataset) -> Rectangle | None:
    """Return where a representation lies in its picture; None when it does not say."""
    for voxel in list(shown.get("ThreatROIVoxelSequence") or ())[:1]:
        base, extents = numbers_of(voxel, "ThreatROIBase"), numbers_of(voxel, "ThreatROIExtents")
        if len(base) >= 2 and len(extents) >= 2:
            return _rectangle(base[0], base[1], extents[0], extents[1])
    corners = numbers_of(shown, "BoundingPolygon")
    columns, rows = corners[0::3], corners[1::3]
    if len(columns) < 2 or len(rows) < 2:
        return None
    left, top = min(columns), min(rows)
    return _rectangle(left, top, max(columns) - left, max(rows) - top)


def _rectangle(left: float, top: float, width: float, height: float) -> Rectangle | None:
    inside = 0 <= left <= _FARTHEST and 0 <= top <= _FARTHEST
    if not (inside and 0 < width <= _FARTHEST and 0 < height <= _FARTHEST):
        return None
    return Rectangle(
        row=int(top), column=int(left), height=max(1, round(height)), width=max(1, round(width))
    )


def _referenced(data: Dataset) -> frozenset[str]:
    found: set[str] = set()
    for study in data.get("ReferencedStudySequence") or ():
        found.add(text_of(study, "ReferencedSOPInstanceUID"))
    for threat in data.get("ThreatSequence") or ():
        for shown in threat.get("PTORepresentationSequence") or ():
            for instance in shown.get("ReferencedInstanceSequence") or ():
                found.add(text_of(instance, "ReferencedSOPInstanceUID"))
    return frozenset(found - {""})


def uid_of(*words: str) -> str:
    """Return a UID that the same words always give: DICOM PS3.5, B.2, from a hash of them."""
    digest = hashlib.sha256("\0".join(words).encode()).digest()[:16]
    return f"2.25.{int.from_bytes(digest, 'big')}"


def write_tdr(path: Path, head: ReportHead, threats: Sequence[Threat]) -> None:
    """Write an operator's report, DICOS v03, explicit little endian; the same words, same bytes.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    instance = uid_of("tdr", head.scan_id, head.decided_at.isoformat(), head.officer)
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = UID(TDR)
    meta.MediaStorageSOPInstanceUID = UID(instance)
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = UID(uid_of(_MAKER))
    meta.add_new(_VERSION_OF_FILE, "CS", VERSION)
    data = FileDataset(str(path), {}, file_meta=meta, preamble=b"\0" * 128)
    _fill(data, head, instance)
    data.ThreatSequence = pydicom.Sequence(
        [_threat(number, one, head) for number, one in enumerate(threats)]
    )
    data.NumberOfTotalObjects = len(threats)
    data.NumberOfAlarmObjects = len(threats)
    data.save_as(path, enforce_file_format=True)


def _fill(data: Dataset, head: ReportHead, instance: str) -> None:
    moment = head.decided_at.astimezone(UTC)
    day, clock = f"{moment:%Y%m%d}", f"{moment:%H%M%S}"
    data.SpecificCharacterSet = "ISO_IR 192"  # UTF-8: remarks are Chinese
    data.SOPClassUID, data.SOPInstanceUID = UID(TDR), UID(instance)
    for prefix in ("InstanceCreation", "Study", "Series", "Content"):
        setattr(data, f"{prefix}Date", day)
        setattr(data, f"{prefix}Time", clock)
    data.TimezoneOffsetFromUTC = "+0000"
    data.Modality = "TDR"
    data.Manufacturer = data.ManufacturerModelName = data.SoftwareVersions = _MAKER
    data.InstitutionName, data.InstitutionAddress = _short(head.site), ""
    data.StationName = data.DeviceSerialNumber = _short(head.site)[:16]
    data.PatientID = _short(head.container or head.scan_id)
    data.IssuerOfPatientID, data.TypeOfPatientID = _short(head.site), "TEXT"
    data.OtherPatientIDsSequence = data.AlgorithmRoutingCodeSequence = pydicom.Sequence()
    data.FrameOfReferenceUID = UID(uid_of("frame", head.scan_id))
    data.PositionReferenceIndicator = ""
    data.StudyID = head.scan_id[:16]
    data.StudyInstanceUID = UID(uid_of("study", head.scan_id))
    data.SeriesInstanceUID = UID(uid_of("series", head.scan_id))
    data.SeriesDescription = _short(head.scan_id)
    data.InstanceNumber = 1
    data.ReferencedStudySequence = pydicom.Sequence([_reference(head)])
    data.DICOSVersion = VERSION
    data.OOIType = "CARGO"
    data.AcquisitionStatus = "SUCCESSFUL"
    data.ScanType = "OPERATIONAL"
    data.AbortFlag = "SUCCESS"
    data.TDRType = "OPERATOR"
    data.OperatorsName = _short(head.officer)
    data.AdditionalScreeningPerformed = "NO"
    data.AlarmDecision = "ALARM" if head.alarm else "CLEAR"
    data.AlarmDecisionTime = _instant(moment)
    data.add_new("ImageScaleRepresentation", "FD", 1.0)
    # Wanted by the toolkit of DICOS' own makers: a review room has neither calibration nor clock.
    data.DateOfLastCalibration = data.TimeOfLastCalibration = ""
    data.TotalProcessingTime = 0.0
    data.OperatorIdentificationSequence = pydicom.Sequence([_operator(head)])


def _all_of_it(pixels: int) -> bytes:
    """Return the bitmap of a region whose pixels all belong to it: a bit each, lowest first.

    The makers' toolkit takes no base and no extents without it.
    """
    whole, left = divmod(pixels, 8)
    packed = b"\xff" * whole + bytes([(1 << left) - 1] if left else [])
    return packed + b"\0" * (len(packed) % 2)


def _operator(head: ReportHead) -> Dataset:
    """Return who decided: DICOM PS3.3 table 10-1; DICOS wants the id, then what kind it is."""
    codes = []
    for value, meaning in ((head.officer, head.officer), ("LOGIN", "Login of the officer")):
        code = Dataset()
        code.CodeValue = _short(value)[:16]
        code.CodingSchemeDesignator = "99REVIEWROOM"
        code.CodeMeaning = _short(meaning)
        codes.append(code)
    operator = Dataset()
    operator.PersonIdentificationCodeSequence = pydicom.Sequence(codes)
    operator.InstitutionName = _short(head.site)
    return operator


def _threat(number: int, one: Threat, head: ReportHead) -> Dataset:
    area = one.area
    voxel = Dataset()
    voxel.ThreatROIBase = [float(area.column), float(area.row), 0.0]
    voxel.ThreatROIExtents = [float(area.width), float(area.height), 1.0]
    voxel.ThreatROIBitmap = _all_of_it(area.width * area.height)
    shown = Dataset()
    shown.ReferencedInstanceSequence = pydicom.Sequence([_reference(head)])
    shown.ThreatROIVoxelSequence = pydicom.Sequence([voxel])
    ends = area.column + area.width, area.row + area.height
    shown.BoundingPolygon = [area.column, area.row, 0.0, *ends, 1.0]
    assessed = Dataset()
    assessed.ThreatCategory = one.category
    assessed.ThreatCategoryDescription = one_line(one.words)
    assessed.ATDAbilityAssessment = "NO_INTERFERENCE"
    assessed.ATDAssessmentFlag = "THREAT"
    if one.probability is not None:
        assessed.ATDAssessmentProbability = one.probability
    threat = Dataset()
    threat.PotentialThreatObjectID = number
    threat.PTORepresentationSequence = pydicom.Sequence([shown])
    threat.ATDAssessmentSequence = pydicom.Sequence([assessed])
    moment = head.decided_at.astimezone(UTC)
    for tag in _BEGAN_AND_ENDED:
        threat.add_new(tag, "DT", _instant(moment))
    threat.add_new(_TOOK, "FL", 0.0)
    return threat


def _instant(moment: datetime) -> str:
    return f"{moment:%Y%m%d%H%M%S.%f}+0000"


def _reference(head: ReportHead) -> Dataset:
    reference = Dataset()
    reference.ReferencedSOPClassUID = UID(head.sop_class or _DX)
    instance = head.sop_instance or uid_of("picture", head.scan_id)
    reference.ReferencedSOPInstanceUID = UID(instance)
    return reference


def _short(text: Any) -> str:  # noqa: ANN401 - whatever a record holds
    """Return a text that fits a DICOM LO: one line, no back-slash, at most 64 characters."""
    return one_line(text).replace("\\", "/")[:64]
