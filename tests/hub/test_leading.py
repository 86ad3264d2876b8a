"""The room led over the wire: orders obeyed at once and after a restart, decisions superseded."""

import shutil
import uuid

import pytest

from queue_client.errors import RefusalCode, Refused, TooLate
from queue_client.supervision_messages import SteerAct, Topic
from tests.makers.led_hub import LedHub, declared, room_of
from tests.makers.running_hub import make_decision
from workstation.domain.law import Stage
from workstation.domain.officer import Role
from workstation.domain.watch_list import content_hash, entry_from_json
from workstation.hub.dispatch import DispatchPolicy
from workstation.storage.records import open_records
from workstation.storage.verify import verify_folder


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """Return a database as the migrations leave it, made once."""
    path = tmp_path_factory.mktemp("empty") / "hub.sqlite"
    open_records(path).close()
    return path


@pytest.fixture
def hub(request, tmp_path, empty):
    shutil.copyfile(empty, tmp_path / "hub.sqlite")
    in_order = DispatchPolicy(pool=1)  # no dice
    recall_s = getattr(request, "param", 0.0)
    with LedHub(tmp_path, recall_s=recall_s, dispatch=in_order) as running:
        yield running


def supervisor(hub, name="zhao", desk="desk-9"):
    return hub.seated(name, desk, (Role.SUPERVISOR,))


def order(desk, act, reason="the shift leader asked", **document):
    return desk.steer(act, document, reason=reason, request=uuid.uuid4().hex)


def put_list(desk, name, *entries, kind="instructions"):
    made = [entry_from_json({"number": n, "effect": "look_at", **e}) for n, e in enumerate(entries)]
    return order(
        desk,
        SteerAct.IMPORT_LIST,
        name=name,
        kind=kind,
        source=f"{name}.csv",
        sha256=content_hash(made),
        first=0,
        total=len(entries),
        entries=[{"number": n, "effect": "look_at", **e} for n, e in enumerate(entries)],
    )


