"""One picture for each tool of the picture pane, on a real scan in the real window.

The tools are used as a hand uses them: by keys and by the mouse, on a virtual X server. The
pictures show scans that are not ours to publish, so they go to ``build/``, never into git.
"""

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.journeys.desk_screen import PRIVATE, Screen, demo

_UNNAMED_GOODS: Final = "00"
"""The heading under which the demo shelves real files as typical models."""
_MODEL, _SCAN = "HLBU9542516_B.jpg", "HLBU9287133_B.jpg"
_PAUSE_S = 0.6

Acts = Callable[[Screen], None]


def keys(*names: str) -> Acts:
    """Press keys, then wait until they show."""

    def act(on: Screen) -> None:
        on.key(*names)
        time.sleep(_PAUSE_S)

    return act


def draw(key: str, *path: tuple[int, int]) -> Acts:
    """Choose a tool by its key and drag from the first place to the last."""

    def act(on: Screen) -> None:
        on.key(key)
        on.drag(path[0], path[-1])
        time.sleep(_PAUSE_S)

    return act


def click(key: str, *places: tuple[int, int], twice: bool = False) -> Acts:
    """Choose a tool by its key and click places, the last one twice if asked to."""

    def act(on: Screen) -> None:
        on.key(key)
        for place in places:
            on.click(place)
            time.sleep(0.3)
        if twice:
            on.click(places[-1], times=2)
        time.sleep(_PAUSE_S)

    return act


def point(at: tuple[int, int]) -> Acts:
    """Rest the cursor on a place."""

    def act(on: Screen) -> None:
        on.point(at)
        time.sleep(_PAUSE_S)

    return act


def hold(key: str, shoot: str) -> Acts:
    """Take a picture while a key is down."""

    def act(on: Screen) -> None:
        with on.held(key):
            time.sleep(_PAUSE_S)
            on.shoot(PRIVATE / f"tool_{shoot}.png")

    return act


#: name of the picture -> what is done for it; the look is reset and the drawings go in between
TOOLS: Final[dict[str, tuple[Acts, ...]]] = {
    "window_drag": (lambda on: on.drag((500, 250), (380, 330), button=3),),
    "window_region": (draw("w", (420, 300), (760, 420)),),
    "auto_window": (keys("shift+w"),),
    **{f"preset_{n}": (keys(str(n)),) for n in range(1, 10)},
    "log": (keys("l"),),
    "gamma": (keys("g"),),
    "invert": (keys("i"),),
    "colours": (keys("c", "c"),),
    "band": (keys("v"),),
    "sharpen": (keys("u"),),
    "smooth": (keys("shift+s"),),
    "median": (keys("shift+n"),),
    "edges": (keys("shift+e"),),
    "emboss": (keys("shift+b"),),
    "local_contrast": (keys("j"),),
    "equalised": (keys("shift+j"),),
    "look_panel": (keys("j", "u", "ctrl+l"),),
    "panel_away": (keys("ctrl+l"),),
    "loupe": (keys("x", "shift+x", "shift+x"), point((640, 330))),
    "loupe_away": (keys("x"),),
    "navigator": (point((700, 300)), lambda on: on.wheel(4)),
    "fit": (keys("f"),),
    "structure": (keys("shift+h"),),
    "structure_away": (keys("shift+h"),),
    "length": (draw("shift+l", (300, 300), (900, 300)),),
    "angle": (click("shift+a", (400, 220), (520, 400), (700, 240)),),
    "area": (click("shift+o", (420, 230), (620, 230), (640, 400), (410, 390), twice=True),),
    "count": (click("shift+c", (320, 330), (430, 330), (540, 330), (650, 330)),),
    "profile": (draw("shift+p", (260, 340), (1000, 340)),),
    "region": (draw("shift+r", (420, 250), (640, 400)),),
    "measures_away": (keys("shift+Delete", "ctrl+l", "Escape"),),
    "mark_box": (draw("b", (420, 250), (560, 360)),),
    "mark_ellipse": (draw("e", (620, 250), (760, 360)),),
    "mark_polygon": (click("o", (820, 240), (930, 250), (900, 360), (810, 340), twice=True),),
    "mark_arrow": (draw("a", (300, 250), (380, 330)),),
    "mark_freehand": (draw("d", (300, 400), (420, 420)),),
    "mark_text": (click("t", (700, 400)), keys("o", "d", "d", "Return")),
    "clean_held": (hold("bracketright", "clean_held"),),
    "raw_held": (keys("l", "j"), hold("bracketleft", "raw_held")),
    "swipe": (keys("alt+2"),),
    "blink": (keys("alt+3"),),
    "difference": (keys("alt+4"),),
    "split": (keys("alt+1"),),
    "model_held": (hold("backslash", "model_held"),),
}
_DUAL: Final[dict[str, tuple[Acts, ...]]] = {
    "material": (keys("m"), point((600, 300))),
    "strip_organic": (keys("shift+m"),),
    "strip_metal": (keys("shift+m", "shift+m"),),
    "energy_low": (keys("r", "y"),),
}


@contextmanager
def declared(data: Path) -> Iterator[Path]:
    """Lay out two real scans so that the one is declared as what the other is a model of."""
    with tempfile.TemporaryDirectory() as folder:
        source = data / "real_container_scans"
        shutil.copy(source / _MODEL, Path(folder) / f"A_{_MODEL}")
        shutil.copy(source / _SCAN, Path(folder) / _SCAN)
        papers = {"number": "D-1", "goods": [{"hs": _UNNAMED_GOODS, "name": "Goods"}]}
        beside = (Path(folder) / _SCAN).with_suffix(".declaration.json")
        beside.write_text(json.dumps(papers), encoding="utf-8")
        yield Path(folder)


def take(on: Screen, tools: dict[str, tuple[Acts, ...]], prefix: str) -> None:
    """Use each tool and take its picture; the look is plain again before the next one."""
    for name, acts in tools.items():
        for act in acts:
            act(on)
        if not name.endswith(("_away", "_held", "fit", "split")):
            on.shoot(PRIVATE / f"{prefix}_{name}.png")
        on.key("r")
        time.sleep(0.3)


def tool_shots(on: Screen, data: Path) -> None:
    """Take all of them: on a real scan beside a real model, and on one of two energies."""
    with declared(data) as folder, demo(on, "--lang", "en", "--input", str(folder), cases=1):
        take(on, TOOLS, "tool")
    dual = data / "real_dual_energy_r60"
    with demo(on, "--lang", "en", "--input", str(dual), cases=1):
        take(on, _DUAL, "tool")
