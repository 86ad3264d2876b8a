"""At the desk: test images are told at once, lessons between cases; a re-check decides nothing."""

import hashlib

import pytest

from queue_client.answers import ToldTest
from queue_client.supervision_messages import SteerAct, Topic
from tests.makers.scripted_questions import ScriptedQuestions
from tests.ui.conftest import make_package
from ui.desk.lesson_news import LessonNews
from ui.desk.news_card import Covering
from ui.desk.recheck_desk import RecheckDesk
from ui.link_news import ActMoved, ActState
from viewer.overlay import MarkDrawing, Tool
from workstation.domain.decision import Conclusion
from workstation.review.arming import Obstacle

LESSON = {
    "recheck_id": "r1",
    "case_id": "north:s1",
    "sha256": "ab" * 32,
    "size": 10,
    "head": {"container": "CSQU3054383"},
    "severity": 3,
    "marks": [],
    "note": "a second floor",
    "decided_at": "2026-11-20T08:00:00.000000+00:00",
}


@pytest.fixture
def desk(room, open_desk, qtbot):
    room.add_cases(2)
    opened = open_desk()
    controller = opened.window.controller
    qtbot.waitUntil(lambda: controller.case is not None and controller.dwell_share >= 1.0)
    return opened


def test_a_test_image_is_told_on_a_card_and_nothing_is_decided_behind_it(desk, qtbot):
    controller, card = desk.window.controller, desk.second_looks.card
    assert controller.decide(Conclusion.RELEASE, None, "")
    decision_id, case_id = controller.last.decision_id, controller.last.case.lease.case_id
    test = ToldTest(outcome="miss", object="packets", area=(30, 60, 20, 30))

    desk.link.news.emit(
        ActMoved(decision_id=decision_id, case_id=case_id, state=ActState.RECORDED, test=test)
    )
    behind = controller.obstacle(Conclusion.RELEASE, None)
    told = card.title.text(), card.text.text(), card.crop.spot.area.row
    qtbot.keyClick(card, "\r")

    assert told[0] == "This was a test image"
    assert "pressed packets" in told[1]
    assert told[2] == 30
    assert behind is Obstacle.SET_ASIDE
    assert not card.is_up
    assert all(chip.act.taken.decision_id != decision_id for chip in recall_chips(desk))


def recall_chips(desk):
    return desk.window.desk.recall_bar.chips


def test_a_lesson_waits_until_the_case_is_decided_and_is_noted_when_read(desk):
    script = ScriptedQuestions(
        answers={
            Topic.RECHECKS: lambda q: {"lessons": [LESSON]} if q["part"] == "lessons" else "none"
        },
        acts={SteerAct.LESSON_READ: {}},
    )
    controller, card = desk.window.controller, desk.second_looks.lesson_card
    lessons = LessonNews(controller, script, card, desk.second_looks.covering, desk.window)

    lessons._ask()  # noqa: SLF001 - as its timer does
    at_work = card.is_up
    assert controller.decide(Conclusion.RELEASE, None, "")
    between = card.is_up, card.text.text()
    card.put_away()

    assert not at_work
    assert between[0]
    assert "CSQU3054383" in between[1]
    assert "Should be seen" in between[1]
    assert [(act, document) for act, document, _ in script.ordered] == [
        (SteerAct.LESSON_READ, {"recheck_id": "r1"})
    ]


def test_the_desk_stays_covered_until_the_last_card_is_read():
    told = []
    covering = Covering(lambda: told.append("cover"), lambda: told.append("uncover"))

    covering.one_more()
    covering.one_more()
    covering.one_less()
    before = list(told)
    covering.one_less()

    assert before == ["cover", "cover"]
    assert told[-1] == "uncover"


@pytest.fixture
def recheck(desk, tmp_path, qtbot):
    """The desk with a re-check on the screen, and what it says to the hub."""
    content = make_package(tmp_path, seed=77)
    package = tmp_path / "again.scan.tif"
    package.write_bytes(content)
    task = {
        "recheck_id": "r7",
        "third": False,
        "case_id": "north:s7",
        "site": "north",
        "scan_id": "s7",
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "head": {"container": "TCLU4265990"},
        "declaration": None,
        "tier": "high",
        "marks": [],
        "note": "",
    }
    script = ScriptedQuestions(
        acts={SteerAct.TAKE_RECHECK: {"task": task}, SteerAct.ANSWER_RECHECK: {"missed": False}},
        files={task["sha256"]: package},
    )
    preparer = desk.second_looks.rechecks._preparer  # noqa: SLF001 - that of the desk
    looking = RecheckDesk(desk.window, script, preparer, tmp_path / "cache")
    before = desk.window.controller.case
    looking.take()
    controller = desk.window.controller
    qtbot.waitUntil(
        lambda: controller.rechecking is not None and controller.dwell_share >= 1.0, timeout=8000
    )
    yield looking, script, before
    looking.stop()


def test_a_recheck_has_every_tool_and_decides_nothing(desk, recheck):
    looking, script, before = recheck
    controller, page = desk.window.controller, desk.window.desk
    decided = controller.decide(Conclusion.RELEASE, None, "")
    looking.bar.said.emit(3)
    without_mark = len(script.ordered)
    controller.draw(MarkDrawing(shape=Tool.BOX, points=((20.0, 40.0), (50.0, 90.0))))

    looking.bar.note.setText("under the floor")
    looking.bar.said.emit(3)

    assert not decided
    assert without_mark == 1  # only that it was taken
    act, document, _ = script.ordered[-1]
    assert act is SteerAct.ANSWER_RECHECK
    assert (document["verdict"], document["severity"]) == ("disagree", 3)
    assert document["note"] == "under the floor"
    assert document["marks"][0]["points"] == [[20.0, 40.0], [50.0, 90.0]]
    assert document["marks"][0]["place"]["en"]
    assert controller.case is before  # it comes back as it was left
    assert not page.decision_bar.isHidden()
    assert looking.bar.isHidden()
    assert desk.window.controller.marks == ()


def test_a_recheck_is_put_back_when_the_officer_leaves(desk, recheck, qtbot):
    looking, _, _ = recheck

    desk.link.sign_out()

    qtbot.waitUntil(looking.bar.isHidden)
    assert desk.window.controller.rechecking is None


def test_a_recheck_is_kept_while_it_is_looked_at_and_no_longer(desk, recheck):
    looking, script, _ = recheck
    before = len(script.ordered)

    looking._keeping.timeout.emit()  # noqa: SLF001 - ten minutes are over
    kept = desk.window.status.note.text()
    script.acts[SteerAct.TAKE_RECHECK] = "the hub does not answer"
    looking.keep()
    silent = desk.window.status.note.text()
    running = looking._keeping.isActive()  # noqa: SLF001 - see above
    looking.leave()

    assert [act for act, _, _ in script.ordered[before:]] == [SteerAct.TAKE_RECHECK] * 2
    assert "not yours" not in kept + silent
    assert running
    assert not looking._keeping.isActive()  # noqa: SLF001 - see above


@pytest.mark.parametrize("other", [None, {"recheck_id": "r8"}])
def test_a_recheck_that_has_gone_to_somebody_else_is_told_of_at_once(desk, recheck, other):
    looking, script, _ = recheck
    script.acts[SteerAct.TAKE_RECHECK] = {"task": other}

    looking.keep()

    assert "not yours any more" in desk.window.status.note.text()
    assert not looking._keeping.isActive()  # noqa: SLF001 - it would ask in vain
