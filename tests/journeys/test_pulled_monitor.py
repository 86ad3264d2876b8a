"""A monitor of a real X server is pulled out under an open case, comes back, is left by hand."""

import json
import os
import shutil
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(
        shutil.which("Xvfb") is None or find_library("Xrandr") is None,
        reason="needs Xvfb and libXrandr",
    ),
]


@pytest.fixture
def display():
    read_end, write_end = os.pipe()
    server = subprocess.Popen(  # noqa: S603
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "3200x1080x24"],  # noqa: S607
        pass_fds=(write_end,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end, encoding="ascii") as answer:
        number = answer.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


def test_without_its_monitor_a_case_is_not_decided_and_with_it_again_it_is(display):
    done = subprocess.run(
        [sys.executable, "-m", "tests.journeys.monitors_x"],
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
        env={**os.environ, "DISPLAY": display},
        timeout=200,
    )

    if "Could not load the Qt platform plugin" in done.stderr:
        pytest.skip("the libraries of Qt's X11 plugin are not installed")
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["seen"] == {
        "opened": None,
        "pulled": "screen_changed",
        "back": None,
        "moved by hand": None,
    }
    assert told["changes"] == [["gone", "LEFT"], ["back", "LEFT"], ["moved", "RIGHT"]]
    assert told["told"] == ["gone", "back"]
