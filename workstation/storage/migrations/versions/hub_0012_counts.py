"""Only of cases that have left a count is kept; those in the room are counted when somebody looks.

What is kept is counted anew; the rows of stages in the room stay, at 0, and are written no more.
"""

from alembic import op

revision = "hub_0012"
down_revision = "hub_0011"
branch_labels = None
depends_on = None

GUARDED = ("case_counted", "case_moved")
COUNTED = """\
CREATE TRIGGER case_counted AFTER INSERT ON scan_case FOR EACH ROW
    WHEN NEW.stage = 'announced' OR NEW.stage = 'inspected' OR NEW.stage = 'closed' BEGIN
    INSERT INTO room_count (site, stage, cases) VALUES (NEW.site, NEW.stage, 1)
        ON CONFLICT (site, stage) DO UPDATE SET cases = cases + 1;
END"""
MOVED = """\
CREATE TRIGGER case_moved AFTER UPDATE OF stage ON scan_case FOR EACH ROW
    WHEN OLD.stage <> NEW.stage
    AND (NEW.stage = 'announced' OR NEW.stage = 'inspected' OR NEW.stage = 'closed') BEGIN
    INSERT INTO room_count (site, stage, cases) VALUES (NEW.site, NEW.stage, 1)
        ON CONFLICT (site, stage) DO UPDATE SET cases = cases + 1;
END"""
MOVED_ON = """\
CREATE TRIGGER case_moved_on AFTER UPDATE OF stage ON scan_case FOR EACH ROW
    WHEN OLD.stage <> NEW.stage
    AND (OLD.stage = 'announced' OR OLD.stage = 'inspected' OR OLD.stage = 'closed') BEGIN
    UPDATE room_count SET cases = cases - 1 WHERE site = OLD.site AND stage = OLD.stage;
END"""

RECOUNT = (
    "UPDATE room_count SET cases = CASE WHEN stage IN ('announced', 'inspected', 'closed') THEN"
    " (SELECT count(*) FROM scan_case WHERE scan_case.site = room_count.site"
    " AND scan_case.stage = room_count.stage) ELSE 0 END"
)


def upgrade() -> None:
    """Count anew by what the triggers will count from now on."""
    at_postgres = op.get_bind().dialect.name != "sqlite"
    for name in GUARDED:
        op.execute(f"DROP TRIGGER {name}{' ON scan_case' if at_postgres else ''}")
        if at_postgres:
            op.execute(f"DROP FUNCTION {name}()")
    for counts in (COUNTED, MOVED, MOVED_ON):
        op.execute(counts)
    op.drop_index("ix_scan_case_stage", "scan_case")
    op.create_index("ix_scan_case_stage", "scan_case", ["stage", "site", "received_at"])
    op.drop_index("ix_scan_case_waiting", "scan_case")
    op.execute(RECOUNT)
