"""The demo's processes: started, watched, started again when they die, ended with the demo."""

import logging
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from workstation.domain.errors import ReviewRoomError

_LOG = logging.getLogger(__name__)
_WATCH_S = 0.2
_GRACE_S = 8.0
_QUICK_DEATH_S = 3.0
_MOST_QUICK_DEATHS = 5


class ProcessFailed(ReviewRoomError):
    """A process of the demo does not come up, however often it is started."""

    advice = "Its log file says why."

    def __init__(self, name: str, log: Path, last_words: str) -> None:
        super().__init__(f"{name} ended at once: {last_words or 'it said nothing'} (see {log})")
        self.name, self.log = name, log


class Keeper:
    """Keeps one ``reviewroom`` process alive, as a service manager would.

    The process is started again whenever it dies; after five deaths within three seconds of
    their start each, it is given up and `check` raises `ProcessFailed`.
    """

    def __init__(self, name: str, arguments: Sequence[str], log: Path) -> None:
        self.name, self._log = name, log
        self._command = (sys.executable, "-m", "workstation.cli.main", *arguments, "--with-parent")
        self._ending = threading.Event()
        self._failed = False
        self.starts = 0
        self._process = self._start()
        self._thread = threading.Thread(target=self._watch, name=f"keeper-{name}", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int:
        """Process id of the current incarnation."""
        return self._process.pid

    def check(self) -> None:
        """Raise `ProcessFailed` when the process was given up."""
        if self._failed:
            raise ProcessFailed(self.name, self._log, _last_line(self._log))

    def stop(self) -> None:
        """End the process: politely first, by force after eight seconds."""
        self._ending.set()
        self._thread.join()
        self._process.terminate()
        try:
            self._process.wait(timeout=_GRACE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._hang_up()

    def _start(self) -> subprocess.Popen[bytes]:
        self.starts += 1
        self._started_at = time.monotonic()
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - our own program, no shell
                self._command,
                stdin=subprocess.PIPE,  # its end tells the process that we are gone
                stdout=log,
                stderr=log,
                env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                start_new_session=True,  # the terminal's Ctrl-C reaches the demo alone
            )

    def _watch(self) -> None:
        quick_deaths = 0
        while not self._ending.wait(_WATCH_S):
            if self._process.poll() is None:
                continue
            lived_s = time.monotonic() - self._started_at
            quick_deaths = quick_deaths + 1 if lived_s < _QUICK_DEATH_S else 0
            if quick_deaths >= _MOST_QUICK_DEATHS:
                self._failed = True
                return
            _LOG.warning("%s ended with %s; starting it again", self.name, self._process.returncode)
            self._hang_up()
            self._process = self._start()

    def _hang_up(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()


class Keepers:
    """All processes of a demo; leaving the ``with`` block ends them, sites before the hub."""

    def __init__(self) -> None:
        self._kept: list[Keeper] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for keeper in reversed(self._kept):
            keeper.stop()

    def keep(self, name: str, arguments: Sequence[str], log: Path) -> Keeper:
        """Start a process and keep it."""
        keeper = Keeper(name, arguments, log)
        self._kept.append(keeper)
        return keeper

    def check(self) -> None:
        """Raise `ProcessFailed` when any process was given up."""
        for keeper in self._kept:
            keeper.check()


def orphaned() -> bool:
    """Tell a helper process whether the demo that started it is gone."""
    parent = multiprocessing.parent_process()
    return parent is not None and not parent.is_alive()


def _last_line(log: Path) -> str:
    with suppress(OSError):
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else ""
    return ""
