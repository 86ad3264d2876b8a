"""Keys that act while they are down, which an action of Qt cannot."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.command_table import BY_NAME


class HeldKeys(QObject):
    """Listens to a window's keys; ``is_free`` tells whether they are not meant for a text field.

    Whatever happens to the window while a key is down, what was begun is ended: when the key is
    let go, when the window loses the keyboard, or by `let_go`.
    """

    def __init__(self, window: QWidget, is_free: Callable[[], bool]) -> None:
        super().__init__(window)
        self._is_free = is_free
        self._acts: dict[int, Callable[[bool], None]] = {}
        self._down: set[int] = set()
        window.winId()  # makes the native window, which hears a key before any widget does
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def connect_to(self, name: str, act: Callable[[bool], None]) -> None:
        """Let a held command call ``act(True)`` and ``act(False)``."""
        for key in BY_NAME[name].keys:
            self._acts[QKeySequence.fromString(key)[0].key()] = act  # type: ignore[index]

    def let_go(self) -> None:
        """End whatever is held."""
        for key in tuple(self._down):
            self._end(key)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Hear keys go down and up; take those that are held from everybody else."""
        kind = event.type()
        if kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) and isinstance(event, QKeyEvent):
            return self._on_key(event, down=kind == QEvent.Type.KeyPress)
        if kind in (QEvent.Type.FocusOut, QEvent.Type.WindowDeactivate, QEvent.Type.Hide):
            self.let_go()
        return False

    def _on_key(self, event: QKeyEvent, *, down: bool) -> bool:
        key = event.key()
        if key not in self._acts:
            return False
        if event.isAutoRepeat():
            return key in self._down
        if not down:
            held = key in self._down
            self._end(key)
            return held
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if not plain or key in self._down or not self._is_free():
            return False
        self._down.add(key)
        self._acts[key](True)
        return True

    def _end(self, key: int) -> None:
        if key in self._down:
            self._down.remove(key)
            self._acts[key](False)
