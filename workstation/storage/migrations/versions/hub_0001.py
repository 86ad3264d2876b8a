"""The hub's first tables."""

import sqlalchemy as sa
from alembic import op

revision = "hub_0001"
down_revision = None
branch_labels = ("hub",)
depends_on = None


APPEND_ONLY = ("audit", "decision", "recall")


def _refuse(name: str, table: str, act: str, *, when: str = "", why: str) -> None:
    condition = f"WHEN {when} " if when else ""
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )


def upgrade() -> None:
    """Make the tables, then the triggers that guard them."""
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(hash) = 32", name=op.f("ck_audit_hash")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit")),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "declaration",
        sa.Column("declaration_id", sa.Integer(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("container", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("declaration_id", name=op.f("pk_declaration")),
        sa.UniqueConstraint(
            "site", "number", "container", name=op.f("uq_declaration_site_number_container")
        ),
    )
    op.create_index(op.f("ix_declaration_container"), "declaration", ["container"], unique=False)
    op.create_index(op.f("ix_declaration_joined"), "declaration", ["joined"], unique=False)
    op.create_table(
        "officer",
        sa.Column("officer_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("officer_id", name=op.f("pk_officer")),
    )
    op.create_table(
        "principal",
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "site",
                "desk",
                name=op.f("ck_principal_principalkind"),
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("public_key", name=op.f("pk_principal")),
    )
    op.create_table(
        "scan_case",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("scan_id", sa.Text(), nullable=False),
        sa.Column("package_sha256", sa.Text(), nullable=False),
        sa.Column("package_size", sa.Integer(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("container", sa.Text(), nullable=True),
        sa.Column("declared_as", sa.Text(), nullable=True),
        sa.Column("declaration_id", sa.Integer(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "received",
                "compared",
                "waiting",
                "leased",
                "decided",
                "announced",
                "inspected",
                "closed",
                "parked",
                name=op.f("ck_scan_case_stage"),
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("comparison", sa.Text(), nullable=True),
        sa.Column("lease_token", sa.Integer(), nullable=True),
        sa.Column("lease_officer", sa.Text(), nullable=True),
        sa.Column("lease_desk", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("required_role", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(stage IN ('received', 'compared', 'waiting', 'parked')) = (lease_token IS NULL)",
            name=op.f("ck_scan_case_lease_stage"),
        ),
        sa.CheckConstraint(
            "stage = 'received' OR comparison IS NOT NULL", name=op.f("ck_scan_case_compared")
        ),
        sa.CheckConstraint(
            "(lease_token IS NULL) = (lease_officer IS NULL)"
            " AND (lease_token IS NULL) = (lease_desk IS NULL)",
            name=op.f("ck_scan_case_lease_whole"),
        ),
        sa.CheckConstraint("length(package_sha256) = 64", name=op.f("ck_scan_case_sha256")),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["declaration.declaration_id"],
            name=op.f("fk_scan_case_declaration_id"),
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_scan_case")),
        sa.UniqueConstraint("site", "scan_id", name=op.f("uq_scan_case_site_scan_id")),
    )
    op.create_index(op.f("ix_scan_case_container"), "scan_case", ["container"], unique=False)
    op.create_index(op.f("ix_scan_case_declared_as"), "scan_case", ["declared_as"], unique=False)
    op.create_index("ix_scan_case_stage", "scan_case", ["stage", "received_at"], unique=False)
    op.create_table(
        "decision",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("scan_sha256", sa.Text(), nullable=False),
        sa.Column(
            "conclusion",
            sa.Enum(
                "release",
                "inspect",
                "rescan",
                "refer",
                name=op.f("ck_decision_conclusion"),
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.Text(), nullable=False),
        sa.Column("final_at", sa.Text(), nullable=False),
        sa.Column("lease_token", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.CheckConstraint("decided_at <= final_at", name=op.f("ck_decision_final_at")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["scan_case.case_id"], name=op.f("fk_decision_case_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_decision")),
        sa.UniqueConstraint("case_id", "lease_token", name=op.f("uq_decision_case_id_lease_token")),
    )
    op.create_index(op.f("ix_decision_decided_at"), "decision", ["decided_at"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("final_at", sa.Text(), nullable=False),
        sa.Column("announced_at", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "announced_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_outbox_one_end")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.decision_id"], name=op.f("fk_outbox_decision_id")
        ),
        sa.PrimaryKeyConstraint("site", "sequence", name=op.f("pk_outbox")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_outbox_decision_id")),
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["site", "sequence"],
        unique=False,
        sqlite_where=sa.text("announced_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_table(
        "recall",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recalled_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.decision_id"], name=op.f("fk_recall_decision_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_recall")),
    )
    op.create_table(
        "standing",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("settles", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["scan_case.case_id"], name=op.f("fk_standing_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.decision_id"], name=op.f("fk_standing_decision_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_standing")),
        sa.UniqueConstraint("case_id", "officer", name=op.f("uq_standing_case_id_officer")),
        sa.UniqueConstraint("case_id", "slot", name=op.f("uq_standing_case_id_slot")),
    )
    op.create_index(
        "uq_standing_settles", "standing", ["case_id"], unique=True, sqlite_where=sa.text("settles")
    )
    _make_triggers()


def _make_triggers() -> None:
    for table in APPEND_ONLY:
        _refuse(f"{table}_no_update", table, "UPDATE", why=f"{table} rows are never edited")
        _refuse(f"{table}_no_delete", table, "DELETE", why=f"{table} rows are never removed")
    _refuse("case_no_delete", "scan_case", "DELETE", why="a case is never removed")
    _refuse(
        "case_same_scan",
        "scan_case",
        "UPDATE OF case_id, site, scan_id, package_sha256, package_size, head, received_at",
        why="a case keeps its scan",
    )
    _refuse("outbox_no_delete", "outbox", "DELETE", why="an announcement is never removed")
    _refuse(
        "outbox_lawful",
        "outbox",
        "INSERT",
        when="NOT EXISTS (SELECT 1 FROM standing WHERE decision_id = NEW.decision_id AND settles)",
        why="only a decision that settles its case leaves",
    )
