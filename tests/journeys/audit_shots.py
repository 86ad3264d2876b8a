"""Pictures of finding decisions and of the evidence log, over made-up rooms, in both languages.

``QT_QPA_PLATFORM=offscreen python -m tests.journeys.audit_shots [DECISIONS]`` writes to
``build/shots``: the table, a search across a clock change, a log that holds, and one that does not.
"""

import json
import sys
import tempfile
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from queue_client.errors import QueueError
from queue_client.supervision_messages import Steer, SteerAct, Topic
from tests.audit.tampering import KINDS, Scene, make_scene
from tests.benchmarks.found_room import fill_index
from tests.journeys.desk_screen import PRIVATE
from ui import theme
from ui.i18n import Language, Translations
from ui.supervisor.room import SupervisorRoom
from workstation.assembly.auditing import auditing
from workstation.domain.filters import filter_from_json
from workstation.domain.found import Extent
from workstation.domain.officer import Officer, Role
from workstation.hub.finding import Finding
from workstation.hub.sessions import Seat
from workstation.settings import HubConfig
from workstation.storage.finding import DecisionIndex
from workstation.storage.records import SqlRecords, open_records

SIZES: Final = ((1920, 1080), (1280, 720))
_ACROSS: Final = {
    "zone": "Europe/Berlin",
    "order": {"by": "dwell_s", "down": False},
    "where": [
        {"field": "verdict", "any": ["inconsistent"]},
        {"field": "conclusion", "any": ["release"]},
        {"field": "hs", "any": ["2402", "22"]},
        {"field": "decided_at", "from": "2026-01-01", "to": "2026-03-30"},
        {"field": "dwell_s", "at_most": 40},
    ],
}


class _Still(DecisionIndex):
    """A made-up index whose room stands still."""

    decisions = 0

    def catch_up(self, *, most: int = 0) -> Extent:
        del most
        return Extent(edition=f"bench-{self.decisions}", top=self.decisions)


class Hub(QObject):
    """Answers in the window's own thread what a hub would answer in one apart."""

    def __init__(self, scene: Scene, index: DecisionIndex) -> None:
        super().__init__()
        self.records: SqlRecords = open_records(scene.data / "hub.sqlite")
        now = datetime.now(UTC)
        kept = {"desk-1": (25, now), "nansha": (18, now), "yantian": (25, now)}
        self._answer: dict[Topic, Any] = {}
        self._carry: dict[SteerAct, Any] = {}
        for one in auditing(HubConfig(data=scene.data), self.records, lambda: kept):
            self._answer.update(one.answerers)
            self._carry.update(one.steerers)
        made_up = Finding(
            index, self.records, filters=lambda _: [], prove=lambda _: "", note=lambda *_: None
        )
        self._answer[Topic.FIND] = made_up.find
        officer = Officer(officer_id="wu", name="Wu", roles=frozenset({Role.SUPERVISOR}))
        self._seat = Seat(token="", officer=officer, desk="desk-9", began=0.0, used=0.0)

    def ask(
        self,
        topic: Topic,
        question: dict[str, Any],
        then: Callable[[dict[str, Any]], None],
        fault: Callable[[str], None],
    ) -> None:
        """Answer soon."""

        def answer() -> None:
            try:
                said = self._answer[topic](self._seat, question)
            except QueueError as error:
                fault(error.sentence())
                return
            then(json.loads(json.dumps(said)))

        QTimer.singleShot(0, answer)

    def act(
        self,
        act: SteerAct,
        document: dict[str, Any],
        reason: str,
        then: Callable[[dict[str, Any]], None],
        _fault: Callable[[str], None],
    ) -> None:
        """Carry an order out."""
        request = uuid.uuid4().hex
        header = Steer(ask=1, session="", act=act.value, request=request, reason=reason)
        then(self._carry[act](self._seat, header, document))

    def forget(self) -> None:
        """Nothing waits here."""


def main(decisions: int) -> None:
    """Take every picture."""
    app = QApplication([])
    theme.apply(app)
    translations = Translations(app)
    PRIVATE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="reviewroom-") as scratch:
        folder = Path(scratch)
        fill_index(folder / "index", decisions)
        index = _Still(folder / "index")
        index.decisions = decisions
        for number, language in enumerate((Language.CHINESE, Language.ENGLISH)):
            translations.use(language)
            for width, height in SIZES:
                scene = make_scene(folder / f"{number}-{width}")
                card = json.dumps({"signing_key": scene.key.public})
                (scene.data / "hub.card").write_text(card, encoding="utf-8")
                _shoot(Hub(scene, index), scene, (width, height), language.value)


def _shoot(hub: Hub, scene: Scene, size: tuple[int, int], language: str) -> None:
    window = QMainWindow()
    room = SupervisorRoom(hub)  # type: ignore[arg-type] - a hub without a thread
    window.setCentralWidget(room)
    window.resize(*size)
    window.show()
    room.admit(["supervisor"])

    def take(name: str) -> None:
        path = PRIVATE / f"{name}_{language}_{size[0]}.png"
        window.grab().save(str(path))
        sys.stdout.write(f"{path.name}\n")

    room.open_page("find")
    find: Any = room.pages.currentWidget()
    _spin(1500)
    take("find")
    find.panel.show_filter(filter_from_json(_ACROSS))
    find.panel.go()
    _spin(1500)
    find.table.selectRow(3)
    take("find_across")
    room.open_page("verify")
    page: Any = room.pages.currentWidget()
    for name in ("log_holds", "log_broken"):
        page.begin.click()
        while not page.begin.isEnabled() or not page.verdict.text():
            _spin(200)
        _spin(500)
        while not page.begin.isEnabled():
            _spin(200)
        take(name)
        if name == "log_holds":
            hub.records.close()
            KINDS["a decision edited"][0](scene)
    window.close()


def _spin(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
