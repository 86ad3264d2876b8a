"""Cases by their risk: who reads them, how often, and what a desk is told around them."""

from datetime import UTC, datetime

import pytest

from queue_client.errors import Fenced, RefusalCode, Refused
from queue_client.signing import verify
from tests.hub.test_hub_trouble import fail_once
from tests.makers.running_hub import RunningHub, make_decision, make_meta
from workstation.domain.context import (
    Earlier,
    EngineShown,
    Relation,
    Tier,
    context_from_json,
)
from workstation.domain.decision import Conclusion
from workstation.domain.law import Stage
from workstation.domain.officer import Role
from workstation.domain.readings import TierRule
from workstation.hub.clocks import monotonic

MARK = {"mark_id": "m1", "view": "side", "shape": "box", "points": [[0, 0], [9, 9]], "text": ""}


@pytest.fixture
def hub(tmp_path):
    with RunningHub(tmp_path) as running:
        yield running


def ping(site):
    return site.ping(last_sequence=0, spool_depth=0, free_bytes=1)


def send_risky(hub, site, scan_id="s1", content=b"pixels"):
    meta = make_meta(site.site, scan_id)
    meta["declaration"]["risk_instruction"] = "开箱查验"
    return hub.send(site, scan_id, content, meta)


def reading(case):
    return context_from_json(case.context).reading


def test_a_lease_says_how_the_case_is_to_be_read(hub):
    site, desk = hub.site(), hub.seated()
    hub.send(site, "s1")
    ordinary = reading(desk.lease())
    send_risky(hub, site, "s2", b"other")

    risky = reading(desk.lease())

    assert (ordinary.tier, ordinary.readers, ordinary.engine) == (
        Tier.ORDINARY,
        1,
        EngineShown.BEFORE,
    )
    assert (risky.tier, risky.readers, risky.slot, risky.engine) == (
        Tier.HIGH,
        2,
        1,
        EngineShown.AFTER,
    )


def test_the_rules_of_a_tier_are_the_hubs_to_set(tmp_path):
    rules = {tier: TierRule(readers=1, engine=EngineShown.CONFLICT) for tier in Tier}
    with RunningHub(tmp_path, tiers=rules) as hub:
        case_id = send_risky(hub, hub.site())
        case = (desk := hub.seated()).lease()

        desk.decide(make_decision(case, conclusion="inspect"))

        assert (reading(case).readers, reading(case).engine) == (1, EngineShown.CONFLICT)
        assert hub.records.cases[case_id].stage is Stage.DECIDED


def test_a_risky_case_is_read_by_two_apart_and_leaves_once_with_the_marks_of_both(hub):
    site, first, second = hub.site(), hub.seated("li", "desk-1"), hub.seated("wang", "desk-2")
    case_id = send_risky(hub, site)
    early = first.lease()
    first.decide(make_decision(early, conclusion="inspect", marks=[MARK]))

    assert first.lease() is None
    assert ping(site) == []
    late = second.lease()
    second.decide(make_decision(late, conclusion="inspect", marks=[{**MARK, "mark_id": "m2"}]))
    (signed,) = ping(site)

    assert late.case_id == case_id
    assert reading(late).slot == 2
    assert context_from_json(late.context).referral is None
    assert "'li'" not in str(late.context)
    verify(signed, hub.keys.signing.public)
    assert [mark["mark_id"] for mark in signed.record["marks"]] == ["m2", "m1"]
    assert signed.record["officer"] == "wang"


def test_readings_that_differ_go_to_a_chief_who_hears_that_and_no_more(hub):
    site, first, second = hub.site(), hub.seated("li", "desk-1"), hub.seated("wang", "desk-2")
    chief = hub.seated("chen", "desk-3", (Role.CHIEF,))
    send_risky(hub, site)
    first.decide(make_decision(first.lease(), conclusion="inspect", marks=[MARK]))
    second.decide(make_decision(second.lease(), conclusion="release"))

    case = chief.lease()
    third = hub.seated("zhou", "desk-4").lease()
    chief.decide(make_decision(case, conclusion="inspect"))
    (signed,) = ping(site)

    told = context_from_json(case.context)
    assert third is None
    assert (told.reading.readers, told.reading.slot) == (1, 1)
    assert (told.referral.reason, told.referral.officer) == ("readings_differ", "")
    assert signed.record["officer"] == "chen"


def test_a_case_that_was_referred_says_who_why_and_what_to_look_at(hub):
    first, chief = hub.seated("li", "desk-1"), hub.seated("chen", "desk-3", (Role.CHIEF,))
    hub.send(hub.site(), "s1")
    first.decide(
        make_decision(
            first.lease(), conclusion="refer", reason="second_opinion", note="箱门侧看不清"
        )
    )

    case = chief.lease()
    referral = context_from_json(case.context).referral

    assert (referral.officer, referral.reason) == ("li", "second_opinion")
    assert referral.note == "箱门侧看不清"
    with pytest.raises(Refused) as caught:
        chief.decide(make_decision(case, conclusion="refer"))
    assert caught.value.code is RefusalCode.NOBODY_ABOVE
    chief.decide(make_decision(case, decision_id="d-after", conclusion="inspect"))


