"""Two desks at one picture, in one process: what the holder sees, and what the guest sees.

``python -m tests.journeys.joint_desks FOLDER --lang en [--scans DATA] [--size 1280x720]`` leaves
``holder.png``, ``sheet.png``, ``guest.png`` and ``alone.png`` in FOLDER; the windows are offscreen
unless ``QT_QPA_PLATFORM`` says otherwise. Scenes and DATA as in `tests.journeys.explained_desk`.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from queue_client.testing import StubHub
from tests.journeys.explained_desk import phantom_scene, real_scene, serve
from ui import theme
from ui.app import Desk
from ui.desk_settings import DeskSettings
from ui.i18n import Language, Translations, preferred
from viewer.overlay import MarkDrawing, Shape
from viewer.pixels.geometry import Place, Viewpoint

_PASSWORD = "a long password"  # noqa: S105 - of a stub
_WAIT_S = 60.0
_NAMES = {
    Language.CHINESE: {"li": "李伟", "wang": "王芳"},
    Language.ENGLISH: {"li": "Li Wei", "wang": "Wang Fang"},
}
_NOTE = {
    Language.CHINESE: "这一排偏短且像是有夹层",
    Language.ENGLISH: "this row is shorter than its neighbours: a hidden space?",
}


def wait_until(holds: Callable[[], Any]) -> None:
    """Let both windows live until something holds."""
    deadline = time.monotonic() + _WAIT_S
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError("the desks did not come together")
        QTest.qWait(20)
    QTest.qWait(900)  # painted, and heard by the other desk


def show_both(first: Desk, second: Desk, folder: Path, note: str) -> None:
    """Let the first desk show its case and the second look in, and take the pictures."""
    holder, guest = first.window, second.window
    wait_until(lambda: holder.controller.case is not None and holder.controller.dwell_share >= 1)
    picture = holder.desk.panes.scan.picture
    rows, columns = (100, 100) if picture is None else picture.shape

    def at(down: float, along: float) -> Place:
        return rows * down, columns * along

    box = MarkDrawing(shape=Shape.BOX, points=(at(0.5, 0.36), at(0.75, 0.46)))
    holder.controller.draw(box)
    holder.commands["joint.show"].trigger()
    wait_until(lambda: guest.joint.views)
    guest.commands["joint.join"].trigger()
    QTest.qWait(300)
    guest.grab().save(str(folder / "sheet.png"))
    QTest.keyClick(guest.joint.sheet, Qt.Key.Key_1)
    wait_until(lambda: guest.controller.visiting is not None)
    scan = holder.desk.panes.scan
    scan.look_at(Viewpoint(centre=at(0.55, 0.45), zoom=scan.state.fidelity.decimation**-1 * 1.8))
    guest.joint.visit_bar.note.setText(note)
    QTest.keyClick(guest.joint.visit_bar.note, Qt.Key.Key_Return)

    def both_point() -> bool:
        # Again and again: a window that no mouse is in forgets it when its picture moves.
        scan.view.pointed.emit(at(0.7, 0.43))
        guest.desk.panes.scan.view.pointed.emit(at(0.45, 0.5))
        told = holder.joint.showing_bar.said.text()
        return bool(told and holder.joint.layer.pointers and guest.joint.layer.pointers)

    wait_until(both_point)
    holder.grab().save(str(folder / "holder.png"))
    guest.grab().save(str(folder / "guest.png"))
    guest.desk.panes.scan.fit()
    QTest.keyClick(guest.desk.panes.scan.view, Qt.Key.Key_F9)
    QTest.qWait(100)
    guest.grab().save(str(folder / "alone.png"))


def main(arguments: Sequence[str]) -> int:
    """Open both desks, take the pictures, close them."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path)
    reader.add_argument("--lang", default="en")
    reader.add_argument("--scans", type=Path)
    reader.add_argument("--size", default="1920x1080")
    asked = reader.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    asked.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    theme.apply(app)
    language, translations = preferred(asked.lang), Translations(app)
    translations.use(language)
    scene = phantom_scene() if asked.scans is None else real_scene(asked.scans)
    with StubHub() as hub, tempfile.TemporaryDirectory() as kept:
        for officer, name in _NAMES[language].items():
            hub.add_officer(officer, _PASSWORD, name=name)
        serve(scene, hub, chinese=language is Language.CHINESE)

        def opened(desk: str, officer: str) -> Desk:
            settings = DeskSettings(
                address=hub.address,
                keys=hub.keys_for(desk),
                desk=desk,
                cache=Path(kept) / desk,
                officer=officer,
                password=_PASSWORD,
            )
            made = Desk(settings, translations)
            made.window.resize(*map(int, asked.size.split("x")))
            made.start()
            made.window.show()
            return made

        first = opened("desk-1", "li")
        wait_until(lambda: first.window.controller.case is not None)
        second = opened("desk-2", "wang")
        try:
            show_both(first, second, asked.folder, _NOTE[language])
        finally:
            for desk in (first, second):
                desk.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
