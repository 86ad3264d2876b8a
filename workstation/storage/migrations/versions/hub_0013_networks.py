"""From which networks the key of a machine is heard."""

import sqlalchemy as sa
from alembic import op

revision = "hub_0013"
down_revision = "hub_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; every key that is there is heard from anywhere, as before."""
    op.add_column("principal", sa.Column("allowed_ip", sa.Text(), nullable=True))
