"""What the kernel says of this machine's wall clock: whether anything keeps it in step.

The kernel's word is what a time service (chrony, ntpd, systemd-timesyncd, ptp4l) has told it. Of
a clock that is set from outside the kernel, as by a hypervisor, it knows nothing; and within a
container nobody can do anything about it. There the answer is `Sync.UNKNOWN` instead of an alarm.
"""

import ctypes
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

_LOOK_EVERY_S: Final = 5.0
#: ``STA_UNSYNC`` and the signs of a container; adjtimex(2), and what container engines leave.
_UNSYNCHRONISED: Final = 0x0040
_CONTAINER_FILES: Final = (Path("/.dockerenv"), Path("/run/.containerenv"))
_MICRO: Final = 1e6


class Sync(StrEnum):
    """Whether a clock is kept in step with the world's."""

    SYNCHRONISED = "synchronised"
    UNSYNCHRONISED = "unsynchronised"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """How a machine's wall clock is kept.

    Attributes
    ----------
    max_error_s, estimated_error_s : float or None
        By how much it may be wrong at most, and probably [s]; None unless it is synchronised.
    """

    sync: Sync = Sync.UNKNOWN
    max_error_s: float | None = None
    estimated_error_s: float | None = None

    def to_json(self) -> dict[str, Any]:
        """Return what is known, as plain JSON values."""
        told: dict[str, Any] = {"sync": self.sync.value}
        if self.max_error_s is not None and self.estimated_error_s is not None:
            told["max_error_s"] = round(self.max_error_s, 6)
            told["estimated_error_s"] = round(self.estimated_error_s, 6)
        return told


class _Timex(ctypes.Structure):
    """The beginning of ``struct timex``, and room for the rest of it; see adjtimex(2)."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 256),
    )


def read_clock_state() -> ClockState:
    """Ask the kernel, in a microsecond; `Sync.UNKNOWN` where it does not say."""
    told = _ask_kernel()
    if told is None:
        return ClockState()
    status, max_error_us, estimated_error_us = told
    return state_of(status, max_error_us, estimated_error_us, contained=in_container(os.environ))


def state_of(
    status: int, max_error_us: int, estimated_error_us: int, *, contained: bool
) -> ClockState:
    """Return what the kernel's numbers mean; ``contained`` tells of a container around us."""
    if status & _UNSYNCHRONISED:
        return ClockState(sync=Sync.UNKNOWN if contained else Sync.UNSYNCHRONISED)
    return ClockState(
        sync=Sync.SYNCHRONISED,
        max_error_s=max_error_us / _MICRO,
        estimated_error_s=estimated_error_us / _MICRO,
    )


def in_container(environment: Mapping[str, str]) -> bool:
    """Tell whether this program runs in a container, as far as container engines say so."""
    return "container" in environment or any(file.exists() for file in _CONTAINER_FILES)


def since_boot_s() -> float | None:
    """Return the time since the machine was started, its sleep included [s]; None if unknown."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return None if clock is None else time.clock_gettime(clock)


def _ask_kernel() -> tuple[int, int, int] | None:
    """Return status, greatest and estimated error [µs]; None where it cannot be asked."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        adjtimex = ctypes.CDLL(None).adjtimex
    except (OSError, AttributeError):
        return None
    told = _Timex()  # modes = 0: nothing is set
    if adjtimex(ctypes.byref(told)) < 0:
        return None
    return told.status, told.maxerror, told.esterror


class KernelClock:
    """The newest word of the kernel, asked anew when it is some seconds old; never waits.

    Belongs to one thread.
    """

    def __init__(
        self,
        read: Callable[[], ClockState] = read_clock_state,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read, self._now = read, now
        self._state, self._read_at = ClockState(), float("-inf")

    @property
    def state(self) -> ClockState:
        """How the clock is kept, as of a few seconds ago at most."""
        now = self._now()
        if now - self._read_at >= _LOOK_EVERY_S:
            self._state, self._read_at = self._read(), now
        return self._state
