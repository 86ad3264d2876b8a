"""Have the disk write what has been written, so that the fsync at the end finds little left.

On Linux ``sync_file_range`` has it begin, or waits until it has written: not in the hub's loop,
then. It promises no durability and takes no error away from the fsync that follows: that one alone
counts. Elsewhere nothing is done.

It is waited for because of all others whose commit goes to the same disk: behind one process that
writes as fast as it can, a small fdatasync took not 7 but 40 ms in one of a hundred cases, behind
four of them 146 ms. With two steps on their way at most, the disk's queue stays short.
"""

import ctypes
import sys
import threading
from typing import Final

_WAIT, _WRITE = 1, 2  # SYNC_FILE_RANGE_WAIT_BEFORE and _WRITE of <linux/fs.h>
STEP_BYTES: Final = 4 * 1024**2


class DiskQueue:
    """Hands steps on to the disk, whosever they are; any thread may call it.

    Attributes
    ----------
    alone
        Whoever holds this lock keeps the disk busy, and others wait for it.
    """

    def __init__(self) -> None:
        self.alone = threading.Lock()
        self._last: tuple[int, int, int] | None = None

    def write_out(self, descriptor: int, offset: int, length: int) -> None:
        """Have the disk begin with some bytes of a file; wait for the step before. Never fails.

        Whose that was may have closed it: there is nothing to wait for then, or something else.
        """
        step = (descriptor, offset, length)
        with self.alone:
            last, self._last = self._last, step
            _ask(*step, _WRITE)
            if last is not None:
                _ask(*last, _WAIT)


def _ask(descriptor: int, offset: int, length: int, flags: int) -> None:
    if _sync_file_range is not None:
        _sync_file_range(descriptor, ctypes.c_int64(offset), ctypes.c_int64(length), flags)


def _find() -> "ctypes._FuncPointer | None":
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None), "sync_file_range", None)


_sync_file_range: Final = _find()
