"""Pictures of what the window makes of the engine's answer: match, deviation, explanation.

On a phantom with a hidden load, and on a real scan, as the engine answers. Real scans are not ours
to publish: their pictures go to ``build/``, never into git.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.journeys.desk_screen import PRIVATE, ROOT, Screen, wait_for

SHOTS = ROOT / "docs" / "shots"
_SHOWN = ("engine_en_patches.png", "engine_en_explanation.png", "engine_zh_explanation.png")
"""What the README shows."""


@contextlib.contextmanager
def explained(on: Screen, *options: str) -> Iterator[None]:
    """Open a desk with one case that the engine compared."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.journeys.explained_desk", folder]
        desk = subprocess.Popen(  # noqa: S603 - our own program
            [*command, *options], cwd=ROOT, env={**os.environ, "DISPLAY": on.display}
        )
        try:
            wait_for(Path(folder), cases=1)
            time.sleep(8)  # its models, one after the other
            yield
        finally:
            desk.terminate()
            desk.wait(timeout=60)


def take(on: Screen, folder: Path, stem: str, *, patch: tuple[int, int]) -> None:
    """Take the pictures of one case; ``patch`` is a place over an agreeing patch."""
    on.shoot(folder / f"{stem}_match.png")
    on.key("semicolon")
    on.point(patch)
    time.sleep(0.5)
    on.shoot(folder / f"{stem}_patches.png")
    on.key("semicolon", "period")
    time.sleep(4)
    on.shoot(folder / f"{stem}_explanation.png")
    on.key("period")
    time.sleep(4)
    on.shoot(folder / f"{stem}_explanation_2.png")
    on.key("apostrophe", "f")
    time.sleep(0.8)
    on.shoot(folder / f"{stem}_deviation.png")


def engine_shots(on: Screen, data: Path) -> None:
    """Take all of them, in both languages and in the smallest window."""
    for language in ("en", "zh"):
        with explained(on, "--lang", language):
            take(on, PRIVATE, f"engine_{language}", patch=(560, 330))
    for shown in _SHOWN:
        shutil.copy(PRIVATE / shown, SHOTS / shown)
    with explained(on, "--lang", "en", "--size", "1280x720"):
        take(on, PRIVATE, "engine_narrow", patch=(300, 220))
    if (data / "real_container_scans").is_dir():
        with explained(on, "--lang", "en", "--scans", str(data)):
            take(on, PRIVATE, "engine_real", patch=(560, 330))
