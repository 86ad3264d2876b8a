"""Measuring hands, without a window."""

import pytest

from viewer.measure import Measure, MeasureKind
from viewer.tools.measure import CornersTool, CountTool, Sheet, SpanTool
from viewer.tools.measure_ends import EndsTool
from viewer.tools.pointer import Pointer


def at(down_px, along_px, *, fine=False):
    """The mouse over a picture of which a device pixel shows two."""
    return Pointer(
        place=(down_px * 2.0, along_px * 2.0), down_px=down_px, along_px=along_px, fine=fine
    )


def point_of(place):
    return place[0] / 2, place[1] / 2


def click(tool, pointer):
    tool.press(pointer)
    tool.release(pointer)


class Desk:
    """What the tools act upon."""

    def __init__(self):
        self.drafts, self.done = [], []
        self.items, self.runs = (), []
        self.kept, self.moved, self.chosen = (), [], []

    @property
    def sheet(self):
        return Sheet(picture_shape=lambda: (400, 600), point_of=point_of, show=self.drafts.append)

    def span(self, kind=MeasureKind.LENGTH):
        return SpanTool(kind, self.sheet, finish=self.done.append)

    def corners(self, kind):
        return CornersTool(kind, self.sheet, finish=self.done.append)

    def counter(self):
        return CountTool(self.sheet, read=lambda: self.items, write=self._write, end=self._end)

    def ends(self, inner):
        return EndsTool(
            inner,
            self.sheet,
            find=lambda: self.kept,
            move=lambda name, points: self.moved.append((name, points)),
            choose=self.chosen.append,
        )

    def _write(self, items):
        self.items = items

    def _end(self):
        self.runs.append(self.items)
        self.items = ()


@pytest.fixture
def desk():
    return Desk()


def test_a_drag_becomes_a_length_and_its_draft_is_seen_meanwhile(desk):
    tool = desk.span()

    tool.press(at(10, 20))
    tool.move(at(30, 60))
    tool.release(at(40, 80))

    assert desk.done == [((20, 40), (80, 160))]
    assert desk.drafts[0] == Measure(kind=MeasureKind.LENGTH, points=((20, 40), (60, 120)))
    assert desk.drafts[-1] is None
    assert not tool.is_open


def test_a_click_measures_no_length(desk):
    tool = desk.span()

    tool.press(at(10, 20))
    tool.release(at(12, 22))

    assert desk.done == []


@pytest.mark.parametrize(
    ("to", "end"), [((14, 80), (20, 160)), ((90, 26), (180, 40))], ids=["along", "down"]
)
def test_with_shift_a_length_is_straight_but_a_region_is_not(desk, to, end):
    for kind in (MeasureKind.LENGTH, MeasureKind.REGION):
        tool = desk.span(kind)
        tool.press(at(10, 20))
        tool.release(at(*to, fine=True))

    assert desk.done == [((20, 40), end), ((20, 40), (2 * to[0], 2 * to[1]))]


def test_no_end_leaves_the_picture(desk):
    tool = desk.span()

    tool.press(at(50, 50))
    tool.release(at(-500, 900))

    assert desk.done == [((100, 100), (0, 600))]


def test_escape_gives_a_drag_up_and_a_late_release_measures_nothing(desk):
    tool = desk.span()

    tool.press(at(10, 20))
    tool.move(at(50, 90))
    tool.cancel()
    tool.release(at(50, 90))

    assert desk.done == []
    assert desk.drafts[-1] is None


def test_three_clicks_make_an_angle_and_the_fourth_begins_another(desk):
    tool = desk.corners(MeasureKind.ANGLE)

    for spot in ((10, 10), (50, 50), (50, 100)):
        click(tool, at(*spot))
    closed = not tool.is_open
    click(tool, at(5, 5))

    assert desk.done == [((20, 20), (100, 100), (100, 200))]
    assert closed
    assert tool.is_open


def test_the_side_to_the_cursor_is_seen_before_it_is_clicked(desk):
    tool = desk.corners(MeasureKind.ANGLE)

    tool.hover(at(1, 1))
    click(tool, at(10, 10))
    tool.hover(at(30, 40))

    assert desk.drafts[-1].points == ((20, 20), (60, 80))
    assert all(len(draft.points) <= 2 for draft in desk.drafts)


def test_a_point_follows_the_hand_until_the_button_is_let_go(desk):
    tool = desk.corners(MeasureKind.ANGLE)
    click(tool, at(10, 10))
    click(tool, at(50, 50))

    tool.press(at(50, 100))
    tool.move(at(60, 110))
    tool.release(at(70, 120))

    assert desk.done == [((20, 20), (100, 100), (140, 240))]


