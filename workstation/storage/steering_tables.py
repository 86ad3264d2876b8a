"""The tables of those who steer: rules, lists of risk control, alerts, scanners, counts."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, event, text
from sqlalchemy.orm import Mapped, mapped_column

from workstation.domain.alert import AlertKind, AlertState
from workstation.domain.drift import Measure
from workstation.domain.watch_list import Effect, ListKind
from workstation.storage.columns import JsonText, enum_text, one_of
from workstation.storage.tables import LEFT_STAGES, HubBase, ddl


class RuleRow(HubBase):
    """What a supervisor has set, under a name such as ``tier:high``; gone when it is taken back."""

    __tablename__ = "room_rule"

    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JsonText)
    officer: Mapped[str]
    reason: Mapped[str]
    set_at: Mapped[datetime]


class WatchListRow(HubBase):
    """A list of risk control in force, whole."""

    __tablename__ = "watch_list"

    name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[ListKind] = mapped_column(enum_text(ListKind))
    entries: Mapped[list[Any]] = mapped_column(JsonText)
    sha256: Mapped[str]
    source: Mapped[str]
    officer: Mapped[str]
    reason: Mapped[str]
    imported_at: Mapped[datetime]


class WatchHitRow(HubBase):
    """A case that an entry means; it has ended when the entry means the case no longer."""

    __tablename__ = "watch_hit"
    __table_args__ = (
        Index("ix_watch_hit_newest", "hit_at"),
        Index("ix_watch_hit_active", "case_id", sqlite_where=text("ended_at IS NULL")),
    )

    case_id: Mapped[str] = mapped_column(ForeignKey("scan_case.case_id"), primary_key=True)
    list_name: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[ListKind] = mapped_column(enum_text(ListKind))
    number: Mapped[int]
    effect: Mapped[Effect] = mapped_column(enum_text(Effect))
    instruction: Mapped[str]
    fields: Mapped[list[Any]] = mapped_column(JsonText)
    hit_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class AlertRow(HubBase):
    """What somebody has to look at; one of a kind is open for a subject at a time."""

    __tablename__ = "alert"
    __table_args__ = (
        Index(
            "uq_alert_open", "kind", "subject", unique=True, sqlite_where=text("state <> 'closed'")
        ),
    )

    alert_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AlertKind] = mapped_column(enum_text(AlertKind))
    subject: Mapped[str]
    site: Mapped[str]
    state: Mapped[AlertState] = mapped_column(enum_text(AlertState))
    raised_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(JsonText)
    moved_by: Mapped[str | None]
    moved_at: Mapped[datetime | None]


class ScanFiguresRow(HubBase):
    """What the engine could say of a scan, and what its picture tells of its scanner."""

    __tablename__ = "scan_figures"
    __table_args__ = (CheckConstraint("noise IS NULL OR noise >= 0", name="noise"),)

    case_id: Mapped[str] = mapped_column(ForeignKey("scan_case.case_id"), primary_key=True)
    site: Mapped[str]
    scanner: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    verdict: Mapped[str]
    noise: Mapped[float | None]
    sharpness: Mapped[float | None]
    dead: Mapped[int | None]
    saturated: Mapped[float | None]


class ChartRow(HubBase):
    """A scanner's control chart for one measure; see `workstation.domain.drift`."""

    __tablename__ = "scanner_chart"

    site: Mapped[str] = mapped_column(primary_key=True)
    scanner: Mapped[str] = mapped_column(primary_key=True)
    measure: Mapped[Measure] = mapped_column(enum_text(Measure), primary_key=True)
    scans: Mapped[int]
    mean: Mapped[float]
    squares: Mapped[float]
    average: Mapped[float]
    newest: Mapped[float]
    moved_at: Mapped[datetime]


class RoomCountRow(HubBase):
    """How many cases of a site have left, by stage; kept by triggers in each act's transaction.

    Counting them anew reads an index of all cases that ever were. Those that stand in the room are
    few and are counted by whoever looks: kept here, they would cost every act one page more.
    """

    __tablename__ = "room_count"

    site: Mapped[str] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    cases: Mapped[int]


_ONE_MORE: Final = """\
    INSERT INTO room_count (site, stage, cases) VALUES (NEW.site, NEW.stage, 1)
        ON CONFLICT (site, stage) DO UPDATE SET cases = cases + 1;
END"""

#: The triggers on ``scan_case`` that keep the counts.
COUNTING: Final = (
    f"""\
CREATE TRIGGER case_counted AFTER INSERT ON scan_case FOR EACH ROW
    WHEN {one_of("NEW.stage", LEFT_STAGES)} BEGIN
{_ONE_MORE}""",
    f"""\
CREATE TRIGGER case_moved AFTER UPDATE OF stage ON scan_case FOR EACH ROW
    WHEN OLD.stage <> NEW.stage
    AND ({one_of("NEW.stage", LEFT_STAGES)}) BEGIN
{_ONE_MORE}""",
    f"""\
CREATE TRIGGER case_moved_on AFTER UPDATE OF stage ON scan_case FOR EACH ROW
    WHEN OLD.stage <> NEW.stage
    AND ({one_of("OLD.stage", LEFT_STAGES)}) BEGIN
    UPDATE room_count SET cases = cases - 1 WHERE site = OLD.site AND stage = OLD.stage;
END""",  # noqa: S608 - our own words
)

for _statement in COUNTING:
    event.listen(HubBase.metadata.tables["scan_case"], "after_create", ddl(_statement))
