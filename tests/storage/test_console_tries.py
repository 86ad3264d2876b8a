"""Tries at the hub's machine are kept with the records, whichever command or home they are in."""

from datetime import timedelta

import pytest

from tests.storage.scenes import at
from workstation.domain.officer import Officer, OfficerState, Role
from workstation.storage.console_tries import ConsoleLocked


def test_tries_wait_for_each_other_until_one_was_right(records):
    first = records.begin_try("li", now=at(0))

    with pytest.raises(ConsoleLocked, match="in 1 s"):
        records.begin_try("li", now=at(0.5))
    records.was_right(first)

    records.begin_try("li", now=at(0.6))
    assert records.wrong_tries("li", now=at(0.7)) == (1, False)


def test_a_new_password_ends_the_row_and_being_let_in_ends_the_day(records):
    for name in ("li", "wang"):
        one = Officer(officer_id=name, name=name, roles=frozenset({Role.ADMIN}))
        records.add_officer(one, "hash", now=at(0))
    for number in range(20):
        records.begin_try("li", now=at(900 * number))
    end = at(900 * 20)
    assert records.wrong_tries("li", now=end) == (20, True)

    records.set_password_hash("li", "another", now=end)
    assert records.wrong_tries("li", now=end) == (0, True)
    records.set_officer_state("li", OfficerState.LOCKED, why="wrong passwords", now=end)
    records.set_officer_state("li", OfficerState.ACTIVE, why="asked", now=end)
    assert records.wrong_tries("li", now=end) == (0, False)


def test_what_is_older_than_a_day_is_forgotten(records):
    records.begin_try("li", now=at(0))

    records.begin_try("wang", now=at(0) + timedelta(days=1))

    assert records.wrong_tries("li", now=at(1)) == (0, False)
