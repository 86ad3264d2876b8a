"""Content-addressed files in a folder; fits `workstation.hub.ports.Blobs`."""

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from workstation.domain.errors import ContentConflict, StorageUnavailable

_BLOCK: Final = 1 << 20
_PART: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,199}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class FolderBlobs:
    """Blobs under ``blobs/ab/<sha256>``, unfinished ones under ``parts/``, in one folder.

    May be used from any thread and from several processes. `fsync` is there for tests that let
    it fail.

    Raises
    ------
    StorageUnavailable
        If the folders cannot be made, or do not lie on one partition.
    """

    def __init__(self, folder: Path, *, fsync: Callable[[int], None] = os.fsync) -> None:
        self._blobs, self._parts, self._fsync = folder / "blobs", folder / "parts", fsync
        try:
            self._blobs.mkdir(parents=True, exist_ok=True)
            self._parts.mkdir(exist_ok=True)
            self._sync_folder(folder)
            one_partition = self._blobs.stat().st_dev == self._parts.stat().st_dev
        except OSError as error:
            raise _unavailable(folder, error) from error
        if not one_partition:
            raise StorageUnavailable(str(folder), "blobs and parts lie on different partitions")

    def part(self, upload: str) -> Path:
        """Return the path of an unfinished upload; any name is made safe."""
        safe = upload if _PART.fullmatch(upload) else hashlib.sha256(upload.encode()).hexdigest()
        return self._parts / safe

    def commit(self, part: Path, sha256: str) -> Path:
        """Make a finished part durable under its hash, all of it or nothing.

        The part is gone afterwards, also when it fails: once fsync has failed, the kernel may
        have dropped the pages and would call the next fsync of the same file a success.

        Raises
        ------
        ContentConflict
            If the content has another hash.
        StorageUnavailable
            If the disk fails.
        """
        target = self._target(sha256)
        try:
            self._sync_if_it_is(part, sha256)
            self._make_drawer(target.parent)
            part.chmod(0o440)
            part.replace(target)
            self._sync_folder(target.parent)
            self._sync_folder(self._parts)
        except OSError as error:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise _unavailable(part, error) from error
        except ContentConflict:
            part.unlink(missing_ok=True)
            raise
        return target

    def path(self, sha256: str) -> Path:
        """Return a readable file that holds a blob; raises ``KeyError`` when it is not there."""
        if not _SHA256.fullmatch(sha256) or not self._target(sha256).is_file():
            raise KeyError(sha256)
        return self._target(sha256)

    def open(self, sha256: str) -> BinaryIO:
        """Open a blob for reading; raises ``KeyError`` when it is not there."""
        path = self.path(sha256)
        try:
            return path.open("rb")
        except OSError as error:
            raise _unavailable(path, error) from error

    def size(self, sha256: str) -> int | None:
        """Return the size of a blob [bytes], or None when it is not there."""
        try:
            return self.path(sha256).stat().st_size
        except (KeyError, FileNotFoundError):
            return None

    def free_bytes(self) -> int:
        """Return how much room is left on the store's partition [bytes]."""
        try:
            return shutil.disk_usage(self._parts).free
        except OSError as error:
            raise _unavailable(self._parts, error) from error

    def _target(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is not a SHA-256 in lower-case hex")
        return self._blobs / sha256[:2] / sha256

    def _sync_if_it_is(self, part: Path, sha256: str) -> None:
        digest = hashlib.sha256()
        with part.open("r+b") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
            if digest.hexdigest() != sha256:
                raise ContentConflict(f"package {part.name}", sha256, digest.hexdigest())
            self._fsync(file.fileno())

    def _make_drawer(self, drawer: Path) -> None:
        if not drawer.is_dir():
            drawer.mkdir(exist_ok=True)
            self._sync_folder(self._blobs)

    def _sync_folder(self, folder: Path) -> None:
        if os.name == "nt":  # there a folder has no handle to synchronise
            return
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            self._fsync(handle)
        finally:
            os.close(handle)


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file in lower-case hex; raises ``OSError``."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unavailable(where: Path, error: OSError) -> StorageUnavailable:
    return StorageUnavailable(str(where), error.strerror or str(error))
