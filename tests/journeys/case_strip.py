"""One case from its arrival to its decision as a strip of pictures, one below the other.

The window is worked by keys and mouse on a virtual X server; each picture is named in its corner.
"""

import time
from pathlib import Path
from typing import Final

from resources.opencv import cv2
from tests.journeys.desk_screen import PRIVATE, ROOT, Screen, demo

_WIDTH_PX: Final = 960
_PAUSE_S: Final = 0.8
_STEPS: Final = (
    ("arrived", ()),
    ("why", ("period", "apostrophe")),
    ("marked", ("apostrophe", "b")),
    ("finding", ("3", "plus", "Return")),
    ("reason", ("Escape", "F2")),
    ("decided", ("Return",)),
)
"""What is seen, and the keys that lead there."""


def case_strip(on: Screen) -> None:
    """Take the strip, into ``docs/shots``."""
    taken: list[Path] = []
    with demo(on, "--lang", "en", "--scans", "16", "--seed", "5"):
        for name, keys in _STEPS:
            if keys:
                on.key(*keys)
            if name == "marked":
                on.drag((620, 250), (800, 340))
            time.sleep(_PAUSE_S)
            taken.append(PRIVATE / f"case_{len(taken) + 1}_{name}.png")
            on.shoot(taken[-1])
    _join(taken, ROOT / "docs" / "shots" / "case_strip_en.png")


def _join(pictures: list[Path], file: Path) -> None:
    """Lay pictures out in two columns, each smaller than it was taken."""
    small = []
    for path in pictures:
        whole = cv2.imread(str(path))
        if whole is None:
            raise OSError(f"{path}: the picture was not taken; look at the virtual screen")
        height = round(whole.shape[0] * _WIDTH_PX / whole.shape[1])
        small.append(cv2.resize(whole, (_WIDTH_PX, height), interpolation=cv2.INTER_AREA))
    rows = [cv2.hconcat(small[at : at + 2]) for at in range(0, len(small), 2)]
    if not cv2.imwrite(str(file), cv2.vconcat(rows)):
        raise OSError(f"{file}: the picture could not be written; is the disk full?")
