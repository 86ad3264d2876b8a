"""On how many lines a machine may speak at once.

For each line libzmq keeps up to sixty-four messages in either direction, of a quarter of a megabyte
each. A machine that asks on a thousand lines and reads none of the answers would take all memory.
"""

import os
from typing import Final

import zmq

_MOST: Final = 32


class Lines:
    """Knows the lines of each machine on which it has spoken; owned by the door's thread.

    A line is known by its route, and counts while its socket is open. On Windows a socket cannot
    be looked at in this way, and no line is refused there.
    """

    def __init__(self, *, most: int = _MOST) -> None:
        self._most = most
        self._of: dict[str, dict[bytes, tuple[int, int]]] = {}

    def admits(self, key: str, route: bytes, frame: zmq.Frame) -> bool:
        """Tell whether a machine may speak on the line that a frame came on."""
        lines = self._of.setdefault(key, {})
        if route in lines:
            return True
        if len(lines) >= self._most:
            lines = {one: of for one, of in lines.items() if _inode(of[0]) == of[1]}
            self._of[key] = lines
        if len(lines) >= self._most:
            return False
        handle = int(frame.get(zmq.SRCFD))
        inode = _inode(handle)
        if inode is not None:
            lines[route] = (handle, inode)
        return True


def _inode(handle: int) -> int | None:
    """Return what tells an open socket from every other; None when it is closed."""
    try:
        return os.fstat(handle).st_ino
    except OSError:
        return None
