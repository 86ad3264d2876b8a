"""What every test room shares."""

import os
import threading
import time

import pytest
from zmq.utils.garbage import GarbageCollectorThread

# Before any test imports Qt: no test needs a screen, and none may open a window on one.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

_PATIENCE_S = 3.0


@pytest.fixture(autouse=True)
def no_thread_outlives_its_test():
    """Fail a test that leaves a thread behind; daemons count, too: each has an owner."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + _PATIENCE_S
    left = left_over(before)
    while left and time.monotonic() < deadline:
        time.sleep(0.02)
        left = left_over(before)
    assert not left, f"threads outlived the test: {', '.join(t.name for t in left)}"


def left_over(before):
    """Return the threads that came since, but for those that belong to libraries.

    Qt's appear here as dummies; pyzmq keeps one from the first large message on.
    """
    return [
        thread
        for thread in set(threading.enumerate()) - before
        if not isinstance(
            thread,
            threading._DummyThread | GarbageCollectorThread,  # noqa: SLF001 - it has no other name
        )
    ]
