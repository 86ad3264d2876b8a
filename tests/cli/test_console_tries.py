"""Wrong passwords at the hub's machine cost time, and an officer, as they do at a desk."""

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner

from tests.cli.test_requests import NEW, join, password, run
from workstation.cli import acting
from workstation.cli.officers import officers_group
from workstation.domain.officer import OfficerState
from workstation.domain.password_tries import MOST_A_DAY
from workstation.storage.console_tries import ConsoleLocked
from workstation.storage.records import open_records

BEGAN = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """The clock that the commands read, to be set by the test."""

    class Clock:
        now_s = 0.0

        @classmethod
        def now(cls, zone):
            return (BEGAN + timedelta(seconds=cls.now_s)).astimezone(zone)

    monkeypatch.setattr(acting, "datetime", Clock)
    return Clock


@pytest.fixture
def room(hub, monkeypatch):
    quick = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    monkeypatch.setattr("workstation.hub.sessions._HASHER", quick)
    for officer, role in (("zhao", "supervisor"), ("li", "reviewer"), ("root", "admin")):
        assert join(hub, officer, role).exit_code == 0
    return hub


def change(room, typed, *, by="li"):
    """Have an officer change their own password in a command of its own."""
    words = ["password", by, "--data", str(room), "--by", by, "--password-stdin"]
    return CliRunner().invoke(officers_group, words, input=typed + NEW + "\n")


def wrong(room, *, by="li"):
    return change(room, "not the password\n", by=by)


def wait_of(outcome):
    assert isinstance(outcome.exception, ConsoleLocked), outcome.output
    return round(outcome.exception.wait_s)


def state_of(room, officer):
    with closing(open_records(room / "hub.sqlite")) as records:
        return records.officer(officer)[0].state


def told(room, tag):
    with closing(open_records(room / "hub.sqlite")) as records:
        said = [json.loads(entry) for entry in records.entries(0, 1000)]
    return [one["facts"] for one in said if one["tag"] == tag]


def test_each_wrong_password_in_a_row_costs_twice_the_wait_and_the_right_one_waits_too(room, clock):
    waits = []
    for _ in range(5):
        assert "not the password" in wrong(room).output
        waits.append(wait_of(change(room, password("li"))))
        clock.now_s += waits[-1]
    right = change(room, password("li"))

    assert waits == [1, 2, 4, 8, 900]
    assert right.exit_code == 0, right.output
    assert [one["in_a_row"] for one in told(room, acting.REFUSED)] == [1, 2, 3, 4, 5]


def test_the_right_password_ends_the_row(room, clock):
    for _ in range(3):
        wrong(room)
        clock.now_s += 10
    assert change(room, password("li")).exit_code == 0

    wrong(room)

    assert wait_of(change(room, NEW + "\n")) == 1


def test_a_try_that_was_broken_off_counts_as_wrong(room, clock, monkeypatch):
    def ended(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken_off:
        broken_off.setattr("workstation.hub.sessions.password_holds", ended)
        change(room, password("li"))

    assert wait_of(change(room, password("li"))) == 1
    clock.now_s += 1
    assert change(room, password("li")).exit_code == 0


def test_all_names_together_are_tried_no_faster_than_one(room, clock):
    for number in range(20):
        wrong(room, by=f"officer-{number}")
        clock.now_s += 1

    assert wait_of(change(room, password("li"))) == 880
    clock.now_s += 880
    assert change(room, password("li")).exit_code == 0


def test_twenty_wrong_ones_in_a_day_lock_an_officer_out_until_another_lets_them_in(room, clock):
    for _ in range(MOST_A_DAY):
        wrong(room)
        clock.now_s += 900

    locked = state_of(room, "li")
    words = ("unlock", "li", "--why", "asked in person", "--data", room)
    unlocked = run(officers_group, *words, by="root")

    assert locked is OfficerState.LOCKED
    assert unlocked.exit_code == 0, unlocked.output
    assert state_of(room, "li") is OfficerState.ACTIVE
    assert change(room, password("li")).exit_code == 0


def test_the_last_administrator_is_spared(room, clock):
    for _ in range(MOST_A_DAY):
        wrong(room, by="root")
        clock.now_s += 900

    assert state_of(room, "root") is OfficerState.ACTIVE
    assert told(room, "officer:lock:spared") == [{"officer": "root"}]


def test_a_clock_that_was_set_back_locks_nobody_out_for_long(room, clock):
    for _ in range(5):
        wrong(room)
        clock.now_s += 10
    clock.now_s -= 20 * 3600

    assert wait_of(change(room, password("li"))) == 900
    clock.now_s += 900
    assert change(room, password("li")).exit_code == 0
