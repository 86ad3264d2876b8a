"""Ctrl+K: a field over the desk that finds a command and runs it.

It is a part of the window, not a window of its own, so nothing flashes and no keyboard is lost.
While it is open its field has every key. What decides is shown with its key and never run from
here, for Enter is an answer and a decision is none; what is held cannot be run by Enter either.
"""

from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.both_languages import entries, in_chinese
from ui.command_search import search
from ui.commands import BY_NAME, CommandSet, Group, key_text, text_of
from ui.widgets.texts import plain, wrapped

_WIDTH_PX: Final = 620
_WIDTH_AT_PT: Final = 9.5
"""The letters at which the palette is that wide [pt]; it grows with them."""
_TOP_PX: Final = 72
_ROWS: Final = 11
_NAME: Final = Qt.ItemDataRole.UserRole
_OTHER: Final = Qt.ItemDataRole.UserRole + 1
_KEYS: Final = Qt.ItemDataRole.UserRole + 2
_MOVES: Final = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -_ROWS,
    Qt.Key.Key_PageDown: _ROWS,
}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHEET: Final = f"""
Palette {{ background: {theme.PANEL}; border: 1px solid {theme.ACCENT}; border-radius: 6px; }}
QListWidget {{ background: transparent; border: 0; outline: 0; }}
"""


