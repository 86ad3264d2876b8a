"""Every act at the desk, once: buttons, keys, menus, tooltips, the key sheet and tests read this.

Why these decision keys: each is one key (a chord hurts after a hundred cases an hour), found by
touch at an edge of a group of the function row, and they lie in groups for different hands: F2
(inspect) in the first, F9 (release) at the start of the last, F12 (rescan) at its end, F6 (refer)
between. Their neighbours F3, F8 and F10 do nothing, so a slip by one key decides nothing. None of
them types a letter or is an answer in any dialog, as Enter is. `ui.keymap` holds own keys to this.

A first judgement is told at the two ends of the row of digits, suspicious on the left as inspect
is and clear on the right as release is. Around them lie presets and zoom: a slip decides nothing.

Marks are plain letters, measures the same with Shift where the shape is the same. Presets lie on
the digits. The three keys that are held lie side by side: [ shows the plain picture, ] hides all
that is drawn over it, the backslash blinks between scan and typical model. What the engine says
of single regions lies together at the other end of the letters: comma and full stop go from one
to the next, the slash hides them, the apostrophe explains, the semicolon shows agreeing patches.

The keys named here are the standard ones; `ui.keymap` lays an officer's own over them.
"""

from collections.abc import Mapping
from typing import Final

from ui.command_table import (
    comparing,
    deciding,
    helping,
    joining,
    laying_out,
    leaving,
    looking,
    marking,
    presets,
    working,
)
from ui.command_table.command import Command, Group

__all__ = ["BY_NAME", "COMMANDS", "TABLES", "Command", "Group"]

TABLES: Final[tuple[tuple[Command, ...], ...]] = (
    deciding.COMMANDS,
    working.COMMANDS,
    joining.COMMANDS,
    leaving.COMMANDS,
    marking.COMMANDS,
    looking.COMMANDS,
    presets.COMMANDS,
    comparing.COMMANDS,
    laying_out.COMMANDS,
    helping.COMMANDS,
)
COMMANDS: Final[tuple[Command, ...]] = tuple(command for table in TABLES for command in table)
BY_NAME: Final[Mapping[str, Command]] = {command.name: command for command in COMMANDS}
