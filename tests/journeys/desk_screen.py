"""A real window on a virtual X server, for pictures and for hands that a script moves."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRIVATE = ROOT / "build" / "shots"
WAIT_S = 180.0


@dataclass(frozen=True)
class Screen:
    """A virtual screen that takes keys and mouse."""

    display: str

    def key(self, *keys: str, pause_s: float = 0.3) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self._do("xdotool", "key", key)
            time.sleep(pause_s)

    def drag(self, start: tuple[int, int], stop: tuple[int, int], button: int = 1) -> None:
        """Drag from (x, y) to (x, y) in small steps, as a hand does."""
        self._do("xdotool", "mousemove", *map(str, start), "mousedown", str(button))
        for step in range(1, 11):
            x, y = (round(a + (b - a) * step / 10) for a, b in zip(start, stop, strict=True))
            self._do("xdotool", "mousemove", str(x), str(y))
            time.sleep(0.03)
        self._do("xdotool", "mouseup", str(button))
        time.sleep(0.5)

    def point(self, at: tuple[int, int]) -> None:
        """Move the mouse to (x, y)."""
        self._do("xdotool", "mousemove", *map(str, at))
        time.sleep(0.2)

    def click(self, at: tuple[int, int], *, times: int = 1) -> None:
        """Click at (x, y), twice for a double click."""
        self.point(at)
        self._do("xdotool", "click", "--repeat", str(times), "--delay", "60", "1")

    def wheel(self, notches: int) -> None:
        """Turn the wheel towards the picture, or away when negative."""
        self._do("xdotool", "click", "--repeat", str(abs(notches)), "4" if notches > 0 else "5")
        time.sleep(0.5)

    @contextlib.contextmanager
    def held(self, key: str) -> Iterator[None]:
        """Keep a key down."""
        self._do("xdotool", "keydown", key)
        try:
            yield
        finally:
            self._do("xdotool", "keyup", key)

    def shoot(self, path: Path) -> None:
        """Take a picture of the whole screen."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._do("import", "-window", "root", str(path))
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")

    def _do(self, *command: str) -> None:
        subprocess.run(  # noqa: S603 - fixed tools, no shell
            command, check=True, env={**os.environ, "DISPLAY": self.display}
        )


@contextlib.contextmanager
def screen() -> Iterator[Screen]:
    """Start a virtual screen of 1920 by 1080 with a window manager."""
    read_end, write_end = os.pipe()
    server = subprocess.Popen(  # noqa: S603
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1920x1080x24"],  # noqa: S607
        pass_fds=(write_end,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end, encoding="ascii") as answer:
        display = f":{answer.readline().strip()}"  # whole: a server cut short while it writes dies
    manager = subprocess.Popen(
        ["openbox"],  # noqa: S607
        env={**os.environ, "DISPLAY": display},
        stderr=subprocess.DEVNULL,
    )
    try:
        time.sleep(1)
        yield Screen(display)
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(timeout=10)


@contextlib.contextmanager
def demo(on: Screen, *options: str, cases: int = 3) -> Iterator[Path]:
    """Run the demo with its window until enough cases wait to be looked at."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "workstation.cli.main", "demo", "--data", folder]
        room = subprocess.Popen(  # noqa: S603
            [*command, *options], env={**os.environ, "DISPLAY": on.display}
        )
        try:
            wait_for(Path(folder), cases=cases)
            yield Path(folder)
        finally:
            room.terminate()
            room.wait(timeout=60)
            time.sleep(2)  # its processes end by themselves when it is gone


def wait_for(data: Path, *, cases: int) -> None:
    """Wait until a number of cases are ready at the desk."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        if len(list((data / "desk" / "scans").glob("*.scan.tif"))) >= cases:
            time.sleep(4)  # decoded, painted, dwell passed
            return
        time.sleep(0.5)
    raise TimeoutError(f"no {cases} cases were at the desk after {WAIT_S:.0f} s")
