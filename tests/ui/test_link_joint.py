"""Two desks at one case: one shows what it holds, the other looks in and points."""

import time

import pytest

from tests.ui.running_link import PASSWORD, Running, wait_until
from ui.link_news import (
    CaseFailed,
    CaseReady,
    Join,
    JointOver,
    JointReady,
    JointSeen,
    Leave,
    Lock,
    LookIn,
    ModelReady,
    NothingWaiting,
    Show,
    SignOut,
    Skip,
    Unlock,
)

SHOWN = {"view": {"window": 40000}, "marks": [], "pointer": (10.0, 20.0)}


@pytest.fixture
def running(room, tmp_path):
    made = []

    def start(desk="desk-1", officer="li"):
        made.append(Running(room, tmp_path / desk, desk=desk, officer=officer))
        return made[-1]

    yield start
    for one in made:
        one.stop()


@pytest.fixture
def guest(room, running):
    """A link whose officer looks into the case that another shows; with the case's id."""
    (case_id,) = room.add_cases(1)
    room.hub.show(case_id, "wang", SHOWN)
    link = running()
    link.worker.post(Join(case_id=case_id))
    return link, case_id


def last(link):
    return link.wait_for(JointSeen)[-1].state


def test_both_desks_see_where_the_other_points(room, running):
    (case_id,) = room.add_cases(1)
    holder = running()
    holder.wait_for(CaseReady)
    guest = running("desk-2", "wang")
    guest.wait_for(NothingWaiting)

    holder.worker.post(Show(case_id=case_id, document=SHOWN))
    holder.wait_for(JointSeen)
    guest.worker.post(Join(case_id=case_id))
    guest.worker.post(LookIn(case_id=case_id, document={"pointer": (3.0, 4.0), "note": "这里"}))

    wait_until(lambda: [one.pointer for one in last(holder).lookers] == [(3.0, 4.0)])
    holder.worker.post(Show(case_id=case_id, document={**SHOWN, "pointer": (5.0, 6.0)}))
    wait_until(lambda: last(guest).pointer == (5.0, 6.0))
    assert (last(guest).view, last(guest).officer) == (SHOWN["view"], "li")
    assert last(holder).lookers[0].note == "这里"
    assert holder.of(JointSeen)[-1].mine
    assert not guest.of(JointSeen)[-1].mine


def test_a_guest_gets_the_picture_with_its_models_and_no_case_of_its_own(guest):
    link, case_id = guest

    (ready,) = link.wait_for(JointReady)
    link.wait_for(ModelReady)

    assert ready.case.lease.case_id == case_id
    assert ready.case.lease.is_looked_into
    assert link.of(CaseReady) == []


def test_a_guest_still_works_at_its_own_cases(room, guest):
    link, _ = guest
    link.wait_for(JointReady)

    own = set(room.add_cases(3))

    link.wait_for(CaseReady, 3)
    assert {ready.case.lease.case_id for ready in link.of(CaseReady)} == own


def test_a_view_that_ends_at_its_holder_is_told(room, guest):
    link, case_id = guest
    link.wait_for(JointSeen)

    room.hub.end_show(case_id)

    (over,) = link.wait_for(JointOver)
    assert (over.case_id, over.trouble.code) == (case_id, "view_over")
    seen = len(link.of(JointSeen))
    time.sleep(0.7)
    assert len(link.of(JointSeen)) == seen


def test_a_case_that_goes_back_is_shown_no_longer(room, running):
    (case_id,) = room.add_cases(1)
    link = running()
    link.wait_for(CaseReady)
    link.worker.post(Show(case_id=case_id, document=SHOWN))
    link.wait_for(JointSeen)

    link.worker.post(Skip(case_id=case_id, reason="later", minutes=5))

    link.wait_for(JointOver)
    assert room.hub.joint.views == {}


def test_who_leaves_is_gone_from_the_view_and_gives_no_case_back(room, guest):
    link, case_id = guest
    link.wait_for(JointReady)
    assert list(room.hub.joint.views[case_id].said) == ["li"]

    link.worker.post(Leave(case_id=case_id))

    wait_until(lambda: not room.hub.joint.views[case_id].said)
    assert room.hub.skipped == []
    assert link.of(JointOver) == []


def test_a_picture_that_cannot_be_shown_ends_looking_in_and_no_lease(room, running):
    (case_id,) = room.add_cases(1)
    room.hub.cases[case_id].content = b"no scan at all"
    room.hub.show(case_id, "wang", SHOWN)
    link = running()

    link.worker.post(Join(case_id=case_id))

    (over,) = link.wait_for(JointOver)
    assert over.trouble.code == "ScanUnreadable"
    wait_until(lambda: not room.hub.joint.views[case_id].said)
    assert link.of(CaseFailed) == []
    assert room.hub.skipped == []


def test_a_locked_desk_looks_into_nothing(guest):
    link, _ = guest
    link.wait_for(JointReady)

    link.worker.post(Lock())
    time.sleep(0.4)
    seen = len(link.of(JointSeen))
    time.sleep(0.8)
    assert len(link.of(JointSeen)) == seen

    link.worker.post(Unlock(password=PASSWORD))
    link.wait_for(JointSeen, seen + 1)


def test_signing_out_ends_every_view(guest):
    link, case_id = guest
    link.wait_for(JointReady)

    link.worker.post(SignOut())

    (over,) = link.wait_for(JointOver)
    assert over.case_id == case_id
