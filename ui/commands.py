"""The commands as Qt actions, and how they are written for people."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.command_table import BY_NAME, COMMANDS, Command, Group

__all__ = [
    "BY_NAME",
    "COMMANDS",
    "Command",
    "CommandSet",
    "Group",
    "conflicts",
    "key_text",
    "text_of",
    "tip_of",
]


def conflicts(commands: tuple[Command, ...] = COMMANDS) -> tuple[tuple[str, str, str], ...]:
    """Return (key, command, command) for every key that two commands claim."""
    taken: dict[str, str] = {}
    found = []
    for command in commands:
        for key in command.keys:
            plain = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
            if plain in taken:
                found.append((plain, taken[plain], command.name))
            taken.setdefault(plain, command.name)
    return tuple(found)


class CommandSet(QObject):
    """The commands as Qt actions of one window.

    Every action is deaf to auto-repeat: a key that is held down acts once.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(window)
            action.setObjectName(command.name)
            action.setAutoRepeat(False)
            action.setCheckable(command.checkable)
            if not command.held:  # an action cannot be held: see ui.held_keys
                action.setShortcuts([QKeySequence(key) for key in command.keys])
            window.addAction(action)
            self._actions[command.name] = action
        self.retranslate()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    @property
    def names(self) -> frozenset[str]:
        """The names of all commands."""
        return frozenset(self._actions)

    def connect_to(self, name: str, slot: Callable[[], object]) -> None:
        """Let a command call `slot`, a bound method."""
        self._actions[name].triggered.connect(slot)

    def retranslate(self) -> None:
        """Write every text anew in the language of the moment."""
        for command in COMMANDS:
            action = self._actions[command.name]
            action.setText(text_of(command))
            keys = key_text(command)
            tip = QCoreApplication.translate("Commands", command.tip)
            action.setToolTip(f"{tip}  ({keys})" if keys else tip)


def text_of(command: Command) -> str:
    """Return the command's name in the language of the moment."""
    return QCoreApplication.translate("Commands", command.text)


def tip_of(command: Command) -> str:
    """Return what the command does in the language of the moment."""
    return QCoreApplication.translate("Commands", command.tip)


def key_text(command: Command) -> str:
    """Return the command's keys as they are written on a keyboard; empty when it has none."""
    # Portable, because keyboards in China are printed with Backspace and Ctrl too.
    printed = QKeySequence.SequenceFormat.PortableText
    return " / ".join(QKeySequence(key).toString(printed) for key in command.keys)