def test_a_double_click_or_enter_closes_an_area(desk):
    tool = desk.corners(MeasureKind.AREA)
    for spot in ((10, 10), (10, 100), (80, 100), (80, 10)):
        click(tool, at(*spot))

    tool.close()

    assert desk.done == [((20, 20), (20, 200), (160, 200), (160, 20))]
    assert not tool.is_open


def test_a_click_on_the_first_corner_closes_an_area_without_another_corner(desk):
    tool = desk.corners(MeasureKind.AREA)
    for spot in ((10, 10), (10, 100), (80, 100)):
        click(tool, at(*spot))

    click(tool, at(14, 13))

    assert desk.done == [((20, 20), (20, 200), (160, 200))]


def test_two_corners_enclose_nothing_and_stay_open(desk):
    tool = desk.corners(MeasureKind.AREA)
    click(tool, at(10, 10))
    click(tool, at(10, 100))

    tool.close()

    assert desk.done == []
    assert tool.is_open


def test_escape_gives_an_area_up(desk):
    tool = desk.corners(MeasureKind.AREA)
    for spot in ((10, 10), (10, 100), (80, 100)):
        click(tool, at(*spot))

    tool.cancel()
    tool.release(at(5, 5))

    assert desk.done == []
    assert desk.drafts[-1] is None
    assert not tool.is_open


def test_each_click_counts_one_item_and_a_click_on_an_item_takes_it_away(desk):
    tool = desk.counter()

    for along in (10, 50, 90):
        click(tool, at(20, along))
    counted = desk.items
    click(tool, at(24, 55))

    assert counted == ((40, 20), (40, 100), (40, 180))
    assert desk.items == ((40, 20), (40, 180))
    assert tool.is_open


def test_of_two_near_items_the_nearer_is_taken_away(desk):
    tool = desk.counter()
    desk.items = ((40.0, 20.0), (40.0, 32.0))

    click(tool, at(20, 15))

    assert desk.items == ((40.0, 20.0),)


def test_the_end_of_a_run_takes_nothing_back(desk):
    tool = desk.counter()
    click(tool, at(20, 10))

    tool.press(at(90, 90))
    tool.cancel()
    tool.release(at(90, 90))

    assert desk.runs == [((40, 20),)]
    assert desk.items == ()
    assert not tool.is_open


LENGTH = Measure(kind=MeasureKind.LENGTH, points=((40.0, 40.0), (40.0, 200.0)), measure_id="m1")


def test_an_end_is_dragged_elsewhere_and_its_measure_is_seen_moving(desk):
    desk.kept = (LENGTH,)
    tool = desk.ends(desk.span())

    tool.press(at(22, 103))
    tool.move(at(50, 110))
    tool.release(at(60, 999))

    assert desk.moved == [("m1", ((40.0, 40.0), (120.0, 600.0)))]
    assert desk.drafts[0].measure_id == "m1"
    assert desk.drafts[0].points == ((40.0, 40.0), (100.0, 220.0))
    assert desk.drafts[-1] is None
    assert desk.done == []


def test_a_click_on_an_end_only_chooses_the_measure(desk):
    desk.kept = (LENGTH,)
    tool = desk.ends(desk.span())

    click(tool, at(22, 103))

    assert desk.chosen == ["m1"]
    assert desk.moved == []


@pytest.mark.parametrize(("start", "fine"), [((90, 90), False), ((20, 100), True)])
def test_away_from_an_end_or_with_shift_something_new_begins(desk, start, fine):
    desk.kept = (LENGTH,)
    tool = desk.ends(desk.span())

    tool.press(at(*start, fine=fine))
    tool.release(at(start[0], 180))

    assert desk.moved == []
    assert desk.done == [((2.0 * start[0], 2.0 * start[1]), (2.0 * start[0], 360.0))]


def test_escape_leaves_an_end_where_it_was(desk):
    desk.kept = (LENGTH,)
    tool = desk.ends(desk.span())

    tool.press(at(20, 100))
    tool.move(at(90, 90))
    tool.cancel()
    tool.release(at(90, 90))

    assert desk.moved == []
    assert desk.drafts[-1] is None


def test_while_an_area_is_open_the_ends_of_others_are_not_in_its_way(desk):
    desk.kept = (LENGTH,)
    tool = desk.ends(desk.corners(MeasureKind.AREA))

    for spot in ((80, 20), (20, 20), (20, 100)):
        click(tool, at(*spot))
    tool.close()

    assert desk.moved == []
    assert desk.done == [((160, 40), (40, 40), (40, 200))]
