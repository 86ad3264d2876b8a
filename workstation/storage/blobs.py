"""Content-addressed files in a folder; fits `workstation.hub.ports.Blobs`."""

import contextlib
import hashlib
import re
import shutil
from pathlib import Path
from typing import BinaryIO, Final

from workstation.domain.durable import sync_folder, sync_handle
from workstation.domain.errors import ContentConflict, DiskFailed, StorageUnavailable

_BLOCK: Final = 1 << 20
_PART: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,199}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class FolderBlobs:
    """Blobs under ``blobs/ab/<sha256>``, unfinished ones under ``parts/``, in one folder.

    May be used from any thread and from several processes.

    Raises
    ------
    StorageUnavailable
        If the folders cannot be made, or do not lie on one partition.
    """

    def __init__(self, folder: Path) -> None:
        self._blobs, self._parts = folder / "blobs", folder / "parts"
        try:
            self._blobs.mkdir(parents=True, exist_ok=True)
            self._parts.mkdir(exist_ok=True)
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
        have dropped the pages and would call the next fsync of the same file a success. The blob
        may be there; nothing has been said about it, and it is hashed when it is offered again.

        Raises
        ------
        ContentConflict
            If the content has another hash.
        StorageUnavailable
            If the disk cannot be used.
        DiskFailed
            If it will not make the blob durable; the program must end.
        """
        target = self._target(sha256)
        try:
            self._sync_if_it_is(part, sha256)
            self._make_drawer(target.parent)
            part.chmod(0o440)
            part.replace(target)
            sync_folder(target.parent)
            sync_folder(self._parts)
        except OSError as error:
            _forget(part)
            raise _unavailable(part, error) from error
        except (ContentConflict, DiskFailed):
            _forget(part)
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
            sync_handle(file.fileno(), part)

    def _make_drawer(self, drawer: Path) -> None:
        if not drawer.is_dir():
            drawer.mkdir(exist_ok=True)
            sync_folder(self._blobs)


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file in lower-case hex; raises ``OSError``."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _forget(part: Path) -> None:
    with contextlib.suppress(OSError):
        part.unlink(missing_ok=True)


def _unavailable(where: Path, error: OSError) -> StorageUnavailable:
    return StorageUnavailable(str(where), error.strerror or str(error))
