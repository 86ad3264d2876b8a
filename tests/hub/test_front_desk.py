"""Passwords are checked aside, and no desk keeps the others waiting for theirs."""

from concurrent.futures import Future

import pytest

from queue_client.errors import HubBusy
from queue_client.messages import Login
from tests.makers.memory_store import MemoryRecords
from workstation.hub.front_desk import FrontDesk
from workstation.hub.sessions import Sessions


class Slow:
    """Checks passwords for as long as the test likes."""

    def __init__(self):
        self.checks = []

    def check(self, _password_hash, _password):
        self.checks.append(Future())
        return self.checks[-1]


@pytest.fixture
def slow():
    return Slow()


@pytest.fixture
def front(slow):
    return FrontDesk(
        MemoryRecords(),
        Sessions(idle_s=100.0, longest_s=1000.0),
        slow,
        send=lambda _route, _reply: None,
        seated=lambda _seat, _ended: None,
        recall_s=5.0,
    )


def login(officer):
    return Login(ask=1, officer=officer, password="a long password")  # noqa: S106 - opens nothing


def test_a_desk_that_floods_with_log_ins_is_told_to_come_again_and_another_is_heard(front, slow):
    front.login("desk-1", login("o1"), b"way")
    front.login("desk-1", login("o2"), b"way")

    with pytest.raises(HubBusy):
        front.login("desk-1", login("o3"), b"way")
    front.login("desk-2", login("li"), b"way")

    assert len(slow.checks) == 3


def test_the_same_question_again_is_no_flood(front, slow):
    front.login("desk-1", login("o1"), b"way")
    front.login("desk-1", login("o2"), b"way")
    front.login("desk-1", login("o2"), b"another way")

    assert len(slow.checks) == 2


def test_a_desk_is_heard_again_when_its_passwords_were_checked(front, slow):
    front.login("desk-1", login("o1"), b"way")
    front.login("desk-1", login("o2"), b"way")
    slow.checks[0].set_result(False)
    front.finish()
    front.login("desk-1", login("o3"), b"way")

    assert len(slow.checks) == 3
