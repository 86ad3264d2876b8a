"""What a restored backup needs: decisions that sites bring back; and what a scrub found."""

import sqlalchemy as sa
from alembic import op

revision = "hub_0004"
down_revision = "hub_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the two tables and the triggers that guard the first."""
    op.create_table(
        "returned",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("scan_id", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_returned")),
        sa.UniqueConstraint("site", "scan_id", name=op.f("uq_returned_site_scan_id")),
    )
    op.create_table(
        "blob_check",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("checked_at", sa.Text(), nullable=False),
        sa.Column(
            "found",
            sa.Enum("whole", "damaged", "missing", name="soundness", native_enum=False, length=16),
            nullable=False,
        ),
        sa.CheckConstraint(
            "found IN ('whole', 'damaged', 'missing')", name=op.f("ck_blob_check_soundness")
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob_check")),
    )
    op.create_index(
        "ix_blob_check_wanted",
        "blob_check",
        ["sha256"],
        unique=False,
        sqlite_where=sa.text("found <> 'whole'"),
    )
    op.create_index(op.f("ix_blob_check_checked_at"), "blob_check", ["checked_at"], unique=False)
    op.create_index(
        op.f("ix_scan_case_package_sha256"), "scan_case", ["package_sha256"], unique=False
    )
    for act, done in (("UPDATE", "edited"), ("DELETE", "removed")):
        op.execute(
            f"CREATE TRIGGER returned_no_{act.lower()} BEFORE {act} ON returned FOR EACH ROW "
            f"BEGIN SELECT RAISE(ABORT, 'returned rows are never {done}'); END"
        )
