"""The menu bar in the supervisor's room: its pages, and no tools of the desk."""

from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from ui.commands import Group
from ui.main_window import MainWindow
from ui.supervisor.room import SupervisorRoom

#: What of the desk's menus is of use in the room: signing out, settings, help.
_KEPT: Final = frozenset({Group.CASE, Group.HELP})


class RoomMenu(QObject):
    """Ctrl+1 to Ctrl+9 lead to the pages; the keys count in the room alone."""

    def __init__(self, window: MainWindow, room: SupervisorRoom) -> None:
        super().__init__(room)
        self._window, self._room = window, room
        self.menu = QMenu(window)
        bar = window.menuBar()
        bar.insertMenu(bar.actions()[-1], self.menu)
        self.leave()

    @Slot()
    def enter(self) -> None:
        """Offer the pages that are open to the officer."""
        self.menu.clear()
        self.menu.setTitle(self.tr("&Room"))
        for number, (name, title) in enumerate(self._room.titles(), start=1):
            action = QAction(title, self.menu)
            action.setData(name)
            action.triggered.connect(self._go)
            if number <= 9:
                action.setShortcut(QKeySequence(f"Ctrl+{number}"))
            self.menu.addAction(action)
        self.menu.menuAction().setVisible(True)
        self._window.menus.show_only(_KEPT)

    @Slot()
    def leave(self) -> None:
        """Give the desk its menus back; the room's keys lead nowhere."""
        self.menu.clear()
        self.menu.menuAction().setVisible(False)
        self._window.menus.show_only(frozenset(Group))

    @Slot()
    def _go(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._room.open_page(str(action.data()))
