"""The hub's tables. Rows never leave this room; frozen domain objects do.

What the law forbids is forbidden here a second time, by constraint or trigger: the code that
asks is the first guard, the database the last.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Final

from sqlalchemy import (
    DDL,
    BigInteger,
    CheckConstraint,
    ExecutableDDLElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from workstation.domain.decision import Conclusion
from workstation.domain.law import Stage
from workstation.domain.principal import PrincipalKind
from workstation.storage.columns import InstantText, JsonText, enum_text, one_of

NAMES: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


#: A case has left the room there, and never comes back.
LEFT_STAGES: Final = (Stage.ANNOUNCED, Stage.INSPECTED, Stage.CLOSED)

#: A case is leased to nobody there.
UNLEASED_STAGES: Final = (Stage.RECEIVED, Stage.COMPARED, Stage.WAITING, Stage.PARKED)


class HubBase(DeclarativeBase):
    """The tables of ``hub.sqlite``."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar = {
        str: Text(),
        datetime: InstantText(),
        # SQLite's integers have 64 bits; a lease token needs more than PostgreSQL's 32.
        int: Integer().with_variant(BigInteger(), "postgresql"),
    }


class CounterRow(HubBase):
    """A number that only grows, such as the last lease token."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class AuditRow(HubBase):
    """One link of the evidence chain; see `workstation.audit.chain`."""

    __tablename__ = "audit"
    __table_args__ = (CheckConstraint("length(hash) = 32", name="hash"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry: Mapped[str]
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class DeclarationRow(HubBase):
    """A declaration; ``joined`` tells whether its scan has come."""

    __tablename__ = "declaration"
    # An empty container is '' here, because NULLs never equal each other in a UNIQUE.
    __table_args__ = (UniqueConstraint("site", "number", "container"),)

    declaration_id: Mapped[int] = mapped_column(primary_key=True)
    site: Mapped[str]
    number: Mapped[str] = mapped_column(index=True)
    container: Mapped[str] = mapped_column(index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JsonText)
    received_at: Mapped[datetime]
    joined: Mapped[bool] = mapped_column(index=True)
    lot: Mapped[str] = mapped_column(index=True, server_default=text("''"))
    consignee: Mapped[str] = mapped_column(index=True, server_default=text("''"))


class CaseRow(HubBase):
    """A scan on its way to a decision, where it stands now."""

    __tablename__ = "scan_case"
    __table_args__ = (
        UniqueConstraint("site", "scan_id"),
        CheckConstraint(
            "(lease_token IS NULL) = (lease_officer IS NULL)"
            " AND (lease_token IS NULL) = (lease_desk IS NULL)",
            name="lease_whole",
        ),
        CheckConstraint(
            f"({one_of('stage', UNLEASED_STAGES)}) = (lease_token IS NULL)",
            name="lease_stage",
        ),
        CheckConstraint(one_of("stage", Stage), name="stage"),
        CheckConstraint("stage = 'received' OR comparison IS NOT NULL", name="compared"),
        CheckConstraint("length(package_sha256) = 64", name="sha256"),
        # Who stands in the room is counted by it alone, and a site's oldest found.
        Index("ix_scan_case_stage", "stage", "site", "received_at"),
    )

    case_id: Mapped[str] = mapped_column(primary_key=True)
    site: Mapped[str]
    scan_id: Mapped[str]
    package_sha256: Mapped[str] = mapped_column(index=True)
    package_size: Mapped[int]
    head: Mapped[dict[str, Any]] = mapped_column(JsonText)
    container: Mapped[str | None] = mapped_column(index=True)
    declared_as: Mapped[str | None] = mapped_column(index=True)
    declaration_id: Mapped[int | None] = mapped_column(
        ForeignKey("declaration.declaration_id"), index=True
    )
    stage: Mapped[Stage] = mapped_column(enum_text(Stage, guarded=False))
    priority: Mapped[int]
    received_at: Mapped[datetime]
    comparison: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    lease_token: Mapped[int | None]
    lease_officer: Mapped[str | None]
    lease_desk: Mapped[str | None]
    attempts: Mapped[int]
    required_role: Mapped[str]


class DecisionRow(HubBase):
    """A decision as recorded, for ever. A later one supersedes it; nothing edits it."""

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("case_id", "lease_token"),
        CheckConstraint("decided_at <= final_at", name="final_at"),
        CheckConstraint(one_of("conclusion", Conclusion), name="conclusion"),
    )

    decision_id: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("scan_case.case_id"))
    slot: Mapped[int]
    scan_sha256: Mapped[str]
    conclusion: Mapped[Conclusion] = mapped_column(enum_text(Conclusion, guarded=False))
    reason: Mapped[str]
    note: Mapped[str]
    marks: Mapped[list[Any]] = mapped_column(JsonText)
    officer: Mapped[str]
    desk: Mapped[str]
    decided_at: Mapped[datetime] = mapped_column(index=True)
    final_at: Mapped[datetime]
    lease_token: Mapped[int]
    evidence: Mapped[dict[str, Any]] = mapped_column(JsonText)


class StandingRow(HubBase):
    """A decision that counts: it has not been recalled. The one that ``settles`` ends the case.

    That an officer stands once in a case, and that one decision settles it, a trigger holds: a case
    has a handful of rows here, and an index for each rule would cost every decision a page. Another
    holds that a decision stands in its own case and slot, and so once: it is found by these.
    """

    __tablename__ = "standing"
    __table_args__ = ({"sqlite_with_rowid": False},)

    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.decision_id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("scan_case.case_id"), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    officer: Mapped[str]
    settles: Mapped[bool]


class RecallRow(HubBase):
    """A decision that its officer took back before it was final."""

    __tablename__ = "recall"

    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.decision_id"), primary_key=True)
    officer: Mapped[str]
    reason: Mapped[str]
    recalled_at: Mapped[datetime]


class OutboxRow(HubBase):
    """A decision on its way to its site, with its place in the site's row."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("decision_id"),
        CheckConstraint("announced_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
        Index(
            "ix_outbox_due",
            "site",
            "sequence",
            sqlite_where=text("announced_at IS NULL AND withdrawn_at IS NULL"),
        ),
        {"sqlite_with_rowid": False},
    )

    site: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[str] = mapped_column(ForeignKey("decision.decision_id"))
    final_at: Mapped[datetime]
    announced_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class PrincipalRow(HubBase):
    """An enrolled machine; the same name may hold several keys while keys are rotated.

    ``allowed_ip`` is a list of networks in CIDR notation; NULL for anywhere.
    """

    __tablename__ = "principal"

    public_key: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[PrincipalKind] = mapped_column(enum_text(PrincipalKind))
    enabled: Mapped[bool]
    not_after: Mapped[datetime | None]
    allowed_ip: Mapped[list[Any] | None] = mapped_column(JsonText)


