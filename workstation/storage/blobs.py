"""Content-addressed files in a folder; fits `workstation.hub.ports.Blobs`."""

import contextlib
import hashlib
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from workstation.domain.durable import sync_folder, sync_handle
from workstation.domain.errors import ContentConflict, DiskFailed, StorageUnavailable

# Whoever fetches a larger blob hashes it, and is not to wait until the hub has done so.
_MOST_HASHED: Final = 512 * 1024**2
_PART: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]{0,199}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class _Standing(NamedTuple):
    """How a file stands; a swap or an edit changes at least one of these."""

    inode: int
    size: int
    modified_ns: int
    changed_ns: int


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
        self._whole: dict[str, _Standing] = {}  # blobs that were hashed, and how they stood
        try:
            self._blobs.mkdir(parents=True, exist_ok=True)
            self._parts.mkdir(exist_ok=True)
            sync_folder(folder)
            one_partition = self._blobs.stat().st_dev == self._parts.stat().st_dev
        except OSError as error:
            raise _unavailable(folder, error) from error
        if not one_partition:
            raise StorageUnavailable(str(folder), "blobs and parts lie on different partitions")

    def part(self, upload: str) -> Path:
        """Return the path of an unfinished upload; any name is made safe."""
        safe = upload if _PART.fullmatch(upload) else hashlib.sha256(upload.encode()).hexdigest()
        return self._parts / safe

    def parts(self) -> Sequence[Path]:
        """Return the unfinished uploads that are there; raises ``OSError``."""
        return list(self._parts.iterdir())

    def commit(self, part: Path, sha256: str, *, hashed: str = "") -> Path:
        """Make a finished part durable under its hash, all of it or nothing.

        Who wrote the part from its first byte on, and hashed what it wrote, says so by
        ``hashed`` (hex); otherwise the part is read once more.

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
            self._sync_if_it_is(part, sha256, hashed)
            self._make_drawer(target.parent)
            part.chmod(0o440)
            part.replace(target)
            # The part's name may come back after a power cut; its bytes are durable and it is only
            # ever taken for what its hash says, so nobody need wait for that folder, too.
            sync_folder(target.parent)
            self._whole[sha256] = _standing(target)
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

    def is_whole(self, sha256: str) -> bool:
        """Tell whether a blob is what it is called; one that is not is set aside.

        Hashed once while the file stands untouched, as far as its times and its place tell.
        Raises `StorageUnavailable` when the disk cannot read it.
        """
        try:
            path = self.path(sha256)
            stands = _standing(path)
            if self._is_known(sha256, stands):
                return True
            whole = hash_of(path) == sha256
        except (KeyError, FileNotFoundError):
            return False
        except OSError as error:
            raise _unavailable(self._target(sha256), error) from error
        if whole:
            self._whole[sha256] = stands
        else:
            self.set_aside(sha256)
        return whole

    def seen_whole(self, sha256: str) -> bool:
        """Tell the same as far as it is known without reading the file; else False."""
        try:
            return self._is_known(sha256, _standing(self.path(sha256)))
        except (KeyError, OSError):
            return False

    def _is_known(self, sha256: str, stands: _Standing) -> bool:
        return self._whole.get(sha256) == stands or stands.size > _MOST_HASHED

    def confirm(self, sha256: str) -> bool:
        """Make a blob durable that stands there already; False when it is not what it is called.

        A program that ended between the rename and the folder's fsync leaves such a blob. What
        is damaged is set aside.

        Raises
        ------
        DiskFailed
            If the disk will not make it durable; the program must end.
        """
        try:
            path = self.path(sha256)
            with path.open("rb") as file:
                whole = hashlib.file_digest(file, "sha256").hexdigest() == sha256
                if whole:
                    sync_handle(file.fileno(), path)
            if whole:
                sync_folder(path.parent)
                sync_folder(self._blobs)
        except KeyError:
            return False
        except OSError as error:
            raise _unavailable(self._target(sha256), error) from error
        if not whole:
            self.set_aside(sha256)
        return whole

    def remove(self, sha256: str) -> None:
        """Remove a blob that is to be kept no longer; nothing happens when it is not there.

        Raises `StorageUnavailable` when the disk will not.
        """
        path = self._target(sha256)
        self._whole.pop(sha256, None)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise _unavailable(path, error) from error

    def set_aside(self, sha256: str) -> None:
        """Move a damaged blob into ``damaged/``, where a person may look at it."""
        path = self._target(sha256)
        aside = self._blobs.parent / "damaged"
        try:
            aside.mkdir(exist_ok=True)
            path.replace(aside / sha256)
            sync_folder(path.parent)
        except OSError as error:
            raise _unavailable(path, error) from error

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

    def _sync_if_it_is(self, part: Path, sha256: str, hashed: str) -> None:
        with part.open("r+b") as file:
            found = hashed or hashlib.file_digest(file, "sha256").hexdigest()
            if found != sha256:
                raise ContentConflict(f"package {part.name}", sha256, found)
            sync_handle(file.fileno(), part)

    def _make_drawer(self, drawer: Path) -> None:
        if not drawer.is_dir():
            drawer.mkdir(exist_ok=True)
            sync_folder(self._blobs)


def _standing(path: Path) -> _Standing:
    stat = path.stat()
    return _Standing(stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file in lower-case hex; raises ``OSError``."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _forget(part: Path) -> None:
    with contextlib.suppress(OSError):
        part.unlink(missing_ok=True)


def _unavailable(where: Path, error: OSError) -> StorageUnavailable:
    return StorageUnavailable(str(where), error.strerror or str(error))
