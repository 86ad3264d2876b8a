"""What a crew found when a container was opened, and why it was opened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from workstation.domain.finding import FindingKind
from workstation.domain.instants import from_foreign_text, require_zone, to_text
from workstation.domain.kept_text import kept

_MOST_TEXT: Final = 4000


class Occasion(StrEnum):
    """Why a container was opened.

    `INSPECTION`: a decision asked for it. `RANDOM`: drawn by lot from what was released, whatever
    the picture showed. `RECHECK`: a re-check found something before the container had gone.
    """

    INSPECTION = "inspection"
    RANDOM = "random"
    RECHECK = "recheck"


class MarkOutcome(StrEnum):
    """What the crew found at the place of one mark."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    NOT_OPENED = "not_opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionResult:
    """What was found in a container, as its site reports it; never edited.

    Attributes
    ----------
    decision_id : str
        The decision that settled the case before it was opened.
    rate : float or None
        Share of the released containers that was drawn from; for `Occasion.RANDOM` alone.
    kind : FindingKind or None
        What was found; None for nothing that should not be there.
    marks : mapping of str to MarkOutcome
        By the mark's id.

    Raises
    ------
    ValueError
        If an instant has no time zone, a text is too long, or the rate does not fit the occasion.
    """

    result_id: str
    case_id: str
    decision_id: str
    occasion: Occasion
    opened_at: datetime
    kind: FindingKind | None = None
    goods: str = ""
    note: str = ""
    rate: float | None = None
    marks: Mapping[str, MarkOutcome] = field(default_factory=dict)

    def __post_init__(self) -> None:
        require_zone(self.opened_at, "opened_at")
        if max(len(self.goods), len(self.note)) > _MOST_TEXT:
            raise ValueError(f"goods and note have at most {_MOST_TEXT} characters")
        if (self.rate is not None) != (self.occasion is Occasion.RANDOM):
            raise ValueError("a rate is told of random openings, and of them only")
        if self.rate is not None and not 0 < self.rate <= 1:
            raise ValueError(f"rate must be above 0 and at most 1, got {self.rate}")

    @property
    def found(self) -> bool:
        """Whether there was something that should not have been there."""
        return self.kind is not None


def result_to_json(result: InspectionResult) -> dict[str, Any]:
    """Return a result as plain JSON values; the keys are the names of its attributes."""
    return {
        "result_id": result.result_id,
        "case": result.case_id,
        "decision_id": result.decision_id,
        "occasion": result.occasion.value,
        "opened_at": to_text(result.opened_at),
        "kind": None if result.kind is None else result.kind.value,
        "goods": result.goods,
        "note": result.note,
        "rate": result.rate,
        "marks": {mark_id: outcome.value for mark_id, outcome in sorted(result.marks.items())},
    }


def result_from_json(data: Mapping[str, Any]) -> InspectionResult:
    """Read what `result_to_json` wrote; raise ``KeyError``, ``TypeError`` or ``ValueError``."""
    kind, rate, marks = data["kind"], data["rate"], data["marks"]
    if not isinstance(marks, Mapping):
        raise TypeError("marks is no object")
    return InspectionResult(
        result_id=str(data["result_id"]),
        case_id=str(data["case"]),
        decision_id=str(data["decision_id"]),
        occasion=Occasion(data["occasion"]),
        opened_at=from_foreign_text(str(data["opened_at"])),
        kind=None if kind is None else FindingKind(kind),
        goods=kept(str(data["goods"])),
        note=kept(str(data["note"])),
        rate=None if rate is None else float(rate),
        marks={str(mark): MarkOutcome(outcome) for mark, outcome in marks.items()},
    )
