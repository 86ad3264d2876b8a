"""A file beside the records that is made from them and never believed over them.

Who deletes it loses nothing. It follows the evidence log and notes in its head how far it has come;
one of another form, of other records, or damaged is made anew.
"""

import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from sqlalchemy import Connection

from workstation.storage.following import mark_at
from workstation.storage.homes import translated

T = TypeVar("T")

HEAD: Final = "CREATE TABLE head (name TEXT PRIMARY KEY, value) WITHOUT ROWID"
#: How long one waits for another process that writes the same file [s].
_PATIENCE_S: Final = 30.0


class DerivedFile:
    """One such file; owned by one thread.

    Parameters
    ----------
    path : Path
        Where it is; made when it is first asked.
    form : str
        Changes whenever the tables or their rows do.
    tables : sequence of str
        The statements that make its tables, beside its head.
    pragmas : sequence of str
        What each connection is told.
    """

    def __init__(
        self, path: Path, *, form: str, tables: Sequence[str], pragmas: Sequence[str] = ()
    ) -> None:
        self.path = path
        self._form, self._tables, self._pragmas = form, tables, pragmas
        self._open: sqlite3.Connection | None = None

    def close(self) -> None:
        """Let go of the file."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def connection(self) -> sqlite3.Connection:
        """Return the open file, made anew when it is of another form."""
        if self._open is None:
            self._open = self._connect()
            with self._or_closed():
                fits = self._fits()
            if not fits:
                return self.make_anew()
        return self._open

    def make_anew(self) -> sqlite3.Connection:
        """Begin again with an empty file; what versions and places of the old one mean is over."""
        self.close()
        self.path.unlink(missing_ok=True)
        self.path.with_name(f"{self.path.name}-journal").unlink(missing_ok=True)
        self._open = self._connect()
        with self._or_closed(), self.act() as connection:
            for statement in (HEAD, *self._tables):
                connection.execute(statement)
            self.note("form", self._form)
            self.note("edition", secrets.token_hex(8))
        self.path.chmod(0o600)
        return connection

    def whole(self, work: Callable[[], T]) -> T:
        """Do something with the file; when it is found damaged, once more with an empty one.

        Raises
        ------
        StorageUnavailable
            If the records cannot be read, or the file not be written.
        """
        with translated(self.path):
            try:
                return work()
            except sqlite3.DatabaseError as error:
                if isinstance(error, sqlite3.OperationalError):
                    raise
                self.make_anew()  # all that is in it is in the records as well
                return work()

    @contextmanager
    def act(self) -> Iterator[sqlite3.Connection]:
        """One act; another process that writes the file waits meanwhile."""
        connection = self.connection()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            if connection.in_transaction:  # SQLite may have ended it itself
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def head(self, name: str) -> str | int | None:
        """Return what the file notes of itself; None when it does not."""
        query = "SELECT value FROM head WHERE name = ?"
        row = self.connection().execute(query, (name,)).fetchone()
        return None if row is None else row[0]

    def number(self, name: str) -> int:
        """Return a number that the file notes of itself, 0 when it does not."""
        return int(self.head(name) or 0)

    @property
    def edition(self) -> str:
        """Which making of the file this is."""
        return str(self.head("edition"))

    def note(self, name: str, value: str | int) -> None:
        """Note something in the head, within an act."""
        self.connection().execute("INSERT OR REPLACE INTO head VALUES (?, ?)", (name, value))

    def forget(self, name: str) -> None:
        """Take a note out of the head, within an act."""
        self.connection().execute("DELETE FROM head WHERE name = ?", (name,))

    def follows(self, records: Connection, entry: int) -> None:
        """Note, within an act, up to which entry the evidence log was followed."""
        self.note("entry", entry)
        self.note("mark", mark_at(records, entry))

    def place(self) -> tuple[int, str]:
        """Return the last entry that was followed, and the hash of the log up to it.

        Asked before the records are opened: another process may note more meanwhile.
        """
        query = "SELECT name, value FROM head WHERE name IN ('entry', 'mark')"
        told = dict(self.connection().execute(query))  # both of one moment
        return int(told.get("entry", 0)), str(told.get("mark", ""))

    @contextmanager
    def _or_closed(self) -> Iterator[None]:
        """Let go of a file that fails before it is known to be right: it is looked at again."""
        try:
            yield
        except BaseException:
            self.close()
            raise

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, isolation_level=None, check_same_thread=False, timeout=_PATIENCE_S
        )
        for pragma in self._pragmas:
            connection.execute(pragma)
        return connection

    def _fits(self) -> bool:
        try:
            return self.head("form") == self._form
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise
            return False
        except sqlite3.DatabaseError:
            return False
