"""Moving a hub's records to another home, checked before and after."""

from pathlib import Path

from workstation.domain.folder_lock import FolderLock
from workstation.storage.copying import BackupProblem
from workstation.storage.homes import conninfo_of
from workstation.storage.moving import to_postgres, to_sqlite
from workstation.storage.records import HUB_DATABASE
from workstation.storage.verify import FolderReport, verify_folder


def move(data: Path, conninfo: str | None) -> FolderReport:
    """Carry the records to PostgreSQL, or into the folder when ``conninfo`` is None.

    Returns what checking them at the new home found, which is what it found at the old one.

    Raises
    ------
    FolderInUse
        If a hub runs on the folder.
    RecordsThere
        If there are records already where these are to go.
    StorageUnavailable, BackupProblem
        If something cannot be read or written, or what arrived is not what left; the records are
        then where they were.
    """
    data.mkdir(parents=True, exist_ok=True)
    with FolderLock(data, who="hub"):
        database = data / HUB_DATABASE
        has_records = database.is_file() or conninfo_of(database) is not None
        before = verify_folder(data) if has_records else FolderReport(entries=0)

        def check(home: Path) -> None:
            after = verify_folder(data, home=home)
            if after != before:
                raise _not_what_left(data, after)

        if conninfo is None:
            to_sqlite(data, check=check)
        else:
            to_postgres(data, conninfo, check=check)
    return before


def _not_what_left(data: Path, after: FolderReport) -> BackupProblem:
    reason = f"entry {after.first_bad}: {after.reason}" if after.reason else "it is shorter"
    problem = BackupProblem(str(data), f"what arrived is not what left: {reason}")
    problem.advice = (
        "The records stay where they were. Look at disk and server, and try again with an empty "
        "database."
    )
    return problem
