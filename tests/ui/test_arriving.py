"""While a coarse picture is shown the strip tells how much of the scan is here."""

import pytest
from PySide6.QtCore import QObject, Signal

from ui.desk.arriving import Arriving
from ui.link_news import Fetching


class Case:
    class lease:  # noqa: N801 - stands for an attribute
        case_id = "site-a:s1"


class Controller(QObject):
    picture_arrived = Signal(object)
    case = None


class Strip:
    text = "before"

    def say(self, text):
        self.text = text


@pytest.fixture
def desk(qapp):  # noqa: ARG001 - signals need an application
    controller, strip = Controller(), Strip()
    controller.case = Case()
    return controller, strip, Arriving(controller, strip)


def test_the_strip_tells_how_much_of_the_open_scan_is_here_until_all_is(desk):
    controller, strip, arriving = desk

    arriving.on_news(Fetching(case_id="site-a:s1", done=1_500_000, total=30_000_000))
    during = strip.text
    controller.picture_arrived.emit(None)

    assert during == "Full picture: 1.5 of 30.0 MB"
    assert strip.text == ""


def test_a_scan_fetched_ahead_is_nothing_to_the_open_case(desk):
    controller, strip, arriving = desk

    arriving.on_news(Fetching(case_id="site-a:s2", done=1, total=2))
    controller.case = None
    arriving.on_news(Fetching(case_id="site-a:s1", done=1, total=2))

    assert strip.text == "before"
