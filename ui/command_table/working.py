"""What goes with an officer's hours: giving back, looking back, locking, breaks, training."""

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ui.command_table.command import Command, Group, command

COMMANDS: Final[tuple[Command, ...]] = (
    command(
        "case.skip",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Give back"),
        QT_TRANSLATE_NOOP("Commands", "Give the case back to the queue undecided"),
        "Ctrl+Backspace",
    ),
    command(
        "case.skip_short",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Give back for 5 minutes"),
        QT_TRANSLATE_NOOP("Commands", "Give the case back; it is not offered to you for 5 minutes"),
        "Ctrl+Shift+Backspace",
    ),
    command(
        "case.skip_longer",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Give back for 15 minutes"),
        QT_TRANSLATE_NOOP(
            "Commands", "Give the case back; it is not offered to you for 15 minutes"
        ),
    ),
    command(
        "case.skip_hour",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Give back for an hour"),
        QT_TRANSLATE_NOOP("Commands", "Give the case back; it is not offered to you for an hour"),
    ),
    command(
        "case.last",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Back to my last"),
        QT_TRANSLATE_NOOP(
            "Commands", "Look at your last decided case again; the key again leads back"
        ),
        "Home",
    ),
    command(
        "case.go_on",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Go on"),
        QT_TRANSLATE_NOOP("Commands", "Leave the decided case for the open or the next one"),
        "Return",
        "Enter",
    ),
    command(
        "case.auto_advance",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Next case by itself"),
        QT_TRANSLATE_NOOP(
            "Commands", "Open the next case right after a decision, or wait for a key"
        ),
        checkable=True,
    ),
    command(
        "view.supervisor",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Supervisor's room"),
        QT_TRANSLATE_NOOP(
            "Commands", "Go to the room where decisions are audited and the queue is steered; back"
        ),
        "Ctrl+Shift+S",
    ),
    command(
        "desk.lock",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Lock the desk"),
        QT_TRANSLATE_NOOP("Commands", "Cover picture and papers until your password is typed"),
        "Ctrl+Shift+L",
    ),
    command(
        "desk.go_on_here",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Go on with this monitor"),
        QT_TRANSLATE_NOOP(
            "Commands", "Judge the open case on the monitor as it is now; it is recorded"
        ),
        "Ctrl+G",
    ),
    command(
        "desk.rest_later",
        Group.CASE,
        QT_TRANSLATE_NOOP("Commands", "Remind me of a break later"),
        QT_TRANSLATE_NOOP("Commands", "Call a break to mind again in ten minutes"),
        "Ctrl+B",
    ),
    command(
        "desk.training",
        Group.HELP,
        QT_TRANSLATE_NOOP("Commands", "Training …"),
        QT_TRANSLATE_NOOP(
            "Commands", "Practise on simulated cases in a window of its own; nothing counts"
        ),
    ),
)
