"""A real hub goes away and comes back; a desk that was killed comes back to its case."""

import pytest
from PySide6.QtCore import Qt

from queue_client.client import DeskClient
from tests.makers.running_hub import PASSWORD, RunningHub
from tests.ui.conftest import make_package
from tests.ui.test_desk import case_of, give_reason, press, wait_armed
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
