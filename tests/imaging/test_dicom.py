from datetime import UTC, datetime

import numpy as np
import pydicom
import pytest

from tests.imaging.dicom_makers import DICOM_SC, EXPLICIT, IMPLICIT, LOSSLESS, write_dx
from tests.imaging.phantom import FULL, noise, shared_data
from workstation.domain.comparison import Rectangle
from workstation.domain.errors import ScanUnreadable
from workstation.domain.scan import EnergyBand
from workstation.domain.scanner_report import report_of
from workstation.imaging.dicom_pixels import LOGARITHMIC
from workstation.imaging.dicos_tdr import ReportHead, Threat, read_tdr, write_tdr
from workstation.imaging.package import read_package, write_package
from workstation.imaging.readers import read_files, read_pair, read_scan
from workstation.imaging.readers.threats import OTHER_PICTURE, OUTSIDE

PIXELS = noise(30, 41)
AREA = Rectangle(row=5, column=7, height=11, width=13)
HEAD = ReportHead(
    scan_id="scan-1",
    container="CSQU3054383",
    site="east",
    officer="o1",
    decided_at=datetime(2026, 11, 5, 4, tzinfo=UTC),
    alarm=True,
    sop_instance="2.25.7",
)


@pytest.mark.parametrize("version", ["V02", "V02A", "V03"])
@pytest.mark.parametrize("syntax", [IMPLICIT, EXPLICIT, LOSSLESS])
def test_a_dicos_radiograph_keeps_every_count_into_the_package(tmp_path, syntax, version):
    write_dx(tmp_path / "a.dcs", PIXELS, syntax=syntax, version=version)

    scan = read_scan(tmp_path / "a.dcs")
    write_package(tmp_path / "a.scan.tif", scan)
    packed = read_package(tmp_path / "a.scan.tif")

    assert scan.format == "dicos"
    assert np.array_equal(packed.main_plane().transmission, PIXELS)
    assert packed.main_plane().energy_mev == 6.0
    assert packed.head.container == "CSQU3054383"
    assert packed.head.taken_at == datetime(2026, 11, 5, 4, tzinfo=UTC)
    assert report_of(packed.head.extra).sop_instance == "2.25.7"


@pytest.mark.parametrize(
    ("stored", "more", "wanted"),
    [
        (np.array([[0, 255]], np.uint8), {}, [0, FULL]),
        (np.array([[0, 4095]], np.uint16), {"BitsStored": 12, "HighBit": 11}, [0, FULL]),
        (np.array([[0, FULL]], np.uint16), {"PhotometricInterpretation": "MONOCHROME1"}, [FULL, 0]),
        (np.array([[-5, 32767]], np.int16), {}, [0, FULL]),
        (np.array([[0, 4_000_000_000]], np.uint32), {}, [0, 61034]),
        (np.array([[0, 2**63 - 1]], np.int64), {}, [0, FULL]),
        (np.array([[0.0, 0.5]], np.float32), {}, [0, 32768]),
        (np.array([[-1.0, 3.0]], np.float64), {"WindowCenter": "1", "WindowWidth": "4"}, [0, FULL]),
        (np.array([[1, 2]], np.uint16), {"PixelIntensityRelationshipSign": -1}, [65534, 65533]),
    ],
)
def test_numbers_of_every_kind_take_the_range_that_the_object_states(
    tmp_path, stored, more, wanted
):
    write_dx(tmp_path / "a.dcm", stored, **more)

    assert read_scan(tmp_path / "a.dcm").main_plane().transmission.tolist() == [wanted]


