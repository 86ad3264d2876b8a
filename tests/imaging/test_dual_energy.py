import numpy as np
import pytest

from tests.imaging.phantom import FULL, make_plane, make_scan, noise, shared_data
from workstation.domain.scan import EnergyBand, ViewName, WedgeReading
from workstation.imaging.dual_energy import Material, material_map
from workstation.imaging.nominal import METAL, ORGANIC, nominal_wedge
from workstation.imaging.readers import pair_files, read_files
from workstation.imaging.scan import Plane, Scan

STEP = 35.0


def passed(material: str, energy: float, g_cm2: float = STEP) -> float:
    reading = nominal_wedge(material, energy)
    return reading.transmission[reading.g_cm2.index(g_cm2)]


def plane(band: EnergyBand, energy: float, wedge: tuple[WedgeReading, ...] = ()) -> Plane:
    """Three stripes: air, 35 g/cm² of polyethylene, 35 g/cm² of iron."""
    light = [1.0, passed(ORGANIC, energy), passed(METAL, energy)]
    stripes = np.repeat(np.array(light) * FULL, 40).round().astype(np.uint16)
    return make_plane(np.tile(stripes, (60, 1)), band, energy_mev=energy, wedge=wedge)


def wedges(energy: float) -> tuple[WedgeReading, ...]:
    return nominal_wedge(ORGANIC, energy), nominal_wedge(METAL, energy)


def two_energies(*, calibrated: bool) -> Scan:
    own = wedges if calibrated else lambda _energy: ()
    return make_scan(plane(EnergyBand.HIGH, 9.0, own(9.0)), plane(EnergyBand.LOW, 6.0, own(6.0)))


@pytest.mark.parametrize("calibrated", [True, False])
def test_plastic_and_iron_are_told_apart(calibrated):
    found = material_map(two_energies(calibrated=calibrated), allow_nominal=True)

    assert found is not None
    assert found.calibrated is calibrated
    assert set(found.material[:, 5:35].ravel()) == {Material.UNKNOWN}
    assert set(found.material[:, 45:75].ravel()) == {Material.ORGANIC}
    assert set(found.material[:, 85:115].ravel()) == {Material.METAL}


def test_nominal_curves_are_trusted_less_than_the_scanners_own():
    own = material_map(two_energies(calibrated=True))
    nominal = material_map(two_energies(calibrated=False), allow_nominal=True)

    assert own is not None
    assert nominal is not None
    assert own.confidence[30, 60] > 0.9
    assert 0 < nominal.confidence[30, 60] <= 0.5


def test_where_nothing_is_known_there_is_no_confidence():
    found = material_map(two_energies(calibrated=True))

    assert found is not None
    assert found.confidence[30, 10] == 0
    assert np.isnan(found.position[30, 10])


def test_one_energy_or_unknown_energies_tell_no_material():
    pixels = noise(30, 40)

    assert material_map(make_scan(make_plane(pixels))) is None
    unknown = make_scan(make_plane(pixels, EnergyBand.HIGH), make_plane(pixels, EnergyBand.LOW))
    assert material_map(unknown, ViewName.SIDE, allow_nominal=True) is None


@pytest.mark.parametrize("energy", [0.5, 13.0])
def test_a_nominal_wedge_stays_within_the_table(energy):
    with pytest.raises(ValueError, match="end-point"):
        nominal_wedge(METAL, energy)


@pytest.mark.parametrize("energy", [4.0, 6.0, 9.0])
def test_more_material_and_less_energy_let_less_through(energy):
    iron = nominal_wedge(METAL, energy).transmission

    assert list(iron) == sorted(iron, reverse=True)
    assert all(
        a < b for a, b in zip(iron, nominal_wedge(METAL, energy + 2).transmission, strict=True)
    )


def test_the_nominal_wedge_agrees_with_another_code():
    """Geant4, 9 and 6 MeV, 100 g/cm²: -ln T of carbon 3.126 and 3.793, of iron 3.587 and 3.999."""
    for material, high, low in (("carbon", 3.126, 3.793), (METAL, 3.587, 3.999)):
        for energy, told in ((9.0, high), (6.0, low)):
            assert -np.log(passed(material, energy, 100.0)) == pytest.approx(told, rel=0.07)


def test_without_the_scanners_wedges_no_material_is_claimed():
    assert material_map(two_energies(calibrated=False)) is None


def test_a_real_scan_without_wedges_claims_no_material():
    groups = pair_files(sorted(shared_data("real_dual_energy_r60").glob("r60_3*.tif")))

    scan = read_files(groups[0])

    assert material_map(scan) is None
    assert material_map(scan, allow_nominal=True).confidence.max() <= 0.5
