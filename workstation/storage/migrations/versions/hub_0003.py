"""Declarations tell their consignee, so that earlier scans of the same one are found."""

import sqlalchemy as sa
from alembic import op

revision = "hub_0003"
down_revision = "hub_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, read it from the declarations that are there, and index it."""
    op.add_column(
        "declaration",
        sa.Column("consignee", sa.Text(), nullable=False, server_default=sa.text("''")),
    )
    op.execute(
        "UPDATE declaration SET consignee = json_extract(content, '$.consignee')"
        " WHERE json_extract(content, '$.consignee') IS NOT NULL"
    )
    op.create_index(op.f("ix_declaration_consignee"), "declaration", ["consignee"], unique=False)
