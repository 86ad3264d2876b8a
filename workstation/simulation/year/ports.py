"""What a simulated year writes down: the acts of a room, in the order of its clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from workstation.domain.case import Arrival
from workstation.domain.comparison import Comparison
from workstation.domain.context import Tier
from workstation.domain.decision import Decision
from workstation.domain.inspection import InspectionResult
from workstation.domain.officer import Officer
from workstation.domain.recheck import Look, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckDone:
    """A re-check from its draw to the last word.

    ``arbiter`` is the third officer, who is asked when the first look disagrees.
    """

    recheck_id: str
    case_id: str
    decision_id: str
    drawn_at: datetime
    rate: float
    tier: Tier
    officer: str
    look: Look
    decided_at: datetime
    arbiter: str | None = None
    arbiter_look: Look | None = None
    arbitrated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TestImageDone:
    """A test image from its placing to how it was met; durations in seconds and milliseconds."""

    image_id: str
    case_id: str
    object: str
    placed_at: datetime
    officer: str
    desk: str
    outcome: Outcome
    decided_at: datetime
    time_on_task_s: float
    shown_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """From what a scan's picture is made when somebody asks for it."""

    scan_id: str
    site: str
    scanner: str
    seed: int
    kind: str
    hidden: str = ""


class Books(Protocol):
    """Where acts are written down; each call is one act at its instant, never back in time."""

    def officer(self, officer: Officer, *, now: datetime) -> None:
        """Add an officer."""

    def package(self, picture: Picture) -> tuple[str, int]:
        """Keep what a scan's package is made from; return its SHA-256 and size [bytes]."""

    def receive(self, arrival: Arrival, *, now: datetime) -> None:
        """Record a scan with its declaration."""

    def compared(self, case_id: str, comparison: Comparison, *, now: datetime) -> None:
        """Record the engine's answer and put the case in the queue."""

    def lease(self, case_id: str, *, officer: str, desk: str, now: datetime) -> int:
        """Lease a waiting case; return the token."""

    def lapse(self, case_id: str, *, now: datetime) -> None:
        """Take back a lease that ran out."""

    def decide(self, decision: Decision, *, readers: int) -> None:
        """Record a decision."""

    def recall(self, decision_id: str, *, reason: str, now: datetime) -> None:
        """Take a decision that settled its case back before it is final."""

    def announced(self, decision_id: str, *, now: datetime) -> None:
        """Record that its site applied a decision."""

    def inspected(self, result: InspectionResult, *, now: datetime) -> None:
        """Record what was found in a container."""

    def rechecked(self, recheck: RecheckDone, *, now: datetime) -> None:
        """Record a re-check."""

    def tested(self, image: TestImageDone, *, now: datetime) -> None:
        """Record how a test image was met."""
