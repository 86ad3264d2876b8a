"""Where in the container a mark lies, and how a crew is told in both languages."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.comparison import Rectangle
from workstation.domain.mark_limits import MOST_PLACE_BYTES
from workstation.domain.position import (
    SECTIONS,
    End,
    Frame,
    Layer,
    Origin,
    Position,
    Standing,
    Which,
    Zone,
    locate,
)
from workstation.domain.position_words import phrase

# 12 m long and 2.6 m high: a 40 ft container.
BOX = Rectangle(row=100, column=200, height=520, width=2400)
UNKNOWN = Frame(box=BOX)
MEASURED = Frame(box=BOX, pitch_mm=(5.0, 5.0))
DOORS_RIGHT = replace(MEASURED, standing=Standing(doors=End.RIGHT, tractor=End.LEFT))
DOORS_LEFT = replace(MEASURED, standing=Standing(doors=End.LEFT, tractor=End.RIGHT))
FULL = (0.9,) * 32


def box_at(from_m, to_m, top=480, bottom=540):
    """Return the corners of a box from so many metres to so many, from the picture's left."""
    return [(top, 200 + from_m * 200), (bottom, 200 + to_m * 200)]


def told(points, frame):
    words = phrase(locate(points, frame))
    return words.en, unicodedata.normalize("NFKC", words.zh)


def test_a_mark_is_told_in_metres_from_the_left_end_when_no_door_is_known():
    assert told(box_at(2.1, 2.6), MEASURED) == (
        "2.1 to 2.6 m from the left end, bottom",
        "距箱体左端2.1至2.6米,底层",
    )


def test_a_mark_is_told_from_the_doors_when_they_are_known():
    assert told(box_at(9.4, 9.9), DOORS_RIGHT) == (
        "2.1 to 2.6 m from the doors, bottom",
        "距箱门2.1至2.6米,底层",
    )
    assert told(box_at(9.4, 9.9), DOORS_LEFT)[1] == "距箱门9.4至9.9米,底层"


def test_rows_are_counted_from_the_doors_where_packages_repeat():
    rows = replace(DOORS_RIGHT, period_mm=1000.0, profile=FULL)

    # The doors' own 97 mm, then two rows of a metre, then the third.
    assert told(box_at(9.0, 9.8), rows) == (
        "third row from the doors, bottom (2.2 to 3.0 m)",
        "箱门侧倒数第三排底层(2.2至3.0米)",
    )


def test_chinese_is_printed_with_its_own_punctuation():
    rows = replace(DOORS_RIGHT, period_mm=1000.0, profile=FULL)

    in_rows, in_metres = (phrase(locate(box_at(9.0, 9.8), f)).zh for f in (rows, DOORS_RIGHT))

    assert not set(",:;()") & set(in_rows + in_metres)
    assert "\N{FULLWIDTH LEFT PARENTHESIS}" in in_rows
    assert "\N{FULLWIDTH COMMA}" in in_metres


def test_rows_are_counted_from_the_left_end_when_no_door_is_known():
    rows = replace(MEASURED, period_mm=1000.0, profile=FULL)

    assert told(box_at(2.2, 3.0), rows) == (
        "third row from the left end, bottom (2.2 to 3.0 m)",
        "箱体左端起第三排底层(2.2至3.0米)",
    )


def test_several_rows_are_told_from_the_first_to_the_last():
    rows = replace(DOORS_RIGHT, period_mm=1000.0, profile=FULL)

    assert told(box_at(7.0, 9.8), rows) == (
        "rows 3 to 5 from the doors, bottom (2.2 to 5.0 m)",
        "箱门侧倒数第三至五排底层(2.2至5.0米)",
    )


def test_rows_are_counted_from_the_first_that_stands_there():
    empty_at_the_doors = (0.9,) * 24 + (0.0,) * 8  # the right quarter, about three metres
    rows = replace(DOORS_RIGHT, period_mm=1000.0, profile=empty_at_the_doors)

    assert phrase(locate(box_at(8.0, 8.8), rows)).zh.startswith("箱门侧倒数第一排")
    assert locate(box_at(10.0, 10.5), rows).rows is None


@pytest.mark.parametrize("period_mm", [None, 40.0, 5000.0])
def test_rows_that_nobody_can_count_are_told_in_metres(period_mm):
    rows = replace(DOORS_RIGHT, period_mm=period_mm, profile=FULL)

    assert told(box_at(9.4, 9.9), rows)[0] == "2.1 to 2.6 m from the doors, bottom"


def test_a_row_far_down_the_load_is_not_counted():
    rows = replace(DOORS_RIGHT, period_mm=300.0, profile=FULL)

    assert locate(box_at(1.0, 1.2), rows).rows is None
    assert locate(box_at(10.0, 10.2), rows).rows is not None


def test_a_mark_over_the_full_height_has_no_layer():
    assert told([(110, 600), (610, 700)], MEASURED) == (
        "2.0 to 2.5 m from the left end, full height",
        "距箱体左端2.0至2.5米,全高",
    )


