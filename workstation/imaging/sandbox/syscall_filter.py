"""Which system calls a decoding process is refused: network, programs, other processes, writing.

A classic BPF program for seccomp, as the kernel's ``Documentation/userspace-api/seccomp_filter``
describes it. What is refused fails with an error, so that a library that only tries goes on. The
numbers are the kernel's own tables for x86-64 and AArch64; elsewhere nothing is installed.
"""

import ctypes
import errno
import os
import platform
import sys
from collections.abc import Mapping
from typing import Final

_MACHINES: Final[Mapping[str, tuple[int, int]]] = {  # machine: audit architecture, seccomp's number
    "x86_64": (0xC000003E, 317),
    "aarch64": (0xC00000B7, 277),
}
_X32: Final = 0x40000000
#: Refused always. A number of None means that the machine has no such call.
_REFUSED: Final[Mapping[str, tuple[int | None, int | None]]] = {
    "socket": (41, 198), "connect": (42, 203), "accept": (43, 202), "accept4": (288, 242),
    "bind": (49, 200), "listen": (50, 201), "socketpair": (53, 199),
    "fork": (57, None), "vfork": (58, None), "execve": (59, 221), "execveat": (322, 281),
    "kill": (62, 129), "tkill": (200, 130), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "unshare": (272, 97), "setns": (308, 268), "open_by_handle_at": (304, 265),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
}  # fmt: skip
#: Refused to who may not write. `openat2` too: its flags lie where a filter cannot look.
_WRITING: Final[Mapping[str, tuple[int | None, int | None]]] = {
    "creat": (85, None), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276),
    "mkdir": (83, None), "mkdirat": (258, 34), "rmdir": (84, None),
    "link": (86, None), "linkat": (265, 37), "symlink": (88, None), "symlinkat": (266, 36),
    "unlink": (87, None), "unlinkat": (263, 35), "mknod": (133, None), "mknodat": (259, 33),
    "chmod": (90, None), "fchmodat": (268, 53), "chown": (92, None), "lchown": (94, None),
    "fchownat": (260, 54), "truncate": (76, 45),
}  # fmt: skip
_OPEN: Final = (2, None)
_OPENAT: Final = (257, 56)
_OPENAT2: Final = (437, 437)
_CLONE: Final = (56, 220)
_CLONE3: Final = (435, 435)
_CLONE_THREAD: Final = 0x00010000

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL_PROCESS, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER_AT, _ARCH_AT, _ARGUMENTS_AT = 0, 4, 16
_PR_SET_NO_NEW_PRIVS = 38
_SET_MODE_FILTER, _ALL_THREADS = 1, 1


class _Instruction(ctypes.Structure):
    """``struct sock_filter``."""

    _fields_ = (
        ("code", ctypes.c_uint16),
        ("jump_true", ctypes.c_uint8),
        ("jump_false", ctypes.c_uint8),
        ("k", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_uint16), ("first", ctypes.POINTER(_Instruction)))


def install(*, may_write: bool) -> bool:
    """Refuse the calls to all threads of this process, for good; False where it cannot be."""
    machine = platform.machine()
    if sys.platform != "linux" or machine not in _MACHINES:
        return False
    lines = _lines(machine, may_write=may_write)
    code = (_Instruction * len(lines))(*(_Instruction(*line) for line in lines))
    program = _Program(len(lines), code)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    number = _MACHINES[machine][1]
    told: int = libc.syscall(number, _SET_MODE_FILTER, _ALL_THREADS, ctypes.byref(program))
    return told == 0


def _lines(machine: str, *, may_write: bool) -> list[tuple[int, int, int, int]]:
    """Return the program: (code, jump if true, jump if false, k) each."""
    which = list(_MACHINES).index(machine)
    lines = [
        (_LOAD, 0, 0, _ARCH_AT),
        (_EQUAL, 1, 0, _MACHINES[machine][0]),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _ERRNO | errno.EPERM),
    ]
    refused = [(pair[which], errno.EPERM) for pair in _REFUSED.values()]
    refused.append((_CLONE3[which], errno.ENOSYS))  # then the C library uses clone
    if not may_write:
        refused += [(pair[which], errno.EACCES) for pair in _WRITING.values()]
        refused.append((_OPENAT2[which], errno.ENOSYS))
    for number, error in refused:
        if number is not None:
            lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERRNO | error)]
    lines += _by_flags(_CLONE[which], 0, _CLONE_THREAD, wanted=True, error=errno.EPERM)
    if not may_write:
        for pair, place in ((_OPEN, 1), (_OPENAT, 2)):
            lines += _by_flags(pair[which], place, _writing_flags(), wanted=False,
                               error=errno.EACCES)  # fmt: skip
    return [*lines, (_RETURN, 0, 0, _ALLOW)]


def _by_flags(
    number: int | None, argument: int, flags: int, *, wanted: bool, error: int
) -> list[tuple[int, int, int, int]]:
    """Refuse a call when none of the flags is set (``wanted``), or when one of them is."""
    if number is None:
        return []
    to_refuse, to_allow = (1, 0) if wanted else (0, 1)
    return [
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument),
        (_ANY_BIT, to_refuse, to_allow, flags),
        (_RETURN, 0, 0, _ERRNO | error),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _writing_flags() -> int:
    return os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
