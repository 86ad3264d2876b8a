"""Widths, order and choice of a table's columns, as each officer likes them."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import tomli_w
from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Slot
from PySide6.QtWidgets import QMenu, QTableView

from ui.own_files import FileUnreadable, read_table, replace_text
from ui.supervisor.questions import Questions

_LOG = logging.getLogger(__name__)
_LATER_MS: Final = 800
_WIDTHS: Final = range(24, 1201)


class ColumnKeeper(QObject):
    """Remembers what an officer does to the head of a table; files are touched in the background.

    A column is dragged to its place and width; a right click on the head chooses which are shown.

    Parameters
    ----------
    view : QTableView
    names : sequence of str
        The columns' names in the file, by their numbers in the model.
    questions : Questions
        Its thread reads and writes.
    """

    def __init__(self, view: QTableView, names: Sequence[str], questions: Questions) -> None:
        super().__init__(view)
        self._view, self._names = view, tuple(names)
        self._questions = questions
        self._path: Path | None = None
        self._is_restoring = False
        self._later = QTimer(self, interval=_LATER_MS, singleShot=True)
        self._later.timeout.connect(self.save)
        head = view.horizontalHeader()
        head.setSectionsMovable(True)
        head.sectionResized.connect(self._touch)
        head.sectionMoved.connect(self._touch)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self._offer)

    def restore(self, path: Path | None) -> None:
        """Bring back what a file says of the columns, and keep them there; None keeps nothing."""
        self._path = path
        if path is None:
            return

        def read(_client: object) -> dict[str, Any]:
            try:
                return read_table(path)
            except FileUnreadable as error:
                _LOG.warning("columns cannot be read", extra={"reason": error.reason})
                return {}

        self._questions.run(read, self.use, self._ignore)

    @Slot(dict)
    def use(self, kept: dict[str, Any]) -> None:
        """Lay the columns out; what is not kept, or makes no sense, stays as it is."""
        self._is_restoring = True
        head = self._view.horizontalHeader()
        order = [name for name in _texts(kept.get("order")) if name in self._names]
        for place, name in enumerate(dict.fromkeys(order)):
            head.moveSection(head.visualIndex(self._names.index(name)), place)
        widths, hidden = kept.get("widths"), _texts(kept.get("hidden"))
        for column, name in enumerate(self._names):
            width = widths.get(name) if isinstance(widths, dict) else None
            if isinstance(width, int) and width in _WIDTHS:
                self._view.setColumnWidth(column, width)
            self._view.setColumnHidden(column, name in hidden and len(hidden) < len(self._names))
        self._is_restoring = False

    @property
    def state(self) -> dict[str, Any]:
        """How the columns stand, as they are kept."""
        head, names = self._view.horizontalHeader(), self._names
        hidden = [name for at, name in enumerate(names) if self._view.isColumnHidden(at)]
        return {
            "order": [names[head.logicalIndex(place)] for place in range(len(names))],
            "hidden": hidden,
            "widths": {
                name: self._view.columnWidth(at)
                for at, name in enumerate(names)
                if name not in hidden
            },
        }

    @Slot()
    def save(self) -> None:
        """Keep how the columns stand; a disk that refuses costs nothing but that."""
        path, text = self._path, tomli_w.dumps(self.state)
        if path is not None:
            wanted = path
            self._questions.run(lambda _client: _write(wanted, text), self._ignore, self._ignore)

    def menu(self) -> QMenu:
        """Return which columns are shown, to be changed."""
        menu = QMenu(self._view)
        model = self._view.model()
        shown = [at for at in range(len(self._names)) if not self._view.isColumnHidden(at)]
        for column in range(len(self._names)):
            title = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            action = menu.addAction(title)
            action.setCheckable(True)
            action.setChecked(column in shown)
            action.setEnabled(shown != [column])  # one stays
            action.setData(column)
        menu.triggered.connect(self._on_chosen)
        return menu

    @Slot(QPoint)
    def _offer(self, at: QPoint) -> None:
        menu = self.menu()
        menu.exec(self._view.horizontalHeader().mapToGlobal(at))
        menu.deleteLater()

    @Slot(object)
    def _on_chosen(self, action: Any) -> None:  # noqa: ANN401 - a QAction as Qt hands it over
        self._view.setColumnHidden(int(action.data()), not action.isChecked())
        self._touch()

    @Slot()
    def _touch(self) -> None:
        if not self._is_restoring:
            self._later.start()

    @Slot(object)
    def _ignore(self, _told: object) -> None:
        """Hear that it is kept, or is not; nobody waits for it."""


def _write(path: Path, text: str) -> None:
    try:
        replace_text(path, text)
    except OSError as error:
        _LOG.warning("columns cannot be kept", extra={"reason": error.strerror})


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
