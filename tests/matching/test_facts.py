"""How full, how heavy and how regular a load is, on simulated and on small made-up loads."""

from dataclasses import replace
from itertools import cycle

import numpy as np
import pytest

from tests.matching.loads import BOX, KINDS, Kind, make_empty, make_load
from workstation.assembly.scans import pixels_of
from workstation.domain.comparison import LoadFacts, Rectangle
from workstation.domain.scan import WedgeReading
from workstation.matching.facts import STRETCHES, load_facts
from workstation.matching.hold import wedge_curve
from workstation.matching.pixels import ScanPixels
from workstation.matching.rectify import rectify
from workstation.simulation.container import ContainerBuild, ContainerSize, ContainerSpec
from workstation.simulation.phantom import SimulatedScan, simulate_scan
from workstation.simulation.site import demo_sites


def facts_of(scan: ScanPixels) -> LoadFacts:
    return load_facts(scan, rectify(scan))


def simulated(
    kind: str, seed: int, site: int, *, container: ContainerSpec | None = None, fill: float = 1.0
) -> SimulatedScan:
    return simulate_scan(
        seed=seed, kind=kind, site=demo_sites(site + 1)[-1], container=container, fill=fill
    )


# Every size and every build, but not every pair of them.
@pytest.mark.parametrize(
    ("size", "build"),
    dict.fromkeys(
        (
            *zip(ContainerSize, cycle(ContainerBuild), strict=False),
            *zip(cycle(ContainerSize), ContainerBuild, strict=False),
        )
    ),
)
def test_posts_pallets_and_a_reefers_unit_are_no_goods(
    size: ContainerSize, build: ContainerBuild
) -> None:
    spec = ContainerSpec(size=size, build=build)

    for seed, site in ((11, 22), (13, 49)):
        found = facts_of(pixels_of(simulated("empty", seed, site, container=spec).scan))

        assert found.fill == "empty"
        assert found.fill_fraction == 0
        assert max(found.profile) == 0


@pytest.mark.parametrize("kind", ["copper_cathodes", "aluminium_ingots", "ore", "e_waste"])
def test_a_low_load_on_the_floor_is_not_empty(kind: str) -> None:
    made = simulated(kind, 21, 40, fill=0.5)

    assert facts_of(pixels_of(made.scan)).fill == "partial"


def test_a_load_against_the_front_wall_is_not_empty_and_stands_there_in_the_profile() -> None:
    made = simulated("bananas", 701702, 49, fill=0.06)
    area = made.truth.load_area

    found = facts_of(pixels_of(made.scan))

    assert area is not None
    assert found.fill == "partial"
    middle = (area.column + area.width / 2 - made.truth.container.column) / (
        made.truth.container.width
    )
    assert abs(int(np.argmax(found.profile)) - middle * STRETCHES) < 3


def test_goods_from_wall_to_wall_up_to_the_roof_are_full() -> None:
    found = facts_of(pixels_of(simulated("led_lamps", 31, 33).scan))

    assert found.fill == "full"
    assert len(found.profile) == STRETCHES
    assert min(found.profile[2:-2]) > 0.7


def test_most_loads_are_weighed_to_less_than_a_tonne() -> None:
    kinds = ["clothing", "toys", "sawn_timber", "tyres", "led_lamps", "kraft_paper", "bananas"]

    errors = []
    for number, kind in enumerate(kinds):
        made = simulated(kind, 41 + number, 24 + 5 * number)
        found = facts_of(pixels_of(made.scan)).mass_kg
        if found is not None:
            errors.append(abs(found - made.truth.mass_kg))

    assert len(errors) >= 5
    assert np.median(errors) < 1000


@pytest.mark.parametrize("kind", ["steel_bars", "granite_blocks", "copper_cathodes"])
def test_where_the_beam_is_used_up_no_mass_is_told(kind: str) -> None:
    assert facts_of(pixels_of(simulated(kind, 51, 45).scan)).mass_kg is None


def test_without_a_wedge_or_a_pitch_no_mass_is_told() -> None:
    scan = make_load(KINDS[3], 1)

    assert facts_of(scan).mass_kg is not None
    assert facts_of(replace(scan, wedge_high=(), wedge_low=())).mass_kg is None
    assert facts_of(replace(scan, pitch_mm=None)).mass_kg is None


def test_iron_is_weighed_as_iron() -> None:
    scan = make_load(Kind("690721", (24, 24), 60.0, 0.0, "iron"), 2)
    single = replace(scan, low=None, wedge_low=())

    both, alone = facts_of(scan).mass_kg, facts_of(single).mass_kg

    assert both is not None
    assert alone is not None
    assert both < alone  # the steel of this beam attenuates 5 % more than polyethylene


def test_cartons_in_a_row_repeat_at_their_length() -> None:
    found = facts_of(make_load(Kind("020329", (40, 60), 40.0, 0.0), 3)).period_mm

    assert found == pytest.approx(600, rel=0.03)


def test_an_even_load_repeats_nowhere() -> None:
    assert facts_of(make_load(Kind("100590", (1000, 2000), 40.0, 0.02), 4)).period_mm is None


def test_a_mirrored_scan_has_the_same_facts_from_the_other_end() -> None:
    scan = make_load(KINDS[1], 5)
    columns = scan.high.shape[1]
    low = scan.low
    assert low is not None
    other = replace(
        scan,
        high=np.ascontiguousarray(scan.high[:, ::-1]),
        low=np.ascontiguousarray(low[:, ::-1]),
        container=replace(BOX, column=columns - BOX.column - BOX.width),
    )

    one, two = facts_of(scan), facts_of(other)

    assert two.fill == one.fill
    assert two.mass_kg == pytest.approx(one.mass_kg, rel=0.02)
    assert two.profile[::-1] == pytest.approx(one.profile, abs=0.05)


def test_an_empty_container_weighs_nothing() -> None:
    assert facts_of(make_empty()).mass_kg == 0


@pytest.mark.parametrize("value", [0, 1, 65535])
@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (700, 2), (40, 40)])
@pytest.mark.parametrize("box", [None, Rectangle(row=0, column=0, height=1, width=1)])
def test_any_picture_has_facts(value: int, shape: tuple[int, int], box: Rectangle | None) -> None:
    scan = ScanPixels(high=np.full(shape, value, np.uint16), container=box)

    assert facts_of(scan).fill in {"empty", "partial", "full"}


def test_a_wedge_is_read_from_its_bare_step() -> None:
    reading = WedgeReading(
        material="iron", g_cm2=(0.0, 10.0, 20.0), transmission=(0.9, 0.45, 0.225)
    )

    curve = wedge_curve((reading,), "iron")

    assert curve is not None
    assert curve[0] == pytest.approx([0, np.log(2), np.log(4)])


def test_a_wedge_that_does_not_rise_is_no_use() -> None:
    reading = WedgeReading(material="iron", g_cm2=(0.0, 10.0, 20.0), transmission=(1.0, 0.5, 0.5))

    assert wedge_curve((reading,), "iron") is None
