"""What stands in two trees instead of five; what goes to a site is numbered by its own row.

The counters ``outbox:…`` of before are left where they are; nobody asks for them any more.
"""

import sqlalchemy as sa
from alembic import op

revision = "hub_0009"
down_revision = "hub_0008"
branch_labels = None
depends_on = None

LAWFUL = (
    "CREATE TRIGGER standing_lawful BEFORE INSERT ON standing FOR EACH ROW"
    " WHEN EXISTS (SELECT 1 FROM standing WHERE case_id = NEW.case_id"
    " AND (officer = NEW.officer OR (settles AND NEW.settles)))"
    " BEGIN SELECT RAISE(ABORT, 'an officer stands once in a case, and one decision settles it');"
    " END"
)
NO_UPDATE = (
    "CREATE TRIGGER standing_no_update BEFORE UPDATE ON standing FOR EACH ROW"
    " BEGIN SELECT RAISE(ABORT, 'what stands is never edited'); END"
)


def upgrade() -> None:
    """Let two trees do for what stands, and a trigger guard what three indexes did."""
    if op.get_bind().dialect.name == "sqlite":
        _write_anew()
    else:
        op.drop_constraint("uq_standing_case_id_officer", "standing", type_="unique")
        op.drop_index("uq_standing_settles", "standing")
    op.execute(LAWFUL)
    op.execute(NO_UPDATE)


def _write_anew() -> None:
    """SQLite keeps the order of its rows with the table, so the table is written anew."""
    # Not renamed: the triggers that name the table would go with it.
    op.execute("CREATE TABLE standing_before AS SELECT * FROM standing")
    op.drop_table("standing")
    op.create_table(
        "standing",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("officer", sa.Text(), nullable=False),
        sa.Column("settles", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["scan_case.case_id"], name=op.f("fk_standing_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.decision_id"], name=op.f("fk_standing_decision_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_standing")),
        sa.UniqueConstraint("case_id", "slot", name=op.f("uq_standing_case_id_slot")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO standing (decision_id, case_id, slot, officer, settles)"
        " SELECT decision_id, case_id, slot, officer, settles FROM standing_before"
    )
    op.drop_table("standing_before")
