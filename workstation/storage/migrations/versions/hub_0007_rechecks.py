"""Re-checks of released cases, test images that never leave, and how much of each is drawn."""

import sqlalchemy as sa
from alembic import op

revision = "hub_0007"
down_revision = "hub_0006c"
branch_labels = None
depends_on = None


def _one_of(name: str, *values: str, table: str) -> sa.Enum:
    return sa.Enum(
        *values,
        name=op.f(f"ck_{table}_{name}"),
        native_enum=False,
        create_constraint=True,
        length=16,
    )


def _text(name: str, *, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=True)


def upgrade() -> None:
    """Make the tables and the triggers that guard them, the decisions and the outbox."""
    _make_recheck()
    _make_test_image()
    op.create_table(
        "sampling",
        sa.Column("number", sa.Integer(), nullable=False),
        _text("content", nullable=False),
        _text("officer", nullable=False),
        _text("reason", nullable=False),
        _text("set_at", nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_sampling")),
    )
    op.create_table(
        "lot_key",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        _text("key", nullable=False),
        sa.CheckConstraint("one = 1", name=op.f("ck_lot_key_one")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_lot_key")),
    )
    _guard()


def _make_recheck() -> None:
    op.create_table(
        "recheck",
        _text("recheck_id", nullable=False),
        _text("case_id", nullable=False),
        _text("decision_id", nullable=False),
        _text("drawn_at", nullable=False),
        sa.Column("rate", sa.Double(), nullable=False),
        sa.Column(
            "tier", _one_of("tier", "ordinary", "raised", "high", table="recheck"), nullable=False
        ),
        _text("officer"),
        sa.Column("verdict", _one_of("verdict", "agree", "disagree", table="recheck")),
        _number("severity"),
        _text("decided_at"),
        _text("arbiter"),
        sa.Column(
            "arbiter_verdict", _one_of("arbiter_verdict", "agree", "disagree", table="recheck")
        ),
        _number("arbiter_severity"),
        _text("arbitrated_at"),
        _text("desk"),
        _text("taken_at"),
        _text("marks"),
        _text("note"),
        _text("arbiter_marks"),
        _text("arbiter_note"),
        _text("lesson_at"),
        sa.CheckConstraint("rate > 0 AND rate <= 1", name=op.f("ck_recheck_rate")),
        sa.CheckConstraint("severity BETWEEN 0 AND 4", name=op.f("ck_recheck_severity")),
        sa.CheckConstraint(
            "arbiter_severity BETWEEN 0 AND 4", name=op.f("ck_recheck_arbiter_severity")
        ),
        sa.CheckConstraint(
            "(verdict IS NULL) = (decided_at IS NULL)", name=op.f("ck_recheck_decided")
        ),
        sa.CheckConstraint(
            "verdict IS NULL OR officer IS NOT NULL", name=op.f("ck_recheck_by_whom")
        ),
        sa.CheckConstraint(
            "arbiter IS NULL OR arbiter <> officer", name=op.f("ck_recheck_third_officer")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["scan_case.case_id"], name=op.f("fk_recheck_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.decision_id"], name=op.f("fk_recheck_decision_id")
        ),
        sa.PrimaryKeyConstraint("recheck_id", name=op.f("pk_recheck")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_recheck_decision_id")),
    )
    op.create_index(
        "ix_recheck_open", "recheck", ["drawn_at"], sqlite_where=sa.text("verdict IS NULL")
    )
    op.create_index("ix_recheck_decided_at", "recheck", ["decided_at"])
    op.create_index("ix_recheck_case_id", "recheck", ["case_id"])


def _make_test_image() -> None:
    outcomes = ("hit", "miss", "marked_elsewhere")
    op.create_table(
        "test_image",
        _text("image_id", nullable=False),
        _text("case_id", nullable=False),
        _text("object", nullable=False),
        _text("placed_at", nullable=False),
        _text("officer"),
        _text("desk"),
        sa.Column("outcome", _one_of("outcome", *outcomes, table="test_image")),
        _text("decided_at"),
        sa.Column("time_on_task_s", sa.Double(), nullable=True),
        _number("shown_ms"),
        _text("sha256"),
        _number("size"),
        _text("area"),
        _text("comparison"),
        _number("token"),
        _text("marks"),
        sa.CheckConstraint(
            "sha256 IS NULL OR length(sha256) = 64", name=op.f("ck_test_image_sha256")
        ),
        sa.CheckConstraint(
            "(outcome IS NULL) = (decided_at IS NULL)", name=op.f("ck_test_image_decided")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR officer IS NOT NULL", name=op.f("ck_test_image_by_whom")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["scan_case.case_id"], name=op.f("fk_test_image_case_id")
        ),
        sa.PrimaryKeyConstraint("image_id", name=op.f("pk_test_image")),
        sa.UniqueConstraint("sha256", name=op.f("uq_test_image_sha256")),
    )
    op.create_index(
        "uq_test_image_open",
        "test_image",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("outcome IS NULL"),
    )
    op.create_index("ix_test_image_decided_at", "test_image", ["decided_at"])


_OWN = (
    "EXISTS (SELECT 1 FROM decision WHERE case_id = NEW.case_id"
    " AND (officer = NEW.officer OR officer = NEW.arbiter))"
)


def _guard() -> None:
    own_why = "nobody looks again at a case of their own"
    _refuse("recheck_not_own", "recheck", "INSERT", _OWN, own_why)
    _refuse("recheck_not_own_later", "recheck", "UPDATE OF officer, arbiter", _OWN, own_why)
    _refuse(
        "recheck_no_second_thoughts",
        "recheck",
        "UPDATE OF verdict, severity, marks, decided_at",
        "OLD.verdict IS NOT NULL",
        "what was said of a re-check is never edited",
    )
    _refuse("recheck_no_delete", "recheck", "DELETE", "1", "recheck rows are never removed")
    _refuse(
        "test_image_no_second_thoughts",
        "test_image",
        "UPDATE OF case_id, object, outcome, officer, decided_at, sha256, area",
        "OLD.outcome IS NOT NULL",
        "how a test image was met is never edited",
    )
    _refuse(
        "test_image_no_delete", "test_image", "DELETE", "1", "test_image rows are never removed"
    )
    _refuse(
        "test_image_is_no_scan",
        "test_image",
        "INSERT",
        "EXISTS (SELECT 1 FROM scan_case WHERE package_sha256 = NEW.sha256)",
        "a test image is not a scan",
    )
    _refuse(
        "test_image_undecided",
        "decision",
        "INSERT",
        "EXISTS (SELECT 1 FROM test_image WHERE sha256 = NEW.scan_sha256)",
        "a test image is never decided",
    )
    _refuse(
        "test_image_stays",
        "outbox",
        "INSERT",
        "EXISTS (SELECT 1 FROM decision JOIN test_image ON test_image.sha256 = decision.scan_sha256"
        " WHERE decision.decision_id = NEW.decision_id)",
        "a test image never leaves",
    )


def _refuse(name: str, table: str, act: str, when: str, why: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )
