"""Marks of one case in the order in which they were drawn, with undo and redo."""

import uuid
from dataclasses import dataclass, replace
from typing import Final

from workstation.domain.decision import Mark, MarkShape
from workstation.domain.finding import Finding

MOST_STEPS: Final = 100
"""So many changes can be taken back; older ones stand."""

Points = tuple[tuple[float, float], ...]
Marks = tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSheet:
    """The marks of a case; every change returns a new sheet, or the same one if nothing changed.

    Points are kept to a hundredth of a pixel and words on one line. Bounds are checked by
    `workstation.domain.mark_limits`, not here.

    Attributes
    ----------
    marks : tuple of Mark
        In the order in which they were drawn.
    past, future : tuple of tuples of Mark
        What `undone` and `redone` lead back to; the nearest step is the last.
    """

    marks: Marks = ()
    past: tuple[Marks, ...] = ()
    future: tuple[Marks, ...] = ()

    @classmethod
    def kept(cls, marks: Marks) -> "MarkSheet":
        """Return a sheet of marks from before a crash, which are undone one by one."""
        past = tuple(marks[:count] for count in range(len(marks)))
        return cls(marks=marks, past=past[-MOST_STEPS:])

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self.past)

    @property
    def can_redo(self) -> bool:
        """Whether a change was taken back, and nothing has been changed since."""
        return bool(self.future)

    def drawn(self, shape: MarkShape, points: Points, *, view: str, text: str = "") -> "MarkSheet":
        """Return the sheet with one mark more, which gets a new id."""
        mark = Mark(
            mark_id=str(uuid.uuid4()),
            view=view,
            shape=shape,
            points=_rounded(points),
            text=_one_line(text),
        )
        return self._changed((*self.marks, mark))

    def without(self, mark_id: str) -> "MarkSheet":
        """Return the sheet without a mark."""
        return self._changed(tuple(m for m in self.marks if m.mark_id != mark_id))

    def moved(self, mark_id: str, points: Points) -> "MarkSheet":
        """Return the sheet with a mark at another place or of another size."""
        there = _rounded(points)
        return self._changed(
            tuple(replace(m, points=there) if m.mark_id == mark_id else m for m in self.marks)
        )

    def worded(self, mark_id: str, text: str) -> "MarkSheet":
        """Return the sheet with other words at a mark."""
        words = _one_line(text)
        return self._changed(
            tuple(replace(m, text=words) if m.mark_id == mark_id else m for m in self.marks)
        )

    def found(self, mark_id: str, finding: Finding | None) -> "MarkSheet":
        """Return the sheet with another finding at a mark; one that says nothing is none."""
        said = None
        if finding is not None and (finding.kind is not None or finding.goods or finding.hs):
            said = replace(finding, goods=_one_line(finding.goods))
        return self._changed(
            tuple(replace(m, finding=said) if m.mark_id == mark_id else m for m in self.marks)
        )

    def undone(self) -> "MarkSheet":
        """Return the sheet as it was before the newest change."""
        if not self.past:
            return self
        return MarkSheet(
            marks=self.past[-1], past=self.past[:-1], future=(*self.future, self.marks)
        )

    def redone(self) -> "MarkSheet":
        """Return the sheet as it was before the newest `undone`."""
        if not self.future:
            return self
        return MarkSheet(
            marks=self.future[-1], past=(*self.past, self.marks), future=self.future[:-1]
        )

    def _changed(self, marks: Marks) -> "MarkSheet":
        if marks == self.marks:
            return self
        return MarkSheet(marks=marks, past=(*self.past, self.marks)[-MOST_STEPS:])


def _rounded(points: Points) -> Points:
    return tuple((round(row, 2), round(column, 2)) for row, column in points)


def _one_line(text: str) -> str:
    """Return words without line breaks and signs that no printer knows."""
    known = (sign for sign in text if sign.isspace() or sign.isprintable())
    return " ".join("".join(known).split())
