"""How much processor time a program takes until its first window is painted.

``python -m tests.benchmarks.first_window ours|bare`` is one program; it prints the milliseconds
that its process has used when the window has been painted. Processor time, because what else a
machine does must not count.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, cast

ROUNDS = 5


def measure() -> tuple[float, float]:
    """Return the smallest time of our window and of a bare one, taking turns [ms]."""
    times: dict[str, list[float]] = {"ours": [], "bare": []}
    for number in range(ROUNDS + 1):
        for which, taken in times.items():
            took = _run(which)
            if number:  # the first round fills the disk's cache
                taken.append(took)
    return min(times["ours"]), min(times["bare"])


def _run(which: str) -> float:
    command = [sys.executable, "-m", "tests.benchmarks.first_window", which]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ours
    return float(done.stdout.split()[-1])


def used_ms() -> float:
    """Return the processor time of this process so far [ms]."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return (used.ru_utime + used.ru_stime) * 1e3


def _bare() -> None:
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow  # noqa: PLC0415 - it is timed

    class Window(QMainWindow):
        def paintEvent(self, _event: object) -> None:
            _tell_and_leave()

    app = QApplication(["bare"])
    window = Window()
    window.setCentralWidget(QLabel("bare"))
    window.resize(1280, 720)
    window.show()
    app.exec()


def _ours() -> None:
    from ui.desk_settings import DeskSettings  # noqa: PLC0415 - it is timed
    from ui.entrance import run_desk  # noqa: PLC0415 - it is timed

    # What the hub is called and who the desk is was read before, and is not part of the window.
    address = keys = cast("Any", None)
    with tempfile.TemporaryDirectory() as folder:
        run_desk(
            DeskSettings(desk="desk-1", cache=Path(folder), address=address, keys=keys),
            on_first_frame=_tell_and_leave,
        )


def _tell_and_leave() -> None:
    sys.stdout.write(f"{used_ms():.1f}\n")
    sys.stdout.flush()
    # Nothing of a window that was only timed is worth closing in order.
    import os  # noqa: PLC0415 - not part of what is timed

    os._exit(0)


if __name__ == "__main__":
    if sys.argv[1] == "ours":
        _ours()
    else:
        _bare()
