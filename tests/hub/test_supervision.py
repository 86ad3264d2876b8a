"""Questions are answered aside and orders at once; nobody asks what their role does not name."""

import hashlib
import threading

import pytest

from queue_client.codec import write_document
from queue_client.errors import HubBusy, RefusalCode, Refused
from queue_client.supervision_messages import Consult, SteerAct, Topic
from tests.makers.running_hub import RunningHub
from workstation.domain.officer import Officer, Role
from workstation.hub.sessions import Sessions
from workstation.hub.supervision import Contribution, Supervision
from workstation.hub.supervision_rights import ACT_ROLES, TOPIC_ROLES


@pytest.fixture
def room(tmp_path):
    """Return a hub that takes what the test lets subjects bring."""
    hub = RunningHub(tmp_path)

    def open_room(**brought):
        hub.contributions = (Contribution(**brought),)
        hub.start()
        return hub

    yield open_room
    hub.__exit__(None, None, None)


def refusal(act):
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def test_a_question_comes_to_its_answerer_with_whoever_asks(room):
    hub = room(
        answerers={Topic.FIGURES: lambda seat, q: {"who": seat.officer.officer_id, "heard": q}}
    )
    desk = hub.seated("wu", roles=(Role.SUPERVISOR,))

    answer = desk.consult(Topic.FIGURES, {"site": "north"})

    assert answer == {"who": "wu", "heard": {"site": "north"}}


def test_while_a_question_is_answered_the_room_works_on(room):
    asked, go_on = threading.Event(), threading.Event()

    def slowly(_seat, _question):
        asked.set()
        assert go_on.wait(10.0)
        return {"done": True}

    hub = room(answerers={Topic.FIGURES: slowly})
    desk, other = hub.seated("wu", roles=(Role.SUPERVISOR,)), hub.seated("li", "desk-2")
    answers = []
    asking = threading.Thread(target=lambda: answers.append(desk.consult(Topic.FIGURES, {})))
    asking.start()
    assert asked.wait(10.0)

    other.room()
    heard_before = list(answers)
    go_on.set()
    asking.join()

    assert heard_before == []
    assert answers == [{"done": True}]


def test_one_who_asks_many_slow_questions_leaves_room_for_anothers():
    go_on = threading.Event()
    room = Supervision(send=lambda _route, _reply: None)
    room.take([Contribution(answerers={Topic.FIGURES: lambda _seat, _question: go_on.wait(10.0)})])
    sessions = Sessions(idle_s=100.0, longest_s=100.0)
    greedy, other = (
        sessions.sit(
            Officer(officer_id=name, name=name, roles=frozenset({Role.SUPERVISOR})), name, 0.0
        )[0]
        for name in ("wu", "zhao")
    )

    def ask(seat, number):
        header = Consult(ask=number, session=seat.token, topic=Topic.FIGURES)
        room.consult(seat, header, write_document({"number": number}), b"way")

    try:
        for number in range(4):
            ask(greedy, number)

        with pytest.raises(HubBusy, match="of this desk"):
            ask(greedy, 4)
        ask(greedy, 3)
        ask(other, 0)
    finally:
        go_on.set()
        room.close()


def test_an_order_that_is_sent_twice_is_carried_out_once(room):
    done = []

    def carry_out(_seat, header, document):
        done.append((header.reason, document))
        return {"number": len(done)}

    hub = room(steerers={SteerAct.SET_TARGET: carry_out})
    desk = hub.seated("wu", roles=(Role.SUPERVISOR,))

    answers = [
        desk.steer(SteerAct.SET_TARGET, {"p50_s": 60}, reason="as agreed", request="r-1")
        for _ in range(2)
    ]

    assert done == [("as agreed", {"p50_s": 60})]
    assert answers == [{"number": 1}, {"number": 1}]


def test_nobody_asks_or_orders_what_their_role_does_not_name(room):
    hub = room(
        answerers=dict.fromkeys(Topic, lambda _seat, _question: {}),
        steerers=dict.fromkeys(SteerAct, lambda _seat, _header, _document: {}),
    )
    leaks = []
    for role in Role:
        desk = hub.seated(f"o-{role.value}", f"desk-{role.value}", (role,))
        acts = {
            **{(t, TOPIC_ROLES[t]): (lambda d, t=t: d.consult(t, {})) for t in Topic},
            **{
                (a, ACT_ROLES[a]): (lambda d, a=a: d.steer(a, {}, reason="x", request=a.value))
                for a in SteerAct
            },
        }
        for (name, roles), act in acts.items():
            try:
                act(desk)
                heard = True
            except Refused as error:
                heard = error.code is not RefusalCode.NOT_ALLOWED
            if heard is not (role in roles):
                leaks.append((role.value, name))

    assert leaks == []


def test_what_cannot_be_answered_is_refused_and_the_next_question_is_heard(room):
    def stumble(_seat, _question):
        raise KeyError("a fault of ours")

    hub = room(
        answerers={
            Topic.FIGURES: stumble,
            Topic.FIND: lambda _seat, _question: {"much": "x" * 300_000},
            Topic.FILTERS: lambda _seat, _question: {"well": True},
        }
    )
    desk = hub.seated("wu", roles=(Role.SUPERVISOR,))

    codes = [
        refusal(lambda: desk.consult(Topic.FIGURES, {})),
        refusal(lambda: desk.consult(Topic.FIND, {})),
        refusal(lambda: desk.consult(Topic.ALERTS, {})),
    ]

    assert codes == [RefusalCode.INTERNAL, RefusalCode.TOO_LARGE, RefusalCode.UNKNOWN]
    assert desk.consult(Topic.FILTERS, {}) == {"well": True}


def test_a_recorded_package_is_handed_to_whoever_audits_and_to_nobody_else(room, tmp_path):
    content = bytes(range(256)) * 2000
    kept = tmp_path / "kept"
    kept.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    hub = room(shelf=lambda _seat, wanted: kept if wanted == sha256 else None)
    auditor, reviewer = hub.seated("wu", roles=(Role.AUDITOR,)), hub.seated("li", "desk-2")

    path = auditor.fetch_recorded(sha256, len(content), tmp_path / "fetched")
    unknown = refusal(lambda: auditor.fetch_recorded("0" * 64, 9, tmp_path / "other"))
    forbidden = refusal(lambda: reviewer.fetch_recorded(sha256, len(content), tmp_path / "third"))

    assert path.read_bytes() == content
    assert (unknown, forbidden) == (RefusalCode.UNKNOWN, RefusalCode.NOT_ALLOWED)


def test_two_subjects_that_answer_to_the_same_are_not_taken():
    supervision = Supervision(send=lambda _route, _reply: None)
    one = Contribution(answerers={Topic.FIND: lambda _seat, _question: {}})

    with pytest.raises(ValueError, match="find"):
        supervision.take((one, one))
    supervision.close()


def test_whoever_adopted_a_session_that_the_hub_forgot_guesses_at_no_password(room):
    hub = room(answerers={Topic.FIGURES: lambda _seat, _question: {}})
    desk = hub.seated("wu", roles=(Role.SUPERVISOR,))
    aside = hub.desk("desk-1")
    aside.adopt(desk.session)
    hub.restart()

    codes = [refusal(lambda: aside.consult(Topic.FIGURES, {})) for _ in range(3)]
    desk.room()  # sits down again by itself, for nothing was held against its officer
    aside.adopt(desk.session)

    assert codes == [RefusalCode.NO_SESSION] * 3
    assert aside.consult(Topic.FIGURES, {}) == {}
