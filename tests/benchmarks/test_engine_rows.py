"""The rows of the engine's table on a world of few scans, and parts that run apart."""

from dataclasses import replace

import numpy as np
import pytest

from tests.benchmarks import bench_engine, parts
from tests.benchmarks.deviation_rows import touch
from tests.benchmarks.engine_probe import Probe, blind, blinded, feature_groups
from tests.benchmarks.engine_scans import Sample
from tests.benchmarks.engine_world import DRAWS, MODELS, World, copy_of, hidden_recipes, recipe_of
from tests.benchmarks.orb_baseline import Looks
from tests.benchmarks.recognition_rows import Fits, baseline
from tests.benchmarks.splits import LIBRARY, QUERIES
from tests.benchmarks.table import least, line, to_json
from tests.matching import loads
from workstation.domain.comparison import Rectangle, Verdict
from workstation.matching.describe import describe
from workstation.matching.description import Evidence
from workstation.matching.prior import shipped
from workstation.simulation.hidden import HiddenKind
from workstation.simulation.kinds import kinds


@pytest.fixture(scope="module")
def entries():
    return [loads.make_entry(kind, seed) for kind in loads.KINDS for seed in range(3)]


@pytest.fixture(scope="module")
def probe(entries):
    return Probe(entries, Evidence.CALIBRATED, shipped())


def test_a_probe_ranks_and_judges_as_the_engine_does(probe):
    kind, other = loads.KINDS[0], loads.KINDS[2]

    look = probe.look(describe(loads.make_load(kind, 50)))

    assert look.first() == kind.hs
    assert look.fit(kind.hs) > look.fit(other.hs)
    assert np.isnan(look.fit("99999999"))
    assert look.answer("99999999", 0.05).verdict is Verdict.CANNOT_JUDGE


def test_a_probe_shows_where_something_is_hidden(probe):
    place = Rectangle(row=160, column=300, height=50, width=60)
    scan = describe(loads.make_load(loads.KINDS[0], 51, hidden=place))

    surprise = probe.surprise(scan, loads.KINDS[0].hs)

    assert surprise.shape == scan.load.shape
    row, column = np.unravel_index(surprise.argmax(), surprise.shape)
    box = scan.interior
    across = box.column + (column + 0.5) / surprise.shape[1] * box.width
    down = box.row + (row + 0.5) / surprise.shape[0] * box.height
    assert place.column - 30 <= across <= place.column + place.width + 30
    assert place.row - 30 <= down <= place.row + place.height + 30
    assert any(touch(one.area, place) for one in probe.deviations(scan, loads.KINDS[0].hs))


def test_every_feature_belongs_to_a_group(entries):
    everything = np.logical_or.reduce(list(feature_groups().values()))

    assert everything.shape == entries[0].description.signature.shape
    assert everything.all()


def test_what_is_taken_away_tells_nothing(entries):
    lost = feature_groups()["classical"]
    scan = describe(loads.make_load(loads.KINDS[3], 52))
    louder = replace(scan, signature=np.where(lost, 9, scan.signature).astype(np.float32))

    without, prior = blinded(entries, shipped(), lost)
    probe = Probe(without, Evidence.CALIBRATED, prior)
    fits = [probe.look(blind(one, lost)).fit(loads.KINDS[3].hs) for one in (scan, louder)]

    assert fits[0] == pytest.approx(fits[1])


def test_rectangles_touch_when_a_fifth_of_the_smaller_is_common():
    one = Rectangle(row=0, column=0, height=10, width=10)

    assert touch(one, Rectangle(row=0, column=8, height=10, width=10))
    assert not touch(one, Rectangle(row=0, column=9, height=10, width=10))
    assert touch(one, Rectangle(row=4, column=4, height=1, width=1))
    assert not touch(one, Rectangle(row=20, column=0, height=5, width=5))


def test_every_way_of_hiding_is_measured_alike_often():
    names = [kind.name for kind in kinds() if kind.name != "empty"]

    ways = [recipe.hidden for recipe in hidden_recipes(names)]

    counts = [ways.count(way) for way in HiddenKind]
    assert max(counts) - min(counts) <= 1


def test_draws_take_models_that_are_there():
    assert all(len(set(copies)) == count for count, draws in DRAWS.items() for copies in draws)
    assert max(copy for draws in DRAWS.values() for copies in draws for copy in copies) < MODELS


def fake(split, name, copy, looks):
    return Sample(
        recipe=recipe_of(split, name, copy),
        hs=name,
        stored=(),
        hidden=(),
        mask=None,
        box_iou=1.0,
        mass_kg=0.0,
        looks=looks,
    )


def test_the_baseline_is_right_where_its_scores_are_highest():
    looks = Looks(histogram=np.zeros(64, np.float32), orb=np.zeros((0, 32), np.uint8))
    names = ("rice", "sugar", "carpets")
    world = World(
        names=names,
        library=tuple(fake(LIBRARY, name, copy, looks) for name in names for copy in range(MODELS)),
        queries=tuple(fake(QUERIES, name, 0, looks) for name in names),
        hidden=(),
    )
    own = np.repeat(np.eye(3), MODELS, axis=1)
    own[2] = own[0]  # carpets look like rice

    found = baseline(world, 3, own)

    assert [copy_of(sample) for sample in world.library[:MODELS]] == list(range(MODELS))
    assert found.top_1().value == pytest.approx(2 / 3)
    assert ("carpets", "rice") in found.told


def test_fits_know_honest_wrong_and_look_alike_declarations():
    fits, sample = Fits(), fake(QUERIES, "rice", 0, None)
    for declared, value in (("rice", 3.0), ("sugar", 4.0), ("carpets", -1.0)):
        fits.add(sample, declared, value)

    assert fits.auc(hard=True).value == 0.0
    assert fits.auc(hard=False).value == 0.5
    assert fits.caught(0.05, hard=False).value == 0.5


def test_lines_of_another_part_come_back_as_they_were():
    lines = [line("sisters", 0.93, bar=least(0.9), note="of 100 lots")]

    assert parts.read(to_json(lines)) == lines


@pytest.mark.parametrize("text", ["", "three rows", '{"name": 1}', "[1, 2]"])
def test_a_part_that_prints_something_else_brings_no_lines(text):
    assert parts.read(text) == []


def test_a_part_that_is_not_there_is_left_out(capsys):
    assert parts.lines_of("tests.benchmarks.bench_nothing") == []
    assert "left out" in capsys.readouterr().out


def test_the_engine_s_time_goes_into_bench_json_beside_the_network_s():
    lines = [
        line(bench_engine.WHOLE, 0.6),
        line(bench_engine.OVER, 3.0, baseline=0.2, against="network [s]"),
    ]

    (found,) = bench_engine.times(lines)

    assert (found["ours_ms"], found["against_ms"], found["ratio"]) == (600, 200, 0.333)
    assert bench_engine.times(lines[:1]) == []


def test_rows_that_do_not_exist_are_refused(capsys):
    assert bench_engine.main(["--rows", "recognition,weather"]) == 2
    assert "weather" in capsys.readouterr().err
