"""The wedges of a scan of two energies, joined."""

import numpy as np
import pytest

from workstation.domain.scan import EnergyBand, ViewName, WedgeReading
from workstation.imaging.scan import Plane
from workstation.imaging.wedges import dual_wedges

STEPS = (0.0, 10.0, 40.0)
HIGH = {"polyethylene": (0.98, 0.7, 0.25), "iron": (0.98, 0.68, 0.22)}
LOW = {"polyethylene": (0.97, 0.63, 0.18), "iron": (0.97, 0.62, 0.17)}


def plane(band, readings, steps=STEPS):
    return Plane(
        view=ViewName.SIDE,
        band=band,
        energy_mev=6.0,
        transmission=np.full((4, 4), 9, np.uint16),
        wedge=tuple(
            WedgeReading(material=name, g_cm2=steps, transmission=passed)
            for name, passed in readings.items()
        ),
    )


def test_both_energies_of_both_materials_are_joined():
    wedges = dual_wedges(plane(EnergyBand.HIGH, HIGH), plane(EnergyBand.LOW, LOW))

    assert wedges.organic == (HIGH["polyethylene"], LOW["polyethylene"])
    assert wedges.metal == (HIGH["iron"], LOW["iron"])
    assert wedges.g_cm2 == (STEPS, STEPS)


@pytest.mark.parametrize("missing", ["polyethylene", "iron"])
def test_a_scan_without_one_of_the_materials_has_no_wedges_of_its_own(missing):
    low = {name: passed for name, passed in LOW.items() if name != missing}

    assert dual_wedges(plane(EnergyBand.HIGH, HIGH), plane(EnergyBand.LOW, low)) is None


def test_steps_that_only_one_energy_read_are_left_out():
    low = plane(EnergyBand.LOW, LOW, steps=(0.0, 10.0, 41.0))
    high = plane(EnergyBand.HIGH, HIGH)

    assert dual_wedges(high, low) is not None
    assert dual_wedges(high, low).g_cm2 == ((0.0, 10.0), (0.0, 10.0))


def test_steps_at_the_floor_of_the_detector_are_left_out():
    steps = (*STEPS, 200.0, 240.0)
    high = {name: (*passed, 0.001, 0.001) for name, passed in HIGH.items()}
    low = {name: (*passed, 0.0005, 0.0) for name, passed in LOW.items()}

    wedges = dual_wedges(
        plane(EnergyBand.HIGH, high, steps=steps), plane(EnergyBand.LOW, low, steps=steps)
    )

    assert wedges.g_cm2 == ((*STEPS, 200.0), (*STEPS, 200.0))
