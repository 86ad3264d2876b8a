"""What a scan becomes on its way to the screen."""

import numpy as np

from ui.prepared import picture_of, pictures_of_other_views
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.scan import Plane, Scan


def plane(view, band=EnergyBand.HIGH, shape=(40, 90), pitch_mm=(5.0, 4.0)):
    return Plane(
        view=view,
        band=band,
        energy_mev=6.0,
        transmission=np.full(shape, 30000, np.uint16),
        pitch_mm=pitch_mm,
    )


def scan_of(*planes):
    return Scan(head=ScanHead(), planes=planes, format="package")


def test_a_scan_of_one_view_has_no_other():
    troubles = []

    assert pictures_of_other_views(scan_of(plane(ViewName.SIDE)), label="", troubles=troubles) == ()
    assert troubles == []


def test_the_view_from_above_comes_with_its_energies_and_pitch():
    scan = scan_of(
        plane(ViewName.SIDE),
        plane(ViewName.TOP, shape=(30, 90), pitch_mm=(7.0, 4.0)),
        plane(ViewName.TOP, EnergyBand.LOW, shape=(30, 90), pitch_mm=(7.0, 4.0)),
    )

    first = picture_of(scan, label="TEMU", container=None)
    ((name, other),) = pictures_of_other_views(scan, label="TEMU", troubles=[])

    assert first.shape == (40, 90)
    assert first.low is None
    assert name == "top"
    assert other.shape == (30, 90)
    assert other.low is not None
    assert other.pitch_mm == (7.0, 4.0)


def test_another_view_that_is_broken_does_not_take_the_case_away():
    scan = scan_of(
        plane(ViewName.SIDE),
        plane(ViewName.TOP),
        plane(ViewName.TOP, EnergyBand.LOW, shape=(20, 90)),
    )
    troubles = []

    others = pictures_of_other_views(scan, label="TEMU", troubles=troubles)

    assert others == ()
    assert "top" in troubles[0]
