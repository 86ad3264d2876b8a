"""Classes and areal densities against Monte Carlo by others: real spectra, real hardening."""

import os
from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks import material_physics as check
from viewer.pixels.material_certainty import ORDER, MaterialClass

GEANT4 = Path(__file__).parents[1] / "data" / "geant4"
_BESIDE = Path(__file__).parents[3] / "shared" / "data"
SHARED = Path(os.environ.get("REVIEWROOM_SHARED_DATA", _BESIDE))


@pytest.fixture
def scale():
    return check.wedge_of_spectra(GEANT4)


def test_carbon_is_organic_and_iron_and_lead_are_metal_in_geant4(scale):
    outcome = check.read_points(check.geant4_points(GEANT4), scale)

    assert len(outcome.points.z) == 15
    # Lead is there thicker than 4.5 neper, where confidence fades.
    for z, expected, least in ((6, "organic", 0.99), (26, "metal", 0.99), (82, "metal", 0.6)):
        own = outcome.points.z == z
        assert {ORDER[n] for n in outcome.number[own]} == {MaterialClass(expected)}
        assert outcome.confidence[own].min() > least


def test_areal_densities_of_geant4_are_recovered(scale):
    outcome = check.read_points(check.geant4_points(GEANT4), scale)

    # One wedge stands for the whole fan, whose beam is softer at its edge: some per cent.
    # Lead is on neither curve: its areal density is carried on beyond iron and comes out too high.
    for z, worst in ((6, 0.065), (26, 0.045), (82, 0.16)):
        errors = outcome.density_error[outcome.points.z == z]
        assert np.abs(errors).max() < worst, (z, errors)


def test_noise_of_a_field_scanner_changes_no_class_at_100_g_cm2(scale):
    many = check.geant4_points(GEANT4).repeated(40)

    outcome = check.read_points(many.noisy(np.random.default_rng(3)), scale)

    assert outcome.right[outcome.named].all()
    assert outcome.named.mean() > 0.99


def test_a_scale_with_its_wedges_exchanged_is_found_out(scale):
    # The check must be able to fail: curves the wrong way round leave no room between them.
    points = check.geant4_points(GEANT4)
    wrong = check.wedge_scale(
        *(
            (
                tuple(np.exp(-np.array(scale.attenuation))),
                tuple(np.exp(-np.array(scale.attenuation) - np.array(curve))),
            )
            for curve in (scale.metal, scale.organic)
        ),
        g_cm2=(scale.metal_g_cm2, scale.organic_g_cm2),
    )

    outcome = check.read_points(points, wrong)

    assert not outcome.named.any()


def test_stated_confidences_come_true_on_mixtures(scale):
    rng = np.random.default_rng(5)
    loads = check.mixtures(scale, rng, 20_000)

    outcome = check.read_points(loads.noisy(rng), scale)

    bins = check.reliability(
        outcome.confidence, outcome.number == check.true_place_class(loads, scale)
    )
    assert len(bins) >= 4
    for stated, observed, count in bins:
        if count > 300:
            assert observed == pytest.approx(stated, abs=0.04)


@pytest.mark.skipif(
    not (SHARED / "transparency_tables").exists(), reason="the shared data are not here"
)
@pytest.mark.parametrize(("high", "low", "share"), [(6.0, 4.0, 0.96), (10.0, 6.0, 0.98)])
def test_elements_of_the_transparency_tables_are_read_as_their_class(high, low, share):
    points = check.table_points(SHARED / "transparency_tables", high, low)

    outcome = check.read_points(points, check.wedge_of_points(points))

    assert len(points.z) > 300
    assert outcome.right[outcome.named].mean() > share
    trusted = (points.high > 0.35) & (points.high < 4.5)
    between = trusted & (points.z >= 6) & (points.z <= 26)
    assert np.abs(outcome.density_error[between]).max() < 0.07


def test_the_check_prints_its_tables_and_says_when_nothing_is_there(tmp_path, capsys):
    (tmp_path / "simulated_dual_energy_geant4").symlink_to(GEANT4)

    assert check.main([str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "Geant4 calibration points" in printed
    assert "stated, observed" in printed
    assert check.main([str(tmp_path / "none")]) == 1
    assert check.main([]) == 2
