"""What is asked and ordered around re-checks, lessons and test images."""

from enum import StrEnum
from typing import Annotated, Any, Literal

import msgspec

from queue_client.shapes import CaseId, Count, Name, Sha256, Short, Text

Rate = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]
Severity = Annotated[int, msgspec.Meta(ge=0, le=4)]


class RecheckPart(StrEnum):
    """What of `Topic.RECHECKS` is asked: how re-checks stand, one's lessons, a lesson's picture."""

    OVERVIEW = "overview"
    LESSONS = "lessons"
    PICTURE = "picture"


class RecheckQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question about `Topic.RECHECKS`; ``recheck_id`` names the lesson of a picture."""

    part: RecheckPart
    recheck_id: Name | None = None


class Empty(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document that says nothing: `Topic.TEST_IMAGES`, and `SteerAct.TAKE_RECHECK`."""


class RecheckTask(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A released case to look at again; neither author nor engine is told.

    As a ``third`` officer one is shown what is in dispute: ``marks`` and ``note`` of the second.
    """

    recheck_id: Name
    third: bool
    case_id: CaseId
    site: Name
    scan_id: Name
    sha256: Sha256
    size: Count
    head: dict[str, Any]
    declaration: dict[str, Any] | None
    tier: Short
    marks: list[dict[str, Any]] = msgspec.field(default_factory=list)
    note: Text = ""


class TakenDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What came of `SteerAct.TAKE_RECHECK`: a task, or None when there is none for the officer."""

    task: RecheckTask | None


class LookDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`SteerAct.ANSWER_RECHECK`: what is said on looking again."""

    recheck_id: Name
    verdict: Literal["agree", "disagree"]
    severity: Severity
    marks: list[dict[str, Any]] = msgspec.field(default_factory=list)
    note: Text = ""


class RatesDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`SteerAct.SET_RECHECKS`: which share of each tier's releases is looked at again."""

    ordinary: Rate
    raised: Rate
    high: Rate


class ImagesDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`SteerAct.SET_TEST_IMAGES`: which share of cases, and of which sites none."""

    rate: Rate
    quiet_sites: list[Name] = msgspec.field(default_factory=list)


class LessonDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`SteerAct.LESSON_READ`: which lesson was read."""

    recheck_id: Name
