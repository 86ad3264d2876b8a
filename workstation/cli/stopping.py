"""How a long-running program is told to stop: by a signal, or by the end of whoever started it."""

import signal
import sys
import threading
from types import FrameType


def stop_event(*, with_parent: bool) -> threading.Event:
    """Return an event that Ctrl-C or SIGTERM sets.

    `with_parent` also sets it when standard input ends. Whoever starts a program with a pipe there
    and dies, by whatever cause, takes the program along; nothing is left behind.
    """
    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):  # SIGBREAK is Windows, SIGTERM hardly is
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), ask_to_stop)
    if with_parent:
        threading.Thread(target=_wait_for_end, args=(stop,), name="parent", daemon=True).start()
    return stop


def _wait_for_end(stop: threading.Event) -> None:
    while sys.stdin.buffer.read(1):
        pass  # nobody has anything to say here; only the end matters
    stop.set()