def test_two_frames_are_high_and_low_and_a_secondary_capture_is_dicom(tmp_path):
    write_dx(tmp_path / "a.dcm", np.stack([PIXELS, PIXELS // 2]), sop_class=DICOM_SC)

    scan = read_scan(tmp_path / "a.dcm")

    assert scan.format == "dicom"
    assert [plane.band for plane in scan.planes] == [EnergyBand.HIGH, EnergyBand.LOW]
    assert np.array_equal(scan.planes[1].transmission, PIXELS // 2)


def test_the_detectors_own_spacing_is_never_taken_for_the_objects(tmp_path):
    write_dx(tmp_path / "a.dcm", PIXELS, ImagerPixelSpacing=["6", "4"])
    write_dx(
        tmp_path / "b.dcm",
        PIXELS,
        ImagerPixelSpacing=["6", "4"],
        EstimatedRadiographicMagnificationFactor="2",
    )

    assert read_scan(tmp_path / "a.dcm").main_plane().pitch_mm is None
    assert read_scan(tmp_path / "b.dcm").main_plane().pitch_mm == (3.0, 2.0)


def test_two_files_are_the_energies_of_one_scan(tmp_path):
    write_dx(tmp_path / "a_high.dcs", PIXELS)
    write_dx(tmp_path / "a_low.dcs", PIXELS // 2, PixelIntensityRelationship="LOG")

    scan = read_pair(tmp_path / "a_high.dcs", tmp_path / "a_low.dcs")

    assert [plane.band for plane in scan.planes] == [EnergyBand.HIGH, EnergyBand.LOW]
    assert LOGARITHMIC in scan.warnings


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.501.1"}, "no radiographs"),
        ({"SOPClassUID": "1.2.840.10008.5.1.4.1.1.501.3"}, "threat detection report"),
        ({"Rows": 60_000, "Columns": 60_000}, "limit"),
        ({"Rows": 31}, "cut short"),
        ({"NumberOfFrames": 90}, "90 frames"),
        ({"SamplesPerPixel": 3}, "coloured"),
    ],
)
def test_what_is_no_radiograph_is_refused_before_it_is_decoded(tmp_path, more, words):
    write_dx(tmp_path / "a.dcs", PIXELS, **more)

    with pytest.raises(ScanUnreadable, match=words):
        read_scan(tmp_path / "a.dcs")


def test_our_findings_written_as_a_report_come_back_as_they_were(tmp_path):
    threats = [Threat(area=AREA, category="CONTRABAND", words="疑似烟草", probability=0.5)]
    write_tdr(tmp_path / "a.tdr.dcs", HEAD, threats)

    told = read_tdr(tmp_path / "a.tdr.dcs")

    assert (told.kind, told.decision, told.version) == ("OPERATOR", "ALARM", "V03")
    assert told.referenced == {"2.25.7"}
    assert [(a.area, a.category, a.words, a.probability) for a in told.alarms] == [
        (AREA, "CONTRABAND", "疑似烟草", 0.5)
    ]


def test_a_picture_and_its_report_are_one_scan_with_alarms(tmp_path):
    write_dx(tmp_path / "a.dcs", PIXELS)
    write_tdr(tmp_path / "a.tdr.dcs", HEAD, [Threat(area=AREA, category="PI", words="x")])

    scan = read_files([tmp_path / "a.tdr.dcs", tmp_path / "a.dcs"])

    assert [alarm.area for alarm in report_of(scan.head.extra).alarms] == [AREA]
    assert OTHER_PICTURE not in scan.warnings


def test_alarms_of_another_picture_or_outside_of_it_are_left_out_with_a_word(tmp_path):
    far = Rectangle(row=900, column=7, height=1, width=1)
    write_dx(tmp_path / "a.dcs", PIXELS)
    write_dx(tmp_path / "b.dcs", PIXELS, SOPInstanceUID="2.25.8")
    for name in ("a", "b"):
        write_tdr(tmp_path / f"{name}.tdr.dcs", HEAD, [Threat(area=far, category="PI", words="")])

    outside = read_files([tmp_path / "a.dcs", tmp_path / "a.tdr.dcs"])
    other = read_files([tmp_path / "b.dcs", tmp_path / "b.tdr.dcs"])

    assert OUTSIDE in outside.warnings
    assert OTHER_PICTURE in other.warnings
    assert report_of(outside.head.extra).alarms == report_of(other.head.extra).alarms == ()


def test_the_objects_that_the_makers_of_the_standard_give_away_are_read():
    folder = shared_data("dicos")

    scans = [read_scan(folder / f"dx_{name}.dcs") for name in ("v02", "v02a", "v03")]
    reported = read_files([folder / "dx_v03.dcs", folder / "tdr_of_dx_v03.dcs"])
    ten = read_tdr(folder / "tdr_v03.dcs")

    assert [scan.format for scan in scans] == ["dicos"] * 3
    assert scans[0].main_plane().transmission.shape == (200, 100)
    assert np.unique(scans[1].main_plane().transmission).tolist() == [400]
    area = Rectangle(row=91, column=24, height=22, width=16)
    assert [alarm.area for alarm in report_of(reported.head.extra).alarms] == [area]
    assert len(ten.alarms) + ten.cleared == 10


def test_a_report_of_ours_has_all_that_the_dicos_toolkit_wants(tmp_path):
    write_tdr(tmp_path / "a.tdr.dcs", HEAD, [Threat(area=AREA, category="PI", words="x")])

    data = pydicom.dcmread(tmp_path / "a.tdr.dcs")

    (threat,) = data.ThreatSequence
    (voxel,) = threat.PTORepresentationSequence[0].ThreatROIVoxelSequence
    (operator,) = data.OperatorIdentificationSequence
    assert "DateOfLastCalibration" in data
    assert "TimeOfLastCalibration" in data
    assert data.TotalProcessingTime == 0.0
    assert len(operator.PersonIdentificationCodeSequence) == 2
    assert {0x40101080, 0x40101081, 0x40101082} <= {element.tag for element in threat}
    assert voxel.ThreatROIBitmap == b"\xff" * 17 + b"\x7f"  # 143 pixels, a bit each
