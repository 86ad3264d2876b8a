"""Reader of DICOM DX, CR and SC and of DICOS DX.

Sources: DICOM PS3.3 (DX, SC), PS3.5, PS3.10; NEMA IIC 1 v02, v02A, v03 (DICOS), whose objects are
DICOM-shaped: other SOP classes, the object of inspection where DICOM has the patient. Tried with
the DICOS objects that the makers of its reference toolkit give away, and with objects of our own.
"""

from pathlib import Path
from typing import Final

import pydicom

from workstation.domain.container import find_number
from workstation.domain.scan import EnergyBand, ScanHead
from workstation.domain.scanner_report import KEY, ScannerReport, report_to_json
from workstation.imaging.dicom_files import (
    kind_of,
    no_damage,
    number_of,
    open_dicom,
    taken_at,
    text_of,
)
from workstation.imaging.dicom_pixels import decode_frames, pitch_mm
from workstation.imaging.dicom_prefix import MAGIC, MAGIC_AT
from workstation.imaging.readers.planes import Labelled, make_planes
from workstation.imaging.scan import Scan

TIME_WITHOUT_ZONE: Final = "The scan's time has no time zone or is not ISO 8601; it is left out."
#: A tube is given in kilovolts; less than this is no container scanner and rather megavolts.
_LEAST_KV: Final = 30.0


class DicomReader:
    """Takes radiographs as DICOM or DICOS objects; a threat report goes with its picture.

    Gives one view at one energy, or two frames as high and low energy; energy from KVP, pitch at
    the object where it is told, container number from the object of inspection's id.
    """

    name: Final = "dicom"
    suffixes: Final = (".dcm", ".dcs", ".dicom", ".dicos")

    def recognises(self, first_bytes: bytes, path: Path) -> bool:  # noqa: ARG002 - Reader's shape
        """Tell whether the DICOM prefix stands behind the preamble."""
        return first_bytes[MAGIC_AT] == MAGIC

    def read(self, path: Path) -> Scan:
        """Read all frames of a radiograph."""
        source = path.name
        data = open_dicom(path)
        kind = kind_of(data, source)
        frames = decode_frames(data, source)
        with no_damage(source):
            label, energy, pitch = _label(data), _energy_mev(data), pitch_mm(data)
            head = _head(data, path)
        pictures = [
            Labelled(
                picture=frame,
                label=label,
                energy_mev=energy if len(frames) == 1 else None,
                band=None if len(frames) == 1 else (EnergyBand.HIGH, EnergyBand.LOW)[number % 2],
                pitch_mm=pitch,
            )
            for number, frame in enumerate(frames)
        ]
        planes = make_planes(pictures, stem=path.stem, source=source)
        warnings = dict.fromkeys(warning for one in frames for warning in one.warnings)
        if head.taken_at is None:
            warnings[TIME_WITHOUT_ZONE] = None
        return Scan(head=head, planes=planes, format=kind, warnings=tuple(warnings))


def _head(data: pydicom.Dataset, path: Path) -> ScanHead:
    report = ScannerReport(
        sop_class=text_of(data, "SOPClassUID"), sop_instance=text_of(data, "SOPInstanceUID")
    )
    told = (text_of(data, keyword) for keyword in ("PatientID", "StudyID", "AccessionNumber"))
    numbers = (find_number(text) for text in (*told, path.stem))
    return ScanHead(
        scanner=text_of(data, "StationName") or text_of(data, "DeviceSerialNumber") or None,
        taken_at=taken_at(data),
        container=next((number for number in numbers if number), None),
        extra={KEY: report_to_json(report)},
    )


def _label(data: pydicom.Dataset) -> str:
    """Return the words of an object that may tell its view and energy."""
    parts = ("ViewPosition", "SeriesDescription", "ImageComments", "ImageType")
    return " ".join(text_of(data, part) for part in parts).replace("_", " ")


def _energy_mev(data: pydicom.Dataset) -> float | None:
    peak_kv = number_of(data, "KVP")
    if peak_kv is None or not _LEAST_KV <= peak_kv <= 1e5:
        return None
    return peak_kv / 1000


READER: Final = DicomReader()
