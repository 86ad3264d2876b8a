from dataclasses import replace

import numpy as np
import pytest

from resources.opencv import cv2
from workstation.domain.container import is_valid
from workstation.domain.declaration import declaration_from_json, declaration_to_json
from workstation.domain.scan import EnergyBand, ViewName
from workstation.simulation import (
    ContainerBuild,
    ContainerSize,
    ContainerSpec,
    HiddenKind,
    HiddenLoad,
    demo_sites,
    find_kind,
    kinds,
    simulate_scan,
)
from workstation.simulation.goods import make_product

SMALL = ContainerSpec(size=ContainerSize.FT20)
FINE = demo_sites(1)[0]
# Coarse pixels for everything that is not about pixels: the suite is for coffee breaks.
SITE = replace(FINE, pitch_mm=(13.0, 13.0))


@pytest.fixture(scope="module")
def empty():
    return simulate_scan(seed=11, kind="empty", site=SITE, container=SMALL)


@pytest.fixture(scope="module")
def rice():
    return simulate_scan(seed=11, kind="rice", site=SITE, container=SMALL)


def inside(scan, area):
    return scan.planes[0].transmission[
        area.row : area.row + area.height, area.column : area.column + area.width
    ]


def test_the_same_seed_gives_the_same_scan(rice):
    again = simulate_scan(seed=11, kind="rice", site=SITE, container=SMALL)
    other = simulate_scan(seed=12, kind="rice", site=SITE, container=SMALL)

    assert again.declaration == rice.declaration
    assert again.truth == rice.truth
    for one, two in zip(again.scan.planes, rice.scan.planes, strict=True):
        assert np.array_equal(one.transmission, two.transmission)
    assert other.scan.head.container != rice.scan.head.container


def test_a_scan_has_both_energies_a_pitch_and_wedges(rice):
    high = rice.scan.plane(ViewName.SIDE, EnergyBand.HIGH)
    low = rice.scan.plane(ViewName.SIDE, EnergyBand.LOW)

    assert high is not None
    assert low is not None
    assert high.transmission.shape == low.transmission.shape
    assert high.transmission.dtype == np.uint16
    assert high.energy_mev > low.energy_mev
    assert high.pitch_mm is not None
    assert {w.material for w in high.wedge} == {"iron", "polyethylene"}
    for wedge in high.wedge:
        assert list(wedge.transmission) == sorted(wedge.transmission, reverse=True)


def test_head_and_declaration_agree_and_can_be_written(rice):
    declaration = rice.declaration

    assert is_valid(declaration.container)
    assert rice.scan.head.container == declaration.container
    assert rice.scan.head.declaration == declaration.number
    assert declaration.size_type == "22G1"
    again = declaration_from_json(declaration_to_json(declaration), source="test")
    assert again == declaration


def test_open_air_is_bright_and_cargo_is_dark(rice):
    high = rice.scan.planes[0]
    corner = high.transmission[:6, :24]
    load = inside(rice.scan, rice.truth.load_area)

    assert np.median(corner) == pytest.approx(high.air_counts, rel=0.01)
    assert np.median(load) < 0.2 * high.air_counts


def test_walls_of_an_empty_container_take_a_tenth_to_a_third(empty):
    area = empty.truth.container
    high = empty.scan.planes[0]
    middle = high.transmission[
        area.row + area.height // 3 : area.row + area.height // 2,
        area.column + area.width // 4 : area.column + 3 * area.width // 4,
    ]

    assert 0.68 < np.median(middle) / high.air_counts < 0.92
    assert empty.truth.fill == 0
    assert empty.truth.load_area is None
    assert empty.truth.mass_kg < 200


def test_the_load_area_lies_in_the_container(rice):
    load, box = rice.truth.load_area, rice.truth.container

    assert box.row <= load.row
    assert load.row + load.height <= box.row + box.height + 3
    assert box.column <= load.column
    assert load.column + load.width <= box.column + box.width
    assert 0.2 < rice.truth.fill <= 1


def test_the_payload_is_kept():
    for name in ("steel_coils", "copper_cathodes", "tiles", "lubricant", "ore", "granite_blocks"):
        truth = simulate_scan(seed=5, kind=name, site=SITE, container=SMALL).truth
        assert 2_000 < truth.mass_kg < 1.35 * SMALL.payload_kg, name


def test_declared_mass_is_near_the_true_one(rice):
    assert rice.declaration.goods[0].gross_kg == pytest.approx(rice.truth.mass_kg, rel=0.06)


