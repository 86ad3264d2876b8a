import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workstation.simulation import validation
from workstation.simulation.physics import (
    attenuation_table,
    blend_attenuation,
    bremsstrahlung,
    make_beam,
    mass_attenuation,
    transfer_fraction,
)

GEANT4 = Path(__file__).parents[1] / "data" / "geant4"
SHARED = Path(
    os.environ.get("REVIEWROOM_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data")
)


@pytest.mark.parametrize(
    ("material", "energy_mev", "published"),
    [
        # Hubbell and Seltzer, NISTIR 5632, tables 3 and 4.
        ("iron", 1.0, 0.05995),
        ("iron", 4.0, 0.03312),
        ("iron", 5.0, 0.03146),
        ("lead", 0.5, 0.1614),
        ("lead", 6.0, 0.04391),
        ("water", 3.0, 0.03969),
        ("polyethylene", 2.0, 0.05064),
    ],
)
def test_the_table_agrees_with_nist(material, energy_mev, published):
    found = mass_attenuation(material, np.array([energy_mev]))[0]

    assert found == pytest.approx(published, rel=0.004)


def test_no_material_has_waves_where_pairs_begin():
    energies, columns = attenuation_table()
    usable = (energies >= 1.25) & (energies <= 10)

    for name, values in columns.items():
        slopes = np.diff(np.log(values[usable])) / np.diff(np.log(energies[usable]))
        turns = np.count_nonzero(np.diff(np.sign(slopes)))
        assert turns <= 1, name


def test_an_energy_outside_the_table_is_refused():
    with pytest.raises(ValueError, match="leave the table"):
        mass_attenuation("iron", np.array([50.0]))


def test_a_blend_lies_between_its_parts():
    energies = np.array([0.3, 1.0, 4.0])

    blend = blend_attenuation({"water": 3.0, "iron": 1.0}, energies)

    parts = np.stack([mass_attenuation("water", energies), mass_attenuation("iron", energies)])
    assert (blend > parts.min(0)).all()
    assert (blend < parts.max(0)).all()


def test_the_spectrum_ends_at_its_end_point_and_softens_off_the_axis():
    energies = np.arange(0.05, 9.0, 0.01)

    axis, aside = bremsstrahlung(energies, 6.0), bremsstrahlung(energies, 6.0, 0.4)

    assert axis[energies > 6.0].sum() == 0
    assert axis.sum() == pytest.approx(1)
    assert (aside * energies).sum() < (axis * energies).sum()


def test_the_energy_handed_on_by_scattering_agrees_with_attix():
    # F. H. Attix, Introduction to Radiological Physics, table 7.1: 0.440 at 1 MeV, 0.684 at 10.
    assert transfer_fraction(np.array([1.0, 10.0])) == pytest.approx([0.440, 0.684], abs=0.004)


@settings(max_examples=40, deadline=None)
@given(
    thin=st.floats(0, 150),
    more=st.floats(0.5, 100),
    material=st.sampled_from(["iron", "water", "polyethylene", "lead"]),
)
def test_more_material_lets_less_through(thin, more, material):
    beam = make_beam(6.0)

    low, high = beam.transmission({material: np.array([thin + more, thin])})

    assert 0 < low < high <= 1


@pytest.mark.parametrize("materials", [("polyethylene", "iron"), ("iron", "lead")])
def test_heavier_elements_show_a_larger_energy_ratio(materials):
    high, low = make_beam(6.0), make_beam(4.0)
    ratios = []
    for material in materials:
        depth = {material: np.array([60.0])}
        ratios.append(np.log(low.transmission(depth)[0]) / np.log(high.transmission(depth)[0]))

    # The lighter one loses more at the low energy, compared with the high.
    assert ratios[0] > ratios[1] + 0.01


def test_our_spectra_and_cross_sections_hold_against_geant4():
    errors = validation.compare_calibration(GEANT4)

    assert {e.count for e in errors} == {5}
    for e in errors:
        limit = 0.013 if "our" in e.name else 0.02
        assert abs(e.worst) < limit, e


@pytest.mark.skipif(
    not (SHARED / "transparency_tables").exists(), reason="the shared data are not here"
)
def test_our_spectra_hold_against_the_transparency_tables():
    xcom = SHARED / "simulated_dual_energy_geant4" / "NIST_XCOM"

    errors = validation.compare_transparencies(SHARED / "transparency_tables", xcom)

    whole = [e for e in errors if e.name.endswith("spectrum")]
    assert sum(e.count for e in whole) == 2 * 1164
    for e in whole:
        assert e.rms < 0.014, e


def test_validation_prints_a_table_and_says_when_nothing_is_there(tmp_path, capsys):
    data = tmp_path / "simulated_dual_energy_geant4"
    data.symlink_to(GEANT4)

    assert validation.main([str(tmp_path)]) == 0
    assert "9 MeV, our spectrum, Z = 26" in capsys.readouterr().out
    assert validation.main([str(tmp_path / "none")]) == 1
    assert validation.main([]) == 2
