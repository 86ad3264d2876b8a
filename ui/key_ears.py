"""What Qt's shortcuts never hear: the keypad's own keys, scan codes, side buttons of the mouse."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.command_table import BY_NAME, COMMANDS
from ui.commands import CommandSet
from ui.keymap import Keymap
from ui.strokes import StrokeKind, strokes_of, types_a_sign

_HEARD = (
    QEvent.Type.ShortcutOverride,
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonDblClick,
)


class KeyEars(QObject):
    """Calls commands by strokes that are no shortcuts; ``is_free`` tells that nobody types.

    They are the more particular ones: a stroke of the keypad goes before a key of the same name.
    """

    def __init__(self, window: QWidget, commands: CommandSet, is_free: Callable[[], bool]) -> None:
        super().__init__(window)
        self._commands, self._is_free = commands, is_free
        self._names: dict[str, str] = {}
        commands.keymap_changed.connect(self.use)
        self.use(commands.keymap)
        self.listen_to(window)

    def listen_to(self, window: QWidget) -> None:
        """Hear another window as well."""
        window.winId()  # makes the native window, which hears a key before any widget does
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    @Slot(object)
    def use(self, keymap: Keymap) -> None:
        """Listen for the strokes of another keymap."""
        self._names = {
            stroke.text: command.name
            for command in COMMANDS
            if not command.held
            for stroke in keymap.of(command.name)
            if stroke.kind is not StrokeKind.NAMED
        }

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take bound strokes from everybody else, and act once when one goes down."""
        if event.type() not in _HEARD:
            return False
        name = self._name_of(event)
        if name is None:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # or a shortcut on the key's own name would have it
        elif not isinstance(event, QKeyEvent) or not event.isAutoRepeat():
            self._commands[name].trigger()
        return True

    def _name_of(self, event: QEvent) -> str | None:
        if not self._names:
            return None
        for stroke in strokes_of(event):
            name = self._names.get(stroke.text)
            if name is not None and not self._is_meant_otherwise(name, event):
                return name
        return None

    def _is_meant_otherwise(self, name: str, event: QEvent) -> bool:
        """Tell whether a key writes, where somebody types or where a decision must not hang on it.

        What a scan code types is not known before it is pressed: the rule of `ui.keymap` for
        decisions is kept here.
        """
        if not isinstance(event, QKeyEvent) or not types_a_sign(event):
            return False
        return BY_NAME[name].decides or not self._is_free()
