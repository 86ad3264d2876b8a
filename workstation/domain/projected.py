"""A test image: a case shown with an object that is not there, to see whether it is found.

It is never a case: it has its own hash and its own folder, nothing is decided on it, and nothing
of it leaves. Once it is answered its officer is told, and decides the scan as it really is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from workstation.domain.comparison import Comparison, Rectangle
from workstation.domain.decision import Conclusion, Mark, MarkShape
from workstation.domain.recheck import Outcome

#: How far beside the object a mark may lie, as a share of its size: a hand is not a ruler.
_BESIDE: Final = 0.25
#: A mark that covers so many times the object's area says nothing of where it is.
_LARGEST: Final = 25.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ImagePlan:
    """A test image that was made and lies in the hub's folder of test images.

    ``comparison`` is what the engine says of the picture with the object in it.
    """

    image_id: str
    case_id: str
    object: str
    sha256: str
    size: int
    area: Rectangle
    comparison: Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownImage:
    """A test image under the lease that it is, or was, shown under; ``token`` 0 before that."""

    plan: ImagePlan
    officer: str = ""
    desk: str = ""
    token: int = 0
    outcome: Outcome | None = None


def outcome_of(conclusion: Conclusion, marks: Sequence[Mark], area: Rectangle) -> Outcome:
    """Return how a decision met a test image.

    A hit is a container that is not let go, with a mark where the object is. Whoever opens it for
    another place, or says no place, has not found the object; whoever releases it has missed it.
    """
    if conclusion is Conclusion.RELEASE:
        return Outcome.MISS
    found = any(is_on(mark, area) for mark in marks)
    return Outcome.HIT if found else Outcome.MARKED_ELSEWHERE


def is_on(mark: Mark, area: Rectangle) -> bool:
    """Tell whether a mark points at an area: it touches it, and is not drawn around everything."""
    points = mark.points[-1:] if mark.shape is MarkShape.ARROW else mark.points
    if not points:
        return False
    rows, columns = [row for row, _ in points], [column for _, column in points]
    tall, wide = max(rows) - min(rows), max(columns) - min(columns)
    if tall * wide > _LARGEST * area.height * area.width:
        return False
    row_room, column_room = _BESIDE * area.height, _BESIDE * area.width
    return (
        min(rows) <= area.row + area.height + row_room
        and max(rows) >= area.row - row_room
        and min(columns) <= area.column + area.width + column_room
        and max(columns) >= area.column - column_room
    )


def area_to_json(area: Rectangle) -> list[int]:
    """Return an area as row, column, height and width."""
    return [area.row, area.column, area.height, area.width]


def area_from_json(data: Sequence[Any]) -> Rectangle:
    """Read what `area_to_json` wrote; raise ``ValueError`` or ``TypeError``."""
    row, column, height, width = (int(value) for value in data)
    return Rectangle(row=row, column=column, height=height, width=width)


def shown_ms(evidence: Mapping[str, Any]) -> int | None:
    """Return for how long a decision's evidence says that the picture was seen [ms]."""
    dwell = evidence.get("dwell_s")
    return round(1000 * dwell) if isinstance(dwell, int | float) and 0 <= dwell < 1e6 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageAnswer:
    """How an officer met a test image, to be kept.

    ``time_on_task_s`` is how long the officer has worked without a rest [s].
    """

    image_id: str
    outcome: Outcome
    marks: tuple[Mark, ...]
    time_on_task_s: float
    shown_ms: int | None
    at: datetime
