"""What two officers agree on; until when a key is good; officers who may not sit down."""

import sqlalchemy as sa
from alembic import op

revision = "hub_0005"
down_revision = "hub_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table and the columns; every key and officer that is there stays as it was."""
    op.create_table(
        "request",
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "unpark",
                name=op.f("ck_request_act"),
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requester", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.Text(), nullable=False),
        sa.Column("approver", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "approver IS NULL OR approver <> requester", name=op.f("ck_request_four_eyes")
        ),
        sa.CheckConstraint(
            "(approver IS NULL) OR (closed_at IS NOT NULL)", name=op.f("ck_request_closed")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request")),
    )
    op.create_index(
        "uq_request_open",
        "request",
        ["act", "subject"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
    )
    op.add_column("principal", sa.Column("not_after", sa.Text(), nullable=True))
    op.add_column(
        "officer",
        sa.Column("state", sa.Text(), nullable=False, server_default=sa.text("'active'")),
    )
