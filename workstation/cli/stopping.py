"""How a long-running program is told to stop: by a signal, or by the end of whoever started it.

The first signal asks for an orderly stop. The second ends the process at once, even when it hangs
in a system call, because from the first on the kernel's own answer to the signal is in force.
"""

import os
import signal
import sys
import threading
from types import FrameType
from typing import Final

_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGBREAK")  # SIGBREAK is Windows, SIGTERM hardly is
#: What the process ends with when an orderly stop took too long.
TOO_SLOW: Final = 75


def outlive_hangups() -> None:
    """Let SIGHUP mean nothing to a service from here on; see `stop_event`.

    For the first moments of a start, in which all that a program needs is still brought in.
    """
    if hasattr(signal, "SIGHUP") and not _has_terminal():
        # Not SIG_IGN: the children would inherit it.
        signal.signal(signal.SIGHUP, lambda _number, _frame: None)


def stop_event(*, with_parent: bool, within_s: float = 20.0) -> threading.Event:
    """Return an event that Ctrl-C or SIGTERM sets.

    The end of its terminal stops a program in order, too. To a service, which has none, SIGHUP
    means nothing: it used to be sent by whoever rotates logs, and must not end a room.

    `with_parent` also sets it when standard input ends. Whoever starts a program with a pipe there
    and dies, by whatever cause, takes the program along; nothing is left behind. A process that is
    still there ``within_s`` seconds after it was asked to stop ends hard; nothing acknowledged is
    lost by that.
    """
    stop = threading.Event()
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()
        for each in numbers:
            signal.signal(each, signal.SIG_DFL)

    outlive_hangups()
    if hasattr(signal, "SIGHUP") and _has_terminal():
        numbers.append(signal.SIGHUP)
    for number in numbers:
        signal.signal(number, ask_to_stop)
    if with_parent:
        threading.Thread(target=_wait_for_end, args=(stop,), name="parent", daemon=True).start()
    threading.Thread(target=_limit, args=(stop, within_s), name="stop-limit", daemon=True).start()
    return stop


def _has_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def _wait_for_end(stop: threading.Event) -> None:
    while sys.stdin.buffer.read(1):
        pass  # nobody has anything to say here; only the end matters
    stop.set()


def _limit(stop: threading.Event, within_s: float) -> None:
    """End the process hard when its orderly stop takes too long. The process is its owner."""
    stop.wait()
    if not threading.Event().wait(within_s):
        # Not by the logs: whoever hangs may hold their lock.
        os.write(2, b"reviewroom: the orderly stop took too long; ended hard, without loss.\n")
        os._exit(TOO_SLOW)
