"""Films of reviews, which a decision names by their hash."""

import sqlalchemy as sa
from alembic import op

revision = "hub_0006c"
down_revision = "hub_0006b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the triggers that guard it; decisions that are there have no film."""
    op.create_table(
        "film",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_film_sha256")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.decision_id"], name=op.f("fk_film_decision_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_film")),
    )
    for act, done in (("UPDATE", "edited"), ("DELETE", "removed")):
        op.execute(
            f"CREATE TRIGGER film_no_{act.lower()} BEFORE {act} ON film FOR EACH ROW "
            f"BEGIN SELECT RAISE(ABORT, 'film rows are never {done}'); END"
        )
