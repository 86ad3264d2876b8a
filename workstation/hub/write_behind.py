"""Have the disk write what has been written, so that the fsync at the end finds little left.

On Linux ``sync_file_range`` has it write and waits until it has: not in the hub's loop, then. It
promises no durability and takes no error away from the fsync that follows: that one alone counts.
Elsewhere nothing is done.

It waits because of all others whose commit goes to the same disk: behind one process that writes
as fast as it can, a small fdatasync took not 7 but 40 ms in one of a hundred cases, behind four of
them 146 ms. Where one step at a time is on its way, the disk's queue stays short.
"""

import ctypes
import sys
from typing import Final

_WRITE_AND_WAIT: Final = 2 | 4  # SYNC_FILE_RANGE_WRITE and _WAIT_AFTER of <linux/fs.h>
STEP_BYTES: Final = 4 * 1024**2


def write_out(descriptor: int, offset: int, length: int) -> None:
    """Have the disk write some bytes of a file, and wait for it; never fails."""
    if _sync_file_range is not None:
        start, count = ctypes.c_int64(offset), ctypes.c_int64(length)
        _sync_file_range(descriptor, start, count, _WRITE_AND_WAIT)


def _find() -> "ctypes._FuncPointer | None":
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), "sync_file_range", None)


_sync_file_range: Final = _find()
