"""Frames of the table of found decisions against Qt's own model with everything in memory."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView

from queue_client.supervision_messages import Topic
from tests.benchmarks.rows import Row, row
from ui import theme
from ui.supervisor.found_model import SHOWN, FoundModel
from ui.supervisor.found_view import FoundView
from workstation.domain.filters import Filter
from workstation.domain.found import Extent
from workstation.hub.finding import Finding
from workstation.storage.finding import DecisionIndex

PEER_ROWS: Final = 100_000
COLUMNS: Final = 8
SIZE: Final = (1200, 1000)
BAR: Final = 0.5
_ROUNDS: Final = 40
_WHEEL: Final = 3


class _Still(DecisionIndex):
    """An index whose room stands still."""

    def __init__(self, index: DecisionIndex, extent: Extent) -> None:
        super().__init__(index._folder)  # noqa: SLF001 - the same index, opened once more
        self._extent = extent

    def catch_up(self, *, most: int = 0) -> Extent:
        del most
        return self._extent


class _Seat:
    officer = type("Officer", (), {"officer_id": "bench", "roles": frozenset()})
    desk = "bench"


class _Hub(QObject):
    """Answers when asked to; its own time is the hub's, and is not counted."""

    def __init__(self, index: DecisionIndex) -> None:
        super().__init__()
        self._find = Finding(
            index,
            None,  # type: ignore[arg-type] - no filter is kept here
            filters=lambda _who: [],
            prove=lambda _decision: "",
            note=lambda *_: None,
        ).find
        self.waiting: list[tuple[dict[str, Any], Callable[[dict[str, Any]], None]]] = []

    def ask(
        self,
        topic: Topic,
        question: dict[str, Any],
        then: Callable[[dict[str, Any]], None],
        fault: Callable[[str], None],
    ) -> None:
        """Take a question."""
        del topic, fault
        self.waiting.append((question, then))

    def answer(self) -> float:
        """Answer what waits, and return how long it took those who asked [s]."""
        took = 0.0
        while self.waiting:
            question, then = self.waiting.pop(0)
            answer = self._find(_Seat(), question)  # type: ignore[arg-type]
            began = time.thread_time()
            then(answer)
            took += time.thread_time() - began
        return took


def scroll_rows(index: DecisionIndex, extent: Extent) -> Iterator[Row]:
    """Yield the lines of a turned wheel and of jumps to any row."""
    app = QApplication.instance() or QApplication([])
    theme.apply(app)  # type: ignore[arg-type] - there is but one kind here
    still = _Still(index, extent)
    hub = _Hub(still)
    model = FoundModel(hub)
    ours = FoundView(model)
    for column in range(COLUMNS, len(SHOWN)):
        ours.setColumnHidden(column, True)
    model.search(Filter())
    hub.answer()
    peer = _peer()
    for view in (ours, peer):
        view.resize(*SIZE)
        view.show()
    app.processEvents()
    hub.answer()
    for name, to in (("wheel", _wheel), ("jump", _jump)):
        mine, other = [], []
        for number in range(_ROUNDS):
            mine.append(_frame(ours, to(number, model.rowCount()), hub))
            other.append(_frame(peer, to(number, PEER_ROWS), None))
        against = f"QStandardItem {PEER_ROWS // 1000}k"
        scroll = f"scroll_million_{name}"
        yield row(scroll, statistics.median(mine), against, statistics.median(other), bar=BAR)
    still.close()


def _frame(view: QTableView, value: int, hub: _Hub | None) -> float:
    """Scroll to a row, take what has to be fetched for it, paint; returns the time [ms]."""
    began = time.thread_time()
    view.verticalScrollBar().setValue(value)
    view.viewport().repaint()
    took = time.thread_time() - began
    if hub is not None:
        _spin(hub)
        took += hub.answer()
        began = time.thread_time()
        view.viewport().repaint()
        took += time.thread_time() - began
    return took * 1e3


def _spin(hub: _Hub) -> None:
    """Let the model's own timer ask."""
    for _ in range(3):
        QApplication.processEvents()
        if hub.waiting:
            return


def _wheel(number: int, _rows: int) -> int:
    return 5000 + _WHEEL * number


def _jump(number: int, rows: int) -> int:
    return random.Random(number).randrange(rows - 100)  # noqa: S311 - the same places each time


def _peer() -> QTableView:
    model = QStandardItemModel()
    for number in range(PEER_ROWS):
        model.appendRow([QStandardItem(f"value {number} {column}") for column in range(COLUMNS)])
    view = QTableView()
    view.setModel(model)
    model.setParent(view)
    view.verticalHeader().setDefaultSectionSize(28)
    return view
