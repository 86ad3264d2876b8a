"""Keys that act while they are down, which an action of Qt cannot."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.command_table import COMMANDS
from ui.keymap import STANDARD, Keymap
from ui.strokes import strokes_of

_DOWN = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)
_UP = (QEvent.Type.KeyRelease, QEvent.Type.MouseButtonRelease)
_ENDS = (QEvent.Type.FocusOut, QEvent.Type.WindowDeactivate, QEvent.Type.Hide)


class HeldKeys(QObject):
    """Listens to a window's keys; ``is_free`` tells whether they are not meant for a text field.

    Whatever happens to the window while a key is down, what was begun is ended: when the key is
    let go, when the window loses the keyboard, or by `let_go`.
    """

    begun = Signal(str)
    """Name of a held command, just before it acts."""

    def __init__(self, window: QWidget, is_free: Callable[[], bool]) -> None:
        super().__init__(window)
        self._is_free = is_free
        self._acts: dict[str, Callable[[bool], None]] = {}
        self._names: dict[str, str] = {}
        self._down: dict[object, str] = {}
        self.use(STANDARD)
        self.listen_to(window)

    def listen_to(self, window: QWidget) -> None:
        """Hear another window as well."""
        window.winId()  # makes the native window, which hears a key before any widget does
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    @Slot(object)
    def use(self, keymap: Keymap) -> None:
        """Let other keys be held, from now on."""
        self.let_go()
        self._names = {
            stroke.place: command.name
            for command in COMMANDS
            if command.held
            for stroke in keymap.of(command.name)
        }

    def connect_to(self, name: str, act: Callable[[bool], None]) -> None:
        """Let a held command call ``act(True)`` and ``act(False)``."""
        self._acts[name] = act

    def let_go(self) -> None:
        """End whatever is held."""
        for key in tuple(self._down):
            self._end(key)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Hear keys go down and up; take those that are held from everybody else."""
        kind = event.type()
        if kind in _ENDS:
            self.let_go()
            return False
        if kind == QEvent.Type.ShortcutOverride:
            return self._claim(event)
        if kind in _DOWN:
            return self._on_down(event)
        if kind in _UP:
            key = _key_of(event)
            return key in self._down if _is_repeated(event) else self._end(key)
        return False

    def _claim(self, event: QEvent) -> bool:
        """Keep a key that is held from a shortcut on the same key."""
        if self._name_of(event) is None or not self._is_free():
            return False
        event.accept()
        return True

    def _on_down(self, event: QEvent) -> bool:
        key = _key_of(event)
        if _is_repeated(event):
            return key in self._down
        name = self._name_of(event)
        if name is None or key in self._down or not self._is_free():
            return False
        self._down[key] = name
        self.begun.emit(name)
        self._acts[name](True)
        return True

    def _name_of(self, event: QEvent) -> str | None:
        for stroke in strokes_of(event):
            name = self._names.get(stroke.place)
            if name in self._acts:
                return name
        return None

    def _end(self, key: object) -> bool:
        """End what a key began; True when it had begun something."""
        name = self._down.pop(key, None)
        if name is None:
            return False
        self._acts[name](False)
        return True


def _key_of(event: QEvent) -> object:
    """Return by what a press and its release know each other, whatever the modifiers are."""
    if isinstance(event, QKeyEvent):
        return (event.key(), event.nativeScanCode())
    return event.button() if isinstance(event, QMouseEvent) else None


def _is_repeated(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.isAutoRepeat()
