"""What counts as looked at: near enough, long enough, in greys that show something."""

import base64
import json

import numpy as np
import pytest

from workstation.review.coverage import (
    COLUMNS,
    POINTS,
    ROWS,
    Coverage,
    Glance,
    Level,
    Limits,
    Strip,
)

SHAPE = (ROWS * POINTS, COLUMNS * POINTS)
ALL = np.ones(SHAPE, bool)
TICK_S = 0.1
PANE = "pane"


def counts(value=20_000):
    return np.full(SHAPE, value, np.uint16)


def glance(area=(0.0, 0.0, 1.0, 1.0), *, scale=1.0, look="plain", greys=ALL):
    top, left, bottom, right = area
    return Glance(
        top=top, left=left, bottom=bottom, right=right, scale=scale, look=look, greys=lambda: greys
    )


def rest(coverage, shown, *, seconds=0.3, start=0.0, window=PANE):
    """Look at the same for a while, one glance every tenth of a second."""
    for n in range(round(seconds / TICK_S) + 1):
        coverage.look(window, shown, start + n * TICK_S)
    return coverage


def made(value=20_000, pitch_mm=(5.0, 5.0), **limits):
    return Coverage(counts(value), pitch_mm=pitch_mm, limits=Limits(**limits))


@pytest.mark.parametrize(
    ("area", "rows", "columns"),
    [
        ((0.0, 0.0, 1.0, 1.0), slice(0, 16), slice(0, 64)),
        ((0.25, 0.5, 0.75, 1.0), slice(4, 12), slice(32, 64)),
        ((-1.0, -1.0, 0.5, 0.25), slice(0, 8), slice(0, 16)),
        ((0.04, 0.0, 0.5, 0.5), slice(1, 8), slice(0, 32)),  # the first row's middle is cut off
        ((1.2, 0.0, 2.0, 1.0), slice(16, 16), slice(0, 64)),
    ],
)
def test_exactly_the_cells_in_sight_are_covered(area, rows, columns):
    coverage = rest(made(), glance(area))

    wanted = np.zeros((ROWS, COLUMNS), bool)
    wanted[rows, columns] = True
    assert np.array_equal(coverage.levels() == Level.COVERED, wanted)


@pytest.mark.parametrize(
    ("seconds", "level"), [(0.2, Level.UNSEEN), (0.3, Level.COVERED), (2.0, Level.COVERED)]
)
def test_a_cell_counts_when_it_has_stood_for_a_moment(seconds, level):
    assert (rest(made(), glance(), seconds=seconds).levels() == level).all()


@pytest.mark.parametrize(
    ("pitch_mm", "scale", "level"),
    [
        ((5.0, 5.0), 1.0, Level.COVERED),
        ((5.0, 5.0), 0.9, Level.FAR),
        ((4.0, 5.0), 0.8, Level.COVERED),
        ((2.0, 2.0), 0.4, Level.COVERED),
        ((2.0, 2.0), 0.39, Level.FAR),
        ((9.0, 9.0), 1.0, Level.COVERED),  # nearer than 1:1 there is nothing more to see
        (None, 0.5, Level.COVERED),
        (None, 0.4, Level.FAR),
    ],
)
def test_a_cell_counts_when_it_was_near_enough(pitch_mm, scale, level):
    coverage = rest(made(pitch_mm=pitch_mm), glance(scale=scale))

    assert (coverage.levels() == level).all()


def test_a_picture_that_is_panned_past_was_not_looked_at():
    coverage = made()

    for n in range(20):
        left = n * 0.02  # of a view of 0.2: a whole view each second
        coverage.look(PANE, glance((0.0, left, 1.0, left + 0.2)), n * TICK_S)

    assert (coverage.levels() == Level.UNSEEN).all()


def test_a_slow_sweep_covers_what_it_passes():
    coverage = made()

    for n in range(101):
        left = n * 0.008  # of a view of 0.2: four tenths of a view each second
        coverage.look(PANE, glance((0.0, left, 1.0, left + 0.2)), n * TICK_S)

    assert coverage.shares().overall > 0.9  # it did not rest at the ends


