"""Let the disk begin with what has been written, so that the fsync at the end finds little left.

On Linux ``sync_file_range`` with nothing but WRITE starts the writing; it waits only while the
disk's own queue is full, which has been up to 10 ms, so not in the hub's loop. It promises no
durability and takes no error away from the fsync that follows: that one alone counts. Elsewhere
nothing is done.
"""

import ctypes
import sys
from typing import Final

_WRITE: Final = 2  # SYNC_FILE_RANGE_WRITE of <linux/fs.h>
STEP_BYTES: Final = 4 * 1024**2


def begin_writing(descriptor: int, offset: int, length: int) -> None:
    """Ask the disk to begin with some bytes of a file; never fails."""
    if _sync_file_range is not None:
        _sync_file_range(descriptor, ctypes.c_int64(offset), ctypes.c_int64(length), _WRITE)


def _find() -> "ctypes._FuncPointer | None":
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), "sync_file_range", None)


_sync_file_range: Final = _find()
