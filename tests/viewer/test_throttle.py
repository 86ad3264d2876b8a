"""Doing something at once, but not more often than an eye can follow."""

import pytest
from PySide6.QtCore import QObject

from viewer.throttle import Throttle


class Counter(QObject):
    def __init__(self):
        super().__init__()
        self.done = 0

    def act(self):
        self.done += 1


pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def counter():
    return Counter()


def test_the_first_asking_acts_at_once_and_the_last_one_counts(qtbot, counter):
    throttle = Throttle(counter.act, 30, counter)

    for _ in range(5):
        throttle.ask()
    at_once = counter.done

    qtbot.waitUntil(lambda: counter.done == 2, timeout=1000)
    qtbot.wait(60)
    assert at_once == 1
    assert counter.done == 2


def test_a_flush_does_what_waits_and_only_that(counter):
    throttle = Throttle(counter.act, 1000, counter)
    throttle.ask()
    throttle.flush()
    idle = counter.done

    throttle.ask()
    throttle.flush()
    throttle.flush()

    assert idle == 1
    assert counter.done == 2
