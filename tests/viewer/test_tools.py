"""Tools as small state machines, without a window."""

import pytest

from viewer.overlay import MarkDrawing, Shape
from viewer.pixels.window import WindowLevel
from viewer.tools.grey import GreyTool, level_step, shifted, widened, window_step
from viewer.tools.mark import MarkTool
from viewer.tools.pan import PanTool
from viewer.tools.pointer import Pointer


def at(down_px, along_px, *, fine=False, scale=1.0):
    return Pointer(
        place=(down_px * scale, along_px * scale), down_px=down_px, along_px=along_px, fine=fine
    )


class Desk:
    """What the tools act upon."""

    def __init__(self):
        self.window = WindowLevel(window=20000, level=30000)
        self.drafts, self.marks, self.steps = [], [], []

    def grey(self):
        return GreyTool(lambda: self.window, self._set)

    def mark(self, shape=Shape.BOX):
        return MarkTool(
            shape,
            picture_shape=lambda: (100, 300),
            show=self.drafts.append,
            finish=self.marks.append,
        )

    def _set(self, window):
        self.window = window


def test_a_drag_becomes_one_mark():
    desk = Desk()
    tool = desk.mark(Shape.ARROW)

    tool.press(at(10, 20))
    tool.move(at(30, 60))
    tool.release(at(40, 80))

    assert desk.marks == [MarkDrawing(shape=Shape.ARROW, points=((10, 20), (40, 80)))]
    assert desk.drafts[0].points == ((10, 20), (30, 60))
    assert desk.drafts[-1] is None


def test_a_click_draws_no_mark():
    desk = Desk()
    tool = desk.mark()

    tool.press(at(10, 20))
    tool.release(at(12, 22))

    assert desk.marks == []


def test_a_mark_does_not_leave_the_picture():
    desk = Desk()
    tool = desk.mark()

    tool.press(at(50, 50))
    tool.release(at(-500, 900))

    assert desk.marks[0].points == ((50, 50), (0, 300))


def test_escape_forgets_the_draft_and_a_late_release_draws_nothing():
    desk = Desk()
    tool = desk.mark()

    tool.press(at(10, 20))
    tool.move(at(50, 90))
    tool.cancel()
    tool.release(at(50, 90))

    assert desk.marks == []
    assert desk.drafts[-1] is None


def test_dragging_right_widens_and_dragging_up_brightens():
    desk = Desk()
    tool = desk.grey()

    tool.press(at(100, 100))
    tool.move(at(100, 260))
    widened_to = desk.window.window
    tool.release(at(60, 260))

    assert widened_to == pytest.approx(40000)
    assert desk.window.level < 30000


def test_shift_makes_the_steps_a_fifth():
    coarse, fine = Desk(), Desk()
    for desk, is_fine in ((coarse, False), (fine, True)):
        tool = desk.grey()
        tool.press(at(100, 100, fine=is_fine))
        tool.release(at(50, 100, fine=is_fine))

    moved = [30000 - desk.window.level for desk in (coarse, fine)]
    assert moved[0] == pytest.approx(5 * moved[1])


def test_giving_up_a_grey_drag_brings_the_window_back():
    desk = Desk()
    before = desk.window
    tool = desk.grey()

    tool.press(at(100, 100))
    tool.move(at(10, 400))
    tool.cancel()

    assert desk.window == before


def test_a_window_never_gets_too_narrow_or_its_level_impossible():
    window = WindowLevel(window=100, level=50)

    for _ in range(50):
        window = window_step(level_step(window, 5), -5)

    assert window.window == 64
    assert window.level == 0
    assert shifted(window, 1e9).level == 65535
    assert widened(window, 60).window == 131072


def test_six_steps_double_the_window_and_back():
    window = WindowLevel(window=1000, level=2000)

    assert window_step(window, 6).window == pytest.approx(2000)
    assert window_step(window_step(window, 6), -6) == window


def test_a_pan_takes_the_steps_of_the_hand():
    desk = Desk()
    tool = PanTool(lambda down, along: desk.steps.append((down, along)))

    tool.move(at(1, 1))
    tool.press(at(10, 10))
    tool.move(at(15, 7))
    tool.release(at(15, 9))
    tool.move(at(99, 99))

    assert desk.steps == [(5, -3), (0, 2)]
