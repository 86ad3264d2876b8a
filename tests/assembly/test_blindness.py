"""Who is to judge a case by themselves is told nowhere what others said of it."""

import json
import shutil
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from queue_client.codec import read_document
from queue_client.errors import RefusalCode, Refused
from queue_client.keys import SigningKey
from queue_client.messages import Oversee
from queue_client.supervision_messages import Steer, SteerAct, Topic
from tests.storage.scenes import at, leased, make_decision
from workstation.assembly.supervision import contributions
from workstation.domain.context import Tier
from workstation.domain.decision import Conclusion
from workstation.domain.officer import Officer, Role
from workstation.domain.recheck import Sampling
from workstation.domain.tiers import TierTable
from workstation.hub.blindness import Blindness
from workstation.hub.checkpoints import CheckpointKeeper
from workstation.hub.clocks import wall
from workstation.hub.leases import LeaseParts
from workstation.hub.ledger import Ledger
from workstation.hub.oversight import Oversight
from workstation.hub.room_now import RoomNow, SeatsNow
from workstation.hub.sessions import Seat
from workstation.settings import HubConfig
from workstation.storage.checkpoints import CHECKPOINTS, FolderCheckpoints
from workstation.storage.records import open_records
from workstation.storage.room_now import RoomReader
from workstation.storage.steering_now import SteeringReader

TOPICS = (Topic.DECISION, Topic.FILM, Topic.PROOF)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    path = tmp_path_factory.mktemp("empty") / "hub.sqlite"
    open_records(path).close()
    return path


def seat(name, *roles):
    person = Officer(officer_id=name, name=name, roles=frozenset(roles))
    return Seat(token="", officer=person, desk=f"desk of {name}", began=0.0, used=0.0)


@pytest.fixture
def room(tmp_path, empty):
    """A hub's subjects over its records; what is released there is all looked at again."""
    shutil.copyfile(empty, tmp_path / "hub.sqlite")
    records = open_records(tmp_path / "hub.sqlite")
    everything = Sampling(rates=dict.fromkeys(Tier, 1.0))
    records.set_sampling(everything, officer="zhao", reason="a test", now=at(0.0))
    records.begin_rechecks()
    made = SimpleNamespace(records=records, config=HubConfig(data=tmp_path))
    begin(made)
    yield made
    records.close()


def begin(room):
    """Start the hub's subjects, as a restart does."""
    room.answerers, room.steerers, room.chores = {}, {}, []
    room.blindness = Blindness()
    for one in contributions(
        room.config, room.records, dict, room.blindness, is_storing=lambda: False
    ):
        room.answerers |= one.answerers
        room.steerers |= one.steerers
        room.chores += one.chores


def steer(room, who, act, document):
    header = Steer(ask=1, session="t", act=act.value, request="r", reason="")
    return room.steerers[act](who, header, document)


def learns(room, who, decision_id):
    """What an officer learns of a decision; each question that is refused them with its code."""
    found = [row[0] for row in room.answerers[Topic.FIND](who, {"filter": {}})["rows"]]
    places = room.answerers[Topic.FIND](who, {"filter": {}, "want": "places"})
    assert places["matched"] == len(found)
    told = {"find": decision_id in found}
    for topic in TOPICS:
        try:
            answer = room.answerers[topic](who, {"decision_id": decision_id})
            told[topic.value] = bool(answer.get("text", "told"))
        except Refused as refused:
            told[topic.value] = refused.code
    return told


def released(room, scan_id="s1"):
    records = room.records
    records.decide(make_decision(leased(records, scan_id), f"d-{scan_id}"))
    records.draw_rechecks(lambda _decision, _tier: 1.0, now=at(60.0))
    data, key = room.config.data, SigningKey.make()
    (data / "hub.card").write_text(json.dumps({"signing_key": key.public}), encoding="utf-8")
    CheckpointKeeper(records, FolderCheckpoints(data / CHECKPOINTS), key, every=1).finish()
    return f"d-{scan_id}"


def test_who_looks_again_is_told_nothing_of_the_case_until_it_is_said(room):
    decision_id, who = released(room), seat("zhao", Role.SUPERVISOR)
    before = learns(room, who, decision_id)

    task = steer(room, who, SteerAct.TAKE_RECHECK, {})["task"]
    meanwhile = learns(room, who, decision_id)
    begin(room)
    after_a_restart = learns(room, who, decision_id)
    somebody_else = learns(room, seat("qian", Role.SUPERVISOR), decision_id)
    said = {"recheck_id": task["recheck_id"], "verdict": "agree", "severity": 0}
    steer(room, who, SteerAct.ANSWER_RECHECK, said)

    blind = RefusalCode.READ_APART
    assert meanwhile == {"find": False, "decision": blind, "film": blind, "proof": blind}
    assert after_a_restart == meanwhile
    assert before == somebody_else == learns(room, who, decision_id)
    assert (before["find"], before["decision"]) == (True, True)
    assert before["proof"] is True


