"""``make shots``: the README's pictures, taken of the real window on a virtual X server.

Needs Xvfb, openbox, xdotool and ImageMagick's ``import``. Real scans are shown only when their
folder is there, and those pictures stay out of the repository: they are not ours to publish.
"""

import shutil
import sys
import time
from pathlib import Path

from tests.journeys.case_strip import case_strip
from tests.journeys.desk_screen import PRIVATE, ROOT, Screen, demo, screen
from tests.journeys.engine_shots import engine_shots
from tests.journeys.tool_shots import tool_shots

SHOTS = ROOT / "docs" / "shots"
TOOLS = ("Xvfb", "openbox", "xdotool", "import")


def phantom_shots(on: Screen) -> None:
    """Take the pictures of the README: English and Chinese, a marked scan, a decision."""
    with demo(on, "--lang", "en", "--scans", "16"):
        on.shoot(SHOTS / "desk_en.png")
        on.key("m")
        on.point((500, 300))
        on.shoot(SHOTS / "material_en.png")
        on.key("r", "alt+4")
        on.shoot(SHOTS / "difference_en.png")
        on.key("alt+1", "j", "u", "ctrl+l")
        on.point((1500, 1000))
        on.shoot(SHOTS / "look_en.png")
        on.key("r", "shift+p")
        on.drag((180, 330), (880, 330))
        on.shoot(SHOTS / "measure_en.png")
        on.key("shift+Delete", "ctrl+l", "Escape")
        on.key("b")
        on.drag((640, 240), (820, 330))
        on.shoot(SHOTS / "mark_en.png")
        on.key("F2", "Return")
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
        case_strip(on)
        engine_shots(on, data)
        real_shots(on, data)
        if data.is_dir():
            tool_shots(on, data)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")))
