"""The measures of one pane, and the way back."""

from dataclasses import replace
from typing import Final

from viewer.measure import Measure
from viewer.pixels.geometry import Place

_STEPS_BACK: Final = 100


class MeasureBook:
    """Keeps complete measures in the order they were taken; every change can be undone."""

    def __init__(self) -> None:
        self._measures: tuple[Measure, ...] = ()
        self._before: list[tuple[Measure, ...]] = []
        self._named = 0

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All measures, the newest last."""
        return self._measures

    def find(self, measure_id: str) -> Measure | None:
        """Return a measure by its name, or None when it is gone."""
        return next((m for m in self._measures if m.measure_id == measure_id), None)

    def add(self, measure: Measure) -> Measure:
        """Keep a measure, and return it with its name.

        Raises
        ------
        ValueError
            If it has too few points.
        """
        if not measure.is_complete:
            raise ValueError(f"{measure.kind} needs more than {len(measure.points)} points")
        self._named += 1
        named = replace(measure, measure_id=f"m{self._named}")
        self._write((*self._measures, named))
        return named

    def change(self, measure_id: str, points: tuple[Place, ...]) -> None:
        """Move the points of a measure; one that is left without enough of them goes."""
        moved = (
            replace(m, points=points) if m.measure_id == measure_id else m for m in self._measures
        )
        self._write(tuple(m for m in moved if m.is_complete))

    def remove(self, measure_id: str) -> None:
        """Take a measure away; one that is gone already is no matter."""
        self._write(tuple(m for m in self._measures if m.measure_id != measure_id))

    def clear(self) -> None:
        """Take all measures away."""
        self._write(())

    def undo(self) -> bool:
        """Take back the newest change, and tell whether there was one."""
        if not self._before:
            return False
        self._measures = self._before.pop()
        return True

    def forget(self) -> None:
        """Begin anew with another picture: no measure and no way back."""
        self._measures = ()
        self._before.clear()

    def number_of(self, measure_id: str) -> int:
        """Return what the measure is called on screen: its place among its kind, from 1."""
        found = self.find(measure_id)
        if found is None:
            return 0
        same = [m.measure_id for m in self._measures if m.kind is found.kind]
        return same.index(measure_id) + 1

    def _write(self, measures: tuple[Measure, ...]) -> None:
        if measures != self._measures:
            self._before = [*self._before[-(_STEPS_BACK - 1) :], self._measures]
            self._measures = measures
