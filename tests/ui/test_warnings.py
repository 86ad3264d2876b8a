"""What must not be missed stays in the banner, in its own words, until somebody took note."""

import pytest

from ui.desk.banner import Banner
from ui.desk_witness import LOG_CONTRADICTED
from ui.link_news import ActMoved, ActState, RoomSeen, Trouble
from ui.window_news import WindowNews

ROOM = {"by_stage": {}, "officers": []}


class RecallBar:
    def move_act(self, _news):
        return False


class Page:
    recall_bar = RecallBar()


class Status:
    def show_room(self, _room):
        pass


@pytest.fixture
def banner(qtbot):
    banner = Banner()
    qtbot.addWidget(banner)
    return banner


@pytest.fixture
def news(banner):
    return WindowNews(banner, Status(), Page(), banner)


def lost(case):
    trouble = Trouble(code="Fenced", sentence="another officer has it")
    return ActMoved(decision_id="d1", case_id=case, state=ActState.REFUSED, trouble=trouble)


def test_a_decision_that_did_not_count_is_told_in_its_own_words(news, banner):
    news.on_news(lost("yantian:s1"))

    assert banner.text.text().startswith("Your decision on yantian:s1")
    assert not banner.understood.isHidden()


def test_it_stays_until_somebody_took_note_and_then_the_next_is_told(news, banner):
    news.on_news(lost("yantian:s1"))
    news.on_news(lost("yantian:s2"))

    banner.understood.click()
    second = banner.text.text()
    banner.understood.click()

    assert "yantian:s2" in second
    assert banner.isHidden()


def test_a_log_that_contradicts_itself_is_told_once(news, banner):
    for _ in range(2):
        news.on_news(RoomSeen(room={**ROOM, LOG_CONTRADICTED: "/cache/witness"}))
    told = banner.text.text()

    banner.understood.click()
    news.on_news(RoomSeen(room={**ROOM, LOG_CONTRADICTED: "/cache/witness"}))

    assert "contradicts" in told
    assert "/cache/witness" in told
    assert banner.isHidden()


def test_a_newer_notice_goes_first_and_the_former_has_its_time_after_it(qtbot, monkeypatch):
    monkeypatch.setattr("ui.desk.banner._NOTICE_MS", 60)
    banner = Banner()
    qtbot.addWidget(banner)
    seen = []

    banner.show_notice("a report lies there")
    banner.show_notice(lambda: "a key is taken")
    seen.append(banner.text.text())
    qtbot.waitUntil(lambda: banner.text.text() == "a report lies there", timeout=3000)
    qtbot.waitUntil(banner.isHidden, timeout=3000)

    assert seen == ["a key is taken"]
