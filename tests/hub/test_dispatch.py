from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.makers.waiting_cases import CONSISTENT, NOON, Clock, make_room, make_waiting
from workstation.domain.comparison import Verdict
from workstation.domain.officer import Role
from workstation.hub.dispatch import Asker, may_review

REVIEWER = frozenset({Role.REVIEWER})
CHIEF = frozenset({Role.CHIEF})
LI = Asker(officer="li", roles=REVIEWER)
MINUTE = 60.0


def dice(seed=1):
    return Random(seed)  # noqa: S311 - repeatable on purpose


def make_case(name, *, minutes_ago=0.0, site="a", hs=("080810",), **changes):
    arrived = NOON - timedelta(minutes=minutes_ago)
    return replace(make_waiting(name, site=site, hs=hs), received_at=arrived, **changes)


def offered(room, asker=LI, seed=1):
    return list(room.offers(asker, rng=dice(seed)))


@settings(deadline=None)
@given(st.lists(st.integers(0, 3), max_size=30), st.integers())
def test_higher_priority_always_comes_first_and_nothing_is_lost(priorities, seed):
    cases = [make_case(place, priority=value) for place, value in enumerate(priorities)]

    ids = offered(make_room(*cases), seed=seed)

    assert sorted(ids) == sorted(case.case_id for case in cases)
    by_id = {case.case_id: case.priority for case in cases}
    ranks = [by_id[case_id] for case_id in ids]
    assert ranks == sorted(ranks, reverse=True)


def test_cases_of_a_site_that_owes_a_report_are_offered_to_nobody():
    room = make_room(make_case("x", site="a"), make_case("y", site="b"))

    assert offered(room, replace(LI, owing={"a"})) == ["b:y"]
    assert sorted(offered(room)) == ["a:x", "b:y"]


def test_among_the_first_of_a_class_every_case_may_come_first():
    room, rng = make_room(*(make_case(name) for name in "wxyz")), dice()

    firsts = Counter(next(room.offers(LI, rng=rng)) for _ in range(400))

    assert len(firsts) == 4
    assert min(firsts.values()) > 60


def test_what_is_due_soonest_is_among_the_first_whatever_came_between():
    old = [make_case(f"old{number}", minutes_ago=10) for number in range(8)]
    new = [make_case(f"new{number}") for number in range(40)]
    room = make_room(*new[:20], *old, *new[20:])

    ids = offered(room)

    assert set(ids[:8]) == {case.case_id for case in old}


def test_a_case_of_a_shorter_limit_goes_before_an_older_one_that_has_time():
    calm = [make_case(f"calm{number}", minutes_ago=5) for number in range(20)]
    inconsistent = replace(CONSISTENT, verdict=Verdict.INCONSISTENT)
    raised = make_case("raised", comparison=inconsistent)
    room = make_room(*calm, raised, pool=1)

    assert offered(room)[0] == "a:raised"


def test_the_dice_choose_among_fewer_when_a_limit_presses():
    room = make_room(*(make_case(n, minutes_ago=29) for n in range(8)), pool=8)
    rng = dice()

    firsts = {next(room.offers(LI, rng=rng)) for _ in range(200)}

    assert len(firsts) == 4


def flooded(clock):
    """Return a room at a pace of a case in ten seconds, in which one site's 200 cases wait."""
    room = make_room(clock=clock, pool=1, flood_s=600.0)
    for number in range(20):
        room.take(f"other:{number}")
        clock.now += 10.0
    for number in range(200):
        room.add(replace(make_case(number, site="flood"), received_at=clock.calendar()))
    return room


def taken(room, count):
    """Let so many cases be taken, one after another; returns their sites."""
    sites = []
    for _ in range(count):
        case_id = next(room.offers(LI, rng=dice()))
        room.take(case_id)
        sites.append(case_id.partition(":")[0])
    return sites


def test_a_flood_of_one_site_does_not_keep_the_others_waiting():
    clock = Clock()
    room = flooded(clock)
    clock.now += 60.0
    for number in range(30):
        room.add(replace(make_case(number, site="quiet"), received_at=clock.calendar()))

    sites = Counter(taken(room, 140))

    assert sites["quiet"] == 30
    assert sites["flood"] == 110


def test_of_a_flood_one_lease_in_four_is_taken_while_others_wait():
    clock = Clock()
    room = flooded(clock)
    taken(room, 90)  # what stood in the row like any other
    for number in range(30):
        room.add(replace(make_case(number, site="quiet"), received_at=clock.calendar()))

    assert Counter(taken(room, 40)) == {"quiet": 30, "flood": 10}


