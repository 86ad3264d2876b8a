"""Each request knows the entry of its asking, so that its answer is held against it."""

import json

import sqlalchemy as sa
from alembic import op

revision = "hub_0016"
down_revision = "hub_0015"
branch_labels = None
depends_on = None

# The tag is the last field of an entry.
ASKED = sa.text(
    "SELECT seq, entry FROM audit WHERE entry LIKE :made OR entry LIKE :unpark OR entry LIKE :undo"
)
ENDS = {
    "made": '%"tag":"request:made"}',
    "unpark": '%"tag":"scan:unpark:requested"}',
    "undo": '%"tag":"scan:supersede:requested"}',
}


def upgrade() -> None:
    """Add the number, and look it up for what is open: nobody answers the others any more."""
    op.add_column("request", sa.Column("entry", sa.Integer(), nullable=True))
    bind = op.get_bind()
    is_open = sa.text("SELECT request_id FROM request WHERE closed_at IS NULL")
    waiting = set(bind.scalars(is_open))
    if not waiting:
        return
    asked = {json.loads(entry)["facts"]["request"]: seq for seq, entry in bind.execute(ASKED, ENDS)}
    numbered = sa.text("UPDATE request SET entry = :entry WHERE request_id = :request_id")
    for request_id in waiting & asked.keys():
        bind.execute(numbered, {"entry": asked[request_id], "request_id": request_id})
