"""What comes of a case: its decision, and giving it back."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.command_table.command import Command, Group, command

COMMANDS: Final[tuple[Command, ...]] = (
    command(
        "decision.release",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Release"),
        QT_TRANSLATE_NOOP("Commands", "Nothing unusual seen: the container may go"),
        "F9",
        decides=True,
    ),
    command(
        "decision.inspect",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Inspect"),
        QT_TRANSLATE_NOOP("Commands", "Have the container opened, with your marks and the reason"),
        "F2",
        decides=True,
    ),
    command(
        "decision.refer",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Refer"),
        QT_TRANSLATE_NOOP("Commands", "Ask a shift chief to decide this doubtful picture"),
        "F6",
        decides=True,
    ),
    command(
        "decision.rescan",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Rescan"),
        QT_TRANSLATE_NOOP("Commands", "The picture is not good enough: have it scanned again"),
        "F12",
        decides=True,
    ),
    command(
        "decision.recall",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Recall"),
        QT_TRANSLATE_NOOP("Commands", "Take the last release back before it is announced"),
        "Backspace",
    ),
    command(
        "decision.note",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Write a note"),
        QT_TRANSLATE_NOOP("Commands", "Go to the note; Enter or Esc leads back to the picture"),
        "Ctrl+T",
    ),
    command(
        "judge.suspicious",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Looks suspicious"),
        QT_TRANSLATE_NOOP("Commands", "Your first judgement, before the engine's: suspicious"),
        "`",
    ),
    command(
        "judge.clear",
        Group.DECISION,
        QT_TRANSLATE_NOOP("Commands", "Looks clear"),
        QT_TRANSLATE_NOOP("Commands", "Your first judgement, before the engine's: nothing seen"),
        "0",
    ),
)
