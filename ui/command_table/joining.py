"""Two desks at one difficult picture: showing the own case, and looking into another's."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.command_table.command import Command, Group, command

COMMANDS: Final[tuple[Command, ...]] = (
    command(
        "joint.show",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Show to others"),
        QT_TRANSLATE_NOOP(
            "Commands", "Let other officers look at the open case with you, until it is decided"
        ),
        "Ctrl+Shift+J",
        checkable=True,
    ),
    command(
        "joint.join",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Look into a shown case …"),
        QT_TRANSLATE_NOOP(
            "Commands", "Look at a case that another officer shows; the key again leads back"
        ),
        "Ctrl+J",
    ),
    command(
        "joint.follow",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Follow who shows"),
        QT_TRANSLATE_NOOP("Commands", "In a shown case: see what its officer sees, as it moves"),
        "Ctrl+F",
        checkable=True,
    ),
    command(
        "joint.note",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Note to who shows"),
        QT_TRANSLATE_NOOP("Commands", "In a shown case: write a few words to its officer"),
        "Ctrl+N",
    ),
)
