"""What is recorded about a case: how a scan arrives, where it stands, what still has to go out."""

from dataclasses import dataclass
from datetime import datetime

from workstation.domain.comparison import Comparison
from workstation.domain.decision import Decision
from workstation.domain.declaration import Declaration
from workstation.domain.law import Stage
from workstation.domain.scan import ScanHead


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A scan whose package is durable in the blob store and waits to be recorded."""

    site: str
    scan_id: str
    package_sha256: str
    package_size: int
    head: ScanHead
    declaration: Declaration | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A scan on its way to a decision, as recorded.

    ``read_by`` names the officers whose decisions about it stand, in the order they made them;
    it is for the hub alone, because a second reader is told nothing of the first.
    """

    case_id: str
    site: str
    scan_id: str
    package_sha256: str
    package_size: int
    head: ScanHead
    declaration: Declaration | None
    stage: Stage
    priority: int
    received_at: datetime
    comparison: Comparison | None
    lease_token: int | None
    lease_officer: str | None
    lease_desk: str | None
    attempts: int
    required_role: str
    read_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A final decision that its site has not acknowledged yet, with its place in the site's row."""

    sequence: int
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomStanding:
    """How many cases stand at each stage, and when each site's oldest waiting case came."""

    by_stage: dict[str, int]
    oldest_waiting: dict[str, datetime]
    stuck: int = 0  # wait for a chief while every chief has read them already


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomCounts:
    """How many cases stand at each stage, and what came without its partner."""

    by_stage: dict[str, int]
    scans_without_declaration: int
    declarations_without_scan: int
    oldest_waiting: datetime | None
