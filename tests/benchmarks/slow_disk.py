"""A disk that takes its time: a program's ``fsync`` waits as a slower disk would have it wait.

A few lines of C stand in front of the C library's functions. They do the real thing first, and then
wait for what is left of the time: at least so long for each ``fsync``, and, for a disk of so many
bytes a second, until that disk would be through with what it was given. It is given the bytes of a
file by ``sync_file_range`` and ``fsync``, and works in the order it was given them; writing itself
stays as fast as memory. It needs a C compiler.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

_TAKES: Final = "REVIEWROOM_BENCH_SYNC_NS"
_RATE: Final = "REVIEWROOM_BENCH_BYTES_S"
_CODE: Final = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>

#define FILES 64  /* that have something the disk was not given yet */
#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER;
static struct { dev_t device; ino_t inode; off_t written; } files[FILES];
static long long free_at;  /* when the disk is through with what it was given [ns] */

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static off_t *written_to(int file) {
    struct stat s;
    if (fstat(file, &s) || !S_ISREG(s.st_mode)) return NULL;
    int none = -1;
    for (int at = 0; at < FILES; at++) {
        if (files[at].inode == s.st_ino && files[at].device == s.st_dev) return &files[at].written;
        if (!files[at].written) none = at;
    }
    if (none >= 0) {
        files[none].device = s.st_dev;
        files[none].inode = s.st_ino;
        return &files[none].written;
    }
    abort();
}

static void give(off_t *written, off_t bytes) {
    if (bytes > *written) bytes = *written;
    if (free_at < now()) free_at = now();
    free_at += (long long)(bytes * 1e9 / atof(getenv("REVIEWROOM_BENCH_BYTES_S")));
    *written -= bytes;
}

static ssize_t wrote(int file, ssize_t bytes) {
    if (bytes > 0 && getenv("REVIEWROOM_BENCH_BYTES_S")) {
        pthread_mutex_lock(&guard);
        off_t *written = written_to(file);
        if (written) *written += bytes;
        pthread_mutex_unlock(&guard);
    }
    return bytes;
}

ssize_t write(int file, const void *from, size_t bytes) {
    return wrote(file, REAL("write", ssize_t (*)(int, const void *, size_t))(file, from, bytes));
}

ssize_t pwrite(int file, const void *from, size_t bytes, off_t at) {
    return wrote(file, REAL("pwrite", ssize_t (*)(int, const void *, size_t, off_t))
                 (file, from, bytes, at));
}

ssize_t pwrite64(int file, const void *from, size_t bytes, off_t at) {
    return pwrite(file, from, bytes, at);
}

int sync_file_range(int file, off_t from, off_t bytes, unsigned int how) {
    if (getenv("REVIEWROOM_BENCH_BYTES_S")) {
        pthread_mutex_lock(&guard);
        off_t *written = written_to(file);
        if (written) give(written, bytes);
        pthread_mutex_unlock(&guard);
    }
    return REAL("sync_file_range", int (*)(int, off_t, off_t, unsigned int))
        (file, from, bytes, how);
}

static int in_no_hurry(const char *name, int file) {
    long long until = now() + atol(getenv("REVIEWROOM_BENCH_SYNC_NS"));
    if (getenv("REVIEWROOM_BENCH_BYTES_S")) {
        pthread_mutex_lock(&guard);
        off_t *written = written_to(file);
        if (written) give(written, *written);
        if (until < free_at) until = free_at;
        pthread_mutex_unlock(&guard);
    }
    int done = REAL(name, int (*)(int))(file);
    struct timespec end = { until / 1000000000, until % 1000000000 };
    prctl(PR_SET_TIMERSLACK, 1);
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL)) { }
    return done;
}

int fdatasync(int file) { return in_no_hurry("fdatasync", file); }
int fsync(int file) { return in_no_hurry("fsync", file); }
"""


def slow_disk(folder: Path, sync_ms: float, *, bytes_s: float = 0.0) -> dict[str, str] | None:
    """Return the environment of a program whose disk is slow; None where there is no compiler.

    Parameters
    ----------
    folder : Path
        Where the few lines of C are made into a library; it must be there as long as the program.
    sync_ms : float
        The least that ``fsync`` and ``fdatasync`` take [ms].
    bytes_s : float
        What the disk takes in a second [bytes]; 0 for as much as it really does.
    """
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    code, library = folder / "slow_disk.c", folder / "slow_disk.so"
    code.write_text(_CODE, encoding="utf-8")
    subprocess.run(  # noqa: S603 - our own code, the machine's compiler
        [compiler, "-shared", "-fPIC", "-O2", str(code), "-o", str(library), "-ldl"], check=True
    )
    environment = {**os.environ, "LD_PRELOAD": str(library), _TAKES: f"{sync_ms * 1e6:.0f}"}
    return environment if not bytes_s else {**environment, _RATE: f"{bytes_s:.0f}"}
