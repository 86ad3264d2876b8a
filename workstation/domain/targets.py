"""What a supervisor wants of the room, and whether a figure is there."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Target(StrEnum):
    """What a target is set for."""

    DIRECT_RELEASE = "direct_release"
    SLOWEST = "slowest"
    TYPICAL = "typical"


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """The room's targets.

    The defaults are figures of practice: a district of 2017 released 82.2 % of its scans at once
    and took 2.7 h a case, the best of today 10 minutes.

    Attributes
    ----------
    direct_release : float
        The least share of decided cases that are released, from 0 to 1.
    slowest_s : float
        Within what time from arrival to decision nine cases of ten are done [s].
    typical_s : float
        Within what time half of them are [s].

    Raises
    ------
    ValueError
        If a target cannot be met or missed by anything.
    """

    direct_release: float = 0.822
    slowest_s: float = 2.7 * 3600
    typical_s: float = 600.0

    def __post_init__(self) -> None:
        if not 0 < self.direct_release <= 1:
            raise ValueError(f"a share is from 0 to 1, got {self.direct_release:g}")
        for name, value in (("slowest", self.slowest_s), ("typical", self.typical_s)):
            if not 1 <= value <= 30 * 86400:
                raise ValueError(f"the {name} time is 1 s to 30 days, got {value:g} s")


def targets_to_json(targets: Targets) -> dict[str, Any]:
    """Return targets as plain JSON values."""
    return asdict(targets)


def targets_from_json(data: dict[str, Any]) -> Targets:
    """Read what `targets_to_json` wrote; raise ``KeyError`` or ``ValueError`` otherwise."""
    return Targets(
        direct_release=float(data["direct_release"]),
        slowest_s=float(data["slowest_s"]),
        typical_s=float(data["typical_s"]),
    )
