"""What became of a monitor is told once, waits for a silent hub, and holds nothing up."""

import pytest

from queue_client.errors import HubSilent, RefusalCode, Refused
from queue_client.supervision_messages import SteerAct
from ui.link_screens import ScreenTeller


class Hub:
    """Takes orders, or raises what it is told to."""

    def __init__(self):
        self.heard, self.error = [], None

    def steer(self, act, document, *, reason, request):  # noqa: ARG002 - as the desk calls it
        if self.error is not None:
            raise self.error
        self.heard.append((act, document["change"], request))
        return {}


@pytest.fixture
def teller():
    teller = ScreenTeller()
    for change in ("gone", "back"):
        teller.take({"change": change})
    return teller


def test_changes_are_told_in_order_and_once(teller):
    hub = Hub()

    teller.work(hub)
    teller.work(hub)

    assert [(act, change) for act, change, _ in hub.heard] == [
        (SteerAct.NOTE_SCREEN, "gone"),
        (SteerAct.NOTE_SCREEN, "back"),
    ]
    assert len({request for _, _, request in hub.heard}) == 2
    assert not teller.has_work


def test_a_silent_hub_hears_it_later(teller):
    hub = Hub()
    hub.error = HubSilent("tcp://hub", 2.0)
    with pytest.raises(HubSilent):
        teller.work(hub)

    hub.error = None
    teller.work(hub)

    assert [change for _, change, _ in hub.heard] == ["gone", "back"]


@pytest.mark.parametrize("code", [RefusalCode.UPGRADE, RefusalCode.UNKNOWN, RefusalCode.LOCKED])
def test_a_hub_that_does_not_take_such_words_is_not_asked_for_ever(teller, code):
    hub = Hub()
    hub.error = Refused(code, "no")

    teller.work(hub)

    assert not teller.has_work


def test_a_session_that_is_over_is_for_the_link_to_hear(teller):
    hub = Hub()
    hub.error = Refused(RefusalCode.NO_SESSION, "nobody sits there")

    with pytest.raises(Refused):
        teller.work(hub)

    assert teller.has_work


def test_a_hub_that_is_silent_for_long_is_told_the_newest(teller):
    hub = Hub()
    for number in range(100):
        teller.take({"change": str(number)})

    teller.work(hub)

    assert len(hub.heard) == 64
    assert hub.heard[-1][1] == "99"


def test_what_nobody_may_tell_any_more_is_forgotten(teller):
    teller.forget()

    assert not teller.has_work
