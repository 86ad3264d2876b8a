"""Backing up a hub's data folder while the hub runs, and restoring it into an empty one.

Each backup is a folder of its own that looks like a data folder. Packages that an earlier backup
beside it holds are not copied again: both names lead to one file. The hub's keys are not in it;
see `workstation.storage.key_box`.
"""

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from workstation.domain.durable import sync_folder, sync_handle
from workstation.domain.errors import ReviewRoomError, StorageUnavailable
from workstation.domain.folder_lock import FolderLock
from workstation.domain.instants import to_text
from workstation.storage.blobs import hash_of
from workstation.storage.copying import BackupProblem, copy_database, reading_uri
from workstation.storage.disposal import count_kept, is_package_kept
from workstation.storage.homes import must_be_there, read_only
from workstation.storage.migrate import Branch
from workstation.storage.model_shelf import SHELF_DATABASE
from workstation.storage.moving import copy_records
from workstation.storage.records import HUB_DATABASE, open_records
from workstation.storage.small_files import copy_pins, copy_place, note_backup
from workstation.storage.tables import AuditRow
from workstation.storage.verify import verify_folder

MANIFEST: Final = "backup.json"
_SCHEMA: Final = "reviewroom.backup/1"
_BLOCK: Final = 1 << 20
_DRAFT: Final = ".unfinished-"


class FolderNotEmpty(ReviewRoomError):
    """Something stands where a backup is to be restored."""

    advice = "Name an empty folder; move the old one away and keep it until all is well."

    def __init__(self, where: str) -> None:
        super().__init__(f"{where}: there is something in this folder already")
        self.where = where


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupReport:
    """What a backup holds; ``entries`` of the audit up to ``last_hash`` (hex), whole and checked.

    ``missing`` are packages that the hub itself did not have, or not whole.
    """

    folder: str
    taken_at: str
    entries: int
    last_hash: str
    packages: int
    copied: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreReport:
    """What was restored; ``sites`` have to report before their cases are leased again."""

    taken_at: str
    entries: int
    epoch: int
    packages: int
    missing: tuple[str, ...]
    sites: tuple[str, ...]


def back_up(data: Path, folder: Path, *, now: datetime) -> BackupReport:
    """Make one more backup of a data folder in `folder`; the hub may be running.

    It stands under its own name only when it is whole, durable, and has been checked: the
    database by SQLite, the audit chain with all records, and every package by its hash.

    Raises
    ------
    StorageUnavailable
        If the hub's data cannot be read or the backup not be written.
    BackupProblem
        If what was written does not hold.
    """
    must_be_there(data / HUB_DATABASE)
    name = to_text(now).partition(".")[0].replace(":", "").replace("-", "") + "Z"
    target, draft = folder / name, folder / f"{_DRAFT}{name}"
    if target.exists():
        raise FolderNotEmpty(str(target))
    with _said(folder):
        folder.mkdir(parents=True, exist_ok=True)
        before = newest_in(folder)
        if draft.exists():
            shutil.rmtree(draft)
        draft.mkdir(mode=0o700)
        try:
            copy_pins(data, draft)
            copied, missing = _copy_room(data, draft, before)
            _copy_library(data / "library", draft / "library", before)
            report = _checked(draft, name=str(target), now=now, copied=copied, missing=missing)
            copy_place(data, draft, entries=report.entries)
            _write_json(draft / MANIFEST, {"schema": _SCHEMA, **asdict(report)})
            _forget_side_files(draft)
            _sync_tree(draft)
            draft.rename(target)
        except BaseException:
            # One that fails each night must not fill the disk of those that did not.
            shutil.rmtree(draft, ignore_errors=True)
            raise
        sync_folder(folder)
    note_backup(data, report.taken_at)
    return report


