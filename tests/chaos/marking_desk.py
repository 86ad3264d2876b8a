# ruff: noqa: SLF001 - what a key costs is taken out on purpose
"""A real desk without a screen, whose officer draws one mark after the other until it is killed.

``python -m tests.chaos.marking_desk '{"desk": …}'`` says on its standard output, one JSON object a
line, which case opened with which marks and note, and each mark a moment before it is drawn.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from queue_client.keys import HubAddress, KeyPair
from ui import theme
from ui.app import Desk
from ui.desk_settings import DeskSettings
from ui.i18n import Language, Translations
from ui.link_news import DraftLost
from viewer.overlay import MarkDrawing, Shape
from workstation.domain.decision import Conclusion
from workstation.review import draft_seal

_EVERY_MS: Final = 300
_DWELL_S: Final = 0.2
_MOST: Final = 60


def say(act: str, **facts: object) -> None:
    """Write one line; a kill does not take it back."""
    sys.stdout.write(json.dumps({"act": act, "at": time.time(), **facts}) + "\n")
    sys.stdout.flush()


class Hand(QObject):
    """Marks what is open; decides after so many seconds, where the order says so."""

    def __init__(self, desk: Desk, order: dict[str, Any]) -> None:
        super().__init__()
        self._desk, self._decide_after_s = desk, float(order["decide_after_s"])
        self._controller, self._opened = desk.window.controller, 0.0
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._turn)
        self._controller.case_opened.connect(self._on_opened)
        desk.link.news.connect(self._on_news)

    @Slot(object)
    def _on_opened(self, _case: object) -> None:
        self._opened = time.monotonic()
        QTimer.singleShot(0, self._say_opened)

    @Slot()
    def _say_opened(self) -> None:
        case = self._controller.case
        if case is not None:
            say("opened", case=case.lease.case_id, marks=self._texts(), note=self._note.text())
            self._timer.start()

    @Slot(object)
    def _on_news(self, news: object) -> None:
        if isinstance(news, DraftLost):
            say("foreign", case=news.key.case_id)

    @Slot()
    def _turn(self) -> None:
        case = self._controller.case
        if case is None:
            return
        if self._decide_after_s and time.monotonic() - self._opened >= self._decide_after_s:
            if self._controller.obstacle(Conclusion.RELEASE, None) is None:
                say("deciding", case=case.lease.case_id)
                self._controller.decide(Conclusion.RELEASE, None, self._note.text())
            return
        texts = self._texts()
        if len(texts) < _MOST:
            text = f"m{len(texts)}"
            say("marked", case=case.lease.case_id, mark=text)
            points = ((10.0 + len(texts), 20.0), (40.0 + len(texts), 90.0))
            self._controller.draw(MarkDrawing(shape=Shape.BOX, points=points, text=text))
            self._note.setText(text)

    def _texts(self) -> list[str]:
        return [mark.text for mark in self._controller.marks]

    @property
    def _note(self) -> Any:
        return self._desk.window.desk.decision_bar.note


def main(order: dict[str, Any]) -> int:
    """Sit an officer down and mark until killed."""
    # Every kill is followed by a sign-in: what a key costs is measured elsewhere.
    draft_seal._COST = {"time_cost": 1, "memory_cost": 8, "parallelism": 1}  # type: ignore[misc]
    app = QApplication([])
    theme.apply(app)
    translations = Translations(app)
    translations.use(Language.ENGLISH)
    card = json.loads(Path(order["card"]).read_text())
    desk = Desk(
        DeskSettings(
            address=HubAddress(endpoint=card["endpoint"], server_key=card["server_key"]),
            keys=KeyPair.load(Path(order["keys"])),
            desk=order["desk"],
            cache=Path(order["cache"]),
            officer=order["officer"],
            password=order["password"],
            dwell_s=_DWELL_S,
        ),
        translations,
    )
    hand = Hand(desk, order)
    desk.start()
    desk.window.resize(1200, 800)
    desk.window.show()
    desk.window.activateWindow()
    code = app.exec()
    del hand
    return code


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
