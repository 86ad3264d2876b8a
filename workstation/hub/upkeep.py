"""Work that a hub has done aside, in a child process that yields to everything else.

The job is named ``"package.module:function"`` and takes one dict of options. It is called some
seconds after the start and then once a minute; it must be harmless to be ended at any moment.
"""

import logging
import multiprocessing
import os
import signal
import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Final

from workstation.hub.clocks import monotonic
from workstation.hub.compare_pool import end, limit_memory, resolve

_LOG = logging.getLogger(__name__)
_FIRST_S: Final = 5.0  # officers and scans come first, just after the start too
_EVERY_S: Final = 60.0
_AGAIN_S: Final = 600.0
_NICENESS: Final = 15


class Upkeep:
    """Keeps one child at work; owned by the broker's thread, never waits.

    Parameters
    ----------
    job : str
        Empty where there is none.
    options : mapping
        Plain values for the job. ``first`` may name what is called once, before the child is
        limited.
    """

    def __init__(self, job: str, options: Mapping[str, Any], *, first_s: float = _FIRST_S) -> None:
        self._job, self._options, self._first_s = job, dict(options), first_s
        self._process: BaseProcess | None = None
        self._pipe: Connection[bytes, bytes] | None = None
        self._began = float("-inf")

    def tend(self) -> None:
        """Start the child; start it anew some time after it died, or could not be started.

        Raises
        ------
        OSError
            If the machine has no room for another process now.
        """
        if not self._job or (self._process is not None and self._process.is_alive()):
            return
        if monotonic() - self._began < _AGAIN_S:
            return
        if self._process is not None:
            _LOG.error("the upkeep child died")
            self.close()
        self._began = monotonic()
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_serve,
            args=(theirs, self._job, self._options, self._first_s),
            name="hub-upkeep",
            daemon=True,
        )
        try:
            process.start()
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        self._pipe, self._process = ours, process

    def close(self) -> None:
        """End the child at once."""
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            end(self._process)
            self._process = None


def _serve(
    pipe: "Connection[bytes, bytes]", job: str, options: dict[str, Any], first_s: float
) -> None:
    """Live as the child until the pipe closes. An operator's Ctrl-C is the hub's matter."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if options.get("first"):
        # What the limits forbid for the rest of its life, such as a line to a server.
        resolve(options["first"])(options)
    limit_memory()
    if sys.platform != "win32":
        os.nice(_NICENESS)
    wait_s = first_s
    while not pipe.poll(wait_s):
        try:
            resolve(job)(options)
        except Exception:  # noqa: BLE001 - whatever fails, it is tried again, and the hub goes on
            _LOG.exception("the upkeep failed")
        wait_s = _EVERY_S
