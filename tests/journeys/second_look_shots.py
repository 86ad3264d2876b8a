"""Pictures of those who look twice: a test image, a re-check, a lesson, and the two pages.

Run as ``python -m tests.journeys.second_look_shots [OUT]``; draws without a screen.
"""

import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from tests.makers.running_hub import PASSWORD, make_meta
from tests.makers.stored_hub import StoredHub
from ui import theme
from ui.app import Desk
from ui.desk_settings import DeskSettings
from ui.i18n import Language, Translations
from viewer.overlay import MarkDrawing, Tool
from workstation.domain.context import Tier
from workstation.domain.decision import Conclusion
from workstation.domain.instants import to_text
from workstation.domain.officer import Role
from workstation.domain.principal import PrincipalKind
from workstation.domain.recheck import Sampling
from workstation.imaging.package import write_package
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import demo_sites

SIZES = ((1920, 1080), (1280, 720))
WAIT_S = 60.0


class Studio:
    """A hub, its desks, and a camera."""

    def __init__(self, out: Path, folder: Path) -> None:
        self._out, self._folder = out, folder
        self.app = QApplication.instance() or QApplication([])
        theme.apply(self.app)
        self.translations = Translations(self.app)
        sampling = Sampling(rates=dict.fromkeys(Tier, 1.0), test_image_rate=1.0)
        self.hub = StoredHub(
            folder, sampling, recall_s=0.2, compare_job="tests.makers.picture_jobs:project"
        )

    def until(self, true: Callable[[], bool]) -> None:
        ends = time.monotonic() + WAIT_S
        while not true():
            self.app.processEvents()
            assert time.monotonic() < ends, "it did not happen in time"
            time.sleep(0.01)

    def rest(self, seconds: float = 0.6) -> None:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            self.app.processEvents()
            time.sleep(0.01)

    def send(self, seed: int, kind: str) -> None:
        scan = simulate_scan(seed=seed, site=demo_sites(1)[0], kind=kind).scan
        path = self._folder / f"{seed}.scan.tif"
        write_package(path, scan)
        meta = make_meta("site-1", f"S{seed}")
        meta["head"] |= {"container": scan.head.container, "scanner": scan.head.scanner}
        self.hub.send(self.site, f"S{seed}", content=path.read_bytes(), meta=meta)

    def open_desk(self, officer: str, name: str, *roles: Role) -> Desk:
        self.hub.add_officer(officer, roles)
        settings = DeskSettings(
            address=self.hub.address,
            desk=name,
            keys=self.hub.enrolled(name, PrincipalKind.DESK),
            cache=self._folder / name,
            officer=officer,
            password=PASSWORD,
            dwell_s=0.2,
        )
        desk = Desk(settings, self.translations)
        desk.window.resize(*SIZES[0])
        desk.start()
        desk.window.show()
        desk.window.is_active = lambda: True
        return desk

    def shoot(self, desk: Desk, name: str) -> None:
        for language in (Language.CHINESE, Language.ENGLISH):
            self.translations.use(language)
            desk.window.retranslate()
            for size in SIZES:
                desk.window.resize(*size)
                self.rest()
                path = self._out / f"{name}-{language.value}-{size[0]}.png"
                desk.window.grab().save(str(path))
                sys.stdout.write(f"{path.name}\n")

    def run(self) -> None:
        with self.hub:
            self.site = self.hub.site("site-1")
            self.send(11, "cotton")
            desk = self.open_desk("li", "desk-1", Role.REVIEWER)
            try:
                self.review(desk)
            finally:
                desk.stop()
                desk.window.close()
            second = self.open_desk("wang", "desk-2", Role.CHIEF)
            try:
                self.look_again(second)
            finally:
                second.stop()
                second.window.close()
            self.fill()
            third = self.open_desk("zhao", "desk-9", Role.SUPERVISOR)
            try:
                self.supervise(third)
            finally:
                third.stop()
                third.window.close()
            desk = self.open_desk("li", "desk-1", Role.REVIEWER)
            try:
                self.until(lambda: desk.second_looks.lesson_card.is_up)
                self.shoot(desk, "lesson")
            finally:
                desk.stop()
                desk.window.close()

    def review(self, desk: Desk) -> None:
        """Miss a test image, then release the scan itself."""
        controller = desk.window.controller
        for shot in (True, False):
            self.until(lambda: controller.case is not None and controller.dwell_share >= 1.0)
            self.rest()
            assert controller.decide(Conclusion.RELEASE, None, ""), "not armed"
            if shot:
                self.until(lambda: desk.second_looks.card.is_up)
                self.shoot(desk, "test-image")
                desk.second_looks.card.put_away()
        self.rest(2.5)

    def answer(self, desk: Desk, severity: int, shot: str) -> None:
        room, controller = desk.supervision.room, desk.window.controller
        assert room.open_page("rechecks")
        self.rest(1.0)
        room.recheck_wanted.emit()
        self.until(lambda: controller.rechecking is not None and controller.dwell_share >= 1.0)
        controller.draw(MarkDrawing(shape=Tool.BOX, points=((220.0, 700.0), (330.0, 860.0))))
        self.rest(1.0)
        self.shoot(desk, shot)
        desk.second_looks.rechecks.bar.said.emit(severity)
        self.until(lambda: controller.rechecking is None)
        self.rest(1.0)

    def look_again(self, desk: Desk) -> None:
        self.until(lambda: desk.window.controller.session is not None)
        desk.window.commands["view.supervisor"].trigger()
        self.answer(desk, 3, "recheck")

    def supervise(self, desk: Desk) -> None:
        self.until(lambda: desk.window.pages.currentWidget() is desk.supervision.room)
        self.answer(desk, 3, "recheck-third")
        for name in ("rechecks", "test_images"):
            desk.supervision.room.open_page(name)
            self.rest(1.5)
            self.shoot(desk, f"page-{name}")

    def fill(self) -> None:
        """Write a quarter's figures, so that the pages have something to show."""
        dice = random.Random(4)  # noqa: S311 - figures for a picture
        rows = sqlite3.connect(self._folder / "hub.sqlite")
        (case_id,) = rows.execute("SELECT case_id FROM scan_case").fetchone()
        began = datetime.now(UTC) - timedelta(days=80)
        for number in range(260):
            at = to_text(began + timedelta(hours=7 * number))
            severity = dice.choices(range(5), (230, 9, 6, 4, 1))[0]
            verdict = "agree" if severity == 0 else "disagree"
            third = None if severity == 0 else dice.choice([severity, severity, 0])
            rows.execute(
                "INSERT INTO recheck (recheck_id, case_id, decision_id, drawn_at, rate, tier,"
                " officer, verdict, severity, decided_at, arbiter, arbiter_verdict,"
                " arbiter_severity, lesson_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                (
                    f"r{number}", f"site-1:S{100 + number}", f"d{number}", at, 0.02,
                    dice.choices(["ordinary", "raised", "high"], (6, 3, 1))[0],
                    "sun", verdict, severity, at, None if third is None else "zhou",
                    None if third is None else ("disagree" if third else "agree"), third, at,
                ),
            )  # fmt: skip
            minutes = dice.uniform(2, 110)
            outcome = dice.choices(
                ["hit", "miss", "marked_elsewhere"], (90 - minutes / 3, 14 + minutes / 4, 4)
            )[0]
            rows.execute(
                "INSERT INTO test_image (image_id, case_id, object, placed_at, officer, desk,"
                " outcome, decided_at, time_on_task_s, shown_ms) VALUES (?,?,?,?,?,?,?,?,?,?)",
                (
                    f"t{number}", f"site-1:T{number}",
                    dice.choice(["packets", "dense_box", "metal_parts", "liquor", "tusks"]), at,
                    dice.choice(["li", "wang", "sun", "qian"]), "desk-1", outcome, at,
                    60 * minutes, round(dice.uniform(4e3, 6e4)),
                ),
            )  # fmt: skip
        rows.commit()
        rows.close()
        assert case_id


if __name__ == "__main__":
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "build/shots")
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        Studio(target, Path(work)).run()
