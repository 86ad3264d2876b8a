"""What an officer draws, finds and decides. A decision is never edited."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from workstation.domain.finding import Finding, Told, finding_from_json, finding_to_json


class Conclusion(StrEnum):
    """审像结论: the four answers that an officer can give."""

    RELEASE = "release"
    INSPECT = "inspect"
    RESCAN = "rescan"
    REFER = "refer"


class MarkShape(StrEnum):
    """How a mark is drawn."""

    BOX = "box"
    ELLIPSE = "ellipse"
    ARROW = "arrow"
    POLYGON = "polygon"
    FREEHAND = "freehand"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A suspicion drawn on a view; points are (row, column) in full-resolution pixels.

    A box and an ellipse have two opposite corners, an arrow its tail and its tip, a polygon its
    corners, a freehand line the places it runs through, and a text the place it is written at.
    Bounds are in `workstation.domain.mark_limits`.

    ``finding`` is what the officer takes it for; None until something was said. ``place`` is
    where it lies, in the words that the officer read and the crew is told; it is written down
    with the decision, so a mark that is still being worked on has none.
    """

    mark_id: str
    view: str
    shape: MarkShape
    points: tuple[tuple[float, float], ...]
    text: str = ""
    finding: Finding | None = None
    place: Told | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision as recorded. ``evidence`` holds what was shown: view state, dwell, versions.

    ``final_at`` is when it may be announced: for a release, decided time and recall time.
    ``circumstances`` is what the hub adds for the audit entry alone; it makes no difference to
    what was decided.
    """

    decision_id: str
    case_id: str
    site: str
    scan_id: str
    scan_sha256: str
    conclusion: Conclusion
    reason: str
    note: str
    marks: tuple[Mark, ...]
    officer: str
    desk: str
    decided_at: datetime
    final_at: datetime
    lease_token: int
    evidence: Mapping[str, Any] = field(default_factory=dict)
    circumstances: Mapping[str, Any] = field(default_factory=dict, compare=False)


def mark_to_json(mark: Mark) -> dict[str, Any]:
    """Return the mark as plain JSON values; what was not said is left out."""
    data: dict[str, Any] = {
        "mark_id": mark.mark_id,
        "view": mark.view,
        "shape": mark.shape.value,
        "points": [list(point) for point in mark.points],
        "text": mark.text,
    }
    if mark.finding is not None:
        data["finding"] = finding_to_json(mark.finding)
    if mark.place is not None:
        data["place"] = {"en": mark.place.en, "zh": mark.place.zh}
    return data


def mark_from_json(data: Mapping[str, Any]) -> Mark:
    """Read what `mark_to_json` wrote, also before there were findings and places.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` when it is something else.
    """
    points = tuple((float(row), float(column)) for row, column in data["points"])
    finding, place = data.get("finding"), data.get("place")
    return Mark(
        mark_id=str(data["mark_id"]),
        view=str(data["view"]),
        shape=MarkShape(data["shape"]),
        points=points,
        text=str(data.get("text", "")),
        finding=None if finding is None else finding_from_json(finding),
        place=None if place is None else Told(en=str(place["en"]), zh=str(place["zh"])),
    )
