"""The sheet that asks which shown case to look into: the views of the room by number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui import theme
from ui.joint.parts import named
from ui.widgets.numbered import NumberedRow, digit_of
from ui.widgets.texts import plain, wrapped

MOST_VIEWS: Final = 9
_WIDTH: Final = 430
_ABOVE_PX: Final = 84
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ELSEWHERE: Final = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenView:
    """A joint view of the room: which case, and who shows it."""

    case_id: str
    officer: str
    name: str


class JoinSheet(QFrame):
    """Asks once: a digit takes its view, Enter the chosen one, Escape none.

    While it is open every key is the sheet's: none of them can be a command.
    """

    taken = Signal(str)
    """The case to look into."""
    left = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.setObjectName("join_sheet")
        self.setStyleSheet(
            f"#join_sheet {{ background: {theme.RAISED}; border: 1px solid {theme.ACCENT};"
            " border-radius: 6px; }"
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._views: tuple[OpenView, ...] = ()
        self._chosen = 0
        self.rows: list[NumberedRow] = []
        self.heading, self.help = plain(bold=True), wrapped(colour=theme.QUIET)
        self._list = QVBoxLayout()
        self._list.setSpacing(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(7)
        column.addWidget(self.heading)
        column.addLayout(self._list)
        column.addWidget(self.help)
        self._is_open = False
        self.hide()
        page.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether an answer is waited for."""
        return self._is_open

    def ask(self, views: Sequence[OpenView]) -> None:
        """Ask which of these to look into, the first nine of them."""
        self._views, self._chosen, self._is_open = tuple(views[:MOST_VIEWS]), 0, True
        for old in self.rows:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = [NumberedRow(number) for number, _ in enumerate(self._views, start=1)]
        for row in self.rows:
            row.clicked.connect(self._take)
            self._list.addWidget(row)
        self.retranslate()
        self.show()
        self.raise_()
        self._place()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def leave(self) -> None:
        """Ask no longer."""
        if self._close():
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Keep every key from the shortcuts of the window, and speak the language of the moment."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.LanguageChange and self._is_open:
            self.retranslate()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.keyPressEvent(event)  # also Tab, which Qt would take to lead out of the question
            return True
        return super().event(event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay in its place when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self._is_open:
            self._place()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a view, once: a key that is held down says nothing new."""
        event.accept()
        if event.isAutoRepeat():
            return
        key = event.key()
        digit = digit_of(key, event.modifiers())
        if digit is not None:
            self._take(digit)
        elif key in _ENTER:
            self._take(self._chosen + 1)
        elif key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = -1 if key == Qt.Key.Key_Up else 1
            self._chosen = (self._chosen + step) % len(self._views)
            self.retranslate()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave when the officer goes on elsewhere."""
        super().focusOutEvent(event)
        if event.reason() not in _ELSEWHERE:
            self.leave()

    def retranslate(self) -> None:
        """Write every text anew."""
        self.heading.setText(self.tr("Look into which shown case?"))
        for place, (row, view) in enumerate(zip(self.rows, self._views, strict=True)):
            chosen = place == self._chosen
            row.say(named(view.officer, view.name), hint=self.tr("Enter") if chosen else "")
            row.set_chosen(chosen=chosen)
        self.help.setText(self.tr("A number looks in. Your own case waits as it is. Esc: not now."))

    @Slot(int)
    def _take(self, digit: int) -> None:
        if 1 <= digit <= len(self._views) and self._close():
            self.taken.emit(self._views[digit - 1].case_id)

    def _close(self) -> bool:
        was_open, self._is_open = self._is_open, False
        self.hide()
        return was_open

    def _place(self) -> None:
        """Stand over the left end of the decision."""
        self.setFixedWidth(min(_WIDTH, self._page.width() - 20))
        self.adjustSize()
        self.move(10, max(4, self._page.height() - self.height() - _ABOVE_PX))
