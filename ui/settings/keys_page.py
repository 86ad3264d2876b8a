"""The keys: which keymap, which keys of one's own, and what is wrong with them."""

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.both_languages import entry_of
from ui.command_search import search
from ui.commands import BY_NAME, COMMANDS, text_of, tip_of
from ui.i18n import in_own_words
from ui.key_words import told
from ui.keymap import KeyTrouble
from ui.keymap_book import KeymapBook
from ui.preferences import PreferenceBook
from ui.settings.key_catcher import KeyCatcher
from ui.strokes import Stroke, written
from ui.widgets.texts import plain, wrapped

_NAME = Qt.ItemDataRole.UserRole
_GAP_PX = 18


class KeysPage(QWidget):
    """Lists every command with its keys; one is given by pressing it."""

    def __init__(
        self, keymaps: KeymapBook, preferences: PreferenceBook, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._keymaps, self._preferences = keymaps, preferences
        self.catcher: KeyCatcher | None = None
        self.keymap, self._keymap_name = QComboBox(), plain(colour=theme.QUIET)
        self.field, self.list = QLineEdit(), QTreeWidget()
        self.field.setClearButtonEnabled(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setTabKeyNavigation(False)
        self.add, self.replace = QPushButton(), QPushButton()
        self.clear, self.restore, self.restore_all = QPushButton(), QPushButton(), QPushButton()
        self._says = wrapped(colour=theme.WARN)
        self._lay_out()
        self.keymap.activated.connect(self._choose)
        self.field.textChanged.connect(self._fill)
        self.list.currentItemChanged.connect(self._show_buttons)
        self.list.itemActivated.connect(self._replace)
        self.add.clicked.connect(self._add)
        self.replace.clicked.connect(self._replace)
        self.clear.clicked.connect(self._clear)
        self.restore.clicked.connect(self._restore)
        self.restore_all.clicked.connect(self._restore_all)
        keymaps.changed.connect(self._refresh)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the columns the room that the letters of the moment want."""
        super().showEvent(event)
        self._fit_columns()

    def retranslate(self) -> None:
        """Write every text anew."""
        self._keymap_name.setText(self.tr("Keymap"))
        self.keymap.setAccessibleName(self.tr("Keymap"))
        self.keymap.clear()
        for sheet in self._keymaps.shipped:
            self.keymap.addItem(in_own_words(sheet.title, sheet.title_zh), sheet.name)
        self.keymap.setCurrentIndex(max(0, self.keymap.findData(self._preferences.now.keymap)))
        self.field.setPlaceholderText(self.tr("Find a command: name, pinyin or key"))
        self.field.setAccessibleName(self.tr("Find a command"))
        self.list.setAccessibleName(self.tr("Commands and their keys"))
        self.list.setHeaderLabels([self.tr("Command"), self.tr("Keys"), self.tr("What it does")])
        self.add.setText(self.tr("Add a key …"))
        self.replace.setText(self.tr("Press the key …"))
        self.clear.setText(self.tr("Take away"))
        self.restore.setText(self.tr("As in the keymap"))
        self.restore_all.setText(self.tr("Give up all my keys"))
        self._fill()
        self._tell(self._keymaps.troubles)

    def select(self, name: str) -> None:
        """Go to a command."""
        self.field.clear()
        for row in range(self.list.topLevelItemCount()):
            item = self.list.topLevelItem(row)
            if item is not None and item.data(0, _NAME) == name:
                self.list.setCurrentItem(item)

    @property
    def said(self) -> str:
        """What is said under the list."""
        return self._says.text()

    @Slot()
    def _fill(self) -> None:
        """List what is looked for, in the order of the menus; a key finds its command as well."""
        chosen = self._chosen()
        typed = self.field.text().strip().casefold()
        found = set(search(typed, [entry_of(command) for command in COMMANDS]))
        self.list.clear()
        for command in COMMANDS:
            keys = self._keys(command.name)
            by_key = bool(typed.strip()) and typed.strip().casefold() in keys.casefold().split(
                " / "
            )
            if command.name not in found and not by_key:
                continue
            item = QTreeWidgetItem([text_of(command), keys, tip_of(command)])
            item.setData(0, _NAME, command.name)
            item.setForeground(2, QColor(theme.QUIET))
            if command.name in self._keymaps.own:
                # A word: any sign would be taken for one more key.
                item.setText(1, self.tr("%1  (your own)").replace("%1", keys).strip())
                item.setForeground(1, QColor(theme.ACCENT))
            self.list.addTopLevelItem(item)
            if command.name == chosen:
                self.list.setCurrentItem(item)
        first = self.list.topLevelItem(0)
        if self.list.currentItem() is None and first is not None:
            self.list.setCurrentItem(first)
        self._fit_columns()
        self._show_buttons()

    def _fit_columns(self) -> None:
        for column in (0, 1):
            self.list.resizeColumnToContents(column)
            self.list.setColumnWidth(column, self.list.columnWidth(column) + _GAP_PX)

    def _keys(self, name: str) -> str:
        return " / ".join(written(one) for one in self._keymaps.in_force.of(name))

    def _chosen(self) -> str:
        item = self.list.currentItem()
        return "" if item is None else str(item.data(0, _NAME))

    @Slot()
    def _show_buttons(self) -> None:
        name = self._chosen()
        has_keys = bool(name and self._keymaps.in_force.of(name))
        self.add.setEnabled(has_keys)
        self.replace.setEnabled(bool(name))
        self.clear.setEnabled(has_keys and not BY_NAME[name].decides)
        self.restore.setEnabled(name in self._keymaps.own)
        self.restore_all.setEnabled(bool(self._keymaps.own))

    @Slot()
    def _choose(self) -> None:
        self._preferences.change(keymap=str(self.keymap.currentData()))
        self._refresh()

    @Slot()
    def _add(self) -> None:
        self._catch(keep=True)

    @Slot()
    def _replace(self) -> None:
        self._catch(keep=False)

    def _catch(self, *, keep: bool) -> None:
        name = self._chosen()
        if not name:
            return
        self._keep = keep
        self.catcher = KeyCatcher(BY_NAME[name], self._keymaps.in_force, self)
        self.catcher.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.catcher.caught.connect(self._give)
        self.catcher.open()

    @Slot(object)
    def _give(self, stroke: Stroke) -> None:
        name = self._chosen()
        kept = [one.text for one in self._keymaps.in_force.of(name)] if self._keep else []
        troubles = self._keymaps.give(name, (*kept, stroke.text))
        self._refresh()
        if troubles:
            self._tell(troubles)

    @Slot()
    def _clear(self) -> None:
        self._keymaps.give(self._chosen(), ())
        self._refresh()

    @Slot()
    def _restore(self) -> None:
        self._keymaps.forget(self._chosen())
        self._refresh()

    @Slot()
    def _restore_all(self) -> None:
        self._keymaps.forget()
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        self._fill()
        self._tell(self._keymaps.troubles)

    def _tell(self, troubles: tuple[KeyTrouble, ...]) -> None:
        self._says.setText("\n".join(told(one) for one in troubles[:4]))
        self._says.setVisible(bool(troubles))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._keymap_name)
        top.addWidget(self.keymap)
        top.addSpacing(18)
        top.addWidget(self.field, 1)
        below = QHBoxLayout()
        for button in (self.replace, self.add, self.clear, self.restore):
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.restore_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 12)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(self._says)
        column.addLayout(below)