class Palette(QFrame):
    """Finds a command; ``chosen`` tells which, or the empty text when nothing was chosen."""

    chosen = Signal(str)

    def __init__(self, commands: CommandSet, window: QWidget) -> None:
        super().__init__(window)
        self.setStyleSheet(_SHEET)
        self._commands, self._window = commands, window
        self._recent: tuple[str, ...] = ()
        self.field, self.list = _Field(), QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self._hint = wrapped(colour=theme.QUIET)
        self._nothing = plain(colour=theme.QUIET)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 10)
        column.setSpacing(8)
        for widget in (self.field, self.list, self._nothing, self._hint):
            column.addWidget(widget)
        self.field.textChanged.connect(self._find)
        self.field.moved.connect(self._move)
        self.field.entered.connect(self._take)
        self.field.left.connect(self.close_unused)
        self.list.itemClicked.connect(self._take)
        self.list.currentRowChanged.connect(self._tell)
        self.retranslate()
        self.hide()

    def open(self, recent: tuple[str, ...] = ()) -> None:
        """Come up with the commands used last, the last one first."""
        self._recent = recent
        self._entries = entries(self._commands)
        self.retranslate()
        self.field.clear()
        self._find()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Write every text anew but those of the commands, which each search writes."""
        self.field.setPlaceholderText(self.tr("Type a command: name, pinyin or initials"))
        self.field.setAccessibleName(self.tr("Find a command"))
        self.list.setAccessibleName(self.tr("Commands found"))
        self._nothing.setText(self.tr("No command is called so."))

    @property
    def found(self) -> tuple[str, ...]:
        """The names of the commands in the list."""
        rows = range(self.list.count())
        return tuple(str(self.list.item(row).data(_NAME)) for row in rows)

    @property
    def hint(self) -> str:
        """What is said under the list."""
        return self._hint.text()

    @Slot()
    def close_unused(self) -> None:
        """Go away without a command."""
        self._leave("")

    @Slot()
    def _take(self) -> None:
        if self.list.currentRow() < 0:
            return
        name = str(self.list.currentItem().data(_NAME))
        if _is_only_told(name):
            self._hint.setStyleSheet(f"color: {theme.WARN}")  # it was told already; now louder
        else:
            self._leave(name)

    def _leave(self, name: str) -> None:
        if self.isVisible():
            self.hide()
            self.chosen.emit(name)

    @Slot(int)
    def _move(self, by: int) -> None:
        count = self.list.count()
        if count:
            row = self.list.currentRow() + by
            one_step = abs(by) == 1
            self.list.setCurrentRow(row % count if one_step else min(max(row, 0), count - 1))

    @Slot()
    def _find(self) -> None:
        enabled = [one for one in self._entries if self._commands[one.name].isEnabled()]
        self.list.clear()
        found = list(search(self.field.text(), enabled, recent=self._recent))
        if not self.field.text():
            found.sort(key=self._rank_unasked)
        for name in found:
            if name != "help.palette":
                self.list.addItem(self._item(name))
        self.list.setCurrentRow(0)
        some = self.list.count() > 0
        self.list.setVisible(some)
        self._nothing.setVisible(not some)
        self._tell()
        self._place()

    def _rank_unasked(self, name: str) -> int:
        """Rank commands when nothing is typed: an Enter too many moves no case, opens no desk."""
        if _is_only_told(name):
            return 3
        if BY_NAME[name].group in (Group.DECISION, Group.CASE) or name.startswith("desk."):
            return 2
        return 0 if name in self._recent else 1

    def _item(self, name: str) -> QListWidgetItem:
        command = BY_NAME[name]
        shown = " ".join(self._commands[name].text().split())
        other = in_chinese(command.text)
        if other == text_of(command):
            other = command.text
        item = QListWidgetItem(shown)
        item.setData(_NAME, name)
        item.setData(_OTHER, "" if other in shown else other)
        item.setData(_KEYS, key_text(command))
        return item

    @Slot()
    def _tell(self) -> None:
        """Say under the list what the command does, or why it is not run from here."""
        self._hint.setStyleSheet(f"color: {theme.QUIET}")
        if self.list.currentRow() < 0:
            self._hint.setText("")
            return
        item = self.list.currentItem()
        command = BY_NAME[str(item.data(_NAME))]
        keys = str(item.data(_KEYS))
        if command.decides:
            text = self.tr("A decision is never made from here: press %1 at the picture.")
            self._hint.setText(text.replace("%1", keys))
        elif command.held:
            text = self.tr("This works while its key is held down: %1")
            self._hint.setText(text.replace("%1", keys))
        else:
            self._hint.setText(self._commands[command.name].toolTip().split("  (")[0])

    def _place(self) -> None:
        """Stand at the upper middle of the window, no larger than what was found."""
        scale = self.font().pointSizeF() / _WIDTH_AT_PT
        width = min(round(_WIDTH_PX * scale), self._window.width() - 40)
        rows = min(_ROWS, self.list.count()) * self.list.sizeHintForRow(0) + 4
        self.list.setFixedHeight(min(rows, self._window.height() - _TOP_PX - 160))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((self._window.width() - width) // 2, _TOP_PX)


def _is_only_told(name: str) -> bool:
    """Tell whether a command is shown with its key and not run from here."""
    return BY_NAME[name].decides or BY_NAME[name].held


class _Field(QLineEdit):
    """The field; while it has the keyboard no other key of the desk acts."""

    moved = Signal(int)
    entered = Signal()
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep every key from the shortcuts of the desk."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.keyPressEvent(event)  # Tab too, which would go to another field
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list, choose, or go away; the rest is typed."""
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Escape or (control and key == Qt.Key.Key_K):
            self.left.emit()
        elif key in _ENTER:
            if not event.isAutoRepeat():
                self.entered.emit()
        elif key in _MOVES:
            self.moved.emit(_MOVES[key])
        elif key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Go away when the hand goes elsewhere, not when the whole window loses the keyboard."""
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason):
            self.left.emit()


class _Row(QStyledItemDelegate):
    """The command's name, its name in the other language, and its keys at the end."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return room for a line of the window's letters."""
        return QSize(super().sizeHint(option, index).width(), option.fontMetrics.height() + 12)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row."""
        room: QRect = option.rect.adjusted(10, 0, -10, 0)
        chosen = bool(option.state & option.state.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(option.rect, QColor(theme.HOVER))
            painter.fillRect(
                QRect(room.left() - 10, room.top(), 3, room.height()), QColor(theme.ACCENT)
            )
        keys = str(index.data(_KEYS))
        self._write(painter, room, keys, theme.ACCENT, Qt.AlignmentFlag.AlignRight)
        room.setRight(room.right() - option.fontMetrics.horizontalAdvance(keys) - 16)
        name = str(index.data(Qt.ItemDataRole.DisplayRole))
        self._write(painter, room, name, theme.TEXT)
        room.setLeft(room.left() + option.fontMetrics.horizontalAdvance(name) + 14)
        self._write(painter, room, str(index.data(_OTHER)), theme.QUIET)
        painter.restore()

    @staticmethod
    def _write(
        painter: QPainter,
        room: QRect,
        text: str,
        colour: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
