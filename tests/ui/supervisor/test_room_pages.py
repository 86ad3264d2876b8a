"""The pages that lead the room: true figures, orders with a reason, nothing that pretends."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from queue_client.errors import RefusalCode, Refused
from queue_client.supervision_messages import SteerAct, Topic
from ui.supervisor.questions import Questions
from ui.supervisor.room_html import room_html
from ui.supervisor.room_page import RoomPage
from ui.supervisor.steering_page import SteeringPage
from ui.supervisor.watch_page import WatchPage

NOW = datetime.now(UTC)
HOSTILE = "<script>alert(1)</script>"


def at(minutes):
    return (NOW - timedelta(minutes=minutes)).isoformat(timespec="microseconds")


def make_room():
    return {
        "at": at(0),
        "sites": [
            {"site": "yantian", "by_stage": {"waiting": 7, "leased": 2}, "oldest_waiting": at(42)},
            {"site": HOSTILE, "by_stage": {"waiting": 1}, "oldest_waiting": at(3)},
        ],
        "day": {
            "since": at(600),
            "decided": 100,
            "released": 80,
            "direct_release": 0.8,
            "turnaround_s": {"p50": 480.0, "p90": 1200.0, "p95": 1500.0},
            "by_hour": [0, 4, 6],
            "judged": 8,
            "silent": 2,
            "coverage": 0.8,
        },
        "targets": {"direct_release": 0.822, "slowest_s": 9720.0, "typical_s": 600.0},
        "desks": [
            {
                "desk": "desk-1",
                "officer": "officer-li",
                "roles": ["reviewer"],
                "sits_s": 7300,
                "idle_s": 4,
                "locked": False,
                "holds": 2,
            }
        ],
        "scanners": [
            {
                "site": "yantian",
                "scanner": "H986",
                "measure": "noise",
                "scans": 900,
                "newest": 0.006,
                "baseline": 0.004,
                "spread": 0.0004,
                "average": 2.0,
                "limit": 0.64,
                "is_learning": False,
                "is_outside": True,
            }
        ],
        "alert_counts": [{"kind": "scanner_drift", "state": "active", "count": 1}],
        "alerts": [
            {
                "alert_id": 5,
                "kind": "scanner_drift",
                "subject": "yantian/H986/noise",
                "site": "yantian",
                "state": "active",
                "at": at(5),
                "facts": {"measure": "noise", "newest": 0.006, "baseline": 0.004},
                "moved_by": None,
                "moved_at": None,
            }
        ],
    }


STEERING = {
    "leases": [{"case_id": "a:s1", "token": 4, "officer": "li", "desk": "desk-1", "left_s": 30.0}],
    "parked": [],
    "requests": [],
    "decisions": [],
    "rules": [],
    "tiers": [
        {
            "tier": tier,
            "readers": 1,
            "engine": "before",
            "limit_s": 600.0,
            "rule_is_set": False,
            "limit_is_set": False,
        }
        for tier in ("ordinary", "raised", "high")
    ],
    "targets": {},
}


class Hub:
    """Answers by topic, and notes what is ordered."""

    def __init__(self):
        self.answers = {
            Topic.ROOM_NOW: make_room(),
            Topic.STEERING: STEERING,
            Topic.WATCH_LISTS: {"lists": [], "hits": [], "entries": []},
        }
        self.orders = []
        self.trouble = None

    def adopt(self, session):
        pass

    def consult(self, topic, _question):
        if self.trouble is not None:
            raise self.trouble
        return self.answers[topic]

    def steer(self, act, document, *, reason, request):
        assert request
        self.orders.append((act, document, reason))
        return {"whole": True, "new": True}

    def interrupt(self):
        pass

    def close(self):
        pass


@pytest.fixture
def hub():
    return Hub()


@pytest.fixture
def open_page(qtbot, hub):
    questions = Questions(lambda: hub, lambda: "session")

    def open_it(kind):
        page = kind(questions)
        qtbot.addWidget(page)
        page.retranslate()
        page.resize(1280, 720)
        page.show()
        page.wake()
        return page

    yield open_it
    questions.stop()


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def cells(table):
    model = table.rows
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_page_holds_figures_against_targets_and_says_when_they_are_old(open_page, hub, qtbot):
    page = open_page(RoomPage)
    qtbot.waitUntil(lambda: page.room is not None)

    values = [card.value.text() for card in page.cards]
    hub.trouble = Refused(RefusalCode.NOT_ALLOWED, "no")
    qtbot.waitUntil(lambda: bool(page.head.said.text()))

    assert values == ["8", "1", "80.0 %", "8 min", "20 min", "80.0 %"]
    assert cells(page.sites)[0][:4] == ["yantian", "42 min", "7", "2"]
    assert cells(page.scanners)[0][1] == "▲ 0.60 %"
    assert cells(page.alerts)[0][2] == "yantian"
    assert [card.sign.text() for card in page.cards][:3] == ["▲", "", "▲"]
    assert [card.value.text() for card in page.cards] == values


def test_an_alert_is_told_whole_on_a_low_screen_and_the_hours_make_room_for_it(
    qapp, open_page, hub, qtbot
):
    facts = {"list": "brands", "line": 2, "instruction": "compare with the letter of licence"}
    alert = {**hub.answers[Topic.ROOM_NOW]["alerts"][0], "kind": "brand"}
    hub.answers[Topic.ROOM_NOW]["alerts"] = [{**alert, "facts": facts}]
    page = open_page(RoomPage)
    qtbot.waitUntil(lambda: page.room is not None)
    told = cells(page.alerts)[0][1]

    def seen(width, height):
        page.resize(width, height)
        qapp.processEvents()
        qapp.processEvents()
        letters = page.alerts.fontMetrics()
        room = page.alerts.columnWidth(1) * (page.alerts.rowHeight(0) // letters.height())
        return letters.horizontalAdvance(told) < room, page.hours.isVisible()

    assert seen(1100, 660) == (True, False)
    low = page.alerts.rowHeight(0)
    assert seen(1800, 1000) == (True, True)
    assert page.alerts.rowHeight(0) < low


def test_a_hit_names_its_list_and_line_in_words(open_page, hub, qtbot):
    hit = {
        "hit_id": 1, "case_id": "yantian:s1", "container": "CSQU3054383", "stage": "waiting",
        "list": "brands", "line": 2, "instruction": "", "fields": ["hs"], "effect": "look_at",
        "ended": False, "at": at(5),
    }  # fmt: skip
    hub.answers[Topic.WATCH_LISTS] = {"lists": [], "hits": [hit], "entries": []}

    page = open_page(WatchPage)

    qtbot.waitUntil(lambda: bool(page.hits.rows.rowCount()))
    assert cells(page.hits)[0][3] == "brands, line 2"


def test_a_hub_that_does_not_answer_makes_the_figures_old(open_page, qtbot, monkeypatch):
    page = open_page(RoomPage)
    qtbot.waitUntil(lambda: page.room is not None)
    monkeypatch.setattr(page, "_answered_at", page._answered_at - 60.0)  # noqa: SLF001 - a minute passes

    page._asked = True  # noqa: SLF001 - the hub has been asked and is silent
    page._ask()  # noqa: SLF001 - the next second

    assert "60 s" in page.head.said.text() or "61 s" in page.trouble.text()


def test_the_wall_names_no_officer_and_its_figures_fill_a_fifteenth_of_its_height(open_page, qtbot):
    page = open_page(RoomPage)
    qtbot.waitUntil(lambda: page.room is not None)
    page.wall.retranslate()
    page.wall.resize(1920, 1080)
    page.wall.show()

    page.wall.show_room(page.room)

    dots = page.wall.logicalDpiY()
    tall = page.wall.cards[0].value.font().pointSizeF() * dots / 72
    assert tall == pytest.approx(1080 / 15, rel=0.05)
    assert "officer-li" not in " ".join(texts(page.wall))
    assert "yantian" in texts(page.wall)
    page.wall.close()


def test_the_wall_fits_its_screen_however_many_sites_there_are_and_tells_signs(open_page, qtbot):
    page = open_page(RoomPage)
    qtbot.waitUntil(lambda: page.room is not None)
    site = page.room["sites"][0]
    page.room["sites"] = [{**site, "site": f"site-{number}"} for number in range(11)]
    page.wall.retranslate()
    page.wall.resize(1920, 1080)
    page.wall.show()

    page.wall.show_room(page.room)

    assert page.wall.height() == 1080
    assert page.wall.layout().minimumSize().height() <= 1080
    assert "and 3 more" in page.wall.more.text()
    title, value = page.wall.columns[0][0], page.wall.cards[0].value
    assert title.font().pointSizeF() == pytest.approx(0.36 * value.font().pointSizeF(), rel=0.02)
    assert [card.sign.text() for card in page.wall.cards] == ["▲", "", "▲", "✓", "✓", ""]
    assert page.wall.cursor().shape() is Qt.CursorShape.BlankCursor
    page.wall.close()


def test_the_file_of_the_room_has_no_script_no_officer_and_nothing_from_outside():
    page = room_html(make_room())

    assert "<svg" in page
    assert "officer-li" not in page
    for forbidden in ("<script", "http://", "https://", "@import", "url("):
        assert forbidden not in page
    assert "&lt;script&gt;" in page


def test_an_order_is_given_with_a_reason_or_not_at_all(open_page, hub, qtbot):
    page = open_page(SteeringPage)
    qtbot.waitUntil(lambda: page.state is not None)
    page.leases.selectRow(0)
    page.break_button.click()

    page.orders.reason.setText("   ")
    could = page.orders.give.isEnabled()
    page.orders.reason.setText("fell ill")
    page.orders.give.click()
    qtbot.waitUntil(lambda: bool(hub.orders))

    assert not could
    assert hub.orders == [(SteerAct.BREAK_LEASE, {"case_id": "a:s1", "token": 4}, "fell ill")]


def test_orders_about_a_case_wait_until_one_is_chosen_and_end_with_it(open_page, qtbot):
    page = open_page(SteeringPage)
    qtbot.waitUntil(lambda: page.state is not None)
    unchosen = page.break_button.isEnabled()

    page.leases.selectRow(0)
    chosen = page.break_button.isEnabled()
    page.leases.show_rows([], [])

    assert (unchosen, chosen, page.break_button.isEnabled()) == (False, True, False)


def test_a_tier_that_an_officer_is_changing_is_not_overwritten_by_news(open_page, hub, qtbot):
    page = open_page(SteeringPage)
    qtbot.waitUntil(lambda: page.state is not None)
    high = page.tiers.rows[0]
    high.readers.setCurrentIndex(1)

    page.tiers.show_tiers(STEERING["tiers"])
    high.take.click()
    page.orders.reason.setText("the week of the fair")
    page.orders.give.click()
    qtbot.waitUntil(lambda: bool(hub.orders))

    ((act, document, _),) = hub.orders
    assert act is SteerAct.SET_TIER
    assert document == {"tier": "high", "readers": 2, "engine": "before"}


def test_a_bad_list_is_refused_with_its_line_and_a_good_one_is_sent_whole(
    open_page, hub, qtbot, tmp_path
):
    page = open_page(WatchPage)
    page.reason.setText("November")
    bad, good = tmp_path / "bad.csv", tmp_path / "good.csv"
    bad.write_text("hs\n95\nX\n", encoding="utf-8")
    good.write_text("hs,effect\n95,must_inspect\n96,look_at\n", encoding="utf-8")

    page.import_file(bad)
    qtbot.waitUntil(lambda: "bad.csv, line 3" in page.orders.sentence.text())
    nothing = list(hub.orders)
    page.import_file(good)
    qtbot.waitUntil(lambda: bool(hub.orders))

    ((act, document, reason),) = hub.orders
    assert nothing == []
    assert (act, reason, document["name"]) == (SteerAct.IMPORT_LIST, "November", "good")
    assert [entry["hs"] for entry in document["entries"]] == ["95", "96"]
