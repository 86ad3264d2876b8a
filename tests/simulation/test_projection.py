"""Test objects in real scans: physics first, and nothing that would give them away."""

from dataclasses import replace

import numpy as np
import pytest

from workstation.domain.comparison import Rectangle
from workstation.domain.scan import EnergyBand
from workstation.imaging.calibration import normalise_air
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.placing import Flaw, flaws, place, places, room_in
from workstation.simulation.projection import Unfit, fitted, noise_of, project
from workstation.simulation.site import demo_sites
from workstation.simulation.threats import (
    Threat,
    ThreatKind,
    cut_threat,
    drawn_kinds,
    make_threat,
)


@pytest.fixture(scope="module")
def scan():
    """A container of cotton at the first demo site."""
    return simulate_scan(seed=7, site=demo_sites(1)[0], kind="cotton").scan


@pytest.fixture(scope="module")
def room(scan):
    return room_in(scan)


def slab(scan, material, g_cm2, *, side=40):
    """An even plate of a material, in the pixels of a scan."""
    pitch = scan.main_plane().pitch_mm
    layer = np.full((side, side), g_cm2, np.float32)
    return Threat(kind=ThreatKind.DENSE_BOX, layers={material: layer}, pitch_mm=pitch)


def somewhere(room, shape):
    row, column = places(room, shape)[0]
    return int(row), int(column)


def test_everything_outside_the_window_is_the_scan_as_it_was(scan, room):
    threat = slab(scan, "iron", 4.0)

    made = project(scan, threat, somewhere(room, threat.shape), rng=np.random.default_rng(1))

    for before, after in zip(scan.planes, made.scan.planes, strict=True):
        rows, columns = np.nonzero(before.transmission != after.transmission)
        window = made.window
        assert rows.min() >= window.row
        assert rows.max() < window.row + window.height
        assert columns.min() >= window.column
        assert columns.max() < window.column + window.width


@pytest.mark.parametrize("material", ["iron", "cellulose", "lead"])
def test_more_of_a_material_lets_less_through_at_both_energies(scan, room, material):
    at = somewhere(room, (40, 40))

    thin, thick = (
        project(scan, slab(scan, material, g), at, rng=np.random.default_rng(1)) for g in (2.0, 6.0)
    )

    for one, other in zip(thin.shares, thick.shares, strict=True):
        assert other[28, 28] < one[28, 28] < 1


def test_light_goods_and_metal_are_told_apart_by_the_two_energies_as_in_a_scan(scan, room):
    at = somewhere(room, (40, 40))

    def relation(material, g_cm2):
        made = project(scan, slab(scan, material, g_cm2), at, rng=np.random.default_rng(1))
        high, low = (float(np.log(share[28, 28])) for share in made.shares)
        return low / high

    assert relation("cellulose", 8.0) > relation("iron", 8.0) > relation("lead", 8.0)


