"""Parts of packages, written and hashed beside the hub's loop and not within it.

Writing and hashing release Python's lock, so that on a second core they cost the loop nothing, and
a disk that is busy keeps nobody else waiting.
"""

import contextlib
import errno
import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from io import FileIO
from pathlib import Path
from typing import Final

from queue_client.codec import Body
from workstation.hub.strand import Strand
from workstation.hub.write_behind import STEP_BYTES, begin_writing

# A writer may stand still while its disk is busy; a hasher then still has a thread.
_THREADS: Final = 2 + min(4, os.cpu_count() or 1)
#: So many chunks of one upload wait at most; a hub that is quicker than its disk waits, too.
_MOST_WAITING: Final = 32


class PartWriters:
    """Owns the threads, which run while packages come in."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None

    def begin(self, path: Path, offset: int, *, known: "GrowingPart | None") -> "GrowingPart":
        """Go on with a part that has so many bytes.

        Parameters
        ----------
        known : GrowingPart or None
            Who wrote it so far, and has hashed it; closed already.
        """
        if self._pool is None:
            self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="hub-part")
        digest = hashlib.sha256() if offset == 0 else None
        if known is not None and (known.path, known.written) == (path, offset):
            digest = known.digest
        return GrowingPart(self._pool, path, offset, digest)

    def close(self) -> None:
        """End the threads; what was begun must be closed before."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None


class GrowingPart:
    """A part that grows at its end; all methods belong to one thread, the hub's loop.

    Attributes
    ----------
    length : int
        Up to here it has been handed on to be written [bytes].
    written : int
        Up to here it has been written; to be looked at once it is closed [bytes].
    digest
        The SHA-256 of all that was handed on; None when nobody here has seen all of the part.
    """

    def __init__(
        self,
        pool: ThreadPoolExecutor,
        path: Path,
        offset: int,
        digest: "hashlib._Hash | None",
    ) -> None:
        self.path, self.length, self.written, self.digest = path, offset, offset, digest
        self._writing = Strand(pool, self._write, most_waiting=_MOST_WAITING)
        self._hashing = (
            None if digest is None else Strand(pool, digest.update, most_waiting=_MOST_WAITING)
        )
        self._file: FileIO | None = None
        self._handed_on = offset  # up to here the disk has been asked to begin

    def append(self, body: Body) -> None:
        """Have bytes written behind those that are there; they must not change afterwards.

        Raises
        ------
        OSError
            If earlier bytes could not be written; the part ends before them.
        """
        self._writing.put(body)
        if self._hashing is not None:
            self._hashing.put(body)
        self.length += len(body)

    def finish(self) -> str:
        """Wait until all is written; return its SHA-256 in hex, or nothing when it is not known.

        Raises
        ------
        OSError
            If it could not be written; the part ends before what could not.
        """
        self._writing.wait()
        self.close()
        return "" if self.digest is None else self.digest.hexdigest()

    def close(self) -> None:
        """Let go of the file once all is written, as far as that goes."""
        with contextlib.suppress(OSError):
            self._writing.wait()
        if self._hashing is not None:
            self._hashing.wait()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, body: Body) -> None:
        """Write bytes at the end; runs in one of the threads."""
        if self._file is None:
            self._file = FileIO(self.path, "ab")
        taken = self._file.write(body)
        if taken != len(body):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.written += taken
        if self.written - self._handed_on >= STEP_BYTES:
            begin_writing(self._file.fileno(), self._handed_on, self.written - self._handed_on)
            self._handed_on = self.written