def restore(backup: Path, data: Path, *, now: datetime) -> RestoreReport:
    """Restore a backup, or the newest in a folder of backups, into an empty data folder.

    The epoch of the records is raised: leases of before are fenced, and the sites are asked what
    happened since. ``keys/`` may stand in the folder already.

    Raises
    ------
    FolderNotEmpty
        If anything else stands there.
    BackupProblem
        If the backup is not one, or does not hold.
    StorageUnavailable
        If something cannot be read or written.
    """
    source = backup if (backup / MANIFEST).is_file() else newest_in(backup)
    if source is None:
        raise BackupProblem(str(backup), "there is no finished backup in this folder")
    manifest = _manifest(source)
    with _said(data):
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FolderLock(data, who="hub"):
            if {path.name for path in data.iterdir()} - {"keys", ".lock"}:
                raise FolderNotEmpty(str(data))
            _, missing = _copy_packages(source, data, None)
            _copy_library(source / "library", data / "library", None, at_rest=True)
            copy_pins(source, data)
            copy_place(source, data, entries=manifest["entries"])
            copy_database(source / HUB_DATABASE, data / f"{HUB_DATABASE}.new", at_rest=True)
            # Last of all, so that a restore which was cut short is not taken for a data folder.
            (data / f"{HUB_DATABASE}.new").replace(data / HUB_DATABASE)
            _sync_tree(data)
            return _begin_anew(data, manifest, missing, now=now)


def newest_in(folder: Path) -> Path | None:
    """Return the newest finished backup in a folder of backups, or None."""
    if not folder.is_dir():
        return None
    found = sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))
    return next((one for one in reversed(found) if not one.name.startswith(".")), None)


def _begin_anew(
    data: Path, manifest: dict[str, Any], missing: tuple[str, ...], *, now: datetime
) -> RestoreReport:
    records = open_records(data / HUB_DATABASE)
    try:
        facts = {"taken_at": manifest["taken_at"], "entries": manifest["entries"]}
        epoch = records.raise_epoch({**facts, "last_hash": manifest["last_hash"]}, now=now)
        records.note_missing(missing, now=now)
        sites = tuple(sorted(records.owing()))
        packages = records.packages()
    finally:
        records.close()
    report = verify_folder(data)
    if not report.verified and not missing:
        raise BackupProblem(str(data), f"entry {report.first_bad} does not hold: {report.reason}")
    return RestoreReport(
        taken_at=manifest["taken_at"],
        entries=manifest["entries"],
        epoch=epoch,
        packages=packages - len(missing),
        missing=missing,
        sites=sites,
    )


def _copy_room(data: Path, draft: Path, before: Path | None) -> tuple[int, tuple[str, ...]]:
    """Copy the records, then every package that they speak of; return how many were copied.

    What is disposed of meanwhile is gone for no fault of anybody: then the records are copied once
    more, which tell of it. Only another act of two officers makes that necessary again.
    """
    copied = 0
    while True:
        # Before the packages: whatever they speak of is in the store by then.
        copy_records(data / HUB_DATABASE, draft / HUB_DATABASE)
        more, missing = _copy_packages(data, draft, before)
        copied += more
        if not _disposed_since(data, missing):
            return copied, missing
        (draft / HUB_DATABASE).unlink()
        _forget_side_files(draft)


def _disposed_since(data: Path, missing: tuple[str, ...]) -> bool:
    """Tell whether some of the packages that are missing are to be kept no longer."""
    if not missing:
        return False
    with read_only(data / HUB_DATABASE, Branch.HUB) as session:
        return any(not is_package_kept(session, sha256) for sha256 in missing)


def _copy_packages(data: Path, target: Path, before: Path | None) -> tuple[int, tuple[str, ...]]:
    """Bring every package that the target's database speaks of; return how many were copied."""
    copied, missing = 0, []
    known = target if (target / HUB_DATABASE).is_file() else data
    wanted = _packages_in(known / HUB_DATABASE)
    _drop_unwanted(target, set(wanted))
    for sha256 in wanted:
        name = Path("blobs") / sha256[:2] / sha256
        if (target / name).exists():
            continue  # brought a moment ago, and checked
        if before is not None and _linked(before / name, target / name, sha256):
            continue
        if _copied(data / name, target / name, sha256):
            copied += 1
        else:
            missing.append(sha256)
    (target / "blobs").mkdir(exist_ok=True)
    return copied, tuple(missing)


def _drop_unwanted(target: Path, wanted: set[str]) -> None:
    """Remove what was brought before the records were copied once more, and is not in them."""
    for path in (target / "blobs").glob("??/*"):
        if path.name not in wanted:
            path.unlink()


