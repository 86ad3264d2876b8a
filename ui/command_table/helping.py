"""What the program says of itself."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.command_table.command import Command, Group, command

COMMANDS: Final[tuple[Command, ...]] = (
    command(
        "help.keys",
        Group.HELP,
        QT_TRANSLATE_NOOP("Commands", "Keys"),
        QT_TRANSLATE_NOOP("Commands", "Show every key on one sheet"),
        "F1",
        "?",
    ),
    command(
        "help.about",
        Group.HELP,
        QT_TRANSLATE_NOOP("Commands", "About Review Room"),
        QT_TRANSLATE_NOOP("Commands", "Versions of the program and its parts"),
    ),
)
