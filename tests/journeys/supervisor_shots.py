"""Pictures of every page of the supervisor's room, over a simulated room of some thousand scans.

``python -m tests.journeys.supervisor_shots [OUT] [--scans 3000] [--room DIR] [--pages NAME ...]``
draws without a screen, in both languages at 1920 x 1080 and 1280 x 720. A room that is kept in
DIR is used again.
"""

import argparse
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from queue_client.keys import HubAddress, KeyPair
from queue_client.supervision_messages import SteerAct
from tests.journeys.room_of_today import brands, fill
from ui import theme
from ui.app import Desk
from ui.desk_settings import DeskSettings
from ui.i18n import Language, Translations
from ui.supervisor.figures_page import FiguresPage
from ui.supervisor.find_page import FindPage
from ui.supervisor.pages import PAGES, Page
from ui.supervisor.replay_page import ReplayPage
from workstation.assembly.hub import build_hub, open_hub_records
from workstation.assembly.year import make_year
from workstation.domain.networks import network_of
from workstation.domain.officer import Officer, Role
from workstation.domain.principal import Principal, PrincipalKind
from workstation.domain.trust import appointment, enrolment
from workstation.hub.sessions import hash_password
from workstation.settings import HubConfig
from workstation.simulation.year.world import ZONE, YearPlan
from workstation.storage.records import SqlRecords

SIZES = ((1920, 1080), (1280, 720))
SCANS, DAYS = 3000, 30
PASSWORD = "a long password"  # noqa: S105 - opens nothing but this
_PATIENCE_S = 120.0
_LATEST_S, _DRAWN_S = 20.0, 0.6


def until_now(scans: int, now: datetime) -> YearPlan:
    """Return a plan of some weeks whose last day is today, as far as that has come."""
    today = now.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    return YearPlan(
        scans=scans, seed=1, first_day=today - timedelta(days=DAYS - 1), days=DAYS, until=now
    )


class Room:
    """A hub over a simulated room, and a supervisor at a window."""

    def __init__(self, folder: Path, scans: int) -> None:
        self.folder, old = folder, (folder / "truth.jsonl").exists()
        if not old:
            plan = until_now(scans, datetime.now(UTC))
            make_year(self.folder, plan, password=PASSWORD)
        records = open_hub_records(self.folder)
        self.keys = KeyPair.make()
        now = datetime.now(UTC)
        name = f"desk-{now:%H%M%S}" if old else "desk-1"
        desk = Principal(name=name, kind=PrincipalKind.DESK, public_key=self.keys.public)
        self.desk = name
        records.enrol(desk, now=now)
        wu = Officer(officer_id="wu", name="Wu Min", roles=frozenset({Role.SUPERVISOR}))
        if not old:
            records.add_officer(wu, hash_password(PASSWORD), now=now)
            fill(records, self.folder)
            leave_requests(records, now)
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


def leave_requests(records: SqlRecords, now: datetime) -> None:
    """Leave something that an administrator of the simulated room asks of a second officer."""
    scanner = Principal(
        name="north-2",
        kind=PrincipalKind.SITE,
        public_key=KeyPair.make().public,
        allowed_ip=(network_of("10.1.2.0/24"),),
    )
    li = Officer(officer_id="li.xue", name="李雪", roles=frozenset({Role.REVIEWER, Role.CHIEF}))
    for change, reason in (
        (enrolment(scanner), "second scanner at the north gate"),
        (appointment(li, hash_password(PASSWORD)), "leads the night shift from Monday"),
    ):
        records.change_trust(change, officer="s03", reason=reason, now=now)


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
    parser.add_argument("--room", type=Path, help="where the simulated room is kept")
    names = [kind.name for kind in PAGES]
    parser.add_argument("--pages", nargs="+", choices=names, default=names)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance()
    app = app if isinstance(app, QApplication) else QApplication([])
    theme.apply(app)
    translations = Translations(app)
    with tempfile.TemporaryDirectory() as folder:
        room = Room(options.room or Path(folder) / "room", options.scans)
        room.start()
        try:
            desk = Desk(
                DeskSettings(
                    address=room.address,
                    desk=room.desk,
                    keys=room.keys,
                    cache=Path(folder) / "cache",
                    officer="wu",
                    password=PASSWORD,
                ),
                translations,
            )
            desk.start()
            desk.window.show()
            walk(app, desk, translations, options.out, options.pages)
            desk.stop()
            desk.window.close()
        finally:
            room.stop()
    return 0


def walk(
    app: QApplication, desk: Desk, translations: Translations, out: Path, pages: Sequence[str]
) -> None:
    """Open every page in both languages at every size, and keep a picture of each."""
    window, room = desk.window, desk.supervision.room
    wait(app, lambda: window.pages.currentWidget() is room)
    for part in brands():
        desk.supervision.questions.act(
            SteerAct.IMPORT_LIST, part, "brand owners' request", heard, sys.stderr.write
        )
    room.open_page("find")
    wait(app, lambda: bool(a_decision(room.page)))
    replayed = a_decision(room.page)
    for language in (Language.CHINESE, Language.ENGLISH):
        translations.use(language)
        window.retranslate()
        for size in SIZES:
            window.resize(*size)
            for page in pages:
                room.open_page(page, replayed if page == "replay" else "")
                settle(app, desk)
                name = f"{page}_{language.value[:2]}_{size[1]}.png"
                window.grab().save(str(out / name))
                sys.stdout.write(f"{name}\n")
                sys.stdout.flush()


def heard(_answer: object) -> None:
    """Take note of an order that was given."""


def settle(app: QApplication, desk: Desk) -> None:
    """Wait until the page shows what it asked for, or for so long that it never will."""
    questions, page = desk.supervision.questions, desk.supervision.room.page
    ends = time.monotonic() + _LATEST_S
    rest(app, _DRAWN_S)
    while time.monotonic() < ends and not (questions.unanswered == 0 and shows_all(page)):
        app.processEvents()
        time.sleep(0.01)
    rest(app, _DRAWN_S)


def shows_all(page: Page | None) -> bool:
    """Return whether a page whose answer comes in parts has the last of them."""
    match page:
        case FiguresPage():
            return not page.says.text()
        case FindPage():
            return page.model.whole and not page.again.isActive()
        case ReplayPage():
            return page.stage.panes.scan.picture is not None
        case _:
            return True


def a_decision(page: Page | None) -> str:
    """Return a new decision that asks for an inspection, else the newest; nothing before any."""
    assert isinstance(page, FindPage)
    rows = [page.model.row_at(row) for row in range(min(200, page.model.rowCount()))]
    found = [row for row in rows if row is not None]
    found.sort(key=lambda row: row["conclusion"] != "inspect")
    return str(found[0]["decision_id"]) if found else ""


if __name__ == "__main__":
    sys.exit(main())
