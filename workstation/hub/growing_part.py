"""Parts of packages, written and hashed beside the hub's loop and not within it.

Writing and hashing release Python's lock, so that on a second core they cost the loop nothing, and
a disk that is busy keeps nobody else waiting.
"""

import errno
import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from io import FileIO
from pathlib import Path
from typing import Final

from queue_client.codec import Body
from queue_client.messages import CHUNK_BYTES
from workstation.domain.durable import sync_handle
from workstation.domain.errors import DiskFailed
from workstation.hub.strand import Strand
from workstation.hub.write_behind import STEP_BYTES, begin_writing

# A writer may stand still while its disk is busy; a hasher then still has a thread.
_THREADS: Final = 2 + min(4, os.cpu_count() or 1)
#: Handed on together; waking a thread costs the loop as much as taking a chunk.
_BATCH_BYTES: Final = 8 * CHUNK_BYTES
#: So many batches of one upload wait at most; a hub that is quicker than its disk waits, too.
_MOST_WAITING: Final = 16
#: Stands for no bytes but for the wish that those before it go to the disk.
_TO_DISK: Final[list[Body]] = []


class PartWriters:
    """Owns the threads, which run from the first large package on; ending them takes time."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None

    def begin(self, path: Path, offset: int) -> "GrowingPart":
        """Go on with a part that has so many bytes."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="hub-part")
        return GrowingPart(self._pool, path, offset)

    def close(self) -> None:
        """End the threads; what was begun must be closed before."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None


class GrowingPart:
    """A part that grows at its end; all methods belong to one thread at a time.

    That is the hub's loop, until somebody else is to `finish` it.

    Attributes
    ----------
    length : int
        Up to here it has been handed on to be written [bytes].
    written : int
        Up to here it has been written [bytes].
    digest
        The SHA-256 of all that was written; None when nobody here has seen all of the part.
    """

    def __init__(self, pool: ThreadPoolExecutor, path: Path, offset: int) -> None:
        self.path, self.length, self.written = path, offset, offset
        self.digest = hashlib.sha256() if offset == 0 else None
        self._hashed = offset
        self._writing = Strand(pool, self._write, most_waiting=_MOST_WAITING)
        self._hashing = Strand(pool, self._hash, most_waiting=_MOST_WAITING)
        self._batch: list[Body] = []
        self._batch_bytes = 0
        self._in_threads = False  # whether any of it went to the threads
        self._file: FileIO | None = None
        self._handed_on = offset  # up to here the disk has been asked to begin

    def append(self, body: Body) -> None:
        """Have bytes written behind those that are there; they must not change afterwards.

        Raises
        ------
        OSError
            If earlier bytes could not be written; the part ends before them.
        """
        self._batch.append(body)
        self._batch_bytes += len(body)
        self.length += len(body)
        if self._batch_bytes >= _BATCH_BYTES:
            self._hand_on()

    @property
    def behind(self) -> int:
        """How much is in the threads that is not both written and hashed yet [bytes]."""
        return self.length - self._batch_bytes - min(self.written, self._hashed)

    @property
    def failed(self) -> bool:
        """Whether some of it could not be written; what was appended since is lost."""
        return self._writing.failed

    @property
    def has_room(self) -> bool:
        """Whether more can be appended without waiting for the disk."""
        return not (self._writing.full or self._hashing.full)

    def only_keeps(self, length: int) -> bool:
        """Tell whether so many more bytes would wait for others, and no thread be woken."""
        return self._batch_bytes + length < _BATCH_BYTES

    def finish(self) -> str:
        """Wait until all is written; return its SHA-256 in hex, or nothing when it is not known.

        What is large has gone to the disk by then, while the last of it was hashed.

        Raises
        ------
        OSError
            If it could not be written; the part ends before what could not.
        DiskFailed
            If the disk will not make it durable; the part is gone and the program must end.
        """
        self._hand_on_rest()
        if self._in_threads:
            self._writing.put(_TO_DISK)
        try:
            self._writing.wait()
        except DiskFailed:
            self._let_go()
            self.path.unlink(missing_ok=True)  # the next fsync of it might be called a success
            raise
        self.close()
        return "" if self.digest is None else self.digest.hexdigest()

    def close(self) -> None:
        """Let go of the file once all is written, as far as that goes."""
        failed = False
        try:
            self._hand_on_rest()
            self._writing.wait()
        except (OSError, DiskFailed):  # the second was raised by `finish` already
            failed = True
        self._hashing.wait()
        if failed:
            self.digest = None  # it may be of more than what was written
        self._let_go()

    def _let_go(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _hand_on(self) -> None:
        batch, self._batch, self._batch_bytes = self._batch, [], 0
        self._in_threads = True
        self._writing.put(batch)
        self._hashing.put(batch)

    def _hand_on_rest(self) -> None:
        """Hand on what is left; a small package is written and hashed at once, here."""
        if self._batch and self._in_threads:
            self._hand_on()
        elif self._batch:
            batch, self._batch, self._batch_bytes = self._batch, [], 0
            try:
                self._write(batch)
                self._hash(batch)
            except OSError:
                self.digest = None
                raise

    def _hash(self, batch: list[Body]) -> None:
        """Add bytes to the hash."""
        for body in batch:
            if self.digest is not None:
                self.digest.update(body)
            self._hashed += len(body)

    def _write(self, batch: list[Body]) -> None:
        """Write bytes at the end, or have all that are there go to the disk."""
        if self._file is None:
            self._file = FileIO(self.path, "ab")
        if batch is _TO_DISK:
            sync_handle(self._file.fileno(), self.path)
        for body in batch:
            taken = self._file.write(body)
            if taken != len(body):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self.written += taken
        if self.written - self._handed_on >= STEP_BYTES:
            begin_writing(self._file.fileno(), self._handed_on, self.written - self._handed_on)
            self._handed_on = self.written
