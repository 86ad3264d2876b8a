"""Each model tells at which change of the library it last changed."""

import sqlalchemy as sa
from alembic import op

revision = "library_0002"
down_revision = "library_0001"
branch_labels = None
depends_on = None

# Every model was added by a change of its own, so that counting them in order never passes the
# library's own count, and no two get the same.
_NUMBER_THEM = """
UPDATE model SET edition = (
    SELECT place FROM (
        SELECT model_id AS id, row_number() OVER (ORDER BY changed_at, model_id) AS place
        FROM model
    ) WHERE id = model.model_id
)
"""


def upgrade() -> None:
    """Add the column and number the models that are there."""
    op.add_column(
        "model", sa.Column("edition", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.execute(_NUMBER_THEM)
    op.create_index(op.f("ix_model_edition"), "model", ["edition"], unique=False)
