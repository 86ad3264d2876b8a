"""Every key on one sheet, made from the command table, so that it cannot lie."""

import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.commands import COMMANDS, Group, key_text, text_of, tip_of
from ui.widgets.texts import plain

_COLUMNS = (
    (Group.DECISION, Group.CASE, Group.MARK, Group.MEASURE, Group.HELP),
    (Group.VIEW, Group.LOOK),
    (Group.FILTER, Group.COMPARE),
)
_FRAME = QSize(8, 40)
"""What the window manager puts around the sheet, roughly."""
_SERIES = re.compile(r"(?P<stem>preset\.\w+_)(?P<digit>[1-9])")


class KeySheet(QDialog):
    """A sheet of keys; Esc closes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page = QVBoxLayout(self)
        self._page.setContentsMargins(24, 20, 24, 18)
        self._room = QScrollArea()
        self._room.setFrameShape(QFrame.Shape.NoFrame)
        self._room.setWidgetResizable(True)
        self._page.addWidget(self._room)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._buttons.rejected.connect(self.reject)
        for button in self._buttons.buttons():
            button.setIcon(QIcon())  # the style's own is drawn for light windows
        self._page.addWidget(self._buttons)
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write the sheet anew."""
        self.setWindowTitle(self.tr("Keys"))
        names = {
            Group.DECISION: self.tr("Decision"),
            Group.CASE: self.tr("Case"),
            Group.MARK: self.tr("Marks"),
            Group.MEASURE: self.tr("Measures"),
            Group.VIEW: self.tr("Picture"),
            Group.LOOK: self.tr("Look"),
            Group.FILTER: self.tr("Filters"),
            Group.COMPARE: self.tr("Compare"),
            Group.HELP: self.tr("Help"),
        }
        sheet = QWidget()
        row = QHBoxLayout(sheet)
        row.setContentsMargins(0, 0, 0, 10)
        row.setSpacing(36)
        for groups in _COLUMNS:
            grid = QGridLayout()
            grid.setHorizontalSpacing(18)
            grid.setVerticalSpacing(4)
            for group in groups:
                _fill(grid, names[group], group)
            grid.setRowStretch(grid.rowCount(), 1)
            row.addLayout(grid)
        self._room.setWidget(sheet)
        self._fit(sheet.sizeHint())

    def _fit(self, sheet: QSize) -> None:
        """Take the room the sheet wants, within the screen; what has no room there is scrolled."""
        around = self._page.sizeHint() - self._room.sizeHint()
        bar = self._room.verticalScrollBar().sizeHint().width()
        screen = self.screen().availableSize() - _FRAME
        self.resize((sheet + around + QSize(bar, 0)).boundedTo(screen))


def _fill(grid: QGridLayout, name: str, group: Group) -> None:
    line = grid.rowCount()
    if line > 1:
        grid.setRowMinimumHeight(line, 8)
        line += 1
    grid.addWidget(plain(name, colour=theme.ACCENT, bold=True), line, 0, 1, 3)
    for command in COMMANDS:
        if command.group is not group or not command.keys:
            continue
        series = _SERIES.fullmatch(command.name)
        if series is not None and series["digit"] != "1":
            continue  # told once, by the first
        line += 1
        keys = key_text(command)
        key = plain(keys if series is None else f"{keys} - 9", bold=True)
        key.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(key, line, 0)
        grid.addWidget(plain(text_of(command).removesuffix(" 1")), line, 1)
        grid.addWidget(plain(tip_of(command), colour=theme.QUIET), line, 2)
