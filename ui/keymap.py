"""Which strokes call which command: the standard, and what is laid over it, held to rules.

The rules are about safety before taste. A decision lies on one key (a chord hurts after a hundred
cases an hour) that types nothing, answers no question and moves in no list, so that neither a note
nor a dialog nor a slip on the mouse ever decides. No stroke means two things: whoever had it
keeps it. A command that decides is never left without a key, for the palette does not run it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt

from ui.command_table import BY_NAME, COMMANDS, Command
from ui.strokes import Stroke, StrokeKind, read_stroke

_PICTURE_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Space,
        Qt.Key.Key_Plus,
        Qt.Key.Key_Equal,
        Qt.Key.Key_Minus,
    }
)
_FOCUS_KEYS: Final = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Backtab})
_FIELD_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Escape,
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Backspace,
        Qt.Key.Key_Delete,
        Qt.Key.Key_Insert,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Clear,
        *_PICTURE_KEYS,
        *_FOCUS_KEYS,
    }
)
_FIRST_UNPRINTED: Final = 0x01000000
"""Keys of Qt below this number are signs."""
MOST_STROKES: Final = 4
"""Strokes of one command."""


class KeyFault(StrEnum):
    """Why a stroke cannot call a command."""

    UNKNOWN_COMMAND = "unknown_command"
    UNREADABLE = "unreadable"
    TAKEN = "taken"
    TOO_MANY = "too_many"
    MOVES_FOCUS = "moves_focus"
    PICTURES_OWN = "pictures_own"
    OPENS_MENU = "opens_menu"
    HELD_CHORD = "held_chord"
    DECISION_CHORD = "decision_chord"
    DECISION_TYPES = "decision_types"
    DECISION_BUTTON = "decision_button"
    DECISION_KEPT = "decision_kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyTrouble:
    """A line of a keymap that does not count.

    Attributes
    ----------
    fault : KeyFault
    command : str
        The command that asked for the stroke.
    key : str
        As it was written.
    other : str
        The command that has the stroke.
    """

    fault: KeyFault
    command: str
    key: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keymap:
    """The strokes of every command; no stroke stands twice."""

    strokes: Mapping[str, tuple[Stroke, ...]]

    def of(self, command: str) -> tuple[Stroke, ...]:
        """Return the strokes of a command."""
        return self.strokes.get(command, ())

    def owner(self, stroke: Stroke) -> str | None:
        """Return the command that a stroke calls."""
        for name, strokes in self.strokes.items():
            if any(one.place == stroke.place for one in strokes):
                return name
        return None


def rule_against(command: Command, stroke: Stroke) -> KeyFault | None:
    """Return the rule that forbids this stroke for this command, or None."""
    if stroke.kind is StrokeKind.NAMED:
        found = _rule_of_window(stroke)
        if found is not None:
            return found
    if command.held and stroke.modifiers != Qt.KeyboardModifier.NoModifier:
        return KeyFault.HELD_CHORD
    return _rule_of_decisions(stroke) if command.decides else None


def _rule_of_decisions(stroke: Stroke) -> KeyFault | None:
    if stroke.kind is StrokeKind.BUTTON:
        return KeyFault.DECISION_BUTTON
    if stroke.modifiers != Qt.KeyboardModifier.NoModifier:
        return KeyFault.DECISION_CHORD
    named = stroke.kind in (StrokeKind.NAMED, StrokeKind.PAD)
    if named and (stroke.key.value < _FIRST_UNPRINTED or stroke.key in _FIELD_KEYS):
        return KeyFault.DECISION_TYPES
    return None


def lay_over(
    base: Keymap, wanted: Mapping[str, Sequence[str]]
) -> tuple[Keymap, tuple[KeyTrouble, ...]]:
    """Lay a keymap over another.

    Parameters
    ----------
    base : Keymap
        What counts for commands that `wanted` does not name.
    wanted : mapping of str to sequence of str
        Strokes by command, as `ui.strokes` reads them; an empty sequence takes all away.

    Returns
    -------
    keymap : Keymap
        With all that is lawful.
    troubles : tuple of KeyTrouble
        What is not, in the order of the command table.
    """
    troubles = [
        KeyTrouble(fault=KeyFault.UNKNOWN_COMMAND, command=name)
        for name in wanted
        if name not in BY_NAME
    ]
    laid = {name: base.of(name) for name in BY_NAME if name not in wanted}
    for command in COMMANDS:
        if command.name in wanted:
            taken = _owners(laid)
            good, bad = _lawful(command, wanted[command.name], taken)
            laid[command.name] = good
            troubles += bad
    _give_back_others(base, wanted, laid)
    troubles += _give_back_decisions(base, laid)
    ordered = {command.name: laid[command.name] for command in COMMANDS}
    return Keymap(strokes=MappingProxyType(ordered)), tuple(troubles)


def _rule_of_window(stroke: Stroke) -> KeyFault | None:
    """Return what the window itself needs this key for."""
    if stroke.key in _FOCUS_KEYS:
        return KeyFault.MOVES_FOCUS
    if stroke.modifiers == Qt.KeyboardModifier.NoModifier and stroke.key in _PICTURE_KEYS:
        return KeyFault.PICTURES_OWN
    letter = Qt.Key.Key_A <= stroke.key <= Qt.Key.Key_Z
    if stroke.modifiers == Qt.KeyboardModifier.AltModifier and letter:
        return KeyFault.OPENS_MENU
    return None


def _lawful(
    command: Command, texts: Sequence[str], taken: Mapping[str, str]
) -> tuple[tuple[Stroke, ...], list[KeyTrouble]]:
    good: list[Stroke] = []
    bad = []
    for text in texts:
        stroke = read_stroke(text)
        fault, other = None, ""
        if stroke is None:
            fault = KeyFault.UNREADABLE
        elif stroke.place in {one.place for one in good}:
            continue
        elif (fault := rule_against(command, stroke)) is None and stroke.place in taken:
            fault, other = KeyFault.TAKEN, taken[stroke.place]
        elif fault is None and len(good) == MOST_STROKES:
            fault = KeyFault.TOO_MANY
        if fault is None and stroke is not None:
            good.append(stroke)
        elif fault is not None:
            bad.append(KeyTrouble(fault=fault, command=command.name, key=text, other=other))
    return tuple(good), bad


def _give_back_others(
    base: Keymap, wanted: Mapping[str, Sequence[str]], laid: dict[str, tuple[Stroke, ...]]
) -> None:
    """Give commands of which no wanted stroke counts those of the base that nobody took."""
    taken = _owners(laid)
    for name, texts in wanted.items():
        if name in BY_NAME and texts and not laid[name]:
            laid[name] = tuple(one for one in base.of(name) if one.place not in taken)


def _give_back_decisions(base: Keymap, laid: dict[str, tuple[Stroke, ...]]) -> list[KeyTrouble]:
    """Give commands that decide and were left without a key those of the base again."""
    troubles = []
    for command in COMMANDS:
        if command.decides and not laid[command.name]:
            own = base.of(command.name)
            for name, strokes in laid.items():
                laid[name] = tuple(one for one in strokes if one not in own)
            laid[command.name] = own
            keys = ", ".join(map(str, own))
            fault = KeyFault.DECISION_KEPT
            troubles.append(KeyTrouble(fault=fault, command=command.name, key=keys))
    return troubles


def _owners(laid: Mapping[str, Iterable[Stroke]]) -> dict[str, str]:
    return {one.place: name for name, strokes in laid.items() for one in strokes}


def _standard() -> tuple[Keymap, tuple[KeyTrouble, ...]]:
    nothing = Keymap(strokes={})
    return lay_over(nothing, {command.name: command.keys for command in COMMANDS})


STANDARD, STANDARD_TROUBLES = _standard()
"""The keys that the command table names, and what is wrong with them: nothing, a test says."""
