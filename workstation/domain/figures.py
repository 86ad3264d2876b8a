"""What figures are made of: a period, rows of settled cases, readings and events, and targets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from workstation.domain.context import Tier
from workstation.domain.instants import require_zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Which cases count: settled from ``start`` on and before ``end``; None for no bound.

    Attributes
    ----------
    site : str or None
        One site only.
    goods : str or None
        Beginning of the first declared HS code.

    Raises
    ------
    ValueError
        If an instant has no time zone, the end lies before the start, or the goods are no code.
    """

    start: datetime | None = None
    end: datetime | None = None
    site: str | None = None
    goods: str | None = None

    def __post_init__(self) -> None:
        if self.start is not None:
            require_zone(self.start, "start")
        if self.end is not None:
            require_zone(self.end, "end")
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError("the period ends before it begins")
        if self.goods is not None and not (self.goods.isascii() and self.goods.isdigit()):
            raise ValueError("goods are told by the beginning of an HS code, such as 85")


class SettledRow(NamedTuple):
    """A settled case. Instants are seconds since 1970 (UTC)."""

    site: str
    hs: str
    officer: str
    conclusion: str
    received_s: float
    decided_s: float
    finished_s: float


class ReadingRow(NamedTuple):
    """One decision, standing or not: who, what, how long, and what the engine had said."""

    officer: str
    conclusion: str
    dwell_s: float | None
    engine: str | None
    changed_mind: int | None


class OpenedRow(NamedTuple):
    """One opened container; ``outcomes`` are of its marks, by the finding's kind."""

    occasion: str
    site: str
    found: bool
    outcomes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecks:
    """Re-checks of one tier: how many, at what rate they were drawn, how many were missed."""

    done: int
    disagreed: int
    missed: int
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MissEvidence:
    """Everything that tells of what was missed.

    Attributes
    ----------
    released : int
        Containers whose settling decision is a release.
    found : int
        Containers in which an inspection that a decision asked for found something.
    openings, openings_found : int
        Released containers opened at random, and how many of them held something.
    rechecks : mapping of Tier to Rechecks
        Re-checks with their last word.
    opened, opened_found : int
        Containers that were opened because a re-check said missed, and how many held something.
    test_images, test_hits : int
        Test images that were met, and how many of them were marked.
    """

    released: int
    found: int
    openings: int = 0
    openings_found: int = 0
    rechecks: Mapping[Tier, Rechecks] = field(default_factory=dict)
    opened: int = 0
    opened_found: int = 0
    test_images: int = 0
    test_hits: int = 0


class FigureSource(Protocol):
    """Where figures are read; `storage.figures` fits it."""

    def settled(self, period: Period) -> Iterable[SettledRow]:
        """Yield the settled cases of a period, in the order of their decisions."""

    def readings(self, period: Period) -> Iterable[ReadingRow]:
        """Yield every decision of a period."""

    def opened(self, period: Period) -> Iterable[OpenedRow]:
        """Yield the containers opened in a period."""

    def verdicts(self, period: Period) -> Mapping[str, int]:
        """Return how often the engine said what of the cases received in a period."""

    def missed(self, period: Period) -> MissEvidence:
        """Return what tells of misses in a period."""
