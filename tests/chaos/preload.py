"""Everything that the programs' children import, so that a forked child has it already."""

import errno
import socket
from multiprocessing import reduction

from tests.chaos import jobs
from workstation.hub import compare_pool
from workstation.imaging import package, readers
from workstation.site_agent import reading_child

__all__ = ["compare_pool", "jobs", "package", "readers", "reading_child"]

_recvfds = reduction.recvfds


def _patient(sock: socket.socket, size: int) -> list[int]:
    """Receive what a program sends to have a child; one killed in the middle ends nobody else.

    Python's fork server dies of it, and then no program gets a child any more.
    """
    try:
        return list(_recvfds(sock, size))
    except EOFError as error:
        raise OSError(errno.ECONNABORTED, "the program was killed while it asked") from error


reduction.recvfds = _patient