def test_who_let_a_re_check_lapse_is_told_of_the_case_again_and_may_not_judge_it(room, monkeypatch):
    decision_id, who = released(room), seat("zhao", Role.SUPERVISOR)
    before = learns(room, who, decision_id)
    task = steer(room, who, SteerAct.TAKE_RECHECK, {})["task"]

    monkeypatch.setattr("workstation.hub.rechecks.wall", lambda: wall() + timedelta(minutes=31))
    for chore in room.chores:
        chore()

    said = {"recheck_id": task["recheck_id"], "verdict": "agree", "severity": 0}
    assert learns(room, who, decision_id) == before
    with pytest.raises(Refused) as late:
        steer(room, who, SteerAct.ANSWER_RECHECK, said)
    assert late.value.code is RefusalCode.NOT_LAWFUL
    assert steer(room, who, SteerAct.TAKE_RECHECK, {})["task"] is None


def test_who_took_a_lapsed_re_check_over_is_blind_and_who_had_it_is_not(room, monkeypatch):
    decision_id, first = released(room), seat("zhao", Role.SUPERVISOR)
    second = seat("wang", Role.CHIEF)
    steer(room, first, SteerAct.TAKE_RECHECK, {})

    monkeypatch.setattr("workstation.hub.rechecks.wall", lambda: wall() + timedelta(minutes=31))
    steer(room, second, SteerAct.TAKE_RECHECK, {})

    assert learns(room, first, decision_id)["find"] is True
    assert learns(room, second, decision_id)["find"] is False


def test_the_third_officer_is_as_blind_as_the_second(room):
    decision_id, second, third = released(room), seat("wang", Role.CHIEF), seat("sun", Role.CHIEF)
    task = steer(room, second, SteerAct.TAKE_RECHECK, {})["task"]
    said = {"recheck_id": task["recheck_id"], "verdict": "disagree", "severity": 3, "marks": []}
    steer(room, second, SteerAct.ANSWER_RECHECK, said)

    steer(room, third, SteerAct.TAKE_RECHECK, {})

    assert learns(room, third, decision_id)["find"] is False
    assert learns(room, second, decision_id)["find"] is True


def test_a_chief_finds_no_reading_of_a_case_that_is_still_being_read(room):
    chief, auditor = seat("wang", Role.CHIEF), seat("he", Role.AUDITOR)
    case = leased(room.records, "s2")
    referred = make_decision(case, "d-s2", conclusion=Conclusion.REFER)
    room.records.decide(referred)

    before = learns(room, chief, "d-s2")
    settled = room.records.lease(case.case_id, officer="sun", desk="desk-3", now=at(1.0))
    room.records.decide(make_decision(settled, "d-again", now=at(2.0)))

    assert before["find"] is False
    assert learns(room, auditor, "d-s2")["find"] is True
    assert learns(room, chief, "d-s2")["find"] is True


def test_no_wish_to_withdraw_what_they_look_at_again_is_told_to_them(room):
    decision_id, who = released(room), seat("zhao", Role.SUPERVISOR)
    room.records.ask_supersede(decision_id, officer="qian", reason="wrong box", now=at(90.0))
    figures, listings = RoomReader(room.config.data), SteeringReader(room.config.data)
    ledger = Ledger(ttl_s=60.0, grace_s=5.0, recall_s=5.0)
    parts = LeaseParts(
        records=room.records,
        ledger=ledger,
        waiting=None,
        papers=None,
        joint=None,
        settings=None,
        drafts=None,
    )
    page = RoomNow(figures, listings, TierTable(), SeatsNow, room.blindness)

    def told():
        desk = Oversight(parts, None, room.blindness)
        listed = read_document(desk.answer(who, Oversee(ask=1, session="t")).body, dict[str, Any])
        both = (page.steering(who, {})["requests"], listed["requests"])
        return [[one["subject"] for one in requests] for requests in both]

    before = told()
    steer(room, who, SteerAct.TAKE_RECHECK, {})
    meanwhile = told()
    begin(room)
    page = RoomNow(figures, listings, TierTable(), SeatsNow, room.blindness)
    after_a_restart = told()
    page.close()

    assert before == [[decision_id], [decision_id]]
    assert meanwhile == after_a_restart == [[], []]
