"""A break is called to mind when it is due, put off when asked, and forgotten after a rest."""

from workstation.review.rest import TimeOnTask

MIN = 60.0


def working(every_min=50.0):
    time = TimeOnTask(every_min=every_min)
    time.begin(0.0)
    return time


def test_a_break_is_due_after_the_set_time_and_not_before():
    time = working()

    assert not time.is_due(49.9 * MIN)
    assert time.is_due(50 * MIN)


def test_who_does_not_want_it_is_never_reminded():
    assert not working(every_min=0).is_due(600 * MIN)


def test_put_off_it_comes_again_ten_minutes_later():
    time = working()

    time.put_off(52 * MIN)

    assert not time.is_due(61 * MIN)
    assert time.is_due(62 * MIN)


def test_five_minutes_away_were_the_break():
    time = working()

    time.leave(40 * MIN)
    time.come_back(45 * MIN)

    assert time.on_task_s(50 * MIN) == 5 * MIN
    assert not time.is_due(60 * MIN)


def test_a_glass_of_water_is_no_break():
    time = working()

    time.leave(40 * MIN)
    time.come_back(42 * MIN)

    assert time.is_due(50 * MIN)


def test_nobody_at_the_desk_is_not_reminded():
    time = working()
    time.end()

    assert not time.is_due(100 * MIN)
    assert time.on_task_s(100 * MIN) == 0.0
