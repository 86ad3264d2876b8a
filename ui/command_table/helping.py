"""What the program says of itself."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.command_table.command import Command, Group, command

COMMANDS: Final[tuple[Command, ...]] = (
    command(
        "help.palette",
        Group.HELP,
        QT_TRANSLATE_NOOP("Commands", "Find a command"),
        QT_TRANSLATE_NOOP("Commands", "Type what you want, by name or pinyin; Enter does it"),
        "Ctrl+K",
    ),
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
