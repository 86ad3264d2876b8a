"""The words about a scan: its views, its energies, and what a package says about itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from workstation.domain.instants import require_zone


class ViewName(StrEnum):
    """From where the beam looks at the container."""

    SIDE = "side"
    TOP = "top"


class EnergyBand(StrEnum):
    """Which of a scanner's detector energies; ``SINGLE`` when it has only one."""

    HIGH = "high"
    LOW = "low"
    SINGLE = "single"


@dataclass(frozen=True, slots=True, kw_only=True)
class WedgeReading:
    """A scanner's step-wedge reading at one energy: areal densities [g/cm²] and transmissions."""

    material: str
    g_cm2: tuple[float, ...]
    transmission: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanHead:
    """Who, where and when of a scan; everything but its pixels. What is not known is None.

    Raises
    ------
    ValueError
        If ``taken_at`` carries no time zone.
    """

    scan_id: str | None = None
    site: str | None = None
    scanner: str | None = None
    taken_at: datetime | None = None
    container: str | None = None
    declaration: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.taken_at is not None:
            require_zone(self.taken_at, "taken_at")
