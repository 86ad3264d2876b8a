"""What is wrong with a key, in the officer's words."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ui.command_table import BY_NAME
from ui.keymap import MOST_STROKES, KeyFault, KeyTrouble
from ui.strokes import read_stroke, written

_SAID: Final[Mapping[KeyFault, object]] = {
    KeyFault.UNKNOWN_COMMAND: QT_TRANSLATE_NOOP("Keymap", "%1 is no command."),
    KeyFault.UNREADABLE: QT_TRANSLATE_NOOP("Keymap", "%2 for %1 is no key."),
    KeyFault.TAKEN: QT_TRANSLATE_NOOP(
        "Keymap", "%2 is wanted by %1, but it is the key of %3, which keeps it."
    ),
    KeyFault.TOO_MANY: QT_TRANSLATE_NOOP(
        "Keymap", "%2 for %1 is one too many: a command has at most %4 keys."
    ),
    KeyFault.MOVES_FOCUS: QT_TRANSLATE_NOOP(
        "Keymap", "%2 cannot be given to %1: it goes from field to field."
    ),
    KeyFault.PICTURES_OWN: QT_TRANSLATE_NOOP(
        "Keymap", "%2 cannot be given to %1: it moves and zooms the picture."
    ),
    KeyFault.OPENS_MENU: QT_TRANSLATE_NOOP(
        "Keymap", "%2 cannot be given to %1: Alt and a letter open the menus."
    ),
    KeyFault.HELD_CHORD: QT_TRANSLATE_NOOP(
        "Keymap", "%2 cannot be given to %1: what is held down is one key alone."
    ),
    KeyFault.DECISION_CHORD: QT_TRANSLATE_NOOP(
        "Keymap", "%2 cannot be given to %1: a decision is one key alone."
    ),
    KeyFault.DECISION_TYPES: QT_TRANSLATE_NOOP(
        "Keymap",
        "%2 cannot be given to %1: it is used for typing and answering, and a decision must not "
        "happen by accident. Function keys are good.",
    ),
    KeyFault.DECISION_BUTTON: QT_TRANSLATE_NOOP(
        "Keymap", "%2 cannot be given to %1: a side button is pressed by accident."
    ),
    KeyFault.DECISION_KEPT: QT_TRANSLATE_NOOP(
        "Keymap", "%1 would be left without a key and keeps %2."
    ),
}


def told(trouble: KeyTrouble) -> str:
    """Return a sentence with the key and the commands it is about."""
    text = QCoreApplication.translate("Keymap", str(_SAID[trouble.fault]))
    stroke = read_stroke(trouble.key)
    for place, value in (
        ("%1", _name(trouble.command)),
        ("%2", trouble.key if stroke is None else written(stroke)),
        ("%3", _name(trouble.other)),
        ("%4", str(MOST_STROKES)),
    ):
        text = text.replace(place, value)
    return text


def _name(command: str) -> str:
    known = BY_NAME.get(command)
    return command if known is None else QCoreApplication.translate("Commands", known.text)
