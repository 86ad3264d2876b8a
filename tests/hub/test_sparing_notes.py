"""What a machine does again and again does not fill the evidence log; it is counted there."""

import pytest

from queue_client.errors import Refused
from queue_client.keys import SigningKey
from queue_client.messages import Lease
from tests.hub.test_custody import applied
from tests.makers.memory_store import MemoryRecords, facts_of
from tests.makers.running_hub import RunningHub
from tests.makers.waiting_cases import Clock
from workstation.domain.errors import StorageUnavailable
from workstation.hub.sparing_notes import SparingNotes

TAG = "wire:message:refused"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def records():
    return MemoryRecords()


@pytest.fixture
def notes(records, clock):
    return SparingNotes(records, clock=clock)


def test_the_first_of_a_minute_are_written_and_the_rest_share_one_entry(notes, records, clock):
    for number in range(50):
        notes.note(TAG, {"number": number}, of="site-a")
    notes.tend()
    before = facts_of(records, TAG)
    clock.now = 60.0
    notes.tend()

    assert before == [{"number": number} for number in range(20)]
    assert facts_of(records, TAG)[20:] == [{"number": 49, "times": 30}]


def test_a_machine_that_floods_costs_no_other_its_entries(notes, records):
    for _ in range(50):
        notes.note(TAG, {"machine": "site-a"}, of="site-a")
    notes.note(TAG, {"machine": "site-b"}, of="site-b")

    assert facts_of(records, TAG)[-1] == {"machine": "site-b"}


def test_the_next_minute_is_written_down_again_from_its_first(notes, records, clock):
    notes.note(TAG, {"minute": 1}, of="site-a")
    clock.now = 60.0
    notes.tend()
    notes.note(TAG, {"minute": 2}, of="site-a")

    assert facts_of(records, TAG) == [{"minute": 1}, {"minute": 2}]


def test_what_was_counted_is_not_lost_while_the_store_fails(notes, records, clock):
    for number in range(22):
        notes.note(TAG, {"number": number}, of="site-a")
    clock.now = 60.0
    records.failing = True
    with pytest.raises(StorageUnavailable):
        notes.tend()
    records.failing = False
    notes.tend()

    assert facts_of(records, TAG)[-1] == {"number": 21, "times": 2}


def test_what_was_counted_is_written_down_when_the_hub_stops(tmp_path):
    with RunningHub(tmp_path) as hub:
        site = hub.site()
        for _ in range(25):
            with pytest.raises(Refused):
                site._link.ask(  # noqa: SLF001 - a site that asks what only a desk may
                    Lease(ask=site._link.next_ask(), session="x", request="r")  # noqa: SLF001
                )

    refused = facts_of(hub.records, TAG)
    assert len(refused) == 21
    assert refused[-1]["times"] == 5


def test_a_report_full_of_forged_decisions_is_no_flood_of_entries(tmp_path):
    with RunningHub(tmp_path) as hub:
        forged = applied(SigningKey.make())
        hub.site().report([forged] * 100, last=False)

    written = facts_of(hub.records, "site:decision:forged")
    assert len(written) == 21
    assert written[-1]["times"] == 80


def test_a_report_of_more_scans_than_fit_a_page_is_refused(tmp_path):
    with RunningHub(tmp_path) as hub, pytest.raises(Refused):
        hub.site().report([applied(hub.keys.signing)] * 257, last=False)
