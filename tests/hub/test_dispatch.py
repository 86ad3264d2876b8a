from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.officer import Role
from workstation.hub.dispatch import Candidate, may_review, order

REVIEWER = frozenset({Role.REVIEWER})


def dice(seed):
    return Random(seed)  # noqa: S311 - repeatable on purpose


def make_candidates(*priorities, role="reviewer"):
    return [
        Candidate(case_id=f"a:{place}", priority=priority, required_role=role)
        for place, priority in enumerate(priorities)
    ]


@given(st.lists(st.integers(0, 3), max_size=12), st.integers())
def test_higher_priority_always_comes_first_and_nothing_is_lost(priorities, seed):
    candidates = make_candidates(*priorities)

    ids = order(candidates, officer="li", roles=REVIEWER, rng=dice(seed))

    assert sorted(ids) == sorted(item.case_id for item in candidates)
    by_id = {item.case_id: item.priority for item in candidates}
    ranks = [by_id[case_id] for case_id in ids]
    assert ranks == sorted(ranks, reverse=True)


def test_within_a_class_every_case_may_come_first():
    rng = dice(1)

    firsts = Counter(
        order(make_candidates(1, 1, 1, 1), officer="li", roles=REVIEWER, rng=rng)[0]
        for _ in range(400)
    )

    assert len(firsts) == 4
    assert min(firsts.values()) > 60


def test_a_case_for_a_chief_is_not_offered_to_a_reviewer():
    chiefs = make_candidates(9, role="chief")

    assert order(chiefs, officer="li", roles=REVIEWER, rng=dice(1)) == []
    assert order(chiefs, officer="li", roles=frozenset({Role.CHIEF}), rng=dice(1)) == ["a:0"]
    assert may_review({Role.CHIEF}, "reviewer")
    assert not may_review({Role.SUPERVISOR, Role.ADMIN, Role.AUDITOR}, "reviewer")


def test_a_recalled_case_comes_first_and_a_skipped_one_last():
    candidates = make_candidates(0, 5, 0)

    ids = order(candidates, officer="li", roles=REVIEWER, first="a:2", last={"a:1"}, rng=dice(1))

    assert ids == ["a:2", "a:0", "a:1"]
