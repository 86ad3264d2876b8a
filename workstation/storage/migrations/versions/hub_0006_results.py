"""What crews found when they opened containers."""

import sqlalchemy as sa
from alembic import op

revision = "hub_0006"
down_revision = "hub_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the triggers that guard it."""
    op.create_table(
        "inspection_result",
        sa.Column("result_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column(
            "occasion",
            sa.Enum(
                "inspection",
                "random",
                "recheck",
                name=op.f("ck_inspection_result_occasion"),
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("goods", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("rate", sa.Double(), nullable=True),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(rate IS NOT NULL) = (occasion = 'random')",
            name=op.f("ck_inspection_result_rate_told"),
        ),
        sa.CheckConstraint("rate > 0 AND rate <= 1", name=op.f("ck_inspection_result_rate")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["scan_case.case_id"], name=op.f("fk_inspection_result_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.decision_id"], name=op.f("fk_inspection_result_decision_id")
        ),
        sa.PrimaryKeyConstraint("result_id", name=op.f("pk_inspection_result")),
    )
    op.create_index(op.f("ix_inspection_result_case_id"), "inspection_result", ["case_id"])
    op.create_index(op.f("ix_inspection_result_opened_at"), "inspection_result", ["opened_at"])
    for act, done in (("UPDATE", "edited"), ("DELETE", "removed")):
        op.execute(
            f"CREATE TRIGGER inspection_result_no_{act.lower()} BEFORE {act} ON inspection_result"
            f" FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'inspection_result rows are never {done}');"
            " END"
        )
