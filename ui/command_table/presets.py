"""Looks on the number keys: one to take, the same with Ctrl to keep."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.command_table.command import Command, Group, command

_USE: Final = (
    QT_TRANSLATE_NOOP("Commands", "Preset 1"),
    QT_TRANSLATE_NOOP("Commands", "Preset 2"),
    QT_TRANSLATE_NOOP("Commands", "Preset 3"),
    QT_TRANSLATE_NOOP("Commands", "Preset 4"),
    QT_TRANSLATE_NOOP("Commands", "Preset 5"),
    QT_TRANSLATE_NOOP("Commands", "Preset 6"),
    QT_TRANSLATE_NOOP("Commands", "Preset 7"),
    QT_TRANSLATE_NOOP("Commands", "Preset 8"),
    QT_TRANSLATE_NOOP("Commands", "Preset 9"),
)
_USE_TIP: Final = QT_TRANSLATE_NOOP("Commands", "Use the look on this number key")
_KEEP: Final = (
    QT_TRANSLATE_NOOP("Commands", "Keep as 1"),
    QT_TRANSLATE_NOOP("Commands", "Keep as 2"),
    QT_TRANSLATE_NOOP("Commands", "Keep as 3"),
    QT_TRANSLATE_NOOP("Commands", "Keep as 4"),
    QT_TRANSLATE_NOOP("Commands", "Keep as 5"),
    QT_TRANSLATE_NOOP("Commands", "Keep as 6"),
    QT_TRANSLATE_NOOP("Commands", "Keep as 7"),
    QT_TRANSLATE_NOOP("Commands", "Keep as 8"),
    QT_TRANSLATE_NOOP("Commands", "Keep as 9"),
)
_KEEP_TIP: Final = QT_TRANSLATE_NOOP(
    "Commands", "Keep the look on this number key, for this scanner and you"
)

COMMANDS: Final[tuple[Command, ...]] = (
    *(
        command(f"preset.use_{n}", Group.LOOK, text, _USE_TIP, str(n))
        for n, text in enumerate(_USE, start=1)
    ),
    *(
        command(f"preset.keep_{n}", Group.LOOK, text, _KEEP_TIP, f"Ctrl+{n}")
        for n, text in enumerate(_KEEP, start=1)
    ),
)
