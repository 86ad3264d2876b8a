"""Who comes into the supervisor's room, and what its pages are told."""

import pytest
from PySide6.QtWidgets import QLabel

from tests.ui.conftest import PASSWORD
from tests.ui.test_desk import wait_armed
from ui.supervisor import room as room_module
from ui.supervisor.pages import AUDITING, LEADING, Page, PageKind
from workstation.domain.decision import Conclusion
from workstation.review.arming import Obstacle


class Noting(Page):
    """A page that notes what it is told."""

    def __init__(self, told):
        super().__init__()
        self.told = told
        QLabel("page", self)

    def wake(self):
        self.told.append("wake")

    def rest(self):
        self.told.append("rest")

    def open(self, subject):
        self.told.append(subject)


@pytest.fixture
def told(monkeypatch):
    notes = {"lead": [], "audit": []}
    pages = tuple(
        PageKind(name=name, title=name, roles=roles, make=lambda _q, _r, n=name: Noting(notes[n]))
        for name, roles in {"lead": LEADING, "audit": AUDITING}.items()
    )
    monkeypatch.setitem(room_module.SupervisorRoom.__init__.__kwdefaults__, "pages", pages)
    return notes


def seat(room, open_desk, roles):
    room.hub.add_officer("wu", PASSWORD, name="Wu", roles=roles)
    return open_desk(officer="wu")


def test_a_supervisor_begins_in_the_room_at_its_first_page(room, open_desk, told, qtbot):
    desk = seat(room, open_desk, ("supervisor",))
    pages = desk.window.pages

    qtbot.waitUntil(lambda: pages.currentWidget() is desk.supervision.room)

    assert told["lead"] == ["wake"]
    assert desk.supervision.room.navigation.count() == 2
    assert desk.hours.notice.text.text() == ""  # nobody waits for cases here


def test_a_chief_decides_first_and_goes_to_the_room_and_back_by_a_command(
    room, open_desk, told, qtbot
):
    desk = seat(room, open_desk, ("chief",))
    window = desk.window
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk)

    window.commands["view.supervisor"].trigger()
    there = window.pages.currentWidget() is desk.supervision.room
    window.commands["view.supervisor"].trigger()

    assert there
    assert window.pages.currentWidget() is window.desk
    assert told == {"lead": ["wake", "rest"], "audit": []}


def test_a_reviewer_has_no_way_into_the_room(open_desk, told, qtbot):
    desk = open_desk()
    window = desk.window
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk)

    assert not window.commands["view.supervisor"].isEnabled()
    assert told == {"lead": [], "audit": []}


def test_a_page_opens_what_another_names(room, open_desk, told, qtbot):
    desk = seat(room, open_desk, ("supervisor",))
    qtbot.waitUntil(lambda: desk.window.pages.currentWidget() is desk.supervision.room)

    opened = desk.supervision.room.open_page("audit", "d-1")

    assert opened
    assert told == {"lead": ["wake", "rest"], "audit": ["wake", "d-1"]}


def test_whoever_leaves_takes_the_pages_along(room, open_desk, told, qtbot):
    desk = seat(room, open_desk, ("supervisor",))
    qtbot.waitUntil(lambda: desk.window.pages.currentWidget() is desk.supervision.room)

    desk.link.sign_out()
    qtbot.waitUntil(lambda: desk.supervision.room.pages.count() == 0)

    assert told["lead"] == ["wake", "rest"]
    assert not desk.window.commands["view.supervisor"].isEnabled()


@pytest.mark.usefixtures("told")
def test_a_key_of_the_desk_decides_nothing_from_within_the_room(room, open_desk, qtbot):
    desk = seat(room, open_desk, ("chief",))
    window = desk.window
    room.add_cases(1)
    wait_armed(qtbot, desk)

    window.commands["view.supervisor"].trigger()
    inside = window.controller.obstacle(Conclusion.RELEASE, None)
    window.commands["decision.release"].trigger()
    window.commands["view.supervisor"].trigger()
    outside = window.controller.obstacle(Conclusion.RELEASE, None)

    assert inside is not None
    assert outside is None
    assert room.hub.decisions == []


def test_the_room_has_a_menu_of_its_pages_and_leaves_the_desk_its_own(room, open_desk, told, qtbot):
    desk = seat(room, open_desk, ("chief", "supervisor"))
    window, door = desk.window, desk.supervision
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.desk)

    def shown():
        return [one.text() for one in window.menuBar().actions() if one.isVisible()]

    at_desk = shown()
    door.toggle()
    inside, pages = shown(), door.menu.menu.actions()
    keys = [page.shortcut().toString() for page in pages]
    pages[1].trigger()
    door.toggle()

    assert "&Room" not in at_desk
    assert inside == ["&Case", "&Room", "&Help"]
    assert keys == ["Ctrl+1", "Ctrl+2"]
    assert told == {"lead": ["wake", "rest"], "audit": ["wake", "rest"]}
    assert shown() == at_desk


@pytest.mark.usefixtures("told")
def test_a_desk_that_is_locked_in_the_room_stays_covered(room, open_desk, qtbot):
    desk = seat(room, open_desk, ("chief",))
    window = desk.window
    room.add_cases(1)
    wait_armed(qtbot, desk)
    window.commands["view.supervisor"].trigger()

    window.commands["desk.lock"].trigger()

    assert desk.hours.lock.is_locked
    assert window.controller.obstacle(Conclusion.RELEASE, None) is Obstacle.SET_ASIDE
