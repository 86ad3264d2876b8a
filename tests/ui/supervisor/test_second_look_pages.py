"""What the pages about looking again show, and what they order."""

import pytest

from queue_client.supervision_messages import SteerAct, Topic
from tests.makers.scripted_questions import ScriptedQuestions
from ui.supervisor.recheck_page import RecheckPage
from ui.supervisor.room import SupervisorRoom
from ui.supervisor.test_images_page import TestImagesPage
from workstation.domain.agreement import share_of, share_to_json

SAMPLING = {
    "rates": {"ordinary": 0.02, "raised": 0.05, "high": 0.1},
    "test_image_rate": 0.015,
    "quiet_sites": ["north"],
}
SHARE = share_to_json(share_of(18, 20))
NONE = share_to_json(share_of(0, 0))
OVERVIEW = {
    "sampling": SAMPLING,
    "to_do": {
        "drawn": 21,
        "open": 1,
        "third": 0,
        "lessons_unread": 1,
        "missed": 2,
        "oldest": "2026-11-20T08:00:00.000000+00:00",
    },
    "agreement": {"all": SHARE, "ordinary": SHARE, "raised": NONE, "high": NONE},
    "severities": [18, 0, 1, 1, 0],
    "readers_apart": {"share": SHARE, "kappa": 0.61},
    "officers": [],
    "recent": [
        {
            "recheck_id": "r1",
            "case_id": "north:s1",
            "tier": "high",
            "drawn_at": "2026-11-20T08:00:00.000000+00:00",
            "taken": True,
            "verdict": "disagree",
            "severity": 3,
            "decided_at": "2026-11-20T09:00:00.000000+00:00",
            "third_verdict": "disagree",
            "third_severity": 2,
            "lesson_read": False,
        }
    ],
}
IMAGES = {
    "sampling": SAMPLING,
    "placed": 25,
    "outcomes": {"hit": 18, "miss": 1, "marked_elsewhere": 1},
    "hit_rate": SHARE,
    "false_alarm_rate": share_to_json(share_of(3, 100)),
    "d_a": 2.4,
    "time_on_task": [
        {"from_min": 0, "to_min": 20, **SHARE},
        {"from_min": 90, "to_min": None, **NONE},
    ],
    "objects": [{"object": "packets", **SHARE}],
    "officers": [],
    "recent": [
        {
            "case_id": "north:s1",
            "object": "packets",
            "outcome": "marked_elsewhere",
            "decided_at": "2026-11-20T08:00:00.000000+00:00",
            "time_on_task_s": 1800.0,
            "shown_ms": 4200,
        }
    ],
}


@pytest.fixture
def questions():
    return ScriptedQuestions(
        answers={Topic.RECHECKS: OVERVIEW, Topic.TEST_IMAGES: IMAGES},
        acts={SteerAct.SET_RECHECKS: {}, SteerAct.SET_TEST_IMAGES: {}},
    )


def opened(qtbot, questions, make):
    room = SupervisorRoom(questions, pages=())
    qtbot.addWidget(room)
    page = make(questions, room)
    qtbot.addWidget(page)
    page.retranslate()
    page.wake()
    page.rest()
    return page, room


def test_rechecks_are_told_with_intervals_kappa_and_no_name_of_an_author(qtbot, questions):
    page, _ = opened(qtbot, questions, RecheckPage)

    assert [figure.value.text() for figure in page.figures] == ["1", "0", "2", "1"]
    assert "90.0 % [69.9\u201397.2]  18/20" in page.agreement.accessibleDescription()
    assert "0.61" in page.apart.text()
    assert "50" in page.no_names.text()
    (row,) = page.list.texts
    assert row[1:] == [
        "north:s1", "High risk", "3  Should be seen", "2  Hard to see", "not read yet",
    ]  # fmt: skip


def test_rates_are_set_with_a_reason_and_not_without(qtbot, questions):
    page, _ = opened(qtbot, questions, RecheckPage)
    page.boxes[next(iter(page.boxes))].setValue(4.0)

    page.apply.click()
    refused = list(questions.ordered)
    page.reason.setText("more containers than officers")
    page.apply.click()

    assert refused == []
    assert page.head.said.text().startswith("Set. It counts for releases")
    assert questions.ordered == [
        (
            SteerAct.SET_RECHECKS,
            {"ordinary": 0.04, "raised": 0.05, "high": 0.1},
            "more containers than officers",
        )
    ]


def test_whoever_wants_the_next_recheck_says_so_to_the_room(qtbot, questions):
    page, room = opened(qtbot, questions, RecheckPage)

    with qtbot.waitSignal(room.recheck_wanted):
        page.take.click()


def test_test_images_are_told_against_time_at_work_and_by_object(qtbot, questions):
    page, _ = opened(qtbot, questions, TestImagesPage)

    assert [figure.value.text() for figure in page.figures] == ["20", "90.0 %", "3.0 %", "2.40"]
    assert page.by_task.accessibleDescription().startswith("0 to 20 min: 90.0 %")
    assert "pressed packets" in page.by_object.accessibleDescription()
    assert len(page.pictures) == 8
    assert page.list.texts[0][2:] == ["pressed packets", "✕ marked elsewhere", "0:04", "30 min"]


def test_the_newest_answers_are_not_cut_on_a_narrow_screen(qapp, qtbot, questions):
    page, _ = opened(qtbot, questions, TestImagesPage)
    page.show()

    def cut_and_wide(width):
        page.resize(width, 700)
        qapp.processEvents()
        return page.list.horizontalScrollBar().maximum(), page.list.width() > width / 1.5

    assert cut_and_wide(1110) == (0, True)
    assert cut_and_wide(1750) == (0, False)


def test_how_many_and_where_test_images_are_shown_is_set_with_a_reason(qtbot, questions):
    page, _ = opened(qtbot, questions, TestImagesPage)
    page.sites.setText("north\uff0c south,")
    page.rate.setValue(2.0)
    page.reason.setText("a new shift")

    page.apply.click()

    assert questions.ordered == [
        (
            SteerAct.SET_TEST_IMAGES,
            {"rate": 0.02, "quiet_sites": ["north", "south"]},
            "a new shift",
        )
    ]
