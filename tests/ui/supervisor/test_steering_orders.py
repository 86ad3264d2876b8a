"""Orders in sentences, who may give them, and what waits for whoever looks on."""

import pytest

from queue_client.keys import fingerprint
from queue_client.supervision_messages import SteerAct, Topic
from tests.makers.scripted_questions import ScriptedQuestions
from tests.ui.supervisor.test_room_pages import STEERING, at, cells
from ui.supervisor.pages import Onlooker
from ui.supervisor.room import SupervisorRoom
from ui.supervisor.steering_page import SteeringPage

ZHAO = Onlooker(officer="zhao", roles=frozenset({"chief"}))
WU = Onlooker(officer="wu", roles=frozenset({"supervisor"}))
AUDITOR = Onlooker(officer="an", roles=frozenset({"auditor"}))


def request(number, requester, *, act="supersede", subject="d-1"):
    return {
        "request_id": f"r-{number}",
        "act": act,
        "subject": subject,
        "reason": "the seal was wrong",
        "requester": requester,
        "at": at(2),
    }


def steering(*requests):
    decision = {
        "decision_id": "d-1",
        "case_id": "yantian:s1",
        "officer": "li",
        "conclusion": "release",
        "at": at(3),
    }
    parked = [{"case_id": "yantian:s2", "attempts": 5, "received_at": at(30)}]
    return {
        **STEERING,
        "parked": parked,
        "decisions": [decision],
        "requests": list(requests),
    }


@pytest.fixture
def opened(qtbot):
    def open_it(state, who=WU):
        acts = {act: {"whole": True} for act in SteerAct}
        page = SteeringPage(ScriptedQuestions({Topic.STEERING: state}, acts))
        qtbot.addWidget(page)
        page.admit(who)
        page.retranslate()
        page.show()
        page.wake()
        return page

    return open_it


def give(page, reason="as ordered"):
    """Give the order that the page asks about; returns what it said before and after."""
    before = page.orders.sentence.text()
    page.orders.reason.setText(reason)
    page.orders.give.click()
    return before, page.orders.sentence.text()


def test_each_order_says_before_what_will_happen_and_after_what_happened(opened):
    page = opened(
        steering(request(1, "zhao"), request(2, "qian", act="unpark", subject="yantian:s2"))
    )
    said = []
    for table, row, button in (
        (page.leases, 0, page.break_button),
        (page.parked, 0, page.unpark_button),
        (page.decisions, 0, page.supersede_button),
        (page.requests, 0, page.approve_button),
        (page.requests, 1, page.approve_button),
        (page.requests, 0, page.decline_button),
    ):
        table.selectRow(row)
        button.click()
        said.append(give(page))
    page.subject.setText("nansha")
    page.add_button.click()
    said.append(give(page))
    high = page.tiers.rows[0]
    high.readers.setCurrentIndex(1)
    high.take.click()
    said.append(give(page))

    befores, afters = zip(*said, strict=True)

    assert "a:s1" in befores[0]
    assert afters[0] == "a:s1 was taken from its desk and waits again."
    assert "stays parked until another officer has agreed" in afters[1]
    assert "does not leave until another officer has answered" in afters[2]
    assert "as zhao asks" in befores[3]
    assert "the seal was wrong" in befores[3]
    assert afters[3] == "The decision on yantian:s1 is withdrawn; it waits for a chief."
    assert afters[4] == "yantian:s2 waits again."
    assert afters[5] == "Declined. yantian:s1 stays as it is."
    assert afters[6] == "Site “nansha”: taken up first from now on."
    assert befores[7].startswith("Cases with “High risk”: read by two officers, apart")
    assert len(set(afters)) == len(afters)


OTHERS = (
    (
        "enrol",
        "k" * 40,
        {
            "kind": "desk",
            "name": "desk-7",
            "not_after": "2027-01-01T00:00:00Z",
            "allowed_ip": ["10.1.2.0/24"],
        },
    ),
    ("officer", "wu.fang", {"name": "吴芳", "roles": ["chief", "reviewer"]}),
    ("password", "li.wei", {}),
    ("reinstate", "li.wei", {}),
    ("export", "d-9", {"case_id": "yantian:s9"}),
    ("dispose", "2026-01-01T00:00:00Z", {"packages": 68000, "bytes": 2040000000000}),
)


def test_what_else_two_agree_on_is_said_with_all_that_the_second_has_to_know(opened):
    asked = [
        {**request(number, "root", act=act, subject=subject), "content": content}
        for number, (act, subject, content) in enumerate(OTHERS)
    ]
    unknown = {**request(9, "root", act="fly", subject="x"), "content": {}}
    page = opened({**steering(), "other_requests": [*asked, unknown]})

    rows = cells(page.requests)
    said = []
    for row in range(len(OTHERS)):
        page.requests.selectRow(row)
        page.approve_button.click()
        said.append(give(page))

    assert len(rows) == len(OTHERS)  # what a newer hub asks nobody here can judge
    befores, afters = zip(*said, strict=True)
    assert f"desk desk-7 ({fingerprint('k' * 40)}) from 10.1.2.0/24, until 2027-01-01" in befores[0]
    assert "read aloud" in befores[0]
    assert "wu.fang (吴芳): shift chief, reviewer" in befores[1]
    assert "new password" in befores[2]
    assert "work in the room again" in befores[3]
    assert "yantian:s9" in befores[4]
    assert "68000 cases before 2026-01-01 (2040.0 GB)" in befores[5]
    for before in befores:
        assert "root" in before
        assert "the seal was wrong" in before
    assert len(set(afters)) == len(afters)
    assert "6 waiting for you" in page._panels[2].heading.text()  # noqa: SLF001 - what is read


