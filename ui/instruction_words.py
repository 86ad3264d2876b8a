"""What lists of risk control ask of a case, in the officer's words."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ui import foreign
from workstation.domain.context import Instruction
from workstation.domain.watch_list import Effect

_EFFECTS: Final = {
    Effect.MUST_INSPECT.value: QT_TRANSLATE_NOOP("InstructionWords", "must be inspected"),
    Effect.TWO_READERS.value: QT_TRANSLATE_NOOP("InstructionWords", "two readers"),
    Effect.LOOK_AT.value: QT_TRANSLATE_NOOP("InstructionWords", "look closely"),
}


def effect(value: str) -> str:
    """Return what an entry of a list asks for; an unknown one as it came."""
    if value not in _EFFECTS:
        return foreign.shown(value)
    return QCoreApplication.translate("InstructionWords", str(_EFFECTS[value]))


def instructions(declared: str, told: Sequence[Instruction]) -> str:
    """Return the declaration's own risk instruction and what the lists ask, as one text."""
    parts = [foreign.shown(declared)] if declared else []
    for one in told:
        asked = f"{effect(one.effect)} ({foreign.shown(one.list_name)})"
        parts.append(": ".join(part for part in (asked, foreign.shown(one.text)) if part))
    return "; ".join(parts)
