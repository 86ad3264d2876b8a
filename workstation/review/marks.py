"""Marks of one case in the order in which they were drawn, with undo."""

import uuid
from dataclasses import dataclass, replace

from workstation.domain.decision import Mark, MarkShape


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSheet:
    """The marks of a case; every change returns a new sheet."""

    marks: tuple[Mark, ...] = ()

    def drawn(
        self, shape: MarkShape, points: tuple[tuple[float, float], ...], *, view: str
    ) -> "MarkSheet":
        """Return the sheet with one mark more, which gets a new id."""
        mark = Mark(mark_id=str(uuid.uuid4()), view=view, shape=shape, points=points)
        return replace(self, marks=(*self.marks, mark))

    def without(self, mark_id: str) -> "MarkSheet":
        """Return the sheet without a mark; the same sheet when there is none of that id."""
        return replace(self, marks=tuple(m for m in self.marks if m.mark_id != mark_id))

    def undone(self) -> "MarkSheet":
        """Return the sheet without the newest mark."""
        return replace(self, marks=self.marks[:-1])
