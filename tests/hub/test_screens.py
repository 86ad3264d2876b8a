"""What desks tell of their monitors stands in the log, and a loose cable does not fill it."""

import pytest

from queue_client.errors import RefusalCode, Refused
from queue_client.supervision_documents.screen import ScreenChange
from queue_client.supervision_messages import SteerAct
from tests.makers.memory_store import facts_of
from tests.makers.running_hub import RunningHub
from workstation.hub.screens import ScreenNotes

MONITOR = {
    "maker": "EIZO",
    "model": "RX350",
    "serial": "21409",
    "port": "DP-1",
    "size_mm": [324.0, 432.0],
    "size_px": [1536, 2048],
    "pixel_ratio": 1.0,
}


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    running = RunningHub(tmp_path_factory.mktemp("hub"))
    running.contributions = (ScreenNotes(running.records).contribution(),)
    with running:
        yield running


@pytest.fixture(scope="module")
def desk(hub):
    return hub.seated()


def tell(desk, request, **document):
    return desk.steer(SteerAct.NOTE_SCREEN, document, reason="", request=request)


def test_a_monitor_that_is_gone_is_an_entry_that_names_it_once(hub, desk):
    for _ in range(2):  # the first answer may have been lost
        tell(desk, "r1", change="gone", case_id="site-a:s1", monitor=MONITOR)

    (facts,) = facts_of(hub.records, "desk:screen:gone")
    assert (facts["officer"], facts["desk"], facts["case"]) == ("li", "desk-1", "site-a:s1")
    assert facts["monitor"]["serial"] == "21409"
    assert "now" not in facts


def test_a_check_that_was_written_down_is_an_entry_of_its_own(hub, desk):
    checked = {**MONITOR, "check": {"on": "2026-11-20", "by": "li"}}

    tell(desk, "r2", change=ScreenChange.CHECKED.value, monitor=checked)

    (facts,) = facts_of(hub.records, "desk:monitor:checked")
    assert facts["monitor"]["check"] == {"on": "2026-11-20", "by": "li"}


@pytest.mark.parametrize(
    "document",
    [
        {"change": "sold", "monitor": MONITOR},
        {"change": "gone", "monitor": {**MONITOR, "serial": "x" * 201}},
        {"change": "gone", "monitor": {**MONITOR, "check": {"on": "yesterday", "by": "li"}}},
        {"change": "gone"},
    ],
)
def test_what_is_no_such_note_is_refused(hub, desk, document):
    before = len(hub.records.notes)

    with pytest.raises(Refused) as caught:
        tell(desk, "r3", **document)

    assert caught.value.code is RefusalCode.MALFORMED
    assert len(hub.records.notes) == before


def test_a_loose_cable_does_not_fill_the_log(hub, desk):
    for number in range(60):
        tell(desk, f"flap-{number}", change="changed", monitor=MONITOR, now=MONITOR)

    assert len(facts_of(hub.records, "desk:screen:changed")) == 20
