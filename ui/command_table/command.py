"""What a command is."""

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """Where a command stands in the menu and on the key sheet."""

    DECISION = "decision"
    CASE = "case"
    MARK = "mark"
    MEASURE = "measure"
    VIEW = "view"
    LOOK = "look"
    FILTER = "filter"
    COMPARE = "compare"
    HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """An act by name, with its English text, its tip and its standard keys as `ui.strokes` reads.

    A command that is ``held`` acts while its key is down and stops when it is let go. One that
    ``decides`` ends a case: its keys obey stricter rules, and only they and its button call it.
    """

    name: str
    group: Group
    text: str
    tip: str
    keys: tuple[str, ...] = ()
    checkable: bool = False
    held: bool = False
    decides: bool = False


def command(  # noqa: PLR0913 - one line a command
    name: str,
    group: Group,
    text: object,
    tip: object,
    *keys: str,
    checkable: bool = False,
    held: bool = False,
    decides: bool = False,
) -> Command:
    """Return a command; its texts are marked for translation where this is called."""
    return Command(
        name=name,
        group=group,
        text=str(text),
        tip=str(tip),
        keys=keys,
        checkable=checkable,
        held=held,
        decides=decides,
    )
