"""Pictures of a replay: a case is decided at a real desk with a real hub, then replayed there.

``python -m tests.journeys.replay_shots FOLDER`` runs without a screen and writes the pictures, the
evidence report in both languages and the hub's data folder into FOLDER.
"""

import hashlib
import os
import sys
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
from viewer.overlay import MarkDrawing, Shape
from viewer.pixels.geometry import Viewpoint
from viewer.pixels.look import Filter, FilterKind
from workstation.assembly.evidence import export_evidence
from workstation.assembly.hub import build_hub, open_hub_records
from workstation.assembly.shelf import open_shelf
from workstation.domain.case import Arrival
from workstation.domain.comparison import (
    Comparison,
    Deviation,
    LoadFacts,
    Match,
    Rectangle,
    Verdict,
)
from workstation.domain.declaration import Declaration, GoodsLine
from workstation.domain.officer import Officer, Role
from workstation.domain.principal import Principal, PrincipalKind
from workstation.domain.scan import ScanHead
from workstation.domain.typical_model import ModelState, TypicalModel
from workstation.hub.sessions import hash_password
from workstation.imaging.container import find_container
from workstation.imaging.package import write_package
from workstation.imaging.scan import Scan
from workstation.settings import HubConfig
from workstation.simulation.hidden import HiddenKind, HiddenLoad
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import demo_sites
from workstation.storage.blobs import FolderBlobs

PASSWORD = "a long password"  # noqa: S105 - opens nothing but this
GOODS = GoodsLine(hs="09011100", name="Coffee", name_zh="咖啡豆", packages=320, gross_kg=18200.0)


class Room:
    """A hub with one compared case and two typical models, one of them retired."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._stop = folder, threading.Event()
        site, other = demo_sites(2)
        hidden = HiddenLoad(kind=HiddenKind.DENSE_BOX, size=1.2)
        case = simulate_scan(seed=5, kind="coffee", site=site, product=3, hidden=hidden).scan
        model = simulate_scan(seed=6, kind="coffee", site=other, product=3).scan
        self.config = HubConfig(data=folder / "hub", endpoint="tcp://127.0.0.1:*", recall_s=0.5)
        records = open_hub_records(self.config.data)
        self._add_model(model)
        self._add_case(records, case, model)
        self.keys = KeyPair.make()
        now = datetime.now(UTC)
        desk = Principal(name="desk-1", kind=PrincipalKind.DESK, public_key=self.keys.public)
        records.enrol(desk, now=now)
        for officer, name, role in (
            ("li", "Li Wei", Role.REVIEWER),
            ("zhao", "Zhao Min", Role.SUPERVISOR),
        ):
            person = Officer(officer_id=officer, name=name, roles=frozenset({role}))
            records.add_officer(person, hash_password(PASSWORD), now=now)
        self.hub = build_hub(self.config, records)
        self._thread = threading.Thread(target=self.hub.run, args=(self._stop,), name="hub")
        self._thread.start()
        self.hub.ready.wait(30)

    @property
    def address(self) -> HubAddress:
        return self.hub.address

    def close(self) -> None:
        self._stop.set()
        self._thread.join()

    def _add_model(self, scan: Scan) -> None:
        path = self.folder / "model.scan.tif"
        write_package(path, scan)
        shelf = open_shelf(self.config.data / "library")
        model = TypicalModel(
            model_id="coffee-6",
            hs=GOODS.hs,
            name="Coffee, green, in sacks",
            name_zh="袋装咖啡生豆",
            prohibited=False,
            state=ModelState.APPROVED,
            package_sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
            source="made",
            added_at=datetime.now(UTC),
        )
        shelf.add(model, path, b"nothing")
        shelf.change_state("coffee-6", ModelState.RETIRED, now=datetime.now(UTC))
        shelf.close()

    def _add_case(self, records, case: Scan, model: Scan) -> None:
        blobs = FolderBlobs(self.config.data)
        part = blobs.part("case")
        write_package(part, case)
        sha256 = hashlib.sha256(part.read_bytes()).hexdigest()
        size = part.stat().st_size
        blobs.commit(part, sha256)
        head = ScanHead(scan_id="s-1", site="north", scanner="H986", container="CSQU3054383")
        arrival = Arrival(
            site="north",
            scan_id="s-1",
            package_sha256=sha256,
            package_size=size,
            head=head,
            declaration=Declaration(number="D-1", container="CSQU3054383", goods=(GOODS,)),
        )
        now = datetime.now(UTC)
        received = records.receive(arrival, now=now)
        box = box_of(case)
        records.compared(
            received.case_id,
            Comparison(
                engine="7",
                library="9f3a01c4.2",
                verdict=Verdict.INCONSISTENT,
                p_value=0.012,
                false_alarm_rate=0.05,
                reasons=("unlike_declared_goods",),
                matches=(
                    Match(
                        model="coffee-6",
                        hs=GOODS.hs,
                        name="Coffee",
                        score=0.91,
                        scan_area=box,
                        model_area=box_of(model),
                    ),
                ),
                deviations=(
                    Deviation(
                        area=Rectangle(
                            row=box.row + box.height // 3,
                            column=box.column + box.width // 3,
                            height=box.height // 3,
                            width=box.width // 8,
                        ),
                        score=0.8,
                        why=("density",),
                    ),
                ),
                prohibited=(),
                load=LoadFacts(fill="full", fill_fraction=0.86),
                elapsed_s=1.2,
            ),
            now=now,
        )


def box_of(scan: Scan) -> Rectangle:
    """The container's box in a scan."""
    box = find_container(scan.main_plane().transmission)
    return Rectangle(row=box.row, column=box.column, height=box.height, width=box.width)


