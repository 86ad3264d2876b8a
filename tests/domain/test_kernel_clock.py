"""What the kernel says of the clock, and what is made of it."""

import ctypes
import sys

import pytest

from workstation.domain import kernel_clock
from workstation.domain.kernel_clock import (
    ClockState,
    KernelClock,
    Sync,
    in_container,
    read_clock_state,
    since_boot_s,
    state_of,
)

UNSYNCHRONISED = 0x0040


def test_a_clock_that_is_kept_tells_how_wrong_it_may_be():
    state = state_of(0x2001, 12_500, 230, contained=False)

    assert state.to_json() == {
        "sync": "synchronised",
        "max_error_s": 0.0125,
        "estimated_error_s": 0.00023,
    }


@pytest.mark.parametrize(("contained", "sync"), [(False, "unsynchronised"), (True, "unknown")])
def test_a_clock_that_nobody_keeps_says_so_and_within_a_container_that_it_is_not_known(
    contained, sync
):
    state = state_of(UNSYNCHRONISED, 16_000_000, 16_000_000, contained=contained)

    assert state.to_json() == {"sync": sync}


def test_a_container_is_known_by_what_engines_leave(monkeypatch, tmp_path):
    monkeypatch.setattr(kernel_clock, "_CONTAINER_FILES", (tmp_path / "sign",))

    bare = in_container({})
    named = in_container({"container": "podman"})
    tmp_path.joinpath("sign").touch()

    assert (bare, named, in_container({})) == (False, True, True)


def test_where_the_kernel_cannot_be_asked_nothing_is_known(monkeypatch):
    class NoLibrary:
        def __init__(self, name):
            raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", NoLibrary)

    assert read_clock_state() == ClockState(sync=Sync.UNKNOWN)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="adjtimex(2) is Linux's")
def test_this_kernel_is_asked_without_being_told_anything():
    told = kernel_clock._ask_kernel()  # noqa: SLF001 - the call itself

    assert told is not None
    status, max_error_us, estimated_error_us = told
    assert 0 <= status < 1 << 16  # STA_CLK, 0x8000, is the highest bit
    assert max_error_us >= 0
    assert estimated_error_us >= 0
    assert (since_boot_s() or 0.0) > 0


def test_the_kernel_is_asked_every_few_seconds_and_not_at_every_decision():
    asked, now = [], [100.0]

    def read():
        asked.append(now[0])
        return ClockState(sync=Sync.SYNCHRONISED, max_error_s=0.1, estimated_error_s=0.0)

    clock = KernelClock(read, now=lambda: now[0])
    for _ in range(64):
        assert clock.state.sync is Sync.SYNCHRONISED
        now[0] += 0.125

    assert asked == [100.0, 105.0]
