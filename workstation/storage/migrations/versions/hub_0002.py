"""Declarations tell their lot, so that the containers of one lot find each other."""

import sqlalchemy as sa
from alembic import op

revision = "hub_0002"
down_revision = "hub_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, read it from the declarations that are there, and index it."""
    op.add_column(
        "declaration", sa.Column("lot", sa.Text(), nullable=False, server_default=sa.text("''"))
    )
    op.execute(
        "UPDATE declaration SET lot = json_extract(content, '$.lot')"
        " WHERE json_extract(content, '$.lot') IS NOT NULL"
    )
    op.create_index(op.f("ix_declaration_lot"), "declaration", ["lot"], unique=False)
    op.create_index(op.f("ix_declaration_number"), "declaration", ["number"], unique=False)
    op.create_index(
        op.f("ix_scan_case_declaration_id"), "scan_case", ["declaration_id"], unique=False
    )
