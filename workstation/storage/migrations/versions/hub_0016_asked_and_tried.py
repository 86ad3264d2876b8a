"""Each request knows the entry of its asking; passwords typed at the hub's machine are counted."""

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
    """Add both."""
    op.create_table(
        "console_try",
        sa.Column("try_id", sa.Text(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("tried_at", sa.Text(), nullable=False),
        sa.Column("in_row", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("try_id", name=op.f("pk_console_try")),
    )
    op.create_index("ix_console_try_officer", "console_try", ["officer"])
    _number_requests()


def _number_requests() -> None:
    """Look the number up for what is open: nobody answers the others any more."""
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
