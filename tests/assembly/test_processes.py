"""The demo's processes come back when they die and go when the demo goes."""

import os
import signal
import subprocess
import sys
import time

import pytest

from workstation.assembly.demo import processes
from workstation.assembly.demo.processes import Keeper, ProcessFailed


def wait_until(holds, seconds=90.0):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def given_up(keeper):
    try:
        keeper.check()
    except ProcessFailed as failure:
        return failure
    return None


def test_a_process_that_was_killed_is_started_again(tmp_path):
    arguments = ["hub", "--data", str(tmp_path / "hub"), "--endpoint", "tcp://127.0.0.1:*"]
    keeper = Keeper("hub", arguments, tmp_path / "hub.log")
    ready = tmp_path / "hub" / "hub.ready"
    try:
        wait_until(ready.exists)
        first = keeper.pid
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: keeper.pid != first)

        keeper.check()
        assert keeper.starts == 2
    finally:
        keeper.stop()


def test_a_process_that_never_comes_up_is_given_up_with_its_last_words(tmp_path, monkeypatch):
    monkeypatch.setattr(processes, "_MOST_QUICK_DEATHS", 2)
    monkeypatch.setattr(processes, "_QUICK_DEATH_S", 60.0)
    keeper = Keeper("hub", ["no-such-door"], tmp_path / "hub.log")
    try:
        wait_until(lambda: given_up(keeper) is not None)

        assert "No such command" in str(given_up(keeper))
    finally:
        keeper.stop()


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9 on Windows")
def test_a_hub_goes_when_whoever_started_it_was_killed(tmp_path):
    ready = tmp_path / "hub" / "hub.ready"
    parent = subprocess.Popen([sys.executable, "-c", STARTER, str(tmp_path / "hub")])  # noqa: S603
    try:
        wait_until(ready.exists)
    finally:
        parent.kill()
        parent.wait()

    wait_until(lambda: not ready.exists())  # a clean stop takes the file away


STARTER = """
import subprocess, sys, time
command = [sys.executable, "-m", "workstation.cli.main", "hub", "--data", sys.argv[1],
           "--endpoint", "tcp://127.0.0.1:*", "--with-parent"]
subprocess.Popen(command, stdin=subprocess.PIPE)
time.sleep(60)
"""
