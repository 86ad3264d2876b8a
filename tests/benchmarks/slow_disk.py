"""A disk that takes its time: every ``fsync`` of a program takes at least as long as is said.

A few lines of C stand in front of the C library's two functions; they do the real one first, and
then wait for what is left of the time. Writes stay as fast as they are. It needs a C compiler.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

_TAKES: Final = "REVIEWROOM_BENCH_SYNC_NS"
_CODE: Final = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>

static int in_no_hurry(const char *name, int file) {
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    int done = real(file);
    until.tv_nsec += atol(getenv("REVIEWROOM_BENCH_SYNC_NS"));
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    prctl(PR_SET_TIMERSLACK, 1);
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL)) { }
    return done;
}

int fdatasync(int file) { return in_no_hurry("fdatasync", file); }
int fsync(int file) { return in_no_hurry("fsync", file); }
"""


def slow_disk(folder: Path, sync_ms: float) -> dict[str, str] | None:
    """Return the environment of a program whose disk is slow; None where there is no compiler.

    Parameters
    ----------
    folder : Path
        Where the few lines of C are made into a library; it must be there as long as the program.
    sync_ms : float
        The least that ``fsync`` and ``fdatasync`` take [ms].
    """
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    code, library = folder / "slow_disk.c", folder / "slow_disk.so"
    code.write_text(_CODE, encoding="utf-8")
    subprocess.run(  # noqa: S603 - our own code, the machine's compiler
        [compiler, "-shared", "-fPIC", "-O2", str(code), "-o", str(library), "-ldl"], check=True
    )
    return {**os.environ, "LD_PRELOAD": str(library), _TAKES: f"{sync_ms * 1e6:.0f}"}
