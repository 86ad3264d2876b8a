"""The commands as Qt actions, and how they are written for people."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.command_table import BY_NAME, COMMANDS, Command, Group
from ui.keymap import STANDARD, Keymap
from ui.strokes import StrokeKind, written

__all__ = [
    "BY_NAME",
    "COMMANDS",
    "Command",
    "CommandSet",
    "Group",
    "key_text",
    "main_key",
    "text_of",
    "tip_of",
]


@dataclass(slots=True)
class _InForce:
    """The keymap that texts tell of: one for the program, as the language is."""

    keymap: Keymap = STANDARD


_IN_FORCE: Final = _InForce()


class CommandSet(QObject):
    """The commands as Qt actions of one window.

    Every action is deaf to auto-repeat: a key that is held down acts once.
    """

    ran = Signal(str)
    """Name of a command, just before it acts."""
    keymap_changed = Signal(object)
    """Keymap: the keys that count from now on; texts are told by ``LanguageChange``."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(window)
            action.setObjectName(command.name)
            action.setAutoRepeat(False)
            action.setCheckable(command.checkable)
            action.triggered.connect(self._on_triggered)
            window.addAction(action)
            self._actions[command.name] = action
        self.use(STANDARD)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    @property
    def names(self) -> frozenset[str]:
        """The names of all commands."""
        return frozenset(self._actions)

    @property
    def keymap(self) -> Keymap:
        """The keys that count."""
        return _IN_FORCE.keymap

    @Slot(object)
    def use(self, keymap: Keymap) -> None:
        """Let other keys call the commands, from now on."""
        _IN_FORCE.keymap = keymap
        for command in COMMANDS:
            if not command.held:  # an action cannot be held: see ui.held_keys
                self._actions[command.name].setShortcuts(
                    [
                        QKeySequence(stroke.text)
                        for stroke in keymap.of(command.name)
                        if stroke.kind is StrokeKind.NAMED  # for the others see ui.key_ears
                    ]
                )
        self.retranslate()
        self.keymap_changed.emit(keymap)

    def connect_to(self, name: str, slot: Callable[[], object]) -> None:
        """Let a command call `slot`, a bound method."""
        self._actions[name].triggered.connect(slot)

    def retranslate(self) -> None:
        """Write every text anew in the language of the moment, with the keys of the moment."""
        for command in COMMANDS:
            action = self._actions[command.name]
            action.setText(text_of(command))
            keys = key_text(command)
            tip = QCoreApplication.translate("Commands", command.tip)
            action.setToolTip(f"{tip}  ({keys})" if keys else tip)

    @Slot()
    def _on_triggered(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.ran.emit(sender.objectName())


def text_of(command: Command) -> str:
    """Return the command's name in the language of the moment."""
    return QCoreApplication.translate("Commands", command.text)


def tip_of(command: Command) -> str:
    """Return what the command does in the language of the moment."""
    return QCoreApplication.translate("Commands", command.tip)


def key_text(command: Command) -> str:
    """Return the command's keys of the moment, as they are written on a keyboard; may be empty.

    Scan codes mean nothing to a reader and are left out where a key with a name does the same.
    """
    return " / ".join(_keys_told(command))


def main_key(command: Command) -> str:
    """Return the first of the command's keys, for where there is room for one."""
    return next(iter(_keys_told(command)), "")


def _keys_told(command: Command) -> list[str]:
    strokes = _IN_FORCE.keymap.of(command.name)
    told = [one for one in strokes if one.kind is not StrokeKind.SCAN] or strokes
    return [written(one) for one in told]
