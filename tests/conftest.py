"""What every test room shares."""

import os
import shutil
import threading
import time
import types
from pathlib import Path
from typing import Final

import hypothesis
import pytest
from argon2 import PasswordHasher
from pytestqt.qtbot import QtBot
from zmq.utils.garbage import GarbageCollectorThread

from workstation.hub import sessions
from workstation.review import draft_seal

# Before any test imports Qt: no test needs a screen, and none may open a window on one.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# Before numpy: threads of several workers that wait for each other cost six times the work.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
# Everything is flushed to the disk that matters, and in a test that is nobody's disk.
_MEMORY, _ENOUGH = Path("/dev/shm"), 4 << 30  # noqa: S108 - pytest makes folders of its own there
if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ENOUGH:
    os.environ["TMPDIR"] = str(_MEMORY)

_PATIENCE_S = 60.0
_AS_SHIPPED: Final = sessions._HASHER  # noqa: SLF001 - it is put back for who asks

# The suite says the same twice; `make explore` draws anew, and so many times as much.
_EXPLORED = int(os.environ.get("REVIEWROOM_EXPLORE", "0"))
hypothesis.settings.register_profile("suite", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None, print_blob=True)
hypothesis.settings.load_profile("explore" if _EXPLORED else "suite")


# A condition is waited for as long as a machine may need that has much else to do.
_TIMES: Final = 6
_wait_until = QtBot.waitUntil
QtBot.waitUntil = lambda bot, holds, *, timeout=5000: _wait_until(
    bot, holds, timeout=timeout * _TIMES
)


@pytest.hookimpl(trylast=True)  # after Hypothesis has marked its own
def pytest_collection_modifyitems(items):
    """Try every law as often as `make explore` asks for, also where a test names a number."""
    if not _EXPLORED:
        return
    for item in items:
        if item.get_closest_marker("hypothesis"):
            explore(item.obj if isinstance(item.obj, types.FunctionType) else item.cls)


def explore(law):
    """Give a law, a function or the test case of a state machine, more examples."""
    # Hypothesis refuses a second @settings, and these are the only names of the first one.
    name = (
        "_hypothesis_internal_use_settings" if isinstance(law, types.FunctionType) else "settings"
    )
    usual = getattr(law, name)
    setattr(law, name, hypothesis.settings(usual, max_examples=usual.max_examples * _EXPLORED))


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


@pytest.fixture(autouse=True, scope="session")
def cheap_passwords():
    """Hash passwords nearly as weakly as argon2 allows: a third of a second each adds up.

    A hash that lies there already is checked with its own parameters. Who tests the real cost asks
    for `dear_passwords`.
    """
    cost = {"time_cost": 1, "memory_cost": 16, "parallelism": 1}
    cheap = PasswordHasher(**cost)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions, "_HASHER", cheap)
        patch.setattr(sessions, "_NOBODY", cheap.hash("thrown away"))
        patch.setattr(draft_seal, "_COST", cost)
        yield


@pytest.fixture
def dear_passwords(monkeypatch):
    """Hash passwords as the program does."""
    monkeypatch.setattr(sessions, "_HASHER", _AS_SHIPPED)


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
