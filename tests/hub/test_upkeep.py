import contextlib
import errno
import multiprocessing
import time

import pytest

from workstation.hub.upkeep import Upkeep


@pytest.fixture
def upkeep_of():
    made = []

    def make(job, options):
        made.append(Upkeep(job, options, first_s=0.0))
        made[-1].tend()
        return made[-1]

    yield make
    for upkeep in made:
        upkeep.close()


def wait_for(path):
    ends = time.monotonic() + 90
    while not path.exists():
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_the_upkeep_is_done_in_a_child_that_yields_to_others(upkeep_of, tmp_path):
    upkeep_of("tests.makers.jobs:note_niceness", {"note": str(tmp_path / "note")})

    wait_for(tmp_path / "note")

    assert int((tmp_path / "note").read_text()) >= 15


def test_an_upkeep_that_takes_long_ends_with_its_hub(upkeep_of, tmp_path):
    before = set(multiprocessing.active_children())
    upkeep = upkeep_of("tests.makers.jobs:note_and_sleep", {"note": str(tmp_path / "note")})
    wait_for(tmp_path / "note")

    upkeep.close()

    assert set(multiprocessing.active_children()) <= before


def test_without_a_job_nothing_is_started(upkeep_of):
    upkeep = upkeep_of("", {})

    upkeep.tend()
    upkeep.close()


def test_a_machine_without_room_for_the_child_is_asked_again_later(monkeypatch, tmp_path):
    now, options = [0.0], {"note": str(tmp_path / "note")}
    monkeypatch.setattr("workstation.hub.upkeep.monotonic", lambda: now[0])
    with contextlib.closing(
        Upkeep("tests.makers.jobs:note_niceness", options, first_s=0.0)
    ) as upkeep:
        with monkeypatch.context() as full:
            full.setattr(multiprocessing.get_context("spawn").Process, "start", _refuse)
            with pytest.raises(OSError, match="unavailable"):
                upkeep.tend()
            upkeep.tend()  # too early to ask again: it would be refused once more

        now[0] = 3600.0
        upkeep.tend()

        wait_for(tmp_path / "note")


def _refuse(_process):
    raise OSError(errno.EAGAIN, "Resource temporarily unavailable")
