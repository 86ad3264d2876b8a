"""Every act at the desk, once: buttons, keys, menus, tooltips, the key sheet and tests read this.

Why these decision keys: each is one key (a chord hurts after a hundred cases an hour), found by
touch at an edge of a group of the function row, and they lie in groups for different hands: F2
(inspect) in the first, F9 (release) at the start of the last. Their neighbours F3, F8 and F10 do
nothing, so a slip by one key decides nothing. None of them types a letter or is an answer in any
dialog, as Enter is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


class Group(StrEnum):
    """Where a command stands in the menu and on the key sheet."""

    DECISION = "decision"
    CASE = "case"
    MARK = "mark"
    VIEW = "view"
    HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """An act by name, with its English text, its tip and its keys in Qt's portable writing."""

    name: str
    group: Group
    text: str
    tip: str
    keys: tuple[str, ...] = ()
    checkable: bool = False


def _command(
    name: str, group: Group, text: object, tip: object, *keys: str, checkable: bool = False
) -> Command:
    return Command(
        name=name, group=group, text=str(text), tip=str(tip), keys=keys, checkable=checkable
    )


COMMANDS: Final[tuple[Command, ...]] = (
    _command(
        "decision.release",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Release"),
        QT_TRANSLATE_NOOP("Commands", "Nothing unusual seen: the container may go"),
        "F9",
    ),
    _command(
        "decision.inspect",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Inspect"),
        QT_TRANSLATE_NOOP("Commands", "Have the container opened, with your marks and the reason"),
        "F2",
    ),
    _command(
        "decision.refer",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Refer"),
        QT_TRANSLATE_NOOP("Commands", "Ask a shift chief to decide this doubtful picture"),
        "F6",
    ),
    _command(
        "decision.rescan",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Rescan"),
        QT_TRANSLATE_NOOP("Commands", "The picture is not good enough: have it scanned again"),
        "Shift+F6",
    ),
    _command(
        "decision.recall",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Recall"),
        QT_TRANSLATE_NOOP("Commands", "Take the last release back before it is announced"),
        "Backspace",
    ),
    _command(
        "decision.reason",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Next reason"),
        QT_TRANSLATE_NOOP("Commands", "Choose the next reason for an inspection"),
        "Q",
    ),
    _command(
        "decision.note",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Write a note"),
        QT_TRANSLATE_NOOP("Commands", "Go to the note; Enter or Esc leads back to the picture"),
        "Ctrl+T",
    ),
    _command(
        "case.skip",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Give back"),
        QT_TRANSLATE_NOOP("Commands", "Give the case back to the queue undecided"),
        "Ctrl+Backspace",
    ),
    _command(
        "case.sign_out",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Sign out"),
        QT_TRANSLATE_NOOP("Commands", "Leave the desk; open cases go back to the queue"),
    ),
    _command(
        "case.quit",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Quit"),
        QT_TRANSLATE_NOOP("Commands", "Close the window; open cases go back to the queue"),
        "Ctrl+Q",
    ),
    _command(
        "mark.pan",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Hand"),
        QT_TRANSLATE_NOOP("Commands", "Move the picture by dragging"),
        "Esc",
        checkable=True,
    ),
    _command(
        "mark.box",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Box"),
        QT_TRANSLATE_NOOP("Commands", "Draw a box around something suspicious"),
        "B",
        checkable=True,
    ),
    _command(
        "mark.ellipse",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Ellipse"),
        QT_TRANSLATE_NOOP("Commands", "Draw an ellipse around something suspicious"),
        "E",
        checkable=True,
    ),
    _command(
        "mark.arrow",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Arrow"),
        QT_TRANSLATE_NOOP("Commands", "Draw an arrow to something suspicious"),
        "A",
        checkable=True,
    ),
    _command(
        "mark.undo",
        Group.MARK,
        QT_TRANSLATE_NOOP("Commands", "Undo"),
        QT_TRANSLATE_NOOP("Commands", "Take the newest mark away"),
        "Ctrl+Z",
    ),
    _command(
        "pane.fit",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Fit"),
        QT_TRANSLATE_NOOP("Commands", "Show the whole picture"),
        "F",
    ),
    _command(
        "pane.one_to_one",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "1:1"),
        QT_TRANSLATE_NOOP("Commands", "One pixel of the scan on one pixel of the screen"),
        "Z",
    ),
    _command(
        "pane.invert",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Invert"),
        QT_TRANSLATE_NOOP("Commands", "Swap dark and bright"),
        "I",
    ),
    _command(
        "pane.log",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Log"),
        QT_TRANSLATE_NOOP("Commands", "Logarithmic greys: shows what lies behind dense goods"),
        "L",
    ),
    _command(
        "pane.material",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Material"),
        QT_TRANSLATE_NOOP("Commands", "Colours by material, where the scan has two energies"),
        "M",
    ),
    _command(
        "pane.reset",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Reset"),
        QT_TRANSLATE_NOOP("Commands", "Back to the first look of the picture"),
        "R",
    ),
    _command(
        "pane.link",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Link"),
        QT_TRANSLATE_NOOP("Commands", "Move scan and typical model together"),
        "K",
        checkable=True,
    ),
    _command(
        "view.deviations",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Overlay"),
        QT_TRANSLATE_NOOP("Commands", "Show or hide the engine's regions and the marks"),
        "H",
        checkable=True,
    ),
    _command(
        "model.next",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Model >"),
        QT_TRANSLATE_NOOP("Commands", "Show the next matched typical model"),
        "N",
    ),
    _command(
        "model.previous",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "< Model"),
        QT_TRANSLATE_NOOP("Commands", "Show the typical model before"),
        "P",
    ),
    _command(
        "view.full_screen",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Full screen"),
        QT_TRANSLATE_NOOP("Commands", "Use the whole screen"),
        "F11",
        checkable=True,
    ),
    _command(
        "help.keys",
        Group.HELP,
        QT_TRANSLATE_NOOP("Commands", "Keys"),
        QT_TRANSLATE_NOOP("Commands", "Show every key on one sheet"),
        "F1",
        "?",
    ),
    _command(
        "help.about",
        Group.HELP,
        QT_TRANSLATE_NOOP("Commands", "About Review Room"),
        QT_TRANSLATE_NOOP("Commands", "Versions of the program and its parts"),
    ),
)
BY_NAME: Final[Mapping[str, Command]] = {command.name: command for command in COMMANDS}


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
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            window.addAction(action)
            self._actions[command.name] = action
        self.retranslate()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

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
