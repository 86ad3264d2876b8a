"""What two officers agree on beside cases: keys, officers, reports, packages kept no longer."""

import sqlalchemy as sa
from alembic import op

revision = "hub_0015"
down_revision = "hub_0013"
branch_labels = None
depends_on = None

ACTS = ("unpark", "supersede", "enrol", "officer", "password", "reinstate", "export", "dispose")
CLOSED_WITHOUT = "(secret IS NULL) OR (closed_at IS NULL)"


def upgrade() -> None:
    """Widen the guard, and add what an act says beyond its name."""
    if op.get_bind().dialect.name == "sqlite":
        _write_anew()
    else:
        listed = ", ".join(f"'{act}'" for act in ACTS)
        op.drop_constraint(op.f("ck_request_act"), "request")
        op.create_check_constraint(op.f("ck_request_act"), "request", f"act IN ({listed})")
        op.add_column("request", _content())
        op.add_column("request", sa.Column("secret", sa.Text(), nullable=True))
        op.create_check_constraint(op.f("ck_request_secret"), "request", CLOSED_WITHOUT)
    _add_disposed()


def _add_disposed() -> None:
    op.create_table(
        "disposed",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("batch", sa.Text(), nullable=False),
        sa.Column("disposed_at", sa.Text(), nullable=False),
        sa.Column("swept_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["scan_case.case_id"], name=op.f("fk_disposed_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_disposed")),
    )
    op.create_index("ix_disposed_batch", "disposed", ["batch"])
    due = sa.text("swept_at IS NULL")
    op.create_index(
        "ix_disposed_due", "disposed", ["case_id"], sqlite_where=due, postgresql_where=due
    )


def _content() -> "sa.Column[str]":
    return sa.Column("content", sa.Text(), nullable=False, server_default=sa.text("'{}'"))


def _write_anew() -> None:
    """SQLite keeps a CHECK with its table, so the table is written anew."""
    op.execute("ALTER TABLE request RENAME TO request_before")
    op.execute("DROP INDEX uq_request_open")
    act = sa.Enum(
        *ACTS, name=op.f("ck_request_act"), native_enum=False, create_constraint=True, length=16
    )
    op.create_table(
        "request",
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("act", act, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requester", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.Text(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.Text(), nullable=True),
        _content(),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "approver IS NULL OR approver <> requester", name=op.f("ck_request_four_eyes")
        ),
        sa.CheckConstraint(
            "(approver IS NULL) OR (closed_at IS NOT NULL)", name=op.f("ck_request_closed")
        ),
        sa.CheckConstraint(CLOSED_WITHOUT, name=op.f("ck_request_secret")),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request")),
    )
    op.execute("INSERT INTO request SELECT *, '{}', NULL FROM request_before")
    op.execute("DROP TABLE request_before")
    op.create_index(
        "uq_request_open",
        "request",
        ["act", "subject"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
    )
