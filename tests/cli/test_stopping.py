"""The first signal asks for an orderly stop; the second, or too long a stop, ends the process."""

import os
import signal
import subprocess
import sys

import pytest

from workstation.cli.stopping import TOO_SLOW

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send")

PROGRAM = """
import sys, threading
from workstation.cli.stopping import stop_event
stop = stop_event(with_parent=False, within_s=float(sys.argv[1]))
print("ready", flush=True)
stop.wait()
print("asked", flush=True)
if sys.argv[2] == "hang":
    threading.Event().wait(60)
"""


@pytest.fixture
def program():
    started = []

    def start(within_s, then, stdin=None):
        process = subprocess.Popen(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", PROGRAM, str(within_s), then],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_first_signal_lets_the_program_end_by_itself(program, number):
    process = program(60, "end")

    process.send_signal(number)

    assert process.stdout.readline() == "asked\n"
    assert process.wait(20) == 0


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_a_program_that_hangs_while_it_stops(program, second):
    process = program(60, "hang")
    process.send_signal(signal.SIGTERM)
    assert process.stdout.readline() == "asked\n"

    process.send_signal(second)

    assert process.wait(20) == -second


def test_a_stop_that_takes_too_long_is_ended_and_said(program):
    process = program(0.1, "hang")

    process.send_signal(signal.SIGTERM)

    assert process.wait(20) == TOO_SLOW
    assert "took too long" in process.stderr.read()


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there is no such signal here")
def test_a_service_goes_on_at_the_signal_that_rotates_logs(program):
    process = program(60, "end", stdin=subprocess.DEVNULL)

    process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(0.5)
    process.send_signal(signal.SIGTERM)

    assert process.wait(20) == 0


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there is no such signal here")
def test_the_end_of_its_terminal_stops_a_program_in_order(program):
    ours, its_own = os.openpty()
    process = program(60, "end", stdin=its_own)
    os.close(its_own)

    process.send_signal(signal.SIGHUP)

    assert process.stdout.readline() == "asked\n"
    assert process.wait(20) == 0
    os.close(ours)


BEGINNING = """
import os, signal, sys
from workstation.cli import main as front
bring_in = front.import_module
def bring_in_and_hang_up(name):
    os.kill(os.getpid(), signal.SIGHUP)
    return bring_in(name)
front.import_module = bring_in_and_hang_up
front.main([sys.argv[1], "--help"])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="there is no such signal here")
@pytest.mark.parametrize(("door", "ends"), [("hub", 0), ("site", 0), ("keys", -signal.SIGHUP)])
def test_the_signal_that_rotates_logs_does_not_end_a_service_that_begins(door, ends):
    ended = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", BEGINNING, door],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=False,
    )

    assert ended.returncode == ends
