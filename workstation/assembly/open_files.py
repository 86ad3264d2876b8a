"""How many files and connections a hub may have open: as many as the system lets it take."""

import sys
from typing import Final

#: More than a district has machines. A limit without end would be refused on some systems.
_ENOUGH: Final = 65_536


def files_allowed() -> int | None:
    """Return how many a hub of this machine may have open; None where the system sets no limit."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - not there on Windows

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return None
    return max(soft, _ENOUGH if hard == resource.RLIM_INFINITY else min(hard, _ENOUGH))


def take_files() -> None:
    """Let this process have as many open as it is allowed.

    Whoever opens connections without a key, and says nothing on them, uses up the 1024 that a
    program has unless it asks for more; then no scan can be written.
    """
    allowed = files_allowed()
    if sys.platform != "win32" and allowed is not None:
        import resource  # noqa: PLC0415

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
