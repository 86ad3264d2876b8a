"""Writing allowed below some folders and nowhere else, by Landlock (Linux 5.13).

See the kernel's ``Documentation/userspace-api/landlock``. Reading is left alone: a decoding
process has no network to carry anything away.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every machine
_VERSION: Final = 1
_PATH_BENEATH: Final = 1
_PR_SET_NO_NEW_PRIVS: Final = 38
_WRITE_FILE: Final = 1 << 1
#: WRITE_FILE, REMOVE_DIR, REMOVE_FILE and MAKE_* of the first version; REFER and TRUNCATE came
#: with the second and the third.
_FIRST: Final = _WRITE_FILE | sum(1 << bit for bit in range(4, 13))
_REFER: Final = 1 << 13
_TRUNCATE: Final = 1 << 14


def write_only_below(folders: Sequence[Path]) -> bool:
    """Forbid this thread, and all it starts, to write elsewhere; False where it cannot be."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    version: int = libc.syscall(_CREATE_RULESET, None, 0, _VERSION)
    if version < 1:
        return False
    rights = _FIRST | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    attributes = struct.pack("=Q", rights)
    rules: int = libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if rules < 0:
        return False
    try:
        for folder in folders:
            _allow(libc, rules, folder, rights)
        _allow(libc, rules, Path(os.devnull), _WRITE_FILE)
        if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
            return False
        told: int = libc.syscall(_RESTRICT_SELF, rules, 0)
        return told == 0
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    """Allow rights below a path; one that is not there gets none."""
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        libc.syscall(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", rights, handle), 0)
    finally:
        os.close(handle)
