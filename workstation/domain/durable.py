"""Making files and names durable; a disk that refuses ends the program."""

import os
from pathlib import Path

from workstation.domain.errors import DiskFailed


def sync_handle(handle: int, where: Path) -> None:
    """Make an open file durable.

    Raises
    ------
    DiskFailed
        If the disk refuses. What was written must be thrown away, never synchronised again.
    """
    try:
        os.fsync(handle)
    except OSError as error:
        raise DiskFailed(str(where), f"fsync failed ({error.strerror or error})") from error


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows does that by itself.

    Raises
    ------
    OSError
        If the folder cannot be opened.
    DiskFailed
        If the disk refuses.
    """
    if os.name == "nt":  # there a folder has no handle to synchronise
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        sync_handle(handle, folder)
    finally:
        os.close(handle)
