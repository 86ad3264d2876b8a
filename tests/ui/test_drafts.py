"""What was in hand when the program died is in hand again when it comes back."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.conftest import note_flushes
from tests.ui.test_desk import BOX_DRAWN, case_of, press, wait_armed
from viewer.pixels.geometry import Viewpoint


def leave_hard(desk, room):
    """End a desk as a power cut does: nothing is decided, and the hub's lease runs out."""
    desk.stop()
    for case in room.hub.cases.values():
        case.token = None


def test_a_crash_gives_back_note_marks_and_look(qtbot, room, open_desk):
    (case_id,) = room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    page = desk.window.desk
    desk.window.controller.draw(BOX_DRAWN)
    page.decision_bar.note.setText("behind the third row")
    page.panes.scan.toggle_invert()
    page.panes.scan.look_at(Viewpoint(centre=(50.0, 100.0), zoom=6.0))
    looked = page.panes.scan.state
    qtbot.waitUntil(
        lambda: any(
            draft.view["viewpoint"] is not None and draft.view["look"]["invert"]
            for draft in desk.journal.drafts().values()
        ),
        timeout=4000,
    )
    leave_hard(desk, room)

    again = open_desk()

    qtbot.waitUntil(lambda: case_of(again) == case_id, timeout=8000)
    bar, pane = again.window.desk.decision_bar, again.window.desk.panes.scan
    assert bar.note.text() == "behind the third row"
    assert [mark.points for mark in again.window.controller.marks] == [BOX_DRAWN.points]
    assert pane.state.look == looked.look
    assert pane.state.viewpoint == looked.viewpoint
    assert "as you left it" in again.window.status.note.text()


def test_another_officer_is_not_shown_the_draft(qtbot, room, open_desk):
    (case_id,) = room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    desk.window.desk.decision_bar.note.setText("mine alone")
    qtbot.waitUntil(lambda: "mine alone" in str(desk.journal.drafts()), timeout=3000)
    leave_hard(desk, room)

    again = open_desk(officer="wang")

    qtbot.waitUntil(lambda: case_of(again) == case_id, timeout=8000)
    assert again.window.desk.decision_bar.note.text() == ""


def test_a_note_does_not_follow_to_the_next_case(qtbot, room, open_desk):
    first, second = room.add_cases(2)
    desk = open_desk()
    wait_armed(qtbot, desk)
    desk.window.desk.decision_bar.note.setText("about the first")

    desk.window.commands["case.skip"].trigger()

    qtbot.waitUntil(lambda: case_of(desk) == second, timeout=5000)
    assert desk.window.desk.decision_bar.note.text() == ""
    notes = {key.case_id: draft.note for key, draft in desk.journal.drafts().items()}
    assert notes[first] == "about the first"


def test_typing_a_note_never_waits_for_the_disk(qtbot, room, open_desk, monkeypatch):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    flushed_by = note_flushes(monkeypatch)

    QTest.keyClicks(desk.window.desk.decision_bar.note, "left of the door")

    qtbot.waitUntil(lambda: "left of the door" in str(desk.journal.drafts()), timeout=3000)
    assert set(flushed_by) == {"journal"}


def test_a_decided_case_leaves_no_draft(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    desk.window.desk.decision_bar.note.setText("nothing to see")

    press(desk, Qt.Key.Key_F9)

    qtbot.waitUntil(lambda: len(room.hub.decisions) == 1, timeout=5000)
    qtbot.waitUntil(lambda: desk.journal.drafts() == {}, timeout=3000)
