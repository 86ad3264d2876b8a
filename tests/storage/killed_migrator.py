"""Brings a database up and is killed before a statement; run by `test_migrations` as a process.

One process for all kills: for each it copies the old database anew and forks a child that opens it,
migrates, and kills itself. Says for every child how the database stood after it.
"""

import itertools
import os
import shutil
import signal
import sqlite3
import sys
from pathlib import Path

from sqlalchemy import Engine, event

from workstation.storage.records import open_records


def main(old: Path, work: Path) -> None:
    for number in itertools.count(1):
        path = work / "hub.sqlite"
        for left in work.glob("hub.sqlite*"):
            left.unlink()
        shutil.copyfile(old, path)
        child = os.fork()
        if child == 0:
            migrate_and_die(path, number)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            return  # it had fewer statements than that
        sys.stdout.write(f"{number} {state_of(path)}\n")
        sys.stdout.flush()


def migrate_and_die(path: Path, number: int) -> None:
    left = number

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)
    open_records(path).close()
    os._exit(0)


def state_of(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        (rows,) = connection.execute("SELECT count(*) FROM audit").fetchone()
        (sound,) = connection.execute("PRAGMA integrity_check").fetchone()
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    return f"{revision} {rows} {sound} {'returned' in tables}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
