"""Pictures of the supervisor's room for README and manual, over a simulated room.

``python -m tests.journeys.manual_shots [--room DIR] [NAME ...]`` writes to ``docs/shots``; it
draws without a screen. A room that is kept in DIR is used again.
"""

import argparse
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.journeys.shots import SHOTS
from tests.journeys.supervisor_shots import PASSWORD, SCANS, Room, a_decision, rest, settle, wait
from ui import theme
from ui.app import Desk
from ui.desk_settings import DeskSettings
from ui.i18n import Language, Translations
from ui.supervisor.room_page import RoomPage
from ui.supervisor.verify_page import VerifyPage

_VERIFIED_S: Final = 600.0
_SIZE, _WALL = QSize(1440, 810), QSize(1920, 1080)
#: Pages in the manual, by the beginnings of their pictures' names.
PAGES: Final = {
    "supervisor_room": "room",
    "supervisor_steering": "steering",
    "supervisor_watch": "watch",
    "supervisor_find": "find",
    "supervisor_replay": "replay",
    "supervisor_figures": "figures",
    "supervisor_rechecks": "rechecks",
    "supervisor_test_images": "test_images",
    "supervisor_verify": "verify",
    "room_wall": "room",
}
_LANGUAGES: Final = {"en": Language.ENGLISH, "zh": Language.CHINESE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """A window at a room, and what is replayed there."""

    app: QApplication
    desk: Desk
    replayed: str

    def shoot(self, name: str) -> None:
        """Take the picture of a page in the language that the window shows."""
        room, page_name = self.desk.supervision.room, PAGES[name[:-3]]
        room.open_page(page_name, self.replayed if page_name == "replay" else "")
        settle(self.app, self.desk)
        page, shown = room.page, self.desk.window
        if isinstance(page, VerifyPage):
            page.begin.click()
            wait(
                self.app,
                lambda: page.card.verdict.text().startswith("✓"),
                seconds=_VERIFIED_S,
            )
            rest(self.app, 0.3)
        if isinstance(page, RoomPage) and name.startswith("room_wall"):
            self._shoot_wall(page, name)
            return
        self._keep(shown, name)

    def _shoot_wall(self, page: RoomPage, name: str) -> None:
        wall = page.wall
        wall.retranslate()
        wall.resize(_WALL)
        wall.show()
        if page.room is not None:
            wall.show_room(page.room)
        rest(self.app, 0.3)
        self._keep(wall, name)
        wall.close()

    def _keep(self, widget: QWidget, name: str) -> None:
        picture = widget.grab().toImage()
        ways = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        picture.scaled(_SIZE, *ways).save(str(SHOTS / f"{name}.png"))
        sys.stdout.write(f"{name}.png\n")
        sys.stdout.flush()


def main() -> int:
    """Take the pictures; returns the exit code."""
    every = [f"{name}_{tongue}" for tongue in _LANGUAGES for name in PAGES]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(every)}")
    parser.add_argument("--scans", type=int, default=SCANS)
    parser.add_argument("--room", type=Path, help="where the simulated room is kept")
    options = parser.parse_args()
    app = QApplication.instance()
    app = app if isinstance(app, QApplication) else QApplication([])
    theme.apply(app)
    translations = Translations(app)
    with tempfile.TemporaryDirectory(prefix="reviewroom-") as folder:
        hub = Room(options.room or Path(folder) / "room", options.scans)
        hub.start()
        settings = DeskSettings(
            address=hub.address,
            desk=hub.desk,
            keys=hub.keys,
            cache=Path(folder) / "cache",
            officer="wu",
            password=PASSWORD,
        )
        try:
            desk = Desk(settings, translations)
            desk.start()
            desk.window.show()
            desk.window.resize(_WALL)
            room = desk.supervision.room
            wait(app, lambda: desk.window.pages.currentWidget() is room)
            room.open_page("find")
            wait(app, lambda: bool(a_decision(room.page)))
            studio = Studio(app=app, desk=desk, replayed=a_decision(room.page))
            for tongue, language in _LANGUAGES.items():
                translations.use(language)
                desk.window.retranslate()
                for name in every:
                    if name.endswith(tongue) and (not options.names or name in options.names):
                        studio.shoot(name)
            desk.stop()
            desk.window.close()
        finally:
            hub.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
