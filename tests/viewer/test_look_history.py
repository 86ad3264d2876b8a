"""Back and forth between looks."""

from hypothesis import given
from hypothesis import strategies as st

from viewer.look_history import JOINED_S, LookHistory
from viewer.pixels.look import Look
from viewer.pixels.window import WindowLevel

PLAIN = Look()


def gamma(value):
    return Look(gamma=value)


def windowed(level):
    return Look(window=WindowLevel(window=1000, level=level))


def test_undo_goes_back_and_redo_forth():
    history = LookHistory(PLAIN)
    history.push(gamma(2), 0.0)
    history.push(gamma(3), 10.0)

    back = [history.undo(), history.undo()]
    forth = [history.redo(), history.redo()]

    assert back == [gamma(2), PLAIN]
    assert forth == [gamma(2), gamma(3)]


def test_a_drag_is_one_step_however_long_it_takes():
    history = LookHistory(PLAIN)
    for move in range(200):
        history.push(windowed(100 * move), move * 0.9 * JOINED_S)

    assert history.undo() == PLAIN
    assert history.redo() == windowed(19900)


def test_after_a_pause_a_new_step_begins():
    history = LookHistory(PLAIN)
    history.push(gamma(2), 0.0)
    history.push(gamma(3), 1.1 * JOINED_S)

    assert history.undo() == gamma(2)


def test_the_ends_of_the_line_stay_where_they_are():
    history = LookHistory(PLAIN)

    assert (history.can_undo, history.can_redo) == (False, False)
    assert history.undo() == history.redo() == PLAIN


def test_a_change_after_undo_drops_what_was_undone():
    history = LookHistory(PLAIN)
    history.push(gamma(2), 0.0)
    history.push(gamma(3), 10.0)
    history.undo()

    history.push(gamma(4), 20.0)

    assert not history.can_redo
    assert history.undo() == gamma(2)


def test_a_change_just_after_undo_is_a_step_of_its_own():
    history = LookHistory(PLAIN)
    history.push(gamma(2), 0.0)
    history.push(gamma(3), 10.0)
    history.undo()

    history.push(gamma(4), 10.1)

    assert history.undo() == gamma(2)


def test_the_echo_of_undo_is_no_change():
    history = LookHistory(PLAIN)
    history.push(gamma(2), 0.0)

    history.push(history.undo(), 0.1)

    assert history.can_redo
    assert not history.can_undo


def test_another_picture_begins_anew():
    history = LookHistory(PLAIN)
    history.push(gamma(2), 0.0)

    history.restart(gamma(5))

    assert not history.can_undo
    assert history.look == gamma(5)


@given(values=st.lists(st.integers(1, 50), max_size=60), most=st.integers(2, 10))
def test_no_more_looks_are_kept_than_asked_for_and_all_of_them_come_back(values, most):
    history = LookHistory(PLAIN, most=most)
    seen = [PLAIN]
    for at, value in enumerate(values):
        history.push(gamma(value), float(at))
        if gamma(value) != seen[-1]:
            seen.append(gamma(value))

    back = [history.look]
    while history.can_undo:
        back.append(history.undo())

    assert back == seen[-most:][::-1]
