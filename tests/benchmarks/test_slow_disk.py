"""The slow disk of the benchmarks waits as long as it says, and only for what it was given."""

import json
import subprocess
import sys

import pytest

from tests.benchmarks.slow_disk import slow_disk

WRITE = """
import ctypes, json, os, sys, time

def took(do):
    began = time.monotonic()
    do()
    return time.monotonic() - began

file = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT)
os.write(file, bytes(100_000))
first = took(lambda: os.fsync(file))
nothing = took(lambda: os.fsync(file))
os.pwrite(file, bytes(100_000), 0)
begin = ctypes.CDLL(None).sync_file_range
begin(file, ctypes.c_int64(0), ctypes.c_int64(100_000), 2)
time.sleep(0.2)
early = took(lambda: os.fdatasync(file))
print(json.dumps([first, nothing, early]))
"""


def test_a_sync_waits_for_the_bytes_that_such_a_disk_would_still_be_at(tmp_path):
    environment = slow_disk(tmp_path, 1.0, bytes_s=500_000)
    if environment is None:
        pytest.skip("no C compiler")
    if not sys.platform.startswith("linux"):
        pytest.skip("sync_file_range is Linux's")

    told = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", WRITE, str(tmp_path / "file")],
        env=environment,
        check=True,
        capture_output=True,
    )

    first, nothing, early = json.loads(told.stdout)
    assert first >= 0.2  # 100 kB at 500 kB a second
    assert nothing >= 0.001
    assert early >= 0.001
    assert nothing < first
    assert early < first  # it was given the bytes before
