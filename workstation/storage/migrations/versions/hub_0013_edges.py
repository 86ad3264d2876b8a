"""From where a key is heard; when an officer was let in again; a U+0000 spoils no figures.

SQLite reads past that sign in a JSON text; PostgreSQL refuses the whole text for it.
"""

import sqlalchemy as sa
from alembic import op

revision = "hub_0013"
down_revision = "hub_0012"
branch_labels = None
depends_on = None

EXTRACT = r"""
CREATE OR REPLACE FUNCTION json_extract(said text, path text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
(CASE WHEN strpos(said, '\u0000') = 0 THEN said
ELSE regexp_replace(said, '(?<!\\)((\\\\)*)\\u0000', '\1\\ufffd', 'g') END)::json
#>> string_to_array(replace(replace(substr(path, 3), '[', '.'), ']', ''), '.')"""


def upgrade() -> None:
    """Add the columns; every key that is there is heard from anywhere, as before."""
    op.add_column("principal", sa.Column("allowed_ip", sa.Text(), nullable=True))
    op.add_column("officer", sa.Column("let_in_at", sa.Text(), nullable=True))
    if op.get_bind().dialect.name != "sqlite":
        op.execute(EXTRACT)
