"""What a desk's controller asks of the window, and what it tells of a decision."""

from dataclasses import dataclass
from datetime import datetime

from ui.prepared import PreparedCase
from workstation.domain.decision import Conclusion, Mark
from workstation.review.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Where the officer's hands are: asked of the window at the moment a key goes down."""

    typing: bool
    window_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A decision that has just been taken at this desk, as it was taken."""

    decision_id: str
    case: PreparedCase
    conclusion: Conclusion
    recallable: bool
    reason: Reason | None = None
    note: str = ""
    marks: tuple[Mark, ...] = ()
    taken_at: datetime