def test_without_a_scale_eighths_are_told_and_no_metres():
    place = locate([(150, 1400)], UNKNOWN)

    assert place.metres is None
    assert told([(250, 1450)], UNKNOWN) == (
        "part 5 of 8 from the left end, top",
        "自箱体左端起第五段(全长八等分),上层",
    )
    assert told([(250, 850), (260, 1500)], UNKNOWN)[1] == (
        "自箱体左端起第三至五段(全长八等分),上层"
    )


@pytest.mark.parametrize(
    ("points", "frame", "en", "zh"),
    [
        ([(300, 2560)], DOORS_RIGHT, "at the doors, middle", "箱门处,中层"),
        ([(300, 220)], DOORS_RIGHT, "at the front wall, middle", "前端壁处,中层"),
        ([(300, 220)], MEASURED, "at the left end wall, middle", "左端壁处,中层"),
        ([(300, 2560)], MEASURED, "at the right end wall, middle", "右端壁处,中层"),
        (
            [(610, 1200)],
            MEASURED,
            "in the floor, 5.0 m from the left end",
            "箱底板,距箱体左端5.0米",
        ),
        ([(105, 1200)], MEASURED, "in the roof, 5.0 m from the left end", "箱顶板,距箱体左端5.0米"),
        (
            [(40, 1200)],
            MEASURED,
            "above the container, 5.0 m from the left end",
            "箱顶上方,距箱体左端5.0米",
        ),
        (
            [(700, 1200)],
            DOORS_RIGHT,
            "chassis, under the container, 7.0 m from the doors",
            "箱体下方底盘,距箱门7.0米",
        ),
        (
            [(500, 60)],
            DOORS_RIGHT,
            "tractor or cab, outside the container",
            "箱体以外,车头(驾驶室)一侧",
        ),
        (
            [(500, 2700)],
            DOORS_RIGHT,
            "behind the doors, outside the container",
            "箱体以外,箱门后方",
        ),
        ([(500, 60)], MEASURED, "outside the container", "箱体以外"),
    ],
)
def test_the_shell_and_what_is_outside_are_told_by_their_names(points, frame, en, zh):
    assert told(points, frame) == (en, zh)


TWO = replace(
    MEASURED,
    box=replace(BOX, width=1200),
    standing=Standing(tractor=End.LEFT, sister=replace(BOX, column=1420, width=1180)),
)
"""Two 20 ft containers on a truck that drives to the left; the front one is the larger."""
TWO_UNKNOWN = replace(TWO, standing=replace(TWO.standing, tractor=None))


@pytest.mark.parametrize(
    ("from_m", "to_m", "frame", "en", "zh"),
    [
        (
            1.0,
            1.5,
            TWO,
            "front container: 1.0 to 1.5 m from the end towards the tractor, bottom",
            "前箱:距车头侧箱端1.0至1.5米,底层",
        ),
        (
            7.1,
            7.6,
            TWO,
            "rear container: 1.0 to 1.5 m from the end towards the tractor, bottom",
            "后箱:距车头侧箱端1.0至1.5米,底层",
        ),
        (
            7.1,
            7.6,
            TWO_UNKNOWN,
            "right container in the picture: 1.0 to 1.5 m from the left end, bottom",
            "图像右侧箱:距箱体左端1.0至1.5米,底层",
        ),
        (
            11.8,
            12.0,
            TWO,
            "rear container: at the rear end wall, bottom",
            "后箱:车尾侧端壁处,底层",
        ),
        (
            6.1,
            6.2,
            TWO,
            "rear container: at the end wall towards the tractor, bottom",
            "后箱:车头侧端壁处,底层",
        ),
        (6.02, 6.08, TWO, "between the two containers", "两箱之间"),
        (5.0, 7.0, TWO, "across both containers, bottom", "跨两箱,底层"),
        (
            -1.0,
            -0.5,
            TWO,
            "tractor or cab, outside the container",
            "箱体以外,车头(驾驶室)一侧",
        ),
        (12.5, 12.8, TWO, "outside the container", "箱体以外"),
    ],
)
def test_of_two_containers_on_one_truck_it_is_told_which_is_meant(from_m, to_m, frame, en, zh):
    assert told(box_at(from_m, to_m), frame) == (en, zh)


def test_the_doors_of_one_of_two_containers_tell_nothing_of_the_other():
    doors_right = replace(TWO, standing=replace(TWO.standing, doors=End.RIGHT, machine=True))

    assert told(box_at(1.0, 1.5), doors_right)[0] == (
        "front container: 4.5 to 5.0 m from the doors, bottom"
    )
    assert told(box_at(7.1, 7.6), doors_right)[0] == (
        "rear container: 1.0 to 1.5 m from the end towards the tractor, bottom"
    )


def test_rows_are_counted_only_in_the_container_that_was_compared():
    rows = replace(TWO, period_mm=1000.0, profile=FULL)

    assert locate(box_at(2.2, 3.0), rows).rows == (3, 3)
    assert locate(box_at(8.2, 9.0), rows).rows is None


