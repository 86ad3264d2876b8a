"""Looking again: blind re-checks of released cases, test images, and what they tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from workstation.domain.context import Tier
from workstation.domain.decision import Mark

#: What a re-checker says of a difference: 0 none, 4 what could be seen at once was missed.
LEAST_SEVERE: Final = 0
MOST_SEVERE: Final = 4
#: A difference of at least this severity counts as missed and becomes a lesson.
MISS_FROM: Final = 2
#: With fewer events nobody's figures are shown by name.
EVENTS_BEFORE_NAMES: Final = 50

DEFAULT_RATES: Final[Mapping[Tier, float]] = {
    Tier.ORDINARY: 0.02,
    Tier.RAISED: 0.05,
    Tier.HIGH: 0.10,
}
"""Which share of each tier's releases is looked at again, unless a supervisor sets another."""


class Verdict(StrEnum):
    """What a second look says of a release."""

    AGREE = "agree"
    DISAGREE = "disagree"


class Outcome(StrEnum):
    """How an officer met a test image."""

    HIT = "hit"
    MISS = "miss"
    MARKED_ELSEWHERE = "marked_elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one officer says on looking again.

    Raises
    ------
    ValueError
        If the severity does not fit the verdict: whoever agrees finds nothing severe.
    """

    verdict: Verdict
    severity: int
    marks: tuple[Mark, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if not LEAST_SEVERE <= self.severity <= MOST_SEVERE:
            raise ValueError(f"severity must be from 0 to 4, got {self.severity}")
        if (self.verdict is Verdict.AGREE) != (self.severity == LEAST_SEVERE):
            raise ValueError("severity is 0 for those who agree, and from 1 for those who do not")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recheck:
    """One released case to look at again, as far as that has come.

    ``author`` and what the author said are for the hub alone; a re-checker is told neither.
    """

    recheck_id: str
    case_id: str
    decision_id: str
    author: str
    tier: Tier
    drawn_at: datetime
    officer: str | None = None
    look: Look | None = None
    arbiter: str | None = None
    arbiter_look: Look | None = None

    @property
    def is_missed(self) -> bool:
        """Whether it is settled that something was missed: the last word is a severe difference."""
        last = self.arbiter_look
        return last is not None and last.severity >= MISS_FROM


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What was missed, for the officer who missed it; who found it is not told."""

    recheck_id: str
    case_id: str
    severity: int
    marks: tuple[Mark, ...]
    note: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How much is looked at again, as a supervisor set it; what was never set has its default.

    Attributes
    ----------
    rates : mapping of Tier to float
        Share of the releases of each tier that is re-checked.
    test_image_rate : float
        Share of cases that are shown as a test image first; 0 until somebody turns it on.
    quiet_sites : frozenset of str
        Sites whose cases are never shown as test images.
    """

    rates: Mapping[Tier, float] = field(default_factory=lambda: DEFAULT_RATES)
    test_image_rate: float = 0.0
    quiet_sites: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for rate in (*self.rates.values(), self.test_image_rate):
            if not 0.0 <= rate <= 1.0:
                raise ValueError(f"a rate must be from 0 to 1, got {rate}")


def sampling_to_json(sampling: Sampling) -> dict[str, Any]:
    """Return the settings as plain JSON values."""
    return {
        "rates": {tier.value: rate for tier, rate in sampling.rates.items()},
        "test_image_rate": sampling.test_image_rate,
        "quiet_sites": sorted(sampling.quiet_sites),
    }


def sampling_from_json(data: Mapping[str, Any]) -> Sampling:
    """Read what `sampling_to_json` wrote; raise ``KeyError``, ``TypeError`` or ``ValueError``."""
    return Sampling(
        rates={**DEFAULT_RATES, **{Tier(k): float(v) for k, v in data["rates"].items()}},
        test_image_rate=float(data["test_image_rate"]),
        quiet_sites=frozenset(str(site) for site in data["quiet_sites"]),
    )
