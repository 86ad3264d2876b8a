"""Pictures of every page of the supervisor's room, over a simulated room of some thousand scans.

``python -m tests.journeys.supervisor_shots [OUT] [--scans 3000]`` draws without a screen, in both
languages at 1920 x 1080 and 1280 x 720.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from queue_client.keys import HubAddress, KeyPair
from ui import theme
from ui.app import Desk
from ui.desk_settings import DeskSettings
from ui.i18n import Language, Translations
from ui.supervisor.pages import PAGES
from workstation.assembly.hub import build_hub, open_hub_records
from workstation.assembly.year import make_year
from workstation.domain.officer import Officer, Role
from workstation.domain.principal import Principal, PrincipalKind
from workstation.hub.sessions import hash_password
from workstation.settings import HubConfig
from workstation.simulation.year.world import YearPlan

SIZES = ((1920, 1080), (1280, 720))
SCANS = 3000
PASSWORD = "a long password"  # noqa: S105 - opens nothing but this
_PATIENCE_S = 120.0
_SETTLED_S = 3.0


class Room:
    """A hub over a simulated room, and a supervisor at a window."""

    def __init__(self, folder: Path, scans: int) -> None:
        self.folder = folder / "room"
        make_year(self.folder, YearPlan(scans=scans, seed=1), password=PASSWORD)
        records = open_hub_records(self.folder)
        self.keys = KeyPair.make()
        now = datetime.now(UTC)
        desk = Principal(name="desk-1", kind=PrincipalKind.DESK, public_key=self.keys.public)
        records.enrol(desk, now=now)
        wu = Officer(officer_id="wu", name="Wu Min", roles=frozenset({Role.SUPERVISOR}))
        records.add_officer(wu, hash_password(PASSWORD), now=now)
        self.decision_id = ""
        self._records = records
        self.hub = build_hub(HubConfig(data=self.folder, endpoint="tcp://127.0.0.1:*"), records)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.hub.run, args=(self._stop,), name="hub")

    @property
    def address(self) -> HubAddress:
        return self.hub.address

    def start(self) -> None:
        self._thread.start()
        assert self.hub.ready.wait(_PATIENCE_S), "the hub did not open"

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()
        self._records.close()


def wait(app: QApplication, true: Callable[[], bool], *, seconds: float = _PATIENCE_S) -> None:
    """Let the window work until something is so."""
    ends = time.monotonic() + seconds
    while not true():
        app.processEvents()
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.01)


def rest(app: QApplication, seconds: float) -> None:
    """Let the window work for a while."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        app.processEvents()
        time.sleep(0.01)


def main() -> int:
    """Take the pictures; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", nargs="?", type=Path, default=Path("build/shots/supervisor"))
    parser.add_argument("--scans", type=int, default=SCANS)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance()
    app = app if isinstance(app, QApplication) else QApplication([])
    theme.apply(app)
    translations = Translations(app)
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder), options.scans)
        room.start()
        try:
            desk = Desk(
                DeskSettings(
                    address=room.address,
                    desk="desk-1",
                    keys=room.keys,
                    cache=Path(folder) / "cache",
                    officer="wu",
                    password=PASSWORD,
                ),
                translations,
            )
            desk.start()
            desk.window.show()
            walk(app, desk, translations, options.out)
            desk.stop()
            desk.window.close()
        finally:
            room.stop()
    return 0


def walk(app: QApplication, desk: Desk, translations: Translations, out: Path) -> None:
    """Open every page in both languages at every size, and keep a picture of each."""
    window, room = desk.window, desk.supervision.room
    wait(app, lambda: window.pages.currentWidget() is room)
    for language in (Language.CHINESE, Language.ENGLISH):
        translations.use(language)
        window.retranslate()
        for size in SIZES:
            window.resize(*size)
            for kind in PAGES:
                room.open_page(kind.name)
                rest(app, _SETTLED_S)
                name = f"{kind.name}_{language.value[:2]}_{size[1]}.png"
                window.grab().save(str(out / name))
                sys.stdout.write(f"{name}\n")
                sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
