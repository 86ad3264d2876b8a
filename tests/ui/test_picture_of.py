"""What the desk shows of a scan is told apart by the scan's own wedge and its own noise."""

import numpy as np
import pytest

from ui.prepared import picture_of
from viewer.pixels.look import Look
from viewer.pixels.material_scale import general_scale
from viewer.pixels.render import Source, draw
from workstation.cli import render
from workstation.domain.scan import EnergyBand, ScanHead, ViewName, WedgeReading
from workstation.imaging.scan import Plane, Scan

STEPS = (2.0, 10.0, 40.0, 80.0, 120.0)
# Attenuation for one g/cm²: a scanner whose iron the general scale takes for organic goods.
MU = {
    EnergyBand.HIGH: {"polyethylene": 0.040, "iron": 0.040},
    EnergyBand.LOW: {"polyethylene": 0.052, "iron": 0.0475},
}


def plane(band, *, wedge=True, seed=1):
    rng = np.random.default_rng(seed)
    passed = np.exp(-50 * MU[band]["iron"])
    noise = rng.normal(0, 0.004 / np.sqrt(passed), (96, 200))
    readings = tuple(
        WedgeReading(
            material=name, g_cm2=STEPS, transmission=tuple(float(np.exp(-g * mu)) for g in STEPS)
        )
        for name, mu in MU[band].items()
    )
    return Plane(
        view=ViewName.SIDE,
        band=band,
        energy_mev=6.0 if band is EnergyBand.HIGH else 4.0,
        transmission=np.rint(65535 * passed * (1 + noise)).astype(np.uint16),
        wedge=readings if wedge else (),
    )


def scan(**more):
    planes = (plane(EnergyBand.HIGH, **more), plane(EnergyBand.LOW, seed=2, **more))
    return Scan(head=ScanHead(), planes=planes, format="made")


def test_the_scans_own_wedge_tells_its_materials_apart():
    picture = picture_of(scan(), label="x", container=None)

    assert picture.material.calibrated
    thick = np.array([2.0])
    organic, metal = picture.material.excess_of(thick)
    assert organic[0] == pytest.approx(2.0 * (0.052 / 0.040 - 1), rel=0.01)
    assert metal[0] == pytest.approx(2.0 * (0.0475 / 0.040 - 1), rel=0.01)
    assert picture.material.g_cm2_of(thick)[1][0] == pytest.approx(50, rel=0.01)


def test_without_a_wedge_the_general_scale_of_its_energies_is_taken():
    picture = picture_of(scan(wedge=False), label="x", container=None)

    assert not picture.material.calibrated
    assert picture.material.organic == general_scale(6.0, 4.0).organic


def test_the_noise_is_the_scans_own():
    noise = picture_of(scan(), label="x", container=None).material.noise

    assert noise.high == pytest.approx(0.004, rel=0.2)
    assert noise.low == pytest.approx(0.004 * np.exp(50 * (0.0475 - 0.040) / 2), rel=0.3)


def test_a_scan_of_one_energy_has_no_scale():
    high = plane(EnergyBand.HIGH)
    single = Scan(head=ScanHead(), planes=(high,), format="made")

    assert picture_of(single, label="x", container=None).material is None


def test_the_desk_and_the_command_line_draw_the_same_colours():
    made = scan()
    picture, look = picture_of(made, label="x", container=None), Look(material=True)

    desk = draw(Source(picture.high, picture.low, scale=picture.material), look)

    line = draw(render._source(*made.planes), look)  # noqa: SLF001 - the pixels are what counts
    assert (desk == line).all()
    blue, _, red = desk[48, 100, :3].astype(int)
    assert blue > red
