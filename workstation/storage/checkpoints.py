"""Where signed checkpoints are kept: text files in a folder, only ever made longer."""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from workstation.audit.checkpoint import notes_in
from workstation.audit.merkle import HASH_BYTES
from workstation.domain.errors import StorageUnavailable

#: The folder of checkpoints in a hub's data folder.
CHECKPOINTS: Final = "checkpoints"
_SUFFIX: Final = ".notes"
_FILE: Final = re.compile(r"entries-(\d{12})\.notes")
_BLOCKS: Final = "blocks"
#: One file holds the checkpoints of so many entries.
_ENTRIES_PER_FILE: Final = 1 << 16


class FolderCheckpoints:
    """Notes in ``entries-<first>.notes``, block roots in ``blocks``; fits `hub.ports`.

    The roots only save reading the log at a start; whoever changes them is found out by the
    signed root, and they are made again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def newest(self) -> str:
        """Return the note kept last, or nothing; makes the folder, and mends a torn end.

        Raises
        ------
        StorageUnavailable
            If the folder cannot be made or read.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            files = _note_files(self._folder)
            if files:
                _mend(files[-1])
        except OSError as error:
            raise _unavailable(self._folder, error) from error
        for path in reversed(files):
            notes = notes_in(_read(path))
            if notes:
                return notes[-1]
        return ""

    def keep(self, note: str, size: int) -> None:
        """Keep a note durably; only then may it leave this machine.

        Raises
        ------
        StorageUnavailable
            If the disk refuses. It must not be tried again with the same file.
        """
        first = size // _ENTRIES_PER_FILE * _ENTRIES_PER_FILE
        path = self._folder / f"entries-{first:012}{_SUFFIX}"
        try:
            fresh = not path.exists()
            with path.open("ab") as file:
                file.write(f"{note}\n".encode())
                file.flush()
                os.fsync(file.fileno())
            if fresh:
                _sync_folder(self._folder)
        except OSError as error:
            raise _unavailable(path, error) from error

    def blocks(self) -> Sequence[bytes]:
        """Return the roots of whole blocks, as far as they were kept."""
        try:
            raw = (self._folder / _BLOCKS).read_bytes()
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise _unavailable(self._folder / _BLOCKS, error) from error
        whole = len(raw) // HASH_BYTES * HASH_BYTES
        return [raw[start : start + HASH_BYTES] for start in range(0, whole, HASH_BYTES)]

    def keep_blocks(self, roots: Sequence[bytes], *, after: int) -> None:
        """Write the roots of blocks behind the first `after`; what stood there is replaced."""
        path = self._folder / _BLOCKS
        try:
            with path.open("r+b" if path.exists() else "w+b") as file:
                file.truncate(after * HASH_BYTES)
                file.seek(after * HASH_BYTES)
                file.write(b"".join(roots))
        except OSError as error:
            raise _unavailable(path, error) from error


def notes_under(path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every checkpoint in a file, or in the files of a folder, with where it stands.

    In a folder these are ``*.notes``, ``*.checkpoint`` and ``*.txt``, folders in it too.

    Raises
    ------
    StorageUnavailable
        If something cannot be read.
    """
    if path.is_dir():
        kinds = {_SUFFIX, ".checkpoint", ".txt"}
        files = sorted(one for one in path.rglob("*") if one.suffix in kinds and one.is_file())
    else:
        files = [path]
    for file in files:
        for note in notes_in(_read(file)):
            yield file, note


def _note_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if _FILE.fullmatch(path.name))


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise _unavailable(path, error) from error


def _mend(path: Path) -> None:
    """Cut off what a power cut left half written, so that what follows stands by itself."""
    raw = path.read_bytes()
    whole = "".join(f"{note}\n" for note in notes_in(raw.decode(errors="replace"))).encode()
    if raw != whole and raw.startswith(whole):
        with path.open("r+b") as file:
            file.truncate(len(whole))
            os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # there a folder has no handle to synchronise
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unavailable(where: Path, error: OSError) -> StorageUnavailable:
    return StorageUnavailable(str(where), error.strerror or str(error))
