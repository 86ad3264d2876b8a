"""The guards of cases and decisions in words that SQLite asks without making a table for a list.

They let in what they let in before, so no row is touched. PostgreSQL asks either form alike, and
keeps the one that it has.
"""

import sqlalchemy as sa
from alembic import op

revision = "hub_0010"
down_revision = "hub_0009"
branch_labels = None
depends_on = None

#: Table, column and the lists of texts that its guards have.
LISTS = (
    ("scan_case", "stage", ("received", "compared", "waiting", "parked")),
    (
        "scan_case",
        "stage",
        (
            "received",
            "compared",
            "waiting",
            "leased",
            "decided",
            "announced",
            "inspected",
            "closed",
            "parked",
        ),
    ),
    ("decision", "conclusion", ("release", "inspect", "rescan", "refer")),
)
SAID_ANEW = sa.text(
    "UPDATE sqlite_master SET sql = replace(sql, :before, :now)"
    " WHERE type = 'table' AND name = :table"
)


def upgrade() -> None:
    """Say each guard anew, in the one way that SQLite has for it.

    References
    ----------
    .. [1] https://www.sqlite.org/lang_altertable.html, 7: "other kinds of table schema changes".
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    version = connection.execute(sa.text("PRAGMA schema_version")).scalar_one()
    op.execute("PRAGMA writable_schema = ON")
    for table, column, texts in LISTS:
        listed = ", ".join(f"'{one}'" for one in texts)
        compared = " OR ".join(f"{column} = '{one}'" for one in texts)
        values = {"before": f"{column} IN ({listed})", "now": compared, "table": table}
        connection.execute(SAID_ANEW, values)
    op.execute(f"PRAGMA schema_version = {version + 1}")
    op.execute("PRAGMA writable_schema = RESET")  # and read it anew
