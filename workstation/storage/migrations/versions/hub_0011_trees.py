"""What stands lies in one tree instead of two, what goes to a site in three instead of four.

What stands is found by its case and slot, which a decision knows. Who draws re-checks went on by
the running number of a row that goes to a site; now it is that of its decision, in the same order.
"""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "hub_0011"
down_revision = "hub_0010"
branch_labels = None
depends_on = None

DRAWN = (
    "UPDATE counter SET value = coalesce((SELECT decision.rowid FROM outbox"
    " JOIN decision ON decision.decision_id = outbox.decision_id"
    " WHERE outbox.rowid <= counter.value ORDER BY outbox.rowid DESC LIMIT 1), 0)"
    " WHERE name = 'recheck:up_to'"
)
STANDING_LAWFUL = (
    "CREATE TRIGGER standing_lawful BEFORE INSERT ON standing FOR EACH ROW"
    " WHEN EXISTS (SELECT 1 FROM standing WHERE case_id = NEW.case_id"
    " AND (officer = NEW.officer OR (settles AND NEW.settles)))"
    " BEGIN SELECT RAISE(ABORT, 'an officer stands once in a case, and one decision settles it');"
    " END"
)
STANDING_AS_DECIDED = (
    "CREATE TRIGGER standing_as_decided BEFORE INSERT ON standing FOR EACH ROW"
    " WHEN NOT EXISTS (SELECT 1 FROM decision WHERE decision_id = NEW.decision_id"
    " AND case_id = NEW.case_id AND slot = NEW.slot AND officer = NEW.officer)"
    " BEGIN SELECT RAISE(ABORT, 'a decision stands in its case and slot, for its officer'); END"
)
STANDING_NO_UPDATE = (
    "CREATE TRIGGER standing_no_update BEFORE UPDATE ON standing FOR EACH ROW"
    " BEGIN SELECT RAISE(ABORT, 'what stands is never edited'); END"
)
OUTBOX_NO_DELETE = (
    "CREATE TRIGGER outbox_no_delete BEFORE DELETE ON outbox FOR EACH ROW"
    " BEGIN SELECT RAISE(ABORT, 'an announcement is never removed'); END"
)
OUTBOX_LAWFUL = (
    "CREATE TRIGGER outbox_lawful BEFORE INSERT ON outbox FOR EACH ROW"
    " WHEN NOT EXISTS (SELECT 1 FROM decision JOIN standing"
    " ON standing.case_id = decision.case_id AND standing.slot = decision.slot"
    " WHERE decision.decision_id = NEW.decision_id"
    " AND standing.decision_id = NEW.decision_id AND settles)"
    " BEGIN SELECT RAISE(ABORT, 'only a decision that settles its case leaves'); END"
)
TEST_IMAGE_STAYS = (
    "CREATE TRIGGER test_image_stays BEFORE INSERT ON outbox FOR EACH ROW"
    " WHEN EXISTS (SELECT 1 FROM decision JOIN test_image"
    " ON test_image.sha256 = decision.scan_sha256"
    " WHERE decision.decision_id = NEW.decision_id)"
    " BEGIN SELECT RAISE(ABORT, 'a test image never leaves'); END"
)
COLUMNS = {
    "standing": "decision_id, case_id, slot, officer, settles",
    "outbox": "site, sequence, decision_id, final_at, announced_at, withdrawn_at",
}


def upgrade() -> None:
    """Write both tables anew; PostgreSQL changes the keys of its own."""
    op.execute(DRAWN)
    if op.get_bind().dialect.name == "sqlite":
        _write_anew("standing", _create_standing)
        _write_anew("outbox", _create_outbox)
        for guard in (STANDING_LAWFUL, STANDING_NO_UPDATE, OUTBOX_NO_DELETE, TEST_IMAGE_STAYS):
            op.execute(guard)
    else:
        _rekey()
    op.execute(STANDING_AS_DECIDED)
    op.execute(OUTBOX_LAWFUL)


def _write_anew(table: str, create: Callable[[], None]) -> None:
    # Not renamed: the triggers that name the table would go with it.
    op.execute(f"CREATE TABLE {table}_before AS SELECT * FROM {table}")  # noqa: S608 - our own names
    op.drop_table(table)
    create()
    columns = COLUMNS[table]
    op.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}_before")  # noqa: S608 - our own names
    op.drop_table(f"{table}_before")


def _create_standing() -> None:
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
        sa.PrimaryKeyConstraint("case_id", "slot", name=op.f("pk_standing")),
        sqlite_with_rowid=False,
    )


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("final_at", sa.Text(), nullable=False),
        sa.Column("announced_at", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "announced_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_outbox_one_end")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.decision_id"], name=op.f("fk_outbox_decision_id")
        ),
        sa.PrimaryKeyConstraint("site", "sequence", name=op.f("pk_outbox")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_outbox_decision_id")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["site", "sequence"],
        sqlite_where=sa.text("announced_at IS NULL AND withdrawn_at IS NULL"),
    )


def _rekey() -> None:
    op.drop_constraint("pk_standing", "standing")
    op.drop_constraint("uq_standing_case_id_slot", "standing", type_="unique")
    op.create_primary_key("pk_standing", "standing", ["case_id", "slot"])
    op.drop_column("outbox", "rowid")
    op.execute("DROP TRIGGER outbox_lawful ON outbox")
    op.execute("DROP FUNCTION outbox_lawful()")