class OfficerRow(HubBase):
    """A person; ``roles`` is a sorted list of the values of `Role`, ``state`` an `OfficerState`."""

    __tablename__ = "officer"

    officer_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    roles: Mapped[list[Any]] = mapped_column(JsonText)
    password_hash: Mapped[str]
    state: Mapped[str] = mapped_column(server_default=text("'active'"))
    let_in_at: Mapped[datetime | None]


class ReturnedRow(HubBase):
    """A decision that a site has applied and the records do not know, as the hub signed it.

    It was made after the backup that the records were restored from.
    """

    __tablename__ = "returned"
    __table_args__ = (UniqueConstraint("site", "scan_id"),)

    decision_id: Mapped[str] = mapped_column(primary_key=True)
    site: Mapped[str]
    scan_id: Mapped[str]
    record: Mapped[dict[str, Any]] = mapped_column(JsonText)
    signature: Mapped[str]
    reported_at: Mapped[datetime]


class Soundness(StrEnum):
    """What a look at a blob found."""

    WHOLE = "whole"
    DAMAGED = "damaged"
    MISSING = "missing"


class BlobCheckRow(HubBase):
    """When a blob was last hashed, and what was found."""

    __tablename__ = "blob_check"
    __table_args__ = (
        Index("ix_blob_check_wanted", "sha256", sqlite_where=text("found <> 'whole'")),
    )

    sha256: Mapped[str] = mapped_column(primary_key=True)
    checked_at: Mapped[datetime] = mapped_column(index=True)
    found: Mapped[Soundness] = mapped_column(enum_text(Soundness))


def _refuse(name: str, table: str, act: str, *, when: str = "", why: str) -> str:
    condition = f"WHEN {when} " if when else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )


def _never_changed(table: str) -> list[str]:
    return [
        _refuse(f"{table}_no_update", table, "UPDATE", why=f"{table} rows are never edited"),
        _refuse(f"{table}_no_delete", table, "DELETE", why=f"{table} rows are never removed"),
    ]


#: Table -> the triggers that guard it.
TRIGGERS: Final = {
    **{table: _never_changed(table) for table in ("audit", "decision", "recall", "returned")},
    "scan_case": [
        _refuse("case_no_delete", "scan_case", "DELETE", why="a case is never removed"),
        _refuse(
            "case_same_scan",
            "scan_case",
            "UPDATE OF case_id, site, scan_id, package_sha256, package_size, head, received_at",
            why="a case keeps its scan",
        ),
    ],
    "standing": [
        _refuse(
            "standing_lawful",
            "standing",
            "INSERT",
            when=(
                "EXISTS (SELECT 1 FROM standing WHERE case_id = NEW.case_id"
                " AND (officer = NEW.officer OR (settles AND NEW.settles)))"
            ),
            why="an officer stands once in a case, and one decision settles it",
        ),
        _refuse(
            "standing_as_decided",
            "standing",
            "INSERT",
            when=(
                "NOT EXISTS (SELECT 1 FROM decision WHERE decision_id = NEW.decision_id"
                " AND case_id = NEW.case_id AND slot = NEW.slot AND officer = NEW.officer)"
            ),
            why="a decision stands in its case and slot, for its officer",
        ),
        _refuse("standing_no_update", "standing", "UPDATE", why="what stands is never edited"),
    ],
    "outbox": [
        _refuse("outbox_no_delete", "outbox", "DELETE", why="an announcement is never removed"),
        _refuse(
            "outbox_lawful",
            "outbox",
            "INSERT",
            when=(
                "NOT EXISTS (SELECT 1 FROM decision JOIN standing"
                " ON standing.case_id = decision.case_id AND standing.slot = decision.slot"
                " WHERE decision.decision_id = NEW.decision_id"
                " AND standing.decision_id = NEW.decision_id AND settles)"
            ),
            why="only a decision that settles its case leaves",
        ),
    ],
}

ddl: Callable[[str], ExecutableDDLElement] = DDL

for _table, _statements in TRIGGERS.items():
    for _statement in _statements:
        event.listen(HubBase.metadata.tables[_table], "after_create", ddl(_statement))


def never_changed(table: str) -> list[ExecutableDDLElement]:
    """Return the triggers that keep the rows of a table as they were written."""
    return [ddl(statement) for statement in _never_changed(table)]