def until(true: Callable[[], bool], within_s: float = 25.0) -> None:
    """Let the loop run until something is so."""
    ends = time.monotonic() + within_s
    while not true():
        if time.monotonic() > ends:
            raise TimeoutError
        QApplication.processEvents()
        time.sleep(0.01)


def rest(seconds: float) -> None:
    """Let the loop run for a while."""
    ends = time.monotonic() + seconds
    until(lambda: time.monotonic() >= ends)


def review(desk: Desk) -> None:
    """Look at the case as an officer does, and send the container to be opened."""
    window, pane = desk.window, desk.window.desk.panes.scan
    until(lambda: window.controller.case is not None)
    until(lambda: pane.picture is not None and pane.picture.reduced == 1)
    until(lambda: window.desk.models.model is not None)
    rest(1.5)
    rows, columns = pane.picture.shape
    for number in range(6):
        pane.look_at(Viewpoint(centre=(rows / 2, columns * (0.15 + 0.12 * number)), zoom=1.0))
        rest(0.6)
    pane.auto_window()
    rest(0.8)
    sharp = Filter(kind=FilterKind.SHARPEN, strength=0.6)
    window.commands["region.next"].trigger()
    rest(1.2)
    window.commands["region.explain"].trigger()
    pane.set_look(type(pane.view.look)(window=pane.view.look.window, filters=(sharp,), invert=True))
    rest(0.8)
    area = window.desk.regions._regions[0].area  # noqa: SLF001 - what the engine found
    corner = (float(area.row), float(area.column))
    far = (corner[0] + area.height, corner[1] + area.width)
    window.controller.draw(MarkDrawing(shape=Shape.BOX, points=(corner, far), text=""))
    rest(0.8)
    pane.toggle_invert()
    window.desk.decision_bar.note.setText("left of the door, dense")
    rest(0.8)
    from workstation.domain.decision import Conclusion  # noqa: PLC0415
    from workstation.review.reasons import Reason  # noqa: PLC0415

    assert window.controller.decide(Conclusion.INSPECT, next(iter(Reason)), "left of the door")
    until(lambda: window.controller.case is None)


def desk_of(room: Room, officer: str, translations: Translations) -> Desk:
    """Open a desk."""
    settings = DeskSettings(
        address=room.address,
        desk="desk-1",
        keys=room.keys,
        cache=room.folder / f"cache-{officer}",
        officer=officer,
        password=PASSWORD,
        dwell_s=0.1,
    )
    desk = Desk(settings, translations)
    desk.start()
    desk.window.show()
    return desk


def shoot(desk: Desk, path: Path, size: tuple[int, int]) -> None:
    """Write a picture of the window."""
    desk.window.resize(*size)
    rest(0.4)
    desk.window.grab().save(str(path))
    sys.stdout.write(f"{path}\n")


def main(folder: Path) -> None:
    """Decide, replay, shoot."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    theme.apply(app)
    translations = Translations(app)
    translations.use(Language.ENGLISH)
    room = Room(folder)
    try:
        _shoot_all(room, translations)
    finally:
        room.close()


def _shoot_all(room: Room, translations: Translations) -> None:
    folder = room.folder
    desk = desk_of(room, "li", translations)
    desk.window.resize(1920, 1080)
    review(desk)
    rest(1.0)
    desk.stop()
    desk.window.close()
    desk = desk_of(room, "zhao", translations)
    desk.window.resize(1920, 1080)
    until(lambda: desk.window.pages.currentWidget() is desk.supervision.room)
    from workstation.storage.readers import list_decisions  # noqa: PLC0415

    decision_id = next(iter(list_decisions(room.config.data)))["decision_id"]
    desk.supervision.room.open_page("replay", decision_id)
    page = desk.supervision.room._made["replay"]  # noqa: SLF001 - the page that was opened
    until(lambda: page.stage.panes.scan.picture is not None and page.player.film is not None)
    until(lambda: page.stage.panes.model.picture is not None or not page.loader._models)  # noqa: SLF001
    rest(1.0)
    for language in (Language.ENGLISH, Language.CHINESE):
        translations.use(language)
        for at, name in ((1.0, "end"), (0.55, "middle"), (0.2, "early")):
            page.player.seek(round(page.player.film.end_ms * at))
            shoot(desk, folder / f"replay-{language.value}-{name}.png", (1920, 1080))
        page.veil.setChecked(True)
        page.path.setChecked(True)
        page.player.seek(page.player.film.end_ms)
        page.stage.panes.scan.fit()
        shoot(desk, folder / f"replay-{language.value}-way.png", (1920, 1080))
        page.veil.setChecked(False)
        page.path.setChecked(False)
        shoot(desk, folder / f"replay-{language.value}-small.png", (1280, 720))
    for language in ("en", "zh"):
        output = folder / f"evidence-{language}.pdf"
        data = room.config.data
        export_evidence(data, data / "library", decision_id, output, language=language)
        sys.stdout.write(f"{output}\n")
    sys.stdout.write(f"decision {decision_id}\n")
    desk.stop()
    desk.window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
