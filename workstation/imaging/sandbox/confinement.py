"""What a process that touches foreign bytes may still do; taken away once, never given back.

Three layers, each of which holds where the others are missing: limits of the process (POSIX), a
filter of system calls (Linux, see `syscall_filter`) and rules for folders (Linux 5.13, see
`folder_rules`). None needs privileges. On Windows the service manager's job object limits.
"""

import contextlib
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from workstation.imaging.sandbox import folder_rules, syscall_filter

MIB: Final = 1 << 20
_CPU_GRACE_S: Final = 5


class Guard(StrEnum):
    """What a confined process cannot do any more."""

    MEMORY = "memory"
    NETWORK = "network"
    PROCESSES = "processes"
    WRITING = "writing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """How far a child is confined.

    Attributes
    ----------
    memory_bytes : int
        Most address space.
    file_bytes : int or None
        Largest file, also in memory, that it may make; None for no limit.
    open_files : int or None
        Most files open at once; None leaves the system's limit.
    writable : tuple of Path or None
        Folders below which it may write; none forbids writing, None forbids nothing.
    """

    memory_bytes: int
    file_bytes: int | None = None
    open_files: int | None = None
    writable: tuple[Path, ...] | None = ()


def confine(how: Confinement) -> frozenset[Guard]:
    """Confine this process for the rest of its life; to be called before anything foreign is read.

    Folder rules hold for threads that begin later: call it before libraries are loaded that
    start threads. A second call can only take more away.

    Returns
    -------
    frozenset of Guard
        What the system let us forbid.
    """
    guards = set()
    if _limit(how):
        guards.add(Guard.MEMORY)
    if how.writable is not None and folder_rules.write_only_below(how.writable):
        guards.add(Guard.WRITING)
    if syscall_filter.install(may_write=how.writable is None or bool(how.writable)):
        guards |= {Guard.NETWORK, Guard.PROCESSES}
        if how.writable == ():
            guards.add(Guard.WRITING)
    return frozenset(guards)


if sys.platform == "win32":

    def _limit(how: Confinement) -> bool:  # noqa: ARG001 - the shape of the other
        return False

    def allow_processor_time(seconds: float) -> None:
        """Windows has no such limit; the parent's clock ends a child that takes too long."""

else:
    import resource

    def _limit(how: Confinement) -> bool:
        wanted = [(resource.RLIMIT_AS, how.memory_bytes), (resource.RLIMIT_CORE, 0)]
        if how.file_bytes is not None:
            wanted.append((resource.RLIMIT_FSIZE, how.file_bytes))
        if how.open_files is not None:
            wanted.append((resource.RLIMIT_NOFILE, how.open_files))
        for kind, most in wanted:
            with contextlib.suppress(ValueError, OSError):  # a lower limit stands already
                resource.setrlimit(kind, (most, most))
        return resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY

    def allow_processor_time(seconds: float) -> None:
        """Let this process use so much more processor time; then the system ends it [s].

        Only against a decoder that runs on by mistake: the parent's clock does not trust it.
        """
        usage = resource.getrusage(resource.RUSAGE_SELF)
        most = int(usage.ru_utime + usage.ru_stime + seconds) + _CPU_GRACE_S
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (most, hard))