def test_the_beam_behind_a_load_is_harder_so_the_same_object_takes_less_of_it(scan):
    hollow = np.full(scan.main_plane().transmission.shape, 60_000, np.uint16)
    planes = tuple(replace(plane, transmission=hollow) for plane in scan.planes)
    loaded = tuple(replace(plane, transmission=hollow // 20) for plane in scan.planes)

    shares = [
        project(
            replace(scan, planes=some),
            slab(scan, "iron", 8.0),
            (300, 300),
            rng=np.random.default_rng(1),
        ).shares[0][28, 28]
        for some in (planes, loaded)
    ]

    assert shares[1] > shares[0] * 1.02


def test_the_noise_behind_an_object_is_that_of_so_dark_a_picture(scan):
    rng = np.random.default_rng(5)
    bright = np.rint(50_000 + rng.normal(0, 250, (400, 900))).astype(np.uint16)
    flat = tuple(replace(plane, transmission=bright, air_counts=65_000) for plane in scan.planes)
    even = replace(scan, planes=flat)

    made = project(even, slab(scan, "iron", 25.0, side=120), (100, 300), rng=rng)

    inside = made.scan.planes[0].transmission[130:190, 340:390].astype(float)
    expected = np.sqrt(noise_of(bright).variance(np.float32(inside.mean())))
    assert inside.std() == pytest.approx(float(expected), rel=0.15)


def test_an_object_is_never_cut_by_the_edge_of_the_picture(scan):
    with pytest.raises(Unfit, match="cut"):
        project(scan, slab(scan, "iron", 4.0), (0, 0), rng=np.random.default_rng(1))


def test_what_is_placed_lies_in_the_hold_and_passes_the_check(scan, room):
    threats = [make_threat(kind, seed=3) for kind in (ThreatKind.PACKETS, ThreatKind.LIQUOR)]

    found = place(scan, threats, rng=np.random.default_rng(4))

    assert found is not None
    made, _ = found
    assert made.area.row >= room.inside.row
    assert made.area.row + made.area.height <= room.inside.row + room.inside.height + 4
    assert flaws(scan, made, room) == frozenset()


@pytest.mark.parametrize(
    ("harm", "flaw"),
    [("paste", Flaw.SEAM), ("black", Flaw.TOO_DARK), ("ghost", Flaw.UNSEEN), ("clean", Flaw.NOISE)],
)
def test_a_picture_that_would_give_itself_away_is_refused(scan, room, harm, flaw):
    g_cm2 = {"black": 300.0, "ghost": 0.4}.get(harm, 12.0)
    threat = slab(scan, "iron", g_cm2)
    at = somewhere(room, threat.shape)
    made = project(scan, threat, at, rng=np.random.default_rng(1))
    window = made.window
    part = (
        slice(window.row, window.row + window.height),
        slice(window.column, window.column + window.width),
    )
    if harm == "paste":
        made = replace(made, shares=tuple(np.minimum(share, 0.98) for share in made.shares))
    if harm == "clean":
        for plane, before, share in zip(made.scan.planes, scan.planes, made.shares, strict=True):
            plane.transmission[part] = np.rint(before.transmission[part] * share)

    assert flaw in flaws(scan, made, room)


def test_what_was_found_can_be_cut_out_and_shown_again(scan, room):
    at = somewhere(room, (60, 60))
    real = project(scan, slab(scan, "iron", 6.0, side=60), at, rng=np.random.default_rng(2))
    area = real.area
    mark = Rectangle(
        row=area.row - 6, column=area.column - 6, height=area.height + 12, width=area.width + 12
    )

    cut = cut_threat(real.scan, mark)

    assert cut is not None
    again = project(scan, cut, (mark.row, mark.column), rng=np.random.default_rng(3))
    for one, other in zip(again.shares, real.shares, strict=True):
        assert np.median(one[30:50, 30:50]) == pytest.approx(np.median(other[30:50, 30:50]), 0.15)


def test_a_find_that_does_not_stand_out_gives_no_object(scan):
    air = Rectangle(row=4, column=4, height=30, width=30)

    assert cut_threat(scan, air) is None


def test_every_kind_is_the_same_each_time_and_weighs_something():
    for kind in drawn_kinds():
        one, other = make_threat(kind, seed=2), make_threat(kind, seed=2)
        for material, layer in one.layers.items():
            assert np.array_equal(layer, other.layers[material])
            assert layer.max() > 0.3


@pytest.mark.parametrize("kind", drawn_kinds())
def test_there_is_something_of_every_object(kind):
    assert all(make_threat(kind, seed=seed).layers for seed in range(10))


def test_an_object_is_as_large_in_every_scan(scan):
    threat = make_threat(ThreatKind.METAL_PARTS, seed=1)
    pitch = normalise_air(scan.main_plane()).pitch_mm

    there = fitted(threat, scan)

    assert there.shape[1] * pitch[1] == pytest.approx(threat.shape[1] * 2.0, rel=0.03)
    assert scan.plane(scan.views()[0], EnergyBand.LOW) is not None
