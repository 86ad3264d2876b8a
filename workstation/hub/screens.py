"""What desks tell of their monitors: written down, and nothing else follows from it here.

That no decision is taken on a monitor that is gone is the desk's to see to, and each decision
tells by itself on which one it was taken.
"""

from typing import Any

import msgspec

from queue_client.asking import shaped
from queue_client.supervision_documents.screen import ScreenChange, ScreenNote
from queue_client.supervision_messages import Steer, SteerAct
from workstation.hub.sessions import Seat
from workstation.hub.sparing_notes import NoteBook, SparingNotes
from workstation.hub.supervision import Contribution


class ScreenNotes:
    """Writes audit entries about monitors; belongs to the broker's thread.

    A loose cable can tell a hundred changes a minute: `SparingNotes` counts them.
    """

    def __init__(self, records: NoteBook) -> None:
        self._notes = SparingNotes(records)

    def contribution(self) -> Contribution:
        """Return what this subject brings to the supervisor's room."""
        return Contribution(steerers={SteerAct.NOTE_SCREEN: self.note}, chores=(self._notes.tend,))

    def note(self, seat: Seat, _order: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Write a change down; raises `Refused` for what is none."""
        told = shaped(document, ScreenNote)
        facts = {"officer": seat.officer.officer_id, "desk": seat.desk, **_plain(told)}
        of = "monitor" if told.change is ScreenChange.CHECKED else "screen"
        self._notes.note(f"desk:{of}:{told.change.value}", facts, of=seat.desk)
        return {}


def _plain(told: ScreenNote) -> dict[str, Any]:
    """Return what an entry says of it, without what was not told."""
    plain: dict[str, Any] = msgspec.to_builtins(told)
    del plain["change"]  # it is the entry's tag
    plain["case"] = plain.pop("case_id")  # as every entry calls it
    return {name: value for name, value in plain.items() if value}
