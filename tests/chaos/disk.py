"""A disk of AmnesiaFS, held by the campaign: mounted, cut off, filled, broken, unmounted."""

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self


def can_mount() -> bool:
    """Tell whether a FUSE file system can be mounted here."""
    return (
        Path("/dev/fuse").exists()
        and find_spec("mfusepy") is not None
        and shutil.which("fusermount3") is not None
    )


class Disk:
    """One mounted AmnesiaFS; ``with`` unmounts it."""

    def __init__(self, mountpoint: Path, *, seed: int) -> None:
        mountpoint.mkdir(parents=True, exist_ok=True)
        self.path = mountpoint
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "tests.chaos.amnesia", str(mountpoint), str(seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.facts = self._answer()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.order("stop")
        self._process.wait(timeout=30)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()

    def order(self, word: str) -> dict[str, Any]:
        """Give an order of `tests.chaos.amnesia` and wait until it is done."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        self.facts = self._answer()
        return self.facts

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the AmnesiaFS process has ended")
        answer: dict[str, Any] = json.loads(line)
        return answer
