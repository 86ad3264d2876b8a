"""Rows of a table by the clipboard: the row, a cell, or the id by which others find it."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QObject, QPoint, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QTableView

from ui import foreign

_LONGEST = 40


class Copying(QObject):
    """Ctrl+C copies the row with tabs between its cells, Ctrl+Shift+C its id.

    Parameters
    ----------
    view : QTableView
        Rows are copied from here.
    id_of : callable
        Takes the number of a row and returns its id, or an empty text.
    """

    def __init__(self, view: QTableView, id_of: Callable[[int], str]) -> None:
        super().__init__(view)
        self._view, self._id_of = view, id_of
        for keys, act in (
            (QKeySequence(QKeySequence.StandardKey.Copy), self.copy_row),
            (QKeySequence("Ctrl+Shift+C"), self.copy_id),
        ):
            shortcut = QShortcut(keys, view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._offer)

    @Slot()
    def copy_row(self) -> None:
        """Copy the row that the keys are at; what is hidden is left out."""
        index = self._view.currentIndex()
        if index.isValid():
            head = self._view.horizontalHeader()
            columns = [head.logicalIndex(place) for place in range(head.count())]
            cells = [
                str(index.siblingAtColumn(column).data() or "")
                for column in columns
                if not self._view.isColumnHidden(column)
            ]
            _copy("\t".join(cells))

    @Slot()
    def copy_id(self) -> None:
        """Copy the id of the row that the keys are at."""
        index = self._view.currentIndex()
        if index.isValid():
            _copy(self._id_of(index.row()))

    @Slot(QPoint)
    def _offer(self, at: QPoint) -> None:
        index = self._view.indexAt(at)
        if index.isValid():
            menu = self.menu_for(index)
            menu.exec(self._view.viewport().mapToGlobal(at))
            menu.deleteLater()

    def menu_for(self, index: QModelIndex) -> QMenu:
        """Return what may be copied of a cell and its row."""
        menu = QMenu(self._view)
        cell, row_id = str(index.data() or ""), self._id_of(index.row())
        for text, told in ((cell, self.tr("Copy “%1”")), (row_id, self.tr("Copy the id “%1”"))):
            if text:
                short = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
                action = menu.addAction(foreign.filled(told, short.replace("&", "&&")))
                action.setData(text)
        menu.addAction(self.tr("Copy the row")).setData("")
        menu.triggered.connect(self._on_chosen)
        return menu

    @Slot(object)
    def _on_chosen(self, action: object) -> None:
        text = getattr(action, "data", str)()
        if text:
            _copy(str(text))
        else:
            self.copy_row()


def _copy(text: str) -> None:
    if text:
        QGuiApplication.clipboard().setText(text)