@pytest.mark.parametrize("changed", [{"look": "dense"}, {"scale": 2.0}])
def test_another_look_or_zoom_begins_anew(changed):
    coverage = rest(made(), glance(), seconds=0.2)

    coverage.look(PANE, glance(**changed), 0.3)

    assert (coverage.levels() == Level.UNSEEN).all()


def test_a_desk_that_was_asleep_between_two_glances_has_shown_nothing():
    coverage = made()

    coverage.look(PANE, glance(), 0.0)
    coverage.look(PANE, glance(), 60.0)

    assert (coverage.levels() == Level.UNSEEN).all()


def test_a_window_that_saturates_a_cell_does_not_count():
    half = ALL.copy()
    half[:, : SHAPE[1] // 2] = False

    levels = rest(made(), glance(greys=half)).levels()

    assert (levels[:, : COLUMNS // 2] == Level.SATURATED).all()
    assert (levels[:, COLUMNS // 2 :] == Level.COVERED).all()


def test_two_windows_together_show_what_neither_does_alone():
    upper, lower = ALL.copy(), ALL.copy()
    upper[1::2], lower[::2] = False, False
    coverage = rest(made(), glance(look="dense", greys=upper))
    alone = coverage.levels()

    rest(coverage, glance(look="light", greys=lower), start=1.0)

    assert (alone == Level.SATURATED).all()
    assert (coverage.levels() == Level.COVERED).all()


def test_what_the_beam_did_not_pass_is_told_and_counts_for_neither_side():
    there = counts()
    there[: SHAPE[0] // 2] = 100
    coverage = Coverage(there, pitch_mm=(5.0, 5.0))

    rest(coverage, glance((0.5, 0.0, 1.0, 1.0)))

    assert coverage.shares().overall == 1.0
    assert coverage.shares().opaque == 0.5
    assert Strip.ROOF not in coverage.uncovered()


def test_open_air_may_be_white():
    coverage = rest(made(65_000), glance(greys=~ALL))

    assert (coverage.levels() == Level.COVERED).all()


def test_the_map_only_grows():
    coverage = rest(made(), glance())

    rest(coverage, glance(scale=0.1, look="far"), start=5.0)
    coverage.look(PANE, None, 9.0)

    assert (coverage.levels() == Level.COVERED).all()


def test_pane_and_loupe_rest_each_for_itself():
    coverage = made()

    for n in range(4):  # the pane flies, the lens stands still
        coverage.look(PANE, glance((0.0, n * 0.3, 1.0, n * 0.3 + 0.3)), n * TICK_S)
        coverage.look("loupe", glance((0.0, 0.0, 0.25, 0.25)), n * TICK_S)

    covered = coverage.levels() == Level.COVERED
    assert covered[:4, :16].all()
    assert covered.sum() == 4 * 16


@pytest.mark.parametrize(
    ("area", "left"),
    [
        ((0.0, 0.0, 1.0, 1.0), ()),
        ((0.0, 0.1, 1.0, 1.0), (Strip.LEFT_END,)),
        ((0.0, 0.0, 1.0, 0.9), (Strip.RIGHT_END,)),
        ((0.0, 0.0, 0.85, 1.0), (Strip.FLOOR,)),
        ((0.15, 0.0, 1.0, 1.0), (Strip.ROOF,)),
        ((0.3, 0.3, 0.7, 0.7), tuple(Strip)),
    ],
)
def test_the_strips_that_were_passed_over_are_named(area, left):
    assert rest(made(), glance(area)).uncovered() == left


def test_the_record_is_small_and_tells_each_cell():
    coverage = rest(made(), glance((0.0, 0.0, 1.0, 0.5), scale=2.0))

    told = coverage.to_json()
    text = json.dumps(told)
    cells = np.frombuffer(base64.b64decode(told["grid"]["cells"]), np.uint8).reshape(ROWS, COLUMNS)

    assert len(text) <= 2048
    assert told["overall"] == 0.5
    assert (told["left_end"], told["right_end"]) == (1.0, 0.0)
    assert (cells[:, :32] & 3 == Level.COVERED).all()
    assert (cells[:, :32] >> 3 == 15 + 2).all()
    assert (cells[:, 32:] == 0).all()