def test_a_refrigerating_machine_is_told_by_its_name():
    reefer = replace(MEASURED, standing=Standing(doors=End.RIGHT, tractor=End.RIGHT, machine=True))

    assert told(box_at(0.1, 0.5), reefer) == (
        "in the refrigerating machine, bottom",
        "制冷机组处,底层",
    )
    assert told(box_at(0.1, 0.7), reefer)[0] == "11.3 to 11.9 m from the doors, bottom"
    no_tractor = replace(reefer, standing=replace(reefer.standing, tractor=None))
    assert told(box_at(-0.8, -0.5), no_tractor) == (
        "beyond the front wall, outside the container",
        "箱体以外,前端壁前方",
    )
    # Its doors look to the tractor: what is beyond them is the cab all the same.
    assert told(box_at(12.5, 12.8), reefer)[0] == "tractor or cab, outside the container"


def test_a_mark_from_end_to_end_is_not_told_in_metres():
    assert told(box_at(0.1, 11.9), DOORS_RIGHT) == ("full length, bottom", "全长,底层")
    assert told(box_at(0.1, 11.9, top=600, bottom=619), DOORS_RIGHT) == (
        "in the floor, full length",
        "箱底板,全长",
    )
    assert told(box_at(0.1, 11.9, top=110), DOORS_RIGHT) == ("the whole container", "整箱")
    assert told(box_at(0.1, 11.9, top=110), UNKNOWN) == ("the whole container", "整箱")


def test_only_what_is_in_the_box_is_within():
    assert not locate([(700, 1200)], MEASURED).within
    assert locate([(610, 1200)], MEASURED).within
    assert locate([(300, 2560)], DOORS_RIGHT).within


def test_without_a_container_places_are_told_in_the_picture():
    picture = Frame(
        box=Rectangle(row=0, column=0, height=600, width=2800),
        is_container=False,
        pitch_mm=(5.0, 5.0),
        standing=Standing(doors=End.RIGHT),
        period_mm=1000.0,
        profile=FULL,
    )

    assert told([(500, 420), (560, 520)], picture) == (
        "2.1 to 2.6 m from the picture's left end, bottom",
        "距图像左端2.1至2.6米,底层",
    )


def test_from_above_thirds_are_of_the_width():
    above = replace(MEASURED, from_above=True)

    assert told([(110, 620), (120, 720)], above) == (
        "2.1 to 2.6 m from the left end, upper side of the top view",
        "距箱体左端2.1至2.6米,俯视图上侧",
    )


frames = st.builds(
    Frame,
    box=st.just(BOX),
    is_container=st.booleans(),
    pitch_mm=st.sampled_from([None, (4.0, 6.0)]),
    standing=st.builds(
        Standing,
        doors=st.sampled_from([None, *End]),
        tractor=st.sampled_from([None, *End]),
        machine=st.booleans(),
        sister=st.sampled_from([None, replace(BOX, column=2620), replace(BOX, column=-2220)]),
    ),
    period_mm=st.sampled_from([None, 250.0, 1200.0]),
    profile=st.sampled_from([(), FULL, (0.0,) * 32, (0.0,) * 8 + (0.5,) * 24]),
    from_above=st.booleans(),
)


@given(
    points=st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)), min_size=1, max_size=4),
    frame=frames,
)
def test_every_place_has_words_within_their_bound(points, frame):
    place = locate(points, frame)

    words = phrase(place)

    assert 1 <= place.first_section <= place.last_section <= SECTIONS
    assert place.metres is None or 0 <= place.metres[0] <= place.metres[1] <= 2400 * 6 / 1000
    assert place.rows is None or 1 <= place.rows[0] <= place.rows[1]
    assert words.en
    assert words.zh
    assert max(len(words.en.encode()), len(words.zh.encode())) <= MOST_PLACE_BYTES


@pytest.mark.parametrize("origin", list(Origin))
@pytest.mark.parametrize("zone", list(Zone))
def test_no_kind_of_place_is_left_without_words(origin, zone):
    for layer in (None, *Layer):
        place = Position(
            origin=origin, zone=zone, first_section=1, last_section=8, layer=layer, rows=None
        )

        assert phrase(place).zh
        assert phrase(replace(place, metres=(1.0, 2.0), rows=(14, 15))).en
        assert phrase(replace(place, full_length=True, which=Which.REAR)).zh


@given(
    points=st.lists(st.tuples(st.floats(100, 620), st.floats(200, 2600)), min_size=1, max_size=4)
)
def test_a_mirrored_picture_tells_the_same_place_from_the_doors(points):
    mirrored = [(row, 2 * BOX.column + BOX.width - column) for row, column in points]

    one, other = locate(points, DOORS_RIGHT), locate(mirrored, DOORS_LEFT)

    assert one.zone is other.zone
    assert one.metres == pytest.approx(other.metres)
    assert one.layer is other.layer


def test_a_position_needs_a_point():
    with pytest.raises(ValueError, match="point"):
        locate([], UNKNOWN)