def test_a_burst_such_as_every_site_sends_now_and_then_is_taken_in_turn():
    clock = Clock()
    room = make_room(clock=clock, pool=1)
    for number in range(20):
        room.take(f"other:{number}")
        clock.now += 10.0
    for number in range(50):
        room.add(replace(make_case(number, site="busy"), received_at=clock.calendar()))
    clock.now += 1.0
    room.add(replace(make_case("q", site="quiet"), received_at=clock.calendar()))

    assert offered(room)[-1] == "quiet:q"


def test_a_case_with_a_risk_instruction_never_stands_aside():
    clock = Clock()
    room = flooded(clock)

    room.add(replace(make_case("risk", site="flood"), priority=10))

    assert offered(room)[0] == "flood:risk"


def test_a_calendar_that_is_set_forward_moves_nothing_that_has_its_place():
    clock = Clock()
    first, second = make_case("first", minutes_ago=2), make_case("second", minutes_ago=1)
    room = make_room(first, second, clock=clock, pool=1)
    clock.ahead = timedelta(days=1)

    room.remove(second.case_id)
    room.add(second)

    assert offered(room) == ["a:first", "a:second"]


def test_a_case_for_a_chief_is_not_offered_to_a_reviewer():
    room = make_room(make_case("0", priority=9, required_role="chief"))

    assert offered(room) == []
    assert offered(room, Asker(officer="li", roles=CHIEF)) == ["a:0"]
    assert may_review({Role.CHIEF}, "reviewer")
    assert not may_review({Role.SUPERVISOR, Role.ADMIN, Role.AUDITOR}, "reviewer")


def test_goods_that_ask_for_training_are_for_the_trained_and_for_chiefs():
    fireworks = make_case("fireworks", hs=("360410", "080810"))
    room = make_room(fireworks, make_case("apples"), trained={"36": ("wang",)})

    assert offered(room) == ["a:apples"]
    assert set(offered(room, Asker(officer="wang", roles=REVIEWER))) == {"a:apples", "a:fireworks"}
    assert set(offered(room, Asker(officer="zhao", roles=CHIEF))) == {"a:apples", "a:fireworks"}


def test_an_officer_who_is_tired_is_offered_short_cases_first_unless_something_presses():
    long = [make_case(n, hs=("01", "02", "03", "04", "05")) for n in range(7)]
    short = make_case("short")
    tired = replace(LI, tired=True)
    clock = Clock()
    room = make_room(*long, short, clock=clock)
    risky = make_room(*(replace(c, priority=10) for c in (*long, short)))

    calm = {next(room.offers(tired, rng=dice(seed))) for seed in range(30)}
    clock.now = 25 * MINUTE
    pressed = {next(room.offers(tired, rng=dice(seed))) for seed in range(30)}
    at_risk = {next(risky.offers(tired, rng=dice(seed))) for seed in range(30)}

    assert calm == {"a:short"}
    assert pressed != {"a:short"}
    assert len(at_risk) == 8


def test_a_recalled_case_comes_first_and_a_skipped_one_last():
    room = make_room(make_case("0"), make_case("1", priority=5), make_case("2"))

    ids = offered(room, replace(LI, first="a:2", last={"a:1"}))

    assert ids == ["a:2", "a:0", "a:1"]


def test_a_case_is_not_offered_to_an_officer_who_has_read_it_already():
    room = make_room(replace(make_case("0"), read_by=("li",)))

    assert offered(room) == []
    assert offered(room, Asker(officer="wang", roles=REVIEWER)) == ["a:0"]


def test_behind_many_that_an_officer_may_not_have_there_is_still_the_one_that_they_may():
    read = [replace(make_case(n, minutes_ago=9), read_by=("li",)) for n in range(200)]
    room = make_room(*read, make_case("only"))

    assert offered(room) == ["a:only"]


@pytest.mark.parametrize("act", ["remove", "forget"])
def test_what_waits_no_longer_is_not_offered(act):
    room = make_room(make_case("0"), make_case("1"))

    getattr(room, act)("a:0")

    assert offered(room) == ["a:1"]
    assert len(room) == 1
    assert "a:0" not in room


def test_a_long_queue_is_not_gone_through_for_a_lease():
    class Looked(set):
        def __contains__(self, case_id):
            looked.append(case_id)
            return False

    looked = []
    room = make_room(*(make_case(n, minutes_ago=5000 - n) for n in range(5000)))

    first = next(room.offers(replace(LI, never=Looked()), rng=dice()))

    assert first in room
    assert len(looked) < 20
