"""How the room stands at one moment: what those who lead it see, and what a watchman counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from workstation.domain.alert import AlertKind, AlertState
from workstation.domain.drift import Measure


class Percentile(StrEnum):
    """Which share of the cases took no longer."""

    P50 = "p50"
    P90 = "p90"
    P95 = "p95"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteNow:
    """A site: its cases by stage, and since when its oldest waits."""

    site: str
    by_stage: Mapping[str, int]
    oldest_waiting: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayNow:
    """What was decided since a moment, today's midnight as a rule.

    Attributes
    ----------
    decided, released : int
        Cases that a decision settled, and those of them that were released.
    turnaround_s : mapping of Percentile to float
        From arrival to decision [s]; empty while nothing is decided.
    by_hour : sequence of int
        How many cases were decided in each hour from ``since`` on.
    judged, silent : int
        Scans that the engine gave a verdict on, and those of which it could not judge.
    """

    since: datetime
    decided: int = 0
    released: int = 0
    turnaround_s: Mapping[Percentile, float] = field(default_factory=dict)
    by_hour: Sequence[int] = ()
    judged: int = 0
    silent: int = 0

    @property
    def direct_release(self) -> float | None:
        """The share of decided cases that were released; None while there are none."""
        return self.released / self.decided if self.decided else None

    @property
    def coverage(self) -> float | None:
        """The share of scans that the engine gave a verdict on; None while there are none."""
        scans = self.judged + self.silent
        return self.judged / scans if scans else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerNow:
    """One measure of one scanner against its own first scans; see `workstation.domain.drift`."""

    site: str
    scanner: str
    measure: Measure
    scans: int
    newest: float
    baseline: float
    spread: float
    average: float
    limit: float
    is_learning: bool
    is_outside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertNow:
    """An alert that is not closed, or was closed lately."""

    alert_id: int
    kind: AlertKind
    subject: str
    site: str
    state: AlertState
    raised_at: datetime
    facts: Mapping[str, Any]
    moved_by: str | None
    moved_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomFigures:
    """Everything that the records say of the room at ``at``.

    ``watch_hits`` counts the cases that each list has meant, by kind and list.
    """

    at: datetime
    sites: Sequence[SiteNow]
    day: DayNow
    scanners: Sequence[ScannerNow]
    alerts: Mapping[tuple[AlertKind, AlertState], int]
    watch_hits: Mapping[tuple[str, str], int]
