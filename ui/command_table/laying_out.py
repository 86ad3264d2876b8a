"""How the desk is laid out, and the papers beside the scan."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.command_table.command import Command, Group, command

COMMANDS: Final[tuple[Command, ...]] = (
    command(
        "layout.below",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Layout: scan over model"),
        QT_TRANSLATE_NOOP("Commands", "Scan above, typical model below; again: by rule"),
        "Alt+5",
        checkable=True,
    ),
    command(
        "layout.large",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Layout: scan large"),
        QT_TRANSLATE_NOOP("Commands", "The scan alone, the models as a strip; again: by rule"),
        "Alt+6",
        checkable=True,
    ),
    command(
        "layout.papers",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Layout: papers wide"),
        QT_TRANSLATE_NOOP("Commands", "The papers wide, with every goods line; again: by rule"),
        "Alt+7",
        checkable=True,
    ),
    command(
        "layout.screens",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Layout: two screens"),
        QT_TRANSLATE_NOOP("Commands", "The models on the second screen; again: by rule"),
        "Alt+8",
        checkable=True,
    ),
    command(
        "layout.save",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Save the layout as mine"),
        QT_TRANSLATE_NOOP("Commands", "Keep this layout and its sizes for these screens"),
        "Alt+9",
    ),
    command(
        "papers.unfold",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Every goods line"),
        QT_TRANSLATE_NOOP("Commands", "Show every line of the declaration, or the first few"),
        "Shift+D",
    ),
    command(
        "papers.down",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Papers down"),
        QT_TRANSLATE_NOOP("Commands", "Scroll the papers beside the scan down"),
        "PgDown",
    ),
    command(
        "papers.up",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Papers up"),
        QT_TRANSLATE_NOOP("Commands", "Scroll the papers beside the scan up"),
        "PgUp",
    ),
    command(
        "papers.photos",
        Group.VIEW,
        QT_TRANSLATE_NOOP("Commands", "Look at the photos"),
        QT_TRANSLATE_NOOP("Commands", "The photos that came with the scan, over it; again: back"),
        "Q",
    ),
)
