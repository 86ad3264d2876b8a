"""What the hub itself knows of the moment of a decision.

It stands in the audit entry beside the desk's evidence, for the desk has no say in it.
"""

import hashlib
import secrets
from typing import Any, Final

from workstation.domain.kernel_clock import ClockState, since_boot_s
from workstation.hub.sessions import Seat

#: This run of the hub: its monotonic instants mean something only among each other.
RUN: Final = secrets.token_hex(8)
_SIGNED_IN_BY: Final = "password"


def session_name(token: str) -> str:
    """Return a name for a session that gives its token away to nobody."""
    return hashlib.sha256(b"session\n" + token.encode()).hexdigest()[:16]


def circumstances(seat: Seat, now_s: float, clock: ClockState) -> dict[str, Any]:
    """Return who sat there by what right, and when by clocks that nobody can set.

    The decision carries the time of another clock: how that one is kept is told beside.

    Parameters
    ----------
    now_s : float
        Monotonic instant of the decision [s].
    clock : ClockState
        Whether anything keeps the hub's wall clock in step.
    """
    booted_s = since_boot_s()
    return {
        "session": session_name(seat.token),
        "roles": sorted(role.value for role in seat.officer.roles),
        "signed_in_by": _SIGNED_IN_BY,
        "seated_s": round(now_s - seat.began, 1),
        "desk_software": seat.software,
        "hub_run": RUN,
        "hub_monotonic_s": round(now_s, 3),
        "hub_boot_s": None if booted_s is None else round(booted_s, 3),
        "hub_clock": clock.to_json(),
    }