@pytest.mark.parametrize(
    ("hidden", "kind"),
    [*((hidden, "clothing") for hidden in HiddenKind), (HiddenKind.CAVITY, "coffee")],
)
def test_a_hidden_load_is_where_its_mask_says_and_nowhere_else(hidden, kind):
    arguments = {"seed": 21, "kind": kind, "site": SITE, "container": SMALL, "fill": 1.0}
    clean = simulate_scan(**arguments)
    loaded = simulate_scan(**arguments, hidden=HiddenLoad(kind=hidden))
    (truth,) = loaded.truth.hidden

    before = clean.scan.planes[0].transmission.astype(float)
    after = loaded.scan.planes[0].transmission.astype(float)
    changed = np.abs(np.log(np.maximum(after, 30)) - np.log(np.maximum(before, 30))) > 0.25

    assert truth.kind is hidden
    assert truth.mask.shape == before.shape
    assert truth.mask.any()
    assert changed[truth.mask].mean() > 0.05
    # One pixel of blur reaches over the mask's edge; farther out nothing changed.
    near = cv2.dilate(truth.mask.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert changed[~near].mean() < 0.0005


def test_the_runs_of_a_mask_give_the_mask_back():
    loaded = simulate_scan(
        seed=3, kind="toys", site=SITE, container=SMALL, hidden=HiddenLoad(kind=HiddenKind.PACKETS)
    )
    (truth,) = loaded.truth.hidden
    flat = np.zeros(truth.mask.size, bool)

    for start, length in truth.runs():
        flat[start : start + length] = True

    assert np.array_equal(flat.reshape(truth.mask.shape), truth.mask)
    (area,) = truth.areas
    assert truth.mask[area.row : area.row + area.height].any(1).all()


def test_a_false_declaration_keeps_the_truth():
    made = simulate_scan(
        seed=4, kind="e_waste", declared_kind="machinery", site=SITE, container=SMALL
    )

    assert made.declaration.hs_codes == (find_kind("machinery").hs,)
    assert made.truth.kind == "e_waste"
    assert made.truth.prohibited
    assert made.truth.declared_kind == "machinery"


def test_containers_of_one_lot_hold_one_product():
    one, two = (
        simulate_scan(seed=s, kind="wine", product=7, site=SITE, container=SMALL) for s in (1, 2)
    )

    assert one.declaration.lot == two.declaration.lot
    assert make_product(find_kind("wine"), 7).figures == make_product(find_kind("wine"), 7).figures
    assert not np.array_equal(
        make_product(find_kind("wine"), 8).picture, make_product(find_kind("wine"), 7).picture
    )


def test_every_kind_has_its_own_name_and_a_lawful_hs_code():
    names = [kind.name for kind in kinds()]

    assert len(names) == len(set(names))
    assert len(names) >= 24
    assert all(kind.hs.isdigit() and len(kind.hs) == 8 for kind in kinds())
    assert all(kind.title and kind.title_zh for kind in kinds())
    assert {"waste_paper", "metal_scrap", "e_waste"} <= {k.name for k in kinds() if k.prohibited}


@pytest.mark.parametrize("name", [kind.name for kind in kinds()])
def test_every_kind_can_be_loaded_at_some_site(name):
    number = [kind.name for kind in kinds()].index(name)
    coarse = replace(demo_sites(5)[number % 5], pitch_mm=(16.0, 16.0))

    made = simulate_scan(seed=number, kind=name, site=coarse, container=SMALL)

    assert made.truth.kind == name
    assert name == "empty" or 500 < made.truth.mass_kg < 1.4 * SMALL.payload_kg


def test_an_unknown_kind_is_refused_with_the_known_names():
    with pytest.raises(ValueError, match="known are clothing"):
        simulate_scan(seed=1, kind="gold", site=SITE)


def test_sites_differ_and_stay_the_same():
    assert demo_sites(6)[:3] == demo_sites(3)
    assert len({(s.pitch_mm, s.photons, s.source_distance_m) for s in demo_sites(6)}) == 6


def test_reefers_are_brighter_at_the_unit_than_a_corner_post():
    spec = ContainerSpec(size=ContainerSize.FT40_HIGH, build=ContainerBuild.REEFER)

    made = simulate_scan(seed=2, kind="empty", site=SITE, container=spec)

    assert made.truth.size_type == "45R1"
    assert made.truth.container.width > 800