def test_a_first_reading_sent_again_by_a_desk_that_heard_nothing_is_one_reading(hub):
    first, second = hub.seated("li", "desk-1"), hub.seated("wang", "desk-2")
    send_risky(hub, hub.site())
    decision = make_decision(first.lease(), conclusion="inspect")

    once, again = first.decide(decision), first.decide(decision)
    hub.restart()
    after = first.decide(decision)
    case = second.lease()

    assert once == again == after
    assert len(hub.records.decisions) == 1
    with pytest.raises(Fenced):
        first.decide({**decision, "decision_id": "d-other"})
    second.decide(make_decision(case, conclusion="inspect"))
    assert len(hub.records.outbox) == 1


def test_a_first_reading_is_recalled_only_while_nobody_reads_on(tmp_path):
    with RunningHub(tmp_path, recall_s=30.0) as hub:
        first, second = hub.seated("li", "desk-1"), hub.seated("wang", "desk-2")
        send_risky(hub, hub.site())
        receipt = first.decide(make_decision(first.lease()))

        assert receipt.recall_s > 0
        assert first.recall(receipt.decision_id, "slip")
        again = first.lease()
        later = first.decide(make_decision(again))
        assert second.lease().case_id == again.case_id
        assert not first.recall(later.decision_id, "too late")


def test_a_store_that_fails_after_a_reading_costs_nobody_the_case(hub):
    first, second = hub.seated("li", "desk-1"), hub.seated("wang", "desk-2")
    case_id = send_risky(hub, hub.site())
    decision = make_decision(first.lease(), conclusion="inspect")
    real, failed = hub.records.decide, []

    def record_and_lose(*args, **options):
        recorded = real(*args, **options)
        failed.extend(fail_once(hub.records, "case") or [1])
        hub.records.decide = real
        return recorded

    hub.records.decide = record_and_lose
    with pytest.raises(Exception, match="busy"):
        first.decide(decision)
    first.decide(decision)

    assert failed
    assert second.lease().case_id == case_id


def came_before(scan_id):
    return Earlier(
        relation=Relation.CONTAINER,
        case_id=f"site-a:{scan_id}",
        container="CSQU3054383",
        site="site-a",
        received_at=datetime(2026, 3, 2, tzinfo=UTC),
        conclusion=Conclusion.INSPECT,
        goods="wine",
        goods_zh="葡萄酒",
    )


def test_what_came_before_travels_with_the_lease(hub):
    before = came_before("s0")
    hub.records.neighbours.append(before)
    hub.send(hub.site(), "s1")

    case = hub.seated().lease()

    assert context_from_json(case.context).earlier == (before,)


def test_who_looks_at_a_case_again_does_not_find_it_around_another(hub):
    looked_at, sister = came_before("s0"), came_before("s9")
    hub.records.neighbours.extend([looked_at, sister])
    hub.send(hub.site(), "s1")
    hub.send(hub.site(), "s2")
    chief, reviewer = hub.seated("wang", "desk-2"), hub.seated("li", "desk-1")

    hub.hub.blindness.took("wang", ("recheck", looked_at.case_id, "decision"))
    own, others = chief.lease(), reviewer.lease()
    reviewer.show(others, {})
    as_guest = chief.join(others.case_id)

    for case in (own, as_guest):
        assert context_from_json(case.context).earlier == (sister,)
    assert context_from_json(others.context).earlier == (looked_at, sister)


def test_a_case_put_off_comes_back_to_its_officer_after_its_minutes_and_to_others_at_once(
    hub, monkeypatch
):
    first, second = hub.seated("li", "desk-1"), hub.seated("wang", "desk-2")
    case_id = hub.send(hub.site(), "s1")
    first.skip(first.lease(), "wait for the papers", minutes=15)

    assert first.lease() is None
    other = second.lease()
    second.skip(other, "not mine", minutes=0)
    assert first.lease() is None
    ahead_s = 15 * 60 + 1
    monkeypatch.setattr("workstation.hub.leases.monotonic", lambda: monotonic() + ahead_s)

    assert other.case_id == case_id
    assert first.lease().case_id == case_id


@pytest.mark.parametrize("minutes", [-1, 121])
def test_a_case_is_put_off_for_two_hours_at_most(hub, minutes):
    desk = hub.seated()
    hub.send(hub.site(), "s1")
    case = desk.lease()

    with pytest.raises(ValueError, match="0 to 120"):
        desk.skip(case, "later", minutes=minutes)

    assert desk.extend(case)
