"""The window's menu bar, made from the command table, with the language's button in its corner."""

from collections.abc import Callable, Collection, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QToolButton, QWidget

from ui import theme
from ui.command_table import TABLES
from ui.commands import CommandSet, Group
from ui.i18n import Language

_MENUS: Final = (Group.CASE, *(g for g in Group if g is not Group.CASE))


class WindowMenus(QObject):
    """A menu a group of commands, the case's first; a line between what comes of two tables."""

    def __init__(
        self, window: QMainWindow, commands: CommandSet, switch_language: Callable[[], None]
    ) -> None:
        super().__init__(window)
        self._menus: dict[Group, QMenu] = {}
        for group in _MENUS:
            menu = QMenu(window)
            for table in TABLES:
                _add_section(menu, [commands[one.name] for one in table if one.group is group])
            window.menuBar().addMenu(menu)
            self._menus[group] = menu
        self._language_button = QToolButton()
        self._language_button.setAutoRaise(True)
        self._language_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._language_button.clicked.connect(switch_language)
        self._language_button.setText("English")  # the longer of the two; it keeps that width
        theme.wide(
            self._language_button,
            round((self._language_button.sizeHint().width() + 8) / theme.scale()),
        )
        # The menu bar goes by a size hint, which the button alone does not bind to its width.
        self._corner = QWidget(window.menuBar())
        room = QHBoxLayout(self._corner)
        room.setContentsMargins(0, 0, 8, 0)
        room.addWidget(self._language_button)
        self._bar = window.menuBar()
        self._bar.setCornerWidget(self._corner)
        self._corner.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Have the corner laid out anew when the letters have given the button another width."""
        is_asked = event.type() == QEvent.Type.LayoutRequest
        if is_asked and self._corner.width() != self._corner.sizeHint().width():
            self._bar.setCornerWidget(self._corner)  # a menu bar does not hear of it by itself
        return False

    def show_only(self, groups: Collection[Group]) -> None:
        """Show the menus of these groups and no others; the commands keep their keys."""
        for group, menu in self._menus.items():
            menu.menuAction().setVisible(group in groups)

    def retranslate(self, language: Language) -> None:
        """Write every title anew; the button offers the other language, in its own name."""
        titles = {
            Group.CASE: self.tr("&Case"),
            Group.DECISION: self.tr("&Decision"),
            Group.MARK: self.tr("&Marks"),
            Group.MEASURE: self.tr("M&easures"),
            Group.VIEW: self.tr("&Picture"),
            Group.LOOK: self.tr("&Look"),
            Group.FILTER: self.tr("&Filters"),
            Group.COMPARE: self.tr("C&ompare"),
            Group.HELP: self.tr("&Help"),
        }
        for group, menu in self._menus.items():
            menu.setTitle(titles[group])
        self._language_button.setText("English" if language is Language.CHINESE else "中文")
        self._language_button.setToolTip(self.tr("Switch the language"))


def _add_section(menu: QMenu, actions: Sequence[QAction]) -> None:
    """Add what belongs together, a line before it when something stands there already."""
    if actions and not menu.isEmpty():
        menu.addSeparator()
    menu.addActions(actions)
