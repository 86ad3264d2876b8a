"""Which tables are read on from a row by its running number, SQLite's ``rowid``."""

from typing import Final

#: In PostgreSQL these have a column of that name; nobody asks for the order of other rows.
NUMBERED: Final = ("decision", "recall", "scan_figures")
