"""Keep the memory of chunks instead of giving it back after each one.

A chunk is larger than the 128 KiB from which glibc takes memory from the kernel and gives it back
at once: each would be paid for with 64 page faults, which cost more than copying it. glibc raises
that limit by itself as far as 32 MiB, and what it keeps to twice as much, once a block of that
size has been freed; here it begins where it may end. Elsewhere nothing is done.
"""

import ctypes
import functools
import sys
from typing import Final

_TRIM_THRESHOLD: Final = -1  # M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of <malloc.h>
_MMAP_THRESHOLD: Final = -3
_LARGEST_KEPT: Final = 32 * 1024**2


@functools.cache
def keep_chunk_memory() -> bool:
    """Let this process keep what it frees, up to 64 MiB a thread; False where that is not known."""
    if not sys.platform.startswith("linux"):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and all(
        (
            mallopt(_MMAP_THRESHOLD, _LARGEST_KEPT),
            mallopt(_TRIM_THRESHOLD, 2 * _LARGEST_KEPT),
        )
    )
