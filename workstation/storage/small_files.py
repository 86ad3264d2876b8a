"""The small files beside a hub's records that a backup takes along: pinned keys, a place in a log.

Without the pins a restored hub would trust whichever key a site or a desk shows first; without the
place, the audit server would not be sent what happened between the last message and the loss.
"""

import contextlib
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from workstation.domain.durable import sync_handle
from workstation.domain.instants import from_text
from workstation.storage.copying import BackupProblem

#: They belong to `workstation.hub.pins` and `.syslog_sender`; a test holds the names together.
PINS: Final = ("site-keys.json", "desk-keys.json")
SENT: Final = "atna.position"
_LAST_BACKUP: Final = "last_backup.json"


def copy_pins(source: Path, target: Path) -> None:
    """Bring pinned keys along, durably.

    To be done before the records are copied: a pin whose entry the log does not have would make
    what is signed with it a forgery.

    Raises
    ------
    BackupProblem
        If a file of them is damaged.
    """
    for name in PINS:
        try:
            found = (source / name).read_bytes()
        except FileNotFoundError:
            continue
        if not _are_pins(found):
            raise BackupProblem(str(source / name), "the pinned keys in it are damaged")
        _write(target / name, found)


def copy_place(source: Path, target: Path, *, entries: int) -> None:
    """Bring along up to which entry the audit server has had everything, durably.

    A place beyond ``entries``, the last that the copy of the records has, would leave out what
    the restored hub writes next.
    """
    try:
        place = int((source / SENT).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return  # nothing was ever sent; a place that cannot be read counts as none everywhere
    _write(target / SENT, str(min(place, entries)).encode("ascii"))


def note_backup(data: Path, taken_at: str) -> None:
    """Leave word in a data folder of when it was backed up, for the hub's metrics.

    Where it cannot be written the backup is whole all the same, and the hub goes on counting from
    the one before.
    """
    fresh = data / f"{_LAST_BACKUP}.new"
    with contextlib.suppress(OSError):
        fresh.write_text(json.dumps({"taken_at": taken_at}) + "\n", encoding="utf-8")
        fresh.replace(data / _LAST_BACKUP)


def last_backup(data: Path) -> datetime | None:
    """Return when a data folder was backed up last; None for never, or when it cannot be told."""
    try:
        return from_text(json.loads((data / _LAST_BACKUP).read_bytes())["taken_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _are_pins(found: bytes) -> bool:
    try:
        pins: Mapping[str, Mapping[str, str]] = json.loads(found)
        return all(isinstance(value, str) for pin in pins.values() for value in pin.values())
    except (ValueError, AttributeError):
        return False


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        path.chmod(0o600)
        file.write(content)
        file.flush()
        sync_handle(file.fileno(), path)
