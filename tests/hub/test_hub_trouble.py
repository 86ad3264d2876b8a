"""The hub when something does not go its way: a failing store, a stubborn site, a crashed desk."""

import errno

import pytest

from queue_client.codec import write_document
from queue_client.errors import HubBusy, RefusalCode, Refused
from tests.makers.running_hub import (
    PASSWORD,
    RunningHub,
    make_decision,
    make_meta,
)
from workstation.domain.errors import StepRefused, StorageUnavailable
from workstation.domain.law import Stage
from workstation.domain.officer import Role
from workstation.hub.upkeep import Upkeep


@pytest.fixture
def hub(tmp_path):
    with RunningHub(tmp_path) as running:
        yield running


def fail_once(records, act, error=None):
    """Let an act of the store fail when it is next asked for; returns what tells that it did."""
    real, failed = getattr(records, act), []

    def failing(*_args, **_options):
        setattr(records, act, real)
        failed.append(act)
        raise error or StorageUnavailable("hub.sqlite", "the disk is full")

    setattr(records, act, failing)
    return failed


def ping(site):
    return site.ping(last_sequence=0, spool_depth=0, free_bytes=1)


@pytest.mark.parametrize("error", [None, RuntimeError("a bug")])
def test_a_lease_that_lapses_while_the_store_fails_lapses_when_it_works_again(tmp_path, error):
    with RunningHub(tmp_path, lease_ttl_s=0.2, lease_grace_s=0.1) as hub:
        case_id = hub.send(hub.site(), "s1")
        hub.seated().lease()

        failed = fail_once(hub.records, "lapse", error)

        hub.until(lambda: failed)
        hub.until(lambda: hub.records.cases[case_id].stage is Stage.WAITING)
        assert hub.seated("wang", "desk-2").lease().case_id == case_id


def test_a_case_given_back_while_the_store_fails_goes_back_later(tmp_path):
    with RunningHub(tmp_path, lease_ttl_s=0.2, lease_grace_s=0.1) as hub:
        case_id = hub.send(hub.site(), "s1")
        desk = hub.seated()
        desk.lease()
        fail_once(hub.records, "skip")

        with pytest.raises(HubBusy):
            desk.logout()

        hub.until(lambda: hub.records.cases[case_id].stage is Stage.WAITING)
        assert hub.seated("wang", "desk-2").lease().case_id == case_id


def test_a_log_out_whose_case_was_decided_after_all_is_heard(hub):
    hub.send(hub.site(), "s1")
    desk = hub.seated()
    case = desk.lease()
    fail_once(hub.records, "skip", StepRefused(case.case_id, "decided", "skip"))

    desk.logout()

    assert hub.seated().lease() is None


def test_a_decision_in_the_journal_of_a_crashed_desk_counts_after_its_log_in(hub):
    hub.send(hub.site(), "s1")
    first = hub.seated("li", "desk-1")
    case = first.lease()
    first.extend(case)

    reborn = hub.seated("li", "desk-1")

    assert reborn.decide(make_decision(case)).case_id == case.case_id
    assert hub.records.cases[case.case_id].attempts == 0


def test_what_a_crashed_desk_held_is_for_others_at_once(hub):
    case_id = hub.send(hub.site(), "s1")
    first = hub.seated("li", "desk-1")
    first.extend(first.lease())
    hub.seated("li", "desk-1")

    other = hub.seated("wang", "desk-2")

    assert other.lease().case_id == case_id
    assert hub.records.cases[case_id].attempts == 1


def test_decisions_that_a_site_never_acknowledges_do_not_keep_the_others_back(hub):
    site, desk = hub.site(), hub.seated()
    for number in range(18):
        hub.send(site, f"s{number}")
        desk.decide(make_decision(desk.lease(), conclusion="inspect"))

    first, second, third = (
        {signed.decision_id for signed in ping(site)},
        {signed.decision_id for signed in ping(site)},
        {signed.decision_id for signed in ping(site)},
    )

    assert len(first) == len(second) == 16
    assert len(first | second) == 18
    assert len(third | second) == 18


@pytest.mark.parametrize(
    ("count", "change"),
    [
        (101, {}),
        (1, {"points": [[1, 2]] * 401}),
        (14, {"points": [[1, 2]] * 400}),
        (1, {"points": [[1, 2]]}),
        (1, {"text": "x" * 501}),
        (1, {"shape": "text", "points": [[1, 2]]}),
        (1, {"shape": "stamp"}),
        (1, {"finding": {"kind": "treasure", "confidence": "low"}}),
        (1, {"finding": {"kind": "waste", "confidence": "low", "goods": "x" * 81}}),
        (1, {"finding": {"kind": "waste", "confidence": "low", "hs": "24a2"}}),
        (1, {"finding": 5}),
        (1, {"place": {"en": "x" * 161, "zh": ""}}),
        (1, {"place": {"en": "no Chinese"}}),
    ],
    ids=[
        "too many marks",
        "too many points",
        "too many points in all",
        "too few points",
        "too many words",
        "no words",
        "unknown shape",
        "unknown type",
        "goods too long",
        "no HS code",
        "no finding",
        "place too long",
        "no place",
    ],
)
def test_marks_beyond_their_bounds_are_refused_and_the_case_stays_open(hub, count, change):
    site, desk = hub.site(), hub.seated()
    hub.send(site, "s1")
    case = desk.lease()
    line = {"view": "side", "shape": "freehand", "points": [[1, 2], [3, 4]], "text": ""}
    bad = [{"mark_id": f"m{number}", **line, **change} for number in range(count)]
    good = [{"mark_id": "m", **line}]

    with pytest.raises(Refused) as caught:
        desk.decide(make_decision(case, conclusion="inspect", marks=bad))

    assert caught.value.code is RefusalCode.MALFORMED
    assert desk.decide(make_decision(case, conclusion="inspect", marks=good))
    assert [signed.decision_id for signed in ping(site)] == [f"d-s1-{case.token}"]