def _packages_in(database: Path) -> list[str]:
    """Return the hashes of all packages that a database wants kept, whatever its version."""
    # A copy in a backup, or one that is being made: nobody else has it open.
    uri = reading_uri(database, at_rest=True)
    with contextlib.closing(sqlite3.connect(uri, uri=True)) as connection:
        query = "SELECT DISTINCT package_sha256 FROM scan_case"
        named = "SELECT 1 FROM sqlite_master WHERE name = 'disposed'"
        if connection.execute(named).fetchone() is not None:
            query += " WHERE case_id NOT IN (SELECT case_id FROM disposed)"
        return [sha256 for (sha256,) in connection.execute(query)]


def _copy_library(
    source: Path, target: Path, before: Path | None, *, at_rest: bool = False
) -> None:
    """Bring the library of typical models along, when the hub keeps its own."""
    if not (source / SHELF_DATABASE).is_file():
        return
    target.mkdir()
    copy_database(source / SHELF_DATABASE, target / SHELF_DATABASE, at_rest=at_rest)
    for blob in sorted((source / "blobs").glob("??/*")):
        name = blob.relative_to(source)
        earlier = None if before is None else before / "library" / name
        if earlier is not None and _linked(earlier, target / name, blob.name):
            continue
        if not _copied(blob, target / name, blob.name):
            raise BackupProblem(str(blob), "the package of a typical model is damaged")
    (target / "blobs").mkdir(exist_ok=True)


def _linked(earlier: Path, target: Path, sha256: str) -> bool:
    """Give a blob of an earlier backup a second name here; False when it is not there, whole."""
    try:
        if hash_of(earlier) != sha256:
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(earlier, target)
    except OSError:
        return False  # not there, or a disk without links: it is copied
    return True


def _copied(source: Path, target: Path, sha256: str) -> bool:
    """Copy a blob durably; False when it is not there, or not what it is called."""
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with source.open("rb") as old, target.open("wb") as new:
            while block := old.read(_BLOCK):
                digest.update(block)
                new.write(block)
            new.flush()
            sync_handle(new.fileno(), target)
    except FileNotFoundError:
        return False
    if digest.hexdigest() != sha256:
        target.unlink()
        return False
    target.chmod(0o440)
    return True


def _checked(
    draft: Path, *, name: str, now: datetime, copied: int, missing: tuple[str, ...]
) -> BackupReport:
    report = verify_folder(draft)
    # A package that the hub lost is reported; it must not keep the rest from being backed up.
    if not report.verified and not missing:
        raise BackupProblem(name, f"entry {report.first_bad} does not hold: {report.reason}")
    with read_only(draft / HUB_DATABASE, Branch.HUB) as session:
        last = session.scalar(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1))
        packages = count_kept(session)
    return BackupReport(
        folder=name,
        taken_at=to_text(now),
        entries=0 if last is None else last.seq,
        last_hash="" if last is None else last.hash.hex(),
        packages=packages - len(missing),
        copied=copied,
        missing=missing,
    )


def _forget_side_files(folder: Path) -> None:
    """Remove what reading a database leaves beside it; all of the copy is in the file itself."""
    for path in folder.rglob("*.sqlite-*"):
        path.unlink()


def _manifest(source: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BackupProblem(str(source), f"{MANIFEST} cannot be read: {error}") from error
    if manifest.get("schema") != _SCHEMA:
        raise BackupProblem(str(source), f"{MANIFEST} is not one of this program")
    return manifest


def _write_json(path: Path, record: dict[str, Any]) -> None:
    path.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _sync_tree(folder: Path) -> None:
    """Make every file's and every folder's name durable; blobs were synchronised one by one."""
    for path, _, files in os.walk(folder, topdown=False):
        for name in files:
            if Path(path).parent.name != "blobs":
                with (Path(path) / name).open("rb") as file:
                    sync_handle(file.fileno(), Path(path) / name)
        sync_folder(Path(path))


@contextlib.contextmanager
def _said(where: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = error.filename or where
        raise StorageUnavailable(str(place), error.strerror or str(error)) from error
