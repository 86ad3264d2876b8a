"""The tables of looking again: re-checks, test images, and how much of each is drawn.

A test image is not a case and never leaves: what is decided under its hash is refused by trigger,
on its way into the decisions and again on its way out to a site.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    DDL,
    CheckConstraint,
    ExecutableDDLElement,
    ForeignKey,
    Index,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from workstation.domain.context import Tier
from workstation.domain.recheck import Outcome, Verdict
from workstation.storage.columns import JsonText, enum_text
from workstation.storage.tables import HubBase


class RecheckRow(HubBase):
    """A released case that was drawn to be looked at again, and what was said of it.

    ``rate`` is the share of its tier that was drawn from. ``arbiter`` is the third officer, who
    has the last word on a disagreement. ``lesson_at`` is when its author has read what was missed.
    """

    __tablename__ = "recheck"
    __table_args__ = (
        UniqueConstraint("decision_id"),
        CheckConstraint("rate > 0 AND rate <= 1", name="rate"),
        CheckConstraint("severity BETWEEN 0 AND 4", name="severity"),
        CheckConstraint("arbiter_severity BETWEEN 0 AND 4", name="arbiter_severity"),
        CheckConstraint("(verdict IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint("verdict IS NULL OR officer IS NOT NULL", name="by_whom"),
        CheckConstraint("arbiter IS NULL OR arbiter <> officer", name="third_officer"),
        Index("ix_recheck_open", "drawn_at", sqlite_where=text("verdict IS NULL")),
        Index("ix_recheck_decided_at", "decided_at"),
        Index("ix_recheck_case_id", "case_id"),
    )

    recheck_id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("scan_case.case_id"))
    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.decision_id"))
    drawn_at: Mapped[datetime]
    rate: Mapped[float]
    tier: Mapped[Tier] = mapped_column(enum_text(Tier))
    officer: Mapped[str | None]
    verdict: Mapped[Verdict | None] = mapped_column(enum_text(Verdict))
    severity: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    arbiter: Mapped[str | None]
    arbiter_verdict: Mapped[Verdict | None] = mapped_column(
        enum_text(Verdict, name="arbiter_verdict")
    )
    arbiter_severity: Mapped[int | None]
    arbitrated_at: Mapped[datetime | None]
    desk: Mapped[str | None]
    taken_at: Mapped[datetime | None]
    marks: Mapped[list[Any] | None] = mapped_column(JsonText)
    note: Mapped[str | None]
    arbiter_marks: Mapped[list[Any] | None] = mapped_column(JsonText)
    arbiter_note: Mapped[str | None]
    lesson_at: Mapped[datetime | None]


class TestImageRow(HubBase):
    """A case shown with an object that is not there, and how its officer met it.

    ``object`` names what was projected, ``sha256`` its package in the hub's own folder of test
    images. ``area`` is where the object lies: row, column, height and width [px of the first
    view]. ``token`` is that of the lease under which it was shown. ``time_on_task_s`` is how long
    the officer had been at work without a rest when it was answered.
    """

    __tablename__ = "test_image"
    __table_args__ = (
        UniqueConstraint("sha256"),
        CheckConstraint("sha256 IS NULL OR length(sha256) = 64", name="sha256"),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided"),
        CheckConstraint("outcome IS NULL OR officer IS NOT NULL", name="by_whom"),
        Index("uq_test_image_open", "case_id", unique=True, sqlite_where=text("outcome IS NULL")),
        Index("ix_test_image_decided_at", "decided_at"),
    )

    image_id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("scan_case.case_id"))
    object: Mapped[str]
    placed_at: Mapped[datetime]
    officer: Mapped[str | None]
    desk: Mapped[str | None]
    outcome: Mapped[Outcome | None] = mapped_column(enum_text(Outcome))
    decided_at: Mapped[datetime | None]
    time_on_task_s: Mapped[float | None]
    shown_ms: Mapped[int | None]
    sha256: Mapped[str | None]
    size: Mapped[int | None]
    area: Mapped[list[Any] | None] = mapped_column(JsonText)
    comparison: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    token: Mapped[int | None]
    marks: Mapped[list[Any] | None] = mapped_column(JsonText)


class SamplingRow(HubBase):
    """How much is looked at again; each setting is a new row, the last one counts."""

    __tablename__ = "sampling"

    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JsonText)
    officer: Mapped[str]
    reason: Mapped[str]
    set_at: Mapped[datetime]


class LotRow(HubBase):
    """The secret that the lots are drawn with; one row, made at the first draw."""

    __tablename__ = "lot_key"
    __table_args__ = (CheckConstraint("one = 1", name="one"),)

    one: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str]


def _refuse(name: str, table: str, act: str, when: str, why: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )


_OWN: Final = (
    "EXISTS (SELECT 1 FROM decision WHERE case_id = NEW.case_id"
    " AND (officer = NEW.officer OR officer = NEW.arbiter))"
)
_OWN_WHY: Final = "nobody looks again at a case of their own"

#: What guards the tables, and keeps test images from decisions and sites.
RECHECK_TRIGGERS: Final = (
    _refuse("recheck_not_own", "recheck", "INSERT", _OWN, _OWN_WHY),
    _refuse("recheck_not_own_later", "recheck", "UPDATE OF officer, arbiter", _OWN, _OWN_WHY),
    _refuse(
        "recheck_no_second_thoughts",
        "recheck",
        "UPDATE OF verdict, severity, marks, decided_at",
        "OLD.verdict IS NOT NULL",
        "what was said of a re-check is never edited",
    ),
    _refuse("recheck_no_delete", "recheck", "DELETE", "1", "recheck rows are never removed"),
    _refuse(
        "test_image_no_second_thoughts",
        "test_image",
        "UPDATE OF case_id, object, outcome, officer, decided_at, sha256, area",
        "OLD.outcome IS NOT NULL",
        "how a test image was met is never edited",
    ),
    _refuse(
        "test_image_no_delete", "test_image", "DELETE", "1", "test_image rows are never removed"
    ),
    _refuse(
        "test_image_is_no_scan",
        "test_image",
        "INSERT",
        "EXISTS (SELECT 1 FROM scan_case WHERE package_sha256 = NEW.sha256)",
        "a test image is not a scan",
    ),
    _refuse(
        "test_image_undecided",
        "decision",
        "INSERT",
        "EXISTS (SELECT 1 FROM test_image WHERE sha256 = NEW.scan_sha256)",
        "a test image is never decided",
    ),
    _refuse(
        "test_image_stays",
        "outbox",
        "INSERT",
        "EXISTS (SELECT 1 FROM decision JOIN test_image ON test_image.sha256 = decision.scan_sha256"
        " WHERE decision.decision_id = NEW.decision_id)",
        "a test image never leaves",
    ),
)

_ddl: Callable[[str], ExecutableDDLElement] = DDL

for _statement in RECHECK_TRIGGERS:
    event.listen(HubBase.metadata, "after_create", _ddl(_statement))