def refusal(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def test_a_site_that_a_supervisor_puts_first_is_first_also_after_a_restart(hub):
    hub.send(hub.site("site-a"), "s1")
    wanted = hub.send(hub.site("site-b"), "s2")
    order(supervisor(hub), SteerAct.SET_PRIORITY, scope="site", subject="site-b", level="first")

    hub.restart()

    assert hub.seated("li", "desk-1").lease().case_id == wanted
    assert [rule.reason for rule in hub.records.rules()] == ["the shift leader asked"]


def test_a_tier_set_at_run_time_asks_for_a_second_reader_at_once(hub):
    case_id = hub.send(hub.site(), "s1")
    desk = hub.seated()
    case = desk.lease()

    order(supervisor(hub), SteerAct.SET_TIER, tier="ordinary", readers=2, engine="after")
    desk.decide(make_decision(case))

    assert hub.records.case(case_id).stage is Stage.WAITING
    again = hub.seated("wang", "desk-2").lease()
    assert again.context["reading"]["engine"] == "after"


NONSENSE = (
    (SteerAct.SET_TIER, {"tier": "ordinary", "readers": 3}),
    (SteerAct.SET_LIMIT, {"tier": "ordinary", "limit_s": 1e9}),
    (SteerAct.SET_PRIORITY, {"scope": "goods", "subject": "apples", "level": "first"}),
    (SteerAct.SET_TARGET, {"direct_release": 2.0, "slowest_s": 1.0, "typical_s": 1.0}),
    (SteerAct.MOVE_ALERT, {"alert_id": 7, "state": "closed"}),
)


def test_an_order_that_makes_no_sense_or_has_no_reason_changes_nothing(hub):
    above = supervisor(hub)

    codes = [
        refusal(lambda act=act, document=document: order(above, act, **document))
        for act, document in NONSENSE
    ]

    assert set(codes) <= {RefusalCode.NOT_LAWFUL, RefusalCode.MALFORMED}
    sensible = {"direct_release": 0.9, "slowest_s": 60.0, "typical_s": 60.0}
    assert refusal(lambda: order(above, SteerAct.SET_TARGET, reason=" ", **sensible)) is (
        RefusalCode.NOT_LAWFUL
    )
    assert hub.records.rules() == []


def test_a_decision_is_superseded_by_two_officers_and_a_chief_decides_anew(hub, tmp_path):
    site, desk = hub.site(), hub.seated()
    case_id = hub.send(site, "s1")
    first, second = supervisor(hub), supervisor(hub, "qian", "desk-8")
    desk.decide(make_decision(desk.lease(), conclusion="inspect"))

    asked = order(first, SteerAct.SUPERSEDE, "the mark is at the wrong container", case_id=case_id)
    kept_back = site.ping(last_sequence=0, spool_depth=0, free_bytes=10**9)
    own = refusal(lambda: order(first, SteerAct.APPROVE, **asked))
    order(second, SteerAct.APPROVE, **asked)
    chief = hub.seated("chen", "desk-3", (Role.CHIEF,))
    anew = chief.lease()
    chief.decide(make_decision(anew))
    (left,) = site.ping(last_sequence=0, spool_depth=0, free_bytes=10**9)

    assert (kept_back, own) == ([], RefusalCode.SECOND_OFFICER)
    assert anew.context["referral"]["reason"] == "the mark is at the wrong container"
    assert left.record["conclusion"] == "release"
    hub.ask_to_stop()
    report = verify_folder(tmp_path)
    assert report.verified, report


def test_a_decision_that_has_left_cannot_be_superseded(hub):
    site, desk, above = hub.site(), hub.seated(), supervisor(hub)
    case_id = hub.send(site, "s1")
    desk.decide(make_decision(desk.lease(), conclusion="inspect"))
    (left,) = site.ping(last_sequence=0, spool_depth=0, free_bytes=10**9)

    with pytest.raises(TooLate):
        order(above, SteerAct.SUPERSEDE, case_id=case_id)
    site.acknowledge(left.decision_id)
    with pytest.raises(TooLate):
        order(above, SteerAct.SUPERSEDE, case_id=case_id)

    assert hub.records.requests() == []


def test_a_declined_request_lets_the_decision_leave(hub):
    site, desk, above = hub.site(), hub.seated(), supervisor(hub)
    case_id = hub.send(site, "s1")
    desk.decide(make_decision(desk.lease(), conclusion="inspect"))
    asked = order(above, SteerAct.SUPERSEDE, case_id=case_id)

    order(above, SteerAct.DECLINE, "a mistake", **asked)

    assert len(site.ping(last_sequence=0, spool_depth=0, free_bytes=10**9)) == 1


@pytest.mark.parametrize("hub", [5.0], indirect=True)
def test_a_recall_closes_the_request_to_withdraw_and_the_next_decision_leaves(hub, tmp_path):
    site, desk = hub.site(), hub.seated()
    case_id = hub.send(site, "s1")
    decision = make_decision(desk.lease())
    desk.decide(decision)
    order(supervisor(hub), SteerAct.SUPERSEDE, case_id=case_id)

    desk.recall(decision["decision_id"], "a slip")
    desk.decide(make_decision(desk.lease(), conclusion="inspect"))

    assert hub.records.requests() == []
    assert len(site.ping(last_sequence=0, spool_depth=0, free_bytes=10**9)) == 1
    assert verify_folder(tmp_path).first_bad is None


def test_a_list_means_cases_that_wait_and_cases_that_come_and_the_officer_is_told(hub):
    site = hub.site()
    hub.send(site, "s1")
    waiting = hub.send(site, "s2", meta=declared("site-a", "s2", consignee="Gold  Star LTD"))

    put_list(
        supervisor(hub),
        "risk",
        {"consignee": "gold star ltd", "effect": "must_inspect", "instruction": "open the rear"},
        {"hs": "9503", "effect": "two_readers"},
    )
    hub.until(lambda: bool(hub.records.active_hits()))
    goods = [{"hs": "950300", "name": "toys"}]
    coming = hub.send(site, "s3", meta=declared("site-a", "s3", goods=goods))
    desk = hub.seated()
    case = desk.lease()

    assert {case.case_id, desk.lease().case_id} == {waiting, coming}
    if case.case_id != waiting:
        case = desk.lease()
    assert set(hub.records.active_hits()) == {waiting, coming}
    assert {alert["subject"] for alert in room_of(supervisor(hub))["alerts"]} == {waiting, coming}


def test_a_case_that_must_be_inspected_cannot_be_released(hub):
    put_list(
        supervisor(hub),
        "risk",
        {"hs": "08", "effect": "must_inspect", "instruction": "open the rear"},
    )
    case_id = hub.send(hub.site(), "s1")
    desk = hub.seated()
    case = desk.lease()

    assert case.context["instructions"][0]["text"] == "open the rear"
    assert refusal(lambda: desk.decide(make_decision(case))) is RefusalCode.MUST_INSPECT
    desk.decide(make_decision(case, conclusion="inspect"))
    assert hub.records.case(case_id).read_by == ("li",)


@pytest.mark.parametrize("hub", [3600.0], indirect=True)
def test_a_case_whose_decision_is_taken_back_is_held_against_the_lists_anew(hub):
    hub.send(hub.site(), "s1")
    desk = hub.seated()
    case = desk.lease()
    desk.decide(made := make_decision(case))
    entry = {"hs": "08", "effect": "must_inspect", "instruction": "open the rear"}
    put_list(supervisor(hub), "risk", entry)

    desk.recall(made["decision_id"], "officer")
    hub.until(lambda: hub.records.active_hits() != {})

    again = desk.lease()
    assert again.context["instructions"][0]["text"] == "open the rear"
    assert refusal(lambda: desk.decide(make_decision(again))) is RefusalCode.MUST_INSPECT


def test_a_list_that_is_dropped_means_nothing_any_more(hub):
    above = supervisor(hub)
    put_list(above, "risk", {"hs": "08", "effect": "two_readers"})
    hub.send(hub.site(), "s1")

    order(above, SteerAct.DROP_LIST, name="risk")
    hub.until(lambda: not hub.records.active_hits())
    case = hub.seated().lease()

    assert case.context["instructions"] == []
    assert above.consult(Topic.WATCH_LISTS, {})["hits"][0]["ended"]


def test_a_list_that_comes_in_part_is_not_in_force(hub):
    above = supervisor(hub)
    entries = [{"number": n, "hs": f"08{n}", "effect": "look_at"} for n in range(4)]
    whole = content_hash([entry_from_json(entry) for entry in entries])
    part = {
        "name": "risk",
        "kind": "instructions",
        "source": "risk.csv",
        "sha256": whole,
        "total": 4,
    }

    first = order(above, SteerAct.IMPORT_LIST, first=0, entries=entries[:2], **part)
    half = above.consult(Topic.WATCH_LISTS, {})["lists"]
    wrong = refusal(
        lambda: order(above, SteerAct.IMPORT_LIST, first=2, entries=entries[:2], **part)
    )
    order(above, SteerAct.IMPORT_LIST, first=0, entries=entries[:2], **part)
    last = order(above, SteerAct.IMPORT_LIST, first=2, entries=entries[2:], **part)

    assert (first["whole"], half, wrong) == (False, [], RefusalCode.HASH_MISMATCH)
    assert last == {"whole": True, "new": True}


def test_the_room_now_counts_what_is_decided_and_who_is_given_cases(hub):
    site, desk, above = hub.site(), hub.seated(), supervisor(hub)
    for scan in ("s1", "s2", "s3"):
        hub.send(site, scan)
    desk.decide(make_decision(desk.lease()))
    before = room_of(above)
    desk.decide(make_decision(desk.lease(), conclusion="inspect"))

    now = room_of(above)

    assert (before["day"]["decided"], before["day"]["released"]) == (1, 1)
    assert (now["day"]["decided"], now["day"]["released"]) == (2, 1)
    (place,) = now["sites"]
    assert place["by_stage"]["waiting"] == 1
    assert place["oldest_waiting"] is not None
    hub.until(lambda: [one["officer"] for one in room_of(above)["desks"]] == ["li"])
