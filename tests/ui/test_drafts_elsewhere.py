"""What is in hand at one desk is in hand at another, when its officer gets the case there."""

import threading
import time

import pytest

from queue_client.errors import RefusalCode
from queue_client.messages import MessageType
from tests.ui.conftest import PASSWORD
from tests.ui.test_desk import BOX_DRAWN, case_of, wait_armed
from tests.ui.test_drafts import leave_hard
from ui.session import draft_sharing
from viewer.pixels.geometry import Viewpoint
from workstation.review import draft_seal
from workstation.review.draft import CaseKey
from workstation.review.draft_seal import DraftSeal


@pytest.fixture
def elsewhere(open_desk, room, tmp_path):
    """Return a function that opens a desk with another name and disk."""

    def open_there(**more):
        keys = room.hub.keys_for("desk-2")
        return open_desk(**{"desk": "desk-2", "keys": keys, "cache": tmp_path / "there", **more})

    return open_there


def opened_there(hub, password=PASSWORD):
    """Return what lies at the hub, as the officer's desk reads it."""
    if not hub.drafts:
        return None
    case_id, sealed = hub.drafts[-1]
    seal = DraftSeal.from_password("li", password, hub=hub.signing.public)
    return seal.open(sealed, CaseKey(case_id=case_id, sha256=sha_of(hub, case_id)))


def sha_of(hub, case_id):
    return next(iter(hub.cases[case_id].files()))


def wait_left(qtbot, hub, holds):
    def holds_there():
        found = opened_there(hub)
        return found is not None and bool(holds(found))

    qtbot.waitUntil(holds_there)


def mark(desk):
    desk.window.controller.draw(BOX_DRAWN)


def test_marks_note_and_look_are_there_at_another_desk(qtbot, room, open_desk, elsewhere):
    (case_id,) = room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    mark(desk)
    desk.window.desk.decision_bar.note.setText("behind the third row")
    pane = desk.window.desk.panes.scan
    pane.toggle_invert()
    pane.look_at(Viewpoint(centre=(50.0, 100.0), zoom=6.0))
    looked = pane.state
    wait_left(
        qtbot,
        room.hub,
        lambda one: one.draft.note and one.marks and one.draft.view["viewpoint"] is not None,
    )
    leave_hard(desk, room)

    there = elsewhere()

    qtbot.waitUntil(lambda: case_of(there) == case_id, timeout=8000)
    page = there.window.desk
    assert page.decision_bar.note.text() == "behind the third row"
    assert [one.points for one in there.window.controller.marks] == [BOX_DRAWN.points]
    assert page.panes.scan.state.look == looked.look
    assert page.panes.scan.state.viewpoint == looked.viewpoint
    assert "as you left it" in there.window.status.note.text()
    assert there.journal.marks(key_of(room, case_id), officer="li") != ()


def key_of(room, case_id):
    return CaseKey(case_id=case_id, sha256=sha_of(room.hub, case_id))


def test_another_officer_is_shown_nothing_of_it_there_or_here(qtbot, room, open_desk, elsewhere):
    (case_id,) = room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    mark(desk)
    desk.window.desk.decision_bar.note.setText("mine alone")
    wait_left(qtbot, room.hub, lambda one: one.draft.note == "mine alone")
    leave_hard(desk, room)

    for other in (elsewhere(officer="wang"), open_desk(officer="wang")):
        qtbot.waitUntil(lambda desk=other: case_of(desk) == case_id, timeout=8000)
        assert other.window.controller.marks == ()
        assert other.window.desk.decision_bar.note.text() == ""
        leave_hard(other, room)


def test_who_sits_down_next_in_the_same_window_is_shown_none_of_the_marks(qtbot, room, open_desk):
    (case_id,) = room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    mark(desk)
    desk.link.sign_out()
    qtbot.waitUntil(lambda: case_of(desk) is None, timeout=8000)
    room.hub.cases[case_id].token = None

    desk.link.sign_in("wang", PASSWORD)

    qtbot.waitUntil(lambda: case_of(desk) == case_id, timeout=8000)
    assert desk.window.controller.marks == ()


def test_with_a_new_password_it_is_dropped_with_a_calm_word(qtbot, room, open_desk, elsewhere):
    (case_id,) = room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    mark(desk)
    wait_left(qtbot, room.hub, lambda one: one.marks)
    leave_hard(desk, room)
    room.hub.add_officer("li", "quite another password", name="Li Wei")

    there = elsewhere(password="quite another password")  # noqa: S106 - of a stub

    qtbot.waitUntil(lambda: case_of(there) == case_id, timeout=8000)
    assert there.window.controller.marks == ()
    assert "begin it again" in there.window.status.note.text()


def test_what_lies_here_counts_when_it_is_newer(qtbot, room, open_desk):
    (case_id,) = room.add_cases(1)
    here = open_desk()
    wait_armed(qtbot, here)
    mark(here)
    wait_left(qtbot, room.hub, lambda one: one.marks)
    room.hub.refuse[MessageType.KEEP_DRAFT] = RefusalCode.NOT_ALLOWED
    here.window.desk.decision_bar.note.setText("only here")
    qtbot.waitUntil(lambda: "only here" in str(here.journal.drafts()))
    leave_hard(here, room)

    again = open_desk()

    qtbot.waitUntil(lambda: case_of(again) == case_id, timeout=8000)
    assert again.window.desk.decision_bar.note.text() == "only here"


def test_it_is_left_when_something_changed_and_at_most_every_two_seconds(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    began, left = time.monotonic(), len(room.hub.drafts)

    for number in range(25):
        desk.window.desk.decision_bar.note.setText(f"word {number}")
        qtbot.wait(100)
    wait_left(qtbot, room.hub, lambda one: one.draft.note == "word 24")
    within_s, count = time.monotonic() - began, len(room.hub.drafts) - left
    qtbot.wait(2500)

    assert 2 <= count <= within_s / draft_sharing.EVERY_S + 1
    assert len(room.hub.drafts) - left == count


def test_a_hub_that_is_away_is_in_nobodys_way_and_gets_it_when_it_is_back(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    wait_armed(qtbot, desk)
    room.hub.silent = True
    mark(desk)
    qtbot.wait(1000)
    desk.window.desk.decision_bar.note.setText("while it was away")
    qtbot.waitUntil(lambda: "while it was away" in str(desk.journal.drafts()))

    room.hub.silent = False

    wait_left(qtbot, room.hub, lambda one: one.marks and one.draft.note == "while it was away")


def test_an_older_hub_is_not_asked_again(qtbot, room, open_desk):
    room.add_cases(1)
    desk = open_desk()
    room.hub.only_version = 1
    wait_armed(qtbot, desk)
    mark(desk)

    qtbot.waitUntil(lambda: not desk.link._worker.drafts.has_work, timeout=8000)  # noqa: SLF001
    qtbot.wait(500)
    assert room.hub.drafts == []
    assert desk.window.controller.session is not None


def test_the_key_is_made_off_the_qt_thread(qtbot, room, open_desk, monkeypatch):
    room.add_cases(1)
    made_by = []
    make = draft_seal.hash_secret_raw

    def noted(*args, **options):
        made_by.append(threading.current_thread().name)
        return make(*args, **options)

    monkeypatch.setattr(draft_seal, "hash_secret_raw", noted)
    desk = open_desk()
    wait_armed(qtbot, desk)
    mark(desk)

    qtbot.waitUntil(lambda: room.hub.drafts != [], timeout=8000)
    assert made_by == ["queue-link"]
