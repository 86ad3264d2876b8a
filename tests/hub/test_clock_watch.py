"""A clock that was set is written down; one that is held in step is not."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.makers.memory_store import MemoryRecords
from tests.makers.running_hub import RunningHub
from workstation.domain.errors import StorageUnavailable
from workstation.domain.kernel_clock import ClockState, KernelClock, Sync
from workstation.hub import clock_watch, clocks
from workstation.hub.clock_watch import STEP_S, ClockWatch

MORNING = datetime(2026, 5, 1, 8, tzinfo=UTC)
KERNEL = KernelClock(ClockState)  # which says nothing


class Clocks:
    """Two clocks that a test moves, in place of the machine's."""

    def __init__(self):
        self.now, self.day = 100.0, MORNING

    def passes(self, seconds, *, shown=None):
        self.now += seconds
        self.day += timedelta(seconds=seconds if shown is None else shown)


@pytest.fixture
def both(monkeypatch):
    two = Clocks()
    monkeypatch.setattr(clock_watch, "monotonic", lambda: two.now)
    monkeypatch.setattr(clock_watch, "wall", lambda: two.day)
    return two


def steps(records):
    return [facts["by_s"] for tag, facts in records.notes if tag == "hub:clock:stepped"]


@pytest.mark.parametrize("by_s", [3600.0, -3600.0, 86400.0, -STEP_S])
def test_a_clock_that_was_set_is_written_down_once(both, by_s):
    records = MemoryRecords()
    watch = ClockWatch(records, KERNEL)

    both.passes(1.5, shown=1.5 + by_s)
    watch.tend()
    both.passes(1.5)
    watch.tend()

    assert steps(records) == [by_s]


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize(
    ("by_s", "told"), [(-3600.0, [-3600.0]), (-1.0, []), (0.0, []), (3600.0, [])]
)
def test_a_clock_that_was_set_back_while_no_hub_ran_is_written_down(by_s, told):
    records = MemoryRecords(noted_at=MORNING - timedelta(seconds=by_s))

    ClockWatch(records, KERNEL).look_back()

    assert steps(records) == told
    assert all(facts["stopped"] for _, facts in records.notes)


@pytest.mark.usefixtures("both")
def test_of_a_room_that_has_noted_nothing_nothing_is_said():
    records = MemoryRecords()

    ClockWatch(records, KERNEL).look_back()

    assert records.notes == []


def test_a_hub_that_starts_looks_back_first(tmp_path):
    hub = RunningHub(tmp_path)
    hub.records.noted_at = datetime.now(UTC) + timedelta(days=400)

    with hub:
        tags = [tag for tag, _ in hub.records.notes]

    assert tags[:2] == ["hub:clock:stepped", "hub:started"]


def test_a_clock_that_is_led_back_slowly_is_not_told_of(both):
    records = MemoryRecords()
    watch = ClockWatch(records, KERNEL)

    for _ in range(10_000):
        both.passes(1.0, shown=1.0005)
        watch.tend()

    assert steps(records) == []


def test_what_could_not_be_written_is_written_later(both):
    records = MemoryRecords()
    watch = ClockWatch(records, KERNEL)
    records.failing = True
    both.passes(1.5, shown=3601.5)
    with pytest.raises(StorageUnavailable):
        watch.tend()

    records.failing = False
    both.passes(1.5)
    watch.tend()

    assert steps(records) == [3600.0]


def test_a_hub_at_work_looks_at_its_clock(tmp_path, monkeypatch):
    with RunningHub(tmp_path) as hub:
        monkeypatch.setattr(
            clock_watch, "wall", lambda: clocks.wall() - timedelta(hours=1), raising=True
        )

        hub.until(lambda: steps(hub.records) != [])

    assert steps(hub.records) == [pytest.approx(-3600.0, abs=1.0)]


def test_a_clock_that_nothing_keeps_for_minutes_is_written_down_once_and_so_is_its_end(both):
    records, said = MemoryRecords(), [Sync.UNSYNCHRONISED]
    kernel = KernelClock(lambda: ClockState(sync=said[0]), now=lambda: both.now)
    watch = ClockWatch(records, kernel)

    def minutes_pass(count):
        for _ in range(60 * count):
            both.passes(1.0)
            watch.tend()
        return [tag for tag, _ in records.notes]

    assert minutes_pass(9) == []  # a time service takes its time at the start
    assert minutes_pass(60) == ["hub:clock:loose"]
    said[0] = Sync.SYNCHRONISED
    assert minutes_pass(1) == ["hub:clock:loose", "hub:clock:kept"]
    said[0] = Sync.UNKNOWN
    assert minutes_pass(60) == ["hub:clock:loose", "hub:clock:kept"]
