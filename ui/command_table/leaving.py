"""What is one's own at the desk, and the way out; last in its menu, where nobody slips into it."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.command_table.command import Command, Group, command

COMMANDS: Final[tuple[Command, ...]] = (
    command(
        "desk.settings",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Settings"),
        QT_TRANSLATE_NOOP("Commands", "Letters, language, sound, breaks and your own keys"),
        "Ctrl+,",
    ),
    command(
        "desk.language",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Chinese or English"),
        QT_TRANSLATE_NOOP("Commands", "Switch the language"),
    ),
    command(
        "case.sign_out",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Sign out"),
        QT_TRANSLATE_NOOP("Commands", "Leave the desk; open cases go back to the queue"),
    ),
    command(
        "case.quit",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Quit"),
        QT_TRANSLATE_NOOP("Commands", "Close the window; open cases go back to the queue"),
        "Ctrl+Q",
    ),
)