def test_a_finding_and_its_place_reach_the_site_as_they_were_said(hub):
    site, desk = hub.site(), hub.seated()
    hub.send(site, "s1")
    case = desk.lease()
    mark = {
        "mark_id": "m",
        "view": "side",
        "shape": "box",
        "points": [[1.0, 2.0], [3.0, 4.0]],
        "text": "",
        "finding": {"kind": "dense_object", "confidence": "low", "goods": "发动机", "hs": "8407"},
        "place": {"en": "third row from the doors, bottom", "zh": "箱门侧倒数第三排底层"},
    }

    desk.decide(make_decision(case, conclusion="inspect", marks=[mark]))

    (signed,) = ping(site)
    assert signed.record["marks"] == [mark]


def test_marks_that_no_site_could_be_sent_are_refused(hub):
    site, desk = hub.site(), hub.seated()
    hub.send(site, "s1")
    case = desk.lease()
    # Lawful in number, but each id is longer than any desk makes one.
    line = {"view": "side", "shape": "box", "points": [[1, 2], [3, 4]], "text": ""}
    marks = [{"mark_id": f"{number:0>2400}", **line} for number in range(90)]

    with pytest.raises(Refused) as caught:
        desk.decide(make_decision(case, conclusion="inspect", marks=marks))

    assert caught.value.code is RefusalCode.MALFORMED
    assert desk.decide(make_decision(case, conclusion="inspect", marks=marks[:5]))


def test_uploads_that_stand_still_do_not_keep_new_ones_out(hub, monkeypatch):
    monkeypatch.setattr("workstation.hub.intake._ABANDONED_S", 0.0)
    site = hub.site()
    for number in range(hub.settings.uploads_per_site + 1):
        begin_upload(site, f"given-up-{number}")

    assert hub.send(site, "s1") == "site-a:s1"


def begin_upload(site, scan_id):
    site.hello()
    document = write_document(make_meta(site.site, scan_id))
    # Half an upload is nothing that a client does on purpose.
    offer = site._signed(scan_id, "ab" * 32, 100, document)  # noqa: SLF001
    site._link.ask(offer, document)  # noqa: SLF001


def test_a_risk_instruction_that_comes_late_puts_its_case_before_others(hub):
    site = hub.site()
    for number in range(8):
        hub.send(site, f"s{number}")
    declaration = make_meta("site-a", "s5")["declaration"]

    assert site.declare({**declaration, "risk_instruction": "开箱查验"})

    case = hub.seated().lease()
    assert case.scan_id == "s5"
    assert case.declaration["risk_instruction"] == "开箱查验"


def test_a_receipt_after_a_restart_promises_no_recall_that_would_be_refused(hub):
    hub.send(hub.site(), "s1")
    desk = hub.seated()
    decision = make_decision(desk.lease())
    desk.decide(decision)
    hub.until(lambda: desk.decide(decision).recall_s == 0)

    hub.restart()

    assert desk.decide(decision).recall_s == 0
    assert not desk.recall(decision["decision_id"], "too late")


def test_a_chore_that_fails_does_not_stop_the_hub(hub):
    hub.add_officer("li", (Role.REVIEWER,))
    person, _ = hub.records.officers["li"]
    hub.records.officers["wu"] = (person, "$argon2id$ä")
    desk = hub.desk(timeout_s=0.2, give_up_s=0.4)

    with pytest.raises(Exception, match="hub"):
        desk.login("wu", PASSWORD)

    assert hub.seated("li", "desk-2").lease() is None


def test_an_upkeep_that_cannot_be_started_does_not_stop_the_hub(hub, monkeypatch):
    asked = []

    def refuse(_upkeep):
        asked.append(1)
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(Upkeep, "tend", refuse)
    hub.until(lambda: asked)

    assert hub.seated().lease() is None


def test_goods_declared_after_the_comparison_are_compared_before_anybody_looks(hub):
    site, meta = hub.site(), make_meta("site-a", "s1", hs="080810")
    hub.send(site, "s1", meta={**meta, "declaration": None})
    hub.until(lambda: hub.records.case("site-a:s1").stage is Stage.WAITING)
    assert hub.records.case("site-a:s1").comparison.matches[0].hs == ""

    assert site.declare(meta["declaration"])

    hub.until(lambda: hub.records.case("site-a:s1").comparison.matches[0].hs == "080810")
    desk, leased = hub.seated(), []
    hub.until(lambda: leased or leased.extend(filter(None, [desk.lease()])) or leased)
    assert leased[0].comparison["matches"][0]["hs"] == "080810"
