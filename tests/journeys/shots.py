"""``make shots``: the README's pictures, taken of the real window on a virtual X server.

Needs Xvfb, openbox, xdotool and ImageMagick's ``import``. Real scans are shown only when their
folder is there, and those pictures stay out of the repository: they are not ours to publish.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "docs" / "shots"
PRIVATE = ROOT / "build" / "shots"
TOOLS = ("Xvfb", "openbox", "xdotool", "import")
WAIT_S = 180.0


@dataclass(frozen=True)
class Screen:
    """A virtual screen that takes keys and mouse."""

    display: str

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self._do("xdotool", "key", key)
            time.sleep(0.3)

    def drag(self, start: tuple[int, int], stop: tuple[int, int], button: int = 1) -> None:
        """Drag from (x, y) to (x, y) in small steps, as a hand does."""
        self._do("xdotool", "mousemove", *map(str, start), "mousedown", str(button))
        for step in range(1, 11):
            x, y = (round(a + (b - a) * step / 10) for a, b in zip(start, stop, strict=True))
            self._do("xdotool", "mousemove", str(x), str(y))
            time.sleep(0.03)
        self._do("xdotool", "mouseup", str(button))
        time.sleep(0.5)

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
    display = f":{os.read(read_end, 16).decode().strip()}"
    os.close(read_end)
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
def demo(on: Screen, *options: str) -> Iterator[Path]:
    """Run the demo with its window until enough cases wait to be looked at."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "workstation.cli.main", "demo", "--data", folder]
        room = subprocess.Popen(  # noqa: S603
            [*command, *options], env={**os.environ, "DISPLAY": on.display}
        )
        try:
            wait_for(Path(folder), cases=3)
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


def phantom_shots(on: Screen) -> None:
    """Take the pictures of the README: English and Chinese, a marked scan, a decision."""
    with demo(on, "--lang", "en", "--scans", "16"):
        on.shoot(SHOTS / "desk_en.png")
        on.key("b")
        on.drag((640, 240), (820, 330))
        on.shoot(SHOTS / "mark_en.png")
        on.key("F2")
        time.sleep(5)
        on.key("F9")
        time.sleep(1)
        on.shoot(SHOTS / "recall_en.png")
    with demo(on, "--lang", "zh", "--scans", "16", "--seed", "3"):
        on.key("F9")
        time.sleep(4)
        on.shoot(SHOTS / "desk_zh.png")


def real_shots(on: Screen, data: Path) -> None:
    """Take pictures with real scans, for our own eyes."""
    for name in ("real_container_scans", "real_dual_energy_r60"):
        source = data / name
        if not source.is_dir():
            sys.stdout.write(f"no {name} here: its pictures are left out\n")
            continue
        with demo(on, "--lang", "en", "--input", str(source)):
            on.shoot(PRIVATE / f"{name}_1.png")
            on.key("F9")
            time.sleep(5)
            on.shoot(PRIVATE / f"{name}_2.png")


def main(data: Path) -> int:
    """Take all pictures; return 2 when a tool is missing."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        sys.stderr.write(f"screenshots need {', '.join(missing)}; install them first\n")
        return 2
    with screen() as on:
        phantom_shots(on)
        real_shots(on, data)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")))
