"""What those who steer have set, as dispatch and reading ask for it."""

from datetime import UTC, datetime, timedelta
from random import Random

from tests.makers.waiting_cases import make_room, make_waiting
from workstation.domain.context import Tier
from workstation.domain.officer import Role
from workstation.domain.priority import Level, PriorityRule, Scope
from workstation.domain.watch_list import Effect, Hit, ListKind
from workstation.hub.dispatch import Asker

ASKER = Asker(officer="li", roles=frozenset({Role.REVIEWER}))


def make_hit(effect):
    return Hit(
        list_name="risk",
        kind=ListKind.INSTRUCTIONS,
        key="k",
        number=2,
        effect=effect,
        instruction="open the rear",
        fields=(),
    )


def first_of(room):
    return next(room.offers(ASKER, rng=Random(1)))  # noqa: S311 - repeatable on purpose


def test_a_case_that_a_list_means_goes_first_is_read_by_two_and_stays_so_when_it_comes_back():
    room = make_room()
    cases = [make_waiting(number) for number in range(30)]
    for case in cases:
        room.add(case)
    last = cases[-1]

    room.guide.meant(last.case_id, [make_hit(Effect.TWO_READERS)])
    room.add(last)
    first = first_of(room)
    room.forget(last.case_id)  # it is decided, and its decision taken back
    room.add(last)

    assert first == last.case_id
    assert first_of(room) == last.case_id
    assert room.guide.reading(last).readers == 2
    assert room.guide.tier(last) is Tier.HIGH
    assert room.guide.demands_inspection(last.case_id) is None


def test_a_rule_moves_cases_that_wait_and_lets_them_go_when_its_time_is_over():
    room = make_room()
    cases = [make_waiting(number, site=f"s{number % 3}") for number in range(60)]
    for case in cases:
        room.add(case)
    now = datetime.now(UTC)
    guide = room.guide
    before = first_of(room)

    guide.rules = (
        PriorityRule(
            scope=Scope.SITE, subject="s2", level=Level.FIRST, until=now + timedelta(hours=1)
        ),
    )
    room.rearrange()
    during = first_of(room)
    early, late = guide.expire(now), guide.expire(now + timedelta(hours=1))
    room.rearrange()

    assert during.startswith("s2:")
    assert (early, late) == (False, True)
    assert first_of(room) == before
    assert len(room) == 60
