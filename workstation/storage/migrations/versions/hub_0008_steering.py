"""Rules of those who steer, lists of risk control and their hits, alerts, scanners, counts."""

import sqlalchemy as sa
from alembic import op

revision = "hub_0008"
down_revision = "hub_0007"
branch_labels = None
depends_on = None

COUNTING = (
    """\
CREATE TRIGGER case_counted AFTER INSERT ON scan_case FOR EACH ROW BEGIN
    INSERT INTO room_count (site, stage, cases) VALUES (NEW.site, NEW.stage, 1)
        ON CONFLICT (site, stage) DO UPDATE SET cases = cases + 1;
END""",
    """\
CREATE TRIGGER case_moved AFTER UPDATE OF stage ON scan_case FOR EACH ROW
    WHEN OLD.stage <> NEW.stage BEGIN
    UPDATE room_count SET cases = cases - 1 WHERE site = OLD.site AND stage = OLD.stage;
    INSERT INTO room_count (site, stage, cases) VALUES (NEW.site, NEW.stage, 1)
        ON CONFLICT (site, stage) DO UPDATE SET cases = cases + 1;
END""",
)


def _text(name: str, *, nullable: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=nullable)


def _float(name: str, *, nullable: bool = False) -> "sa.Column[float]":
    return sa.Column(name, sa.Double(), nullable=nullable)


def _integer(name: str, *, nullable: bool = False) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _enum(table: str, column: str, kind: str, *values: str) -> "sa.Column[str]":
    name = op.f(f"ck_{table}_{kind}")
    choice = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=16)
    return sa.Column(column, choice, nullable=False)


def upgrade() -> None:
    """Add the tables, count what is there, and let a request be about a decision, too."""
    _make_rules()
    _make_lists()
    op.create_table(
        "alert",
        _integer("alert_id"),
        _enum(
            "alert",
            "kind",
            "alertkind",
            "watch_hit",
            "prohibited",
            "brand",
            "scanner_drift",
            "missed",
        ),
        _text("subject"),
        _text("site"),
        _enum("alert", "state", "alertstate", "active", "seen", "closed"),
        _text("raised_at"),
        _text("facts"),
        _text("moved_by", nullable=True),
        _text("moved_at", nullable=True),
        sa.PrimaryKeyConstraint("alert_id", name=op.f("pk_alert")),
    )
    op.create_index(
        "uq_alert_open",
        "alert",
        ["kind", "subject"],
        unique=True,
        sqlite_where=sa.text("state <> 'closed'"),
    )
    _make_scanners()
    _count()
    _widen_requests()


def _make_rules() -> None:
    op.create_table(
        "room_rule",
        _text("name"),
        _text("content"),
        _text("officer"),
        _text("reason"),
        _text("set_at"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_room_rule")),
    )


def _make_lists() -> None:
    kinds = ("instructions", "brands", "prohibited")
    op.create_table(
        "watch_list",
        _text("name"),
        _enum("watch_list", "kind", "listkind", *kinds),
        _text("entries"),
        _text("sha256"),
        _text("source"),
        _text("officer"),
        _text("reason"),
        _text("imported_at"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_watch_list")),
    )
    op.create_table(
        "watch_hit",
        _text("case_id"),
        _text("list_name"),
        _text("key"),
        _enum("watch_hit", "kind", "listkind", *kinds),
        _integer("number"),
        _enum("watch_hit", "effect", "effect", "must_inspect", "two_readers", "look_at"),
        _text("instruction"),
        _text("fields"),
        _text("hit_at"),
        _text("ended_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["scan_case.case_id"], name=op.f("fk_watch_hit_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", "list_name", "key", name=op.f("pk_watch_hit")),
    )
    op.create_index("ix_watch_hit_newest", "watch_hit", ["hit_at"])
    op.create_index(
        "ix_watch_hit_active", "watch_hit", ["case_id"], sqlite_where=sa.text("ended_at IS NULL")
    )


def _make_scanners() -> None:
    op.create_table(
        "scan_figures",
        _text("case_id"),
        _text("site"),
        _text("scanner"),
        _text("at"),
        _text("verdict"),
        _float("noise", nullable=True),
        _float("sharpness", nullable=True),
        _integer("dead", nullable=True),
        _float("saturated", nullable=True),
        sa.CheckConstraint("noise IS NULL OR noise >= 0", name=op.f("ck_scan_figures_noise")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["scan_case.case_id"], name=op.f("fk_scan_figures_case_id")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_scan_figures")),
    )
    op.create_index(op.f("ix_scan_figures_at"), "scan_figures", ["at"])
    op.create_table(
        "scanner_chart",
        _text("site"),
        _text("scanner"),
        _enum("scanner_chart", "measure", "measure", "noise", "sharpness", "dead", "saturated"),
        _integer("scans"),
        _float("mean"),
        _float("squares"),
        _float("average"),
        _float("newest"),
        _text("moved_at"),
        sa.PrimaryKeyConstraint("site", "scanner", "measure", name=op.f("pk_scanner_chart")),
    )


def _count() -> None:
    op.create_table(
        "room_count",
        _text("site"),
        _text("stage"),
        _integer("cases"),
        sa.PrimaryKeyConstraint("site", "stage", name=op.f("pk_room_count")),
    )
    op.execute(
        "INSERT INTO room_count (site, stage, cases)"
        " SELECT site, stage, count(*) FROM scan_case GROUP BY site, stage"
    )
    for statement in COUNTING:
        op.execute(statement)
    op.create_index(
        "ix_scan_case_waiting",
        "scan_case",
        ["site", "received_at"],
        sqlite_where=sa.text("stage = 'waiting'"),
    )


def _widen_requests() -> None:
    """SQLite keeps a CHECK with its table, so the table is written anew."""
    op.execute("ALTER TABLE request RENAME TO request_before")
    op.execute("DROP INDEX uq_request_open")
    op.create_table(
        "request",
        _text("request_id"),
        _enum("request", "act", "act", "unpark", "supersede"),
        _text("subject"),
        _text("reason"),
        _text("requester"),
        _text("requested_at"),
        _text("approver", nullable=True),
        _text("closed_at", nullable=True),
        sa.CheckConstraint(
            "approver IS NULL OR approver <> requester", name=op.f("ck_request_four_eyes")
        ),
        sa.CheckConstraint(
            "(approver IS NULL) OR (closed_at IS NOT NULL)", name=op.f("ck_request_closed")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_request")),
    )
    op.execute("INSERT INTO request SELECT * FROM request_before")
    op.execute("DROP TABLE request_before")
    op.create_index(
        "uq_request_open",
        "request",
        ["act", "subject"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
    )
