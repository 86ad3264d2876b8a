"""Looking again over the wire: drawn once final, blind, settled by a third, learnt from."""

import secrets

import pytest

from queue_client.errors import RefusalCode, Refused
from queue_client.supervision_messages import SteerAct, Topic
from tests.makers.running_hub import make_decision
from tests.makers.stored_hub import StoredHub
from workstation.domain.context import Tier
from workstation.domain.officer import Role
from workstation.domain.recheck import Sampling
from workstation.hub.lots import Draw, is_drawn, lot_of

EVERYTHING = Sampling(rates=dict.fromkeys(Tier, 1.0))
MARK = {"mark_id": "m1", "view": "side", "shape": "box", "points": [[10, 20], [30, 40]]}


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    with StoredHub(tmp_path_factory.mktemp("room"), EVERYTHING, recall_s=0.05) as running:
        yield running


@pytest.fixture(scope="module")
def officers(hub):
    """Two reviewers of whom one is a chief, another chief and a supervisor."""
    both = (Role.REVIEWER, Role.CHIEF)
    seats = {
        "li": hub.seated("li", "desk-1", both),
        "wang": hub.seated("wang", "desk-2", (Role.CHIEF,)),
        "zhao": hub.seated("zhao", "desk-9", (Role.SUPERVISOR,)),
    }
    to_do(seats)  # the hub's thread for questions is not of one test
    return seats


@pytest.fixture(scope="module")
def site(hub):
    return hub.site()


def released(hub, site, officers, scan_id, *, conclusion="release"):
    """Let li conclude on a new scan, and wait until it is drawn if it is a release."""
    case_id = hub.send(site, scan_id, content=scan_id.encode())
    before = to_do(officers)["drawn"]
    officers["li"].decide(make_decision(officers["li"].lease(), conclusion=conclusion))
    if conclusion == "release":
        hub.until(lambda: to_do(officers)["drawn"] > before)
    return case_id


def to_do(officers):
    return overview(officers)["to_do"]


def overview(officers):
    return officers["zhao"].consult(Topic.RECHECKS, {"part": "overview"})


def fresh():
    return secrets.token_hex(8)


def take(desk):
    return desk.steer(SteerAct.TAKE_RECHECK, {}, reason="", request=fresh())["task"]


def answer(desk, task, verdict, severity, **more):
    document = {"recheck_id": task["recheck_id"], "verdict": verdict, "severity": severity, **more}
    return desk.steer(SteerAct.ANSWER_RECHECK, document, reason="", request=fresh())


def ask(desk, act, document, reason="because"):
    return desk.steer(act, document, reason=reason, request=fresh())


def test_a_release_is_looked_at_again_blind_and_what_was_missed_becomes_a_lesson(
    hub, site, officers
):
    case_id = released(hub, site, officers, "s1")

    assert take(officers["li"]) is None  # never one's own
    task = take(officers["wang"])
    again = take(officers["wang"])
    told = answer(officers["wang"], task, "disagree", 3, marks=[MARK], note="a second floor")
    assert take(officers["wang"]) is None  # a third officer settles it
    third = take(officers["zhao"])
    confirmed = answer(officers["zhao"], third, "disagree", 3, marks=[MARK])

    assert task == again
    assert (task["case_id"], task["tier"]) == (case_id, "ordinary")
    assert not {"officer", "author", "comparison", "conclusion", "context"} & task.keys()
    assert "li" not in str(task).replace("alias", "").split("'")
    assert (third["third"], third["marks"][0]["points"]) == (True, [[10.0, 20.0], [30.0, 40.0]])
    assert (told["missed"], confirmed["missed"]) == (False, True)
    assert [one.case_id for one in hub.missed] == [case_id]
    (lesson,) = officers["li"].consult(Topic.RECHECKS, {"part": "lessons"})["lessons"]
    assert (lesson["case_id"], lesson["severity"]) == (case_id, 3)
    assert not {"officer", "arbiter"} & lesson.keys()
    ask(officers["li"], SteerAct.LESSON_READ, {"recheck_id": lesson["recheck_id"]})
    assert officers["li"].consult(Topic.RECHECKS, {"part": "lessons"})["lessons"] == []
    figures = overview(officers)
    assert figures["agreement"]["all"]["part"] == 0
    assert figures["severities"][3] == 1
    assert figures["officers"] == []  # no blame before there are fifty


def test_only_releases_are_drawn_and_whoever_agrees_ends_the_matter(hub, site, officers):
    before = to_do(officers)["drawn"]
    released(hub, site, officers, "s2", conclusion="inspect")
    released(hub, site, officers, "s3")

    task = take(officers["zhao"])
    answer(officers["zhao"], task, "agree", 0)

    assert to_do(officers)["drawn"] == before + 1
    assert take(officers["wang"]) is None
    assert overview(officers)["agreement"]["all"]["part"] == 1


def test_a_look_that_makes_no_sense_or_is_anothers_is_refused(hub, site, officers):
    released(hub, site, officers, "s4")
    task = take(officers["wang"])

    with pytest.raises(Refused) as nonsense:
        answer(officers["wang"], task, "agree", 3)
    with pytest.raises(Refused) as foreign:
        answer(officers["zhao"], task, "agree", 0)
    answer(officers["wang"], task, "agree", 0)

    assert nonsense.value.code is RefusalCode.MALFORMED
    assert foreign.value.code is RefusalCode.NOT_LAWFUL


def test_a_supervisor_sets_the_rates_with_a_reason_and_nobody_else_does(hub, officers):
    rates = {"ordinary": 0.5, "raised": 0.6, "high": 1.0}

    with pytest.raises(Refused) as silent:
        ask(officers["zhao"], SteerAct.SET_RECHECKS, rates, reason=" ")
    with pytest.raises(Refused) as chief:
        ask(officers["wang"], SteerAct.SET_RECHECKS, rates)
    ask(officers["zhao"], SteerAct.SET_RECHECKS, {**rates, "ordinary": 0.4})
    images = {"rate": 0.02, "quiet_sites": ["site-b"]}
    ask(officers["zhao"], SteerAct.SET_TEST_IMAGES, images)

    assert silent.value.code is RefusalCode.NOT_LAWFUL
    assert chief.value.code is RefusalCode.NOT_ALLOWED
    assert hub.stored.sampling().rates[Tier.ORDINARY] == 0.4
    assert hub.stored.sampling().quiet_sites == {"site-b"}
    found = officers["zhao"].consult(Topic.TEST_IMAGES, {})
    assert found["sampling"]["test_image_rate"] == 0.02
    hub.set_sampling(EVERYTHING)


def test_lots_are_even_and_can_be_drawn_again_by_whoever_has_the_key():
    key, other = b"k" * 32, b"o" * 32
    names = [f"d-{number}" for number in range(4000)]

    drawn = [is_drawn(key, Draw.RECHECK, name, 0.05) for name in names]

    assert sum(drawn) == pytest.approx(200, abs=45)
    assert drawn == [is_drawn(key, Draw.RECHECK, name, 0.05) for name in names]
    assert lot_of(key, Draw.RECHECK, "d-1") != lot_of(other, Draw.RECHECK, "d-1")
    assert lot_of(key, Draw.RECHECK, "d-1") != lot_of(key, Draw.TEST_IMAGE, "d-1")
