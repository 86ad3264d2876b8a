"""A real hub goes away and comes back; a desk that was killed comes back to its case."""

import pytest
from PySide6.QtCore import Qt

from queue_client.client import DeskClient
from tests.makers.running_hub import PASSWORD, RunningHub
from tests.ui.conftest import make_package
from tests.ui.test_desk import BOX_DRAWN, case_of, give_reason, press, wait_armed
from workstation.domain.law import Stage
from workstation.domain.principal import PrincipalKind


@pytest.fixture
def hub(tmp_path):
    folder = tmp_path / "hub"
    folder.mkdir()
    with RunningHub(folder) as running:
        running.add_officer("li")
        running.seated("zhao", "desk-0")  # the hub's own threads have all begun
        yield running


@pytest.fixture
def open_at(hub, open_desk):
    keys = hub.enrolled("desk-1", PrincipalKind.DESK)

    def open_one():
        return open_desk(address=hub.address, keys=keys, password=PASSWORD, dwell_s=0.0)

    return open_one


def send_scans(hub, folder, count):
    site = hub.site()
    return [
        hub.send(site, f"s{number}", make_package(folder, seed=number)) for number in range(count)
    ]


def test_three_decisions_while_the_hub_is_away_are_each_recorded_once(
    qtbot, hub, open_at, tmp_path
):
    send_scans(hub, tmp_path, 5)
    desk = open_at()
    wait_armed(qtbot, desk)
    qtbot.waitUntil(lambda: "2 cases ready" in desk.window.status.ready.text(), timeout=8000)
    hub.stop()
    qtbot.waitUntil(desk.window.banner.isVisible, timeout=8000)
    decided = []

    for key in (Qt.Key.Key_F9, Qt.Key.Key_F2, Qt.Key.Key_F9):
        wait_armed(qtbot, desk)
        decided.append(case_of(desk))
        press(desk, key)
        if key is Qt.Key.Key_F2:
            give_reason(desk)

    assert "decided all the same" in desk.window.banner.text.text()
    qtbot.waitUntil(lambda: "3 decision" in desk.window.banner.text.text(), timeout=3000)
    hub.start()
    qtbot.waitUntil(lambda: len(hub.records.decisions) == 3, timeout=15000)
    qtbot.waitUntil(lambda: not desk.window.banner.isVisible(), timeout=8000)
    recorded = [one.case_id for one in hub.records.decisions.values()]
    assert sorted(recorded) == sorted(decided)
    assert [one.conclusion.value for one in hub.records.decisions.values()] == [
        "release",
        "inspect",
        "release",
    ]
    qtbot.waitUntil(lambda: case_of(desk) not in {None, *decided}, timeout=8000)
    hub.stop()  # before the desk: its new threads were not there when the desk opened


def test_a_desk_that_lives_through_a_restart_of_the_hub_gets_each_case_once(
    qtbot, hub, open_at, tmp_path
):
    cases = send_scans(hub, tmp_path, 5)
    desk = open_at()
    wait_armed(qtbot, desk)
    qtbot.waitUntil(lambda: "2 cases ready" in desk.window.status.ready.text(), timeout=8000)
    hub.restart()  # it does not know which of the three the desk has, until it speaks of them
    decided = []

    for number in range(1, 6):
        wait_armed(qtbot, desk)
        decided.append(case_of(desk))
        press(desk, Qt.Key.Key_F9)
        qtbot.waitUntil(lambda n=number: len(hub.records.decisions) == n, timeout=15000)

    assert sorted(decided) == sorted(cases)
    assert [one.case_id for one in hub.records.decisions.values()] == decided
    hub.stop()  # before the desk: its new threads were not there when the desk opened


def test_a_desk_killed_with_its_hub_goes_on_where_it_stood_and_sends_what_it_had_decided(
    qtbot, hub, open_at, tmp_path
):
    send_scans(hub, tmp_path, 9)
    desk = open_at()
    wait_armed(qtbot, desk)
    qtbot.waitUntil(lambda: "2 cases ready" in desk.window.status.ready.text(), timeout=8000)
    first = case_of(desk)
    hub.stop()
    press(desk, Qt.Key.Key_F9)
    wait_armed(qtbot, desk)
    second = case_of(desk)
    desk.window.controller.draw(BOX_DRAWN)
    desk.window.desk.decision_bar.note.setText("behind the third row")
    qtbot.waitUntil(lambda: "third row" in str(desk.journal.drafts()), timeout=3000)
    qtbot.waitUntil(lambda: len(desk.journal.pending()) == 1, timeout=3000)
    held = {one.case_id: one.lease_token for one in hub.records.cases_at(Stage.LEASED)}
    desk.stop()

    again = open_at()

    told = again.window.banner.text
    qtbot.waitUntil(lambda: "You can sign in as soon as it does" in told.text(), timeout=8000)
    assert "1 decision" in told.text()
    hub.start()
    qtbot.waitUntil(lambda: case_of(again) is not None, timeout=8000)
    window = again.window
    assert case_of(again) == second
    assert window.desk.decision_bar.note.text() == "behind the third row"
    assert [mark.points for mark in window.controller.marks] == [BOX_DRAWN.points]
    assert [one.case_id for one in hub.records.decisions.values()] == [first]
    qtbot.waitUntil(lambda: "2 cases ready" in window.status.ready.text(), timeout=8000)
    now = {one.case_id: one.lease_token for one in hub.records.cases_at(Stage.LEASED)}
    assert held.items() - now.items() == {(first, held[first])}  # the others: as they were
    hub.stop()  # before the desk: its new threads were not there when the desk opened


def test_a_killed_desk_comes_back_to_the_very_case_with_its_note(
    qtbot, hub, open_at, tmp_path, monkeypatch
):
    send_scans(hub, tmp_path, 9)
    desk = open_at()
    wait_armed(qtbot, desk)
    open_before = case_of(desk)
    desk.window.desk.decision_bar.note.setText("behind the third row")
    qtbot.waitUntil(lambda: "third row" in str(desk.journal.drafts()), timeout=3000)
    monkeypatch.setattr(DeskClient, "logout", lambda _client: None)  # who is killed says nothing
    desk.stop()

    again = open_at()

    qtbot.waitUntil(lambda: case_of(again) is not None, timeout=8000)
    assert case_of(again) == open_before
    assert again.window.desk.decision_bar.note.text() == "behind the third row"