@pytest.mark.parametrize(
    ("act", "content"),
    [
        ("officer", {"name": "吴芳", "roles": ["reviewer"], "proven_by": "directory"}),
        ("password", {"proven_by": "directory"}),
    ],
)
def test_the_second_officer_is_told_that_a_directory_is_to_prove_a_password(opened, act, content):
    asked = {**request(1, "root", act=act, subject="wu.fang"), "content": content}
    page = opened({**steering(), "other_requests": [asked]})

    page.requests.selectRow(0)
    page.approve_button.click()
    before, _ = give(page)

    assert "wu.fang" in before
    assert "password proven by the directory" in before


@pytest.mark.parametrize(
    ("act", "content", "said"),
    [
        (
            "officer",
            {
                "name": "吴芳",
                "roles": ["chief"],
                "before": {"roles": ["reviewer"], "state": "disabled"},
            },
            "wu.fang (吴芳): shift chief, with a new password (now reviewer, shut out)",
        ),
        (
            "officer",
            {
                "name": "吴芳",
                "roles": ["chief"],
                "proven_by": "directory",
                "before": {"roles": ["reviewer"], "state": "active"},
            },
            "password proven by the directory (now reviewer)",
        ),
        (
            "enrol",
            {"name": "desk-7", "kind": "desk", "before": {"enabled": False}},
            ", which was revoked",
        ),
    ],
)
def test_the_second_officer_is_told_what_is_replaced(opened, act, content, said):
    subject = "wu.fang" if act == "officer" else "k" * 40
    asked = {**request(1, "root", act=act, subject=subject), "content": content}
    page = opened({**steering(), "other_requests": [asked]})

    page.requests.selectRow(0)
    page.approve_button.click()
    before, _ = give(page)

    assert said in before


def test_nobody_agrees_with_themselves_and_what_others_ask_stands_first(opened):
    page = opened(steering(request(1, "wu"), request(2, "zhao")))

    rows = cells(page.requests)
    page.requests.selectRow(0)
    of_another = page.approve_button.isEnabled()
    page.requests.selectRow(1)
    own = page.approve_button.isEnabled()

    assert [row[3] for row in rows] == ["zhao", "yourself"]
    assert rows[0][0].startswith("▶")
    assert (of_another, own, page.decline_button.isEnabled()) == (True, False, True)
    assert "1 waiting for you" in page._panels[2].heading.text()  # noqa: SLF001 - what is read


def test_the_page_offers_only_what_the_officer_may_order(opened):
    ruling, steers, looks = (
        opened(steering(request(1, "qian")), who) for who in (WU, ZHAO, AUDITOR)
    )

    assert ruling.approve_button.isVisible()
    assert ruling.tiers.rows[0].take.isVisible()
    assert steers.approve_button.isVisible()
    assert not steers.tiers.rows[0].take.isVisible()
    assert not steers.tiers.rows[0].readers.isEnabled()
    assert not looks.approve_button.isVisible()
    assert "waiting for you" not in looks._panels[2].heading.text()  # noqa: SLF001 - what is read


def test_before_the_first_answer_a_table_does_not_say_that_there_is_nothing(opened):
    silent, empty = opened("the hub is silent"), opened(STEERING)

    assert silent.requests.empty_text() == "Asking the hub…"
    assert empty.requests.empty_text() == "Nothing waits for a second officer"
    assert silent.head.said.text() == "What stands here is old: the hub is silent"


def test_requests_of_others_and_new_alerts_are_counted_beside_the_pages(qtbot):
    questions = ScriptedQuestions({Topic.STEERING: steering(request(1, "zhao"), request(2, "wu"))})
    questions.answers[Topic.ALERTS] = {"alerts": [{"state": "active"}, {"state": "seen"}]}
    room = SupervisorRoom(questions)
    qtbot.addWidget(room)
    told = []
    room.waiting.came.connect(told.append)

    room.admit(["supervisor"], "wu")
    first = [room.navigation.item(row).text() for row in range(2)]
    questions.answers[Topic.STEERING] = steering(request(1, "zhao"), request(3, "qian"))
    room.waiting._look()  # noqa: SLF001 - five seconds later
    room.forget()

    assert first == ["The room now   ● 1", "Steering   ● 1"]
    (sentence,) = told
    assert sentence.startswith("qian asks you to agree: withdraw the decision on yantian:s1.")


def test_nothing_is_asked_for_while_the_desk_is_locked(qtbot):
    questions = ScriptedQuestions({Topic.STEERING: steering(), Topic.ALERTS: {"alerts": []}})
    room = SupervisorRoom(questions)
    qtbot.addWidget(room)
    room.admit(["chief"], "zhao")

    room.waiting.set_awake(awake=False)
    locked = room.waiting._timer.isActive()  # noqa: SLF001 - what asks
    room.waiting.set_awake(awake=True)
    unlocked = room.waiting._timer.isActive()  # noqa: SLF001 - what asks
    room.forget()
    room.waiting.set_awake(awake=True)

    assert (locked, unlocked) == (False, True)
    assert not room.waiting._timer.isActive()  # noqa: SLF001 - what asks


def test_whoever_only_audits_is_asked_for_nothing(qtbot):
    questions = ScriptedQuestions({})
    room = SupervisorRoom(questions)
    qtbot.addWidget(room)

    room.admit(["auditor"], "an")

    assert questions.asked == []
