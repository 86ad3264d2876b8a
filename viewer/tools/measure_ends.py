"""Taking hold of a measure by one of its points, with the tool that it was taken with."""

from collections.abc import Callable
from dataclasses import replace

from viewer.measure import Measure
from viewer.pixels.geometry import clamp
from viewer.tools.measure import LEAST_PX, NEAR_PX, Points, Sheet, distance_px
from viewer.tools.pointer import HandTool, Pointer


class EndsTool:
    """Drags points of measures that are there; everywhere else another tool does its work.

    With Shift it does so there, too: to begin a new measure at the end of another.

    Parameters
    ----------
    inner : HandTool
        The tool that takes new measures.
    sheet : Sheet
    find : callable
        Returns the measures that may be taken hold of.
    move : callable
        Gets the name of a measure and its points after the drag.
    choose : callable
        Gets the name of a measure that was only clicked.
    """

    def __init__(
        self,
        inner: HandTool,
        sheet: Sheet,
        *,
        find: Callable[[], tuple[Measure, ...]],
        move: Callable[[str, Points], None],
        choose: Callable[[str], None],
    ) -> None:
        self._inner, self._sheet = inner, sheet
        self._find, self._move, self._choose = find, move, choose
        self._held: tuple[Measure, int, Pointer] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the inner tool wants more clicks."""
        return self._inner.is_open

    @property
    def clicks(self) -> bool:
        """A point that is held is dragged; else it goes as the inner tool does."""
        return self._held is None and self._inner.clicks

    def press(self, at: Pointer) -> None:
        """Take hold of the nearest point, if one is near; else begin something new."""
        near = [] if self._inner.is_open or at.fine else self._near(at)
        if near:
            _, measure, number = min(near, key=lambda found: found[0])
            self._held = measure, number, at
        else:
            self._inner.press(at)

    def move(self, at: Pointer) -> None:
        """Let the point follow the hand."""
        if self._held is None:
            self._inner.move(at)
        else:
            self._sheet.show(self._moved(at))

    def release(self, at: Pointer) -> None:
        """Leave the point here; a mere click chooses its measure."""
        if self._held is None:
            self._inner.release(at)
            return
        measure, _, start = self._held
        if distance_px((start.down_px, start.along_px), at) >= LEAST_PX:
            self._move(measure.measure_id, self._moved(at).points)
        self._choose(measure.measure_id)
        self._held = None
        self._sheet.show(None)

    def hover(self, at: Pointer) -> None:
        """Let the inner tool hear of it."""
        self._inner.hover(at)

    def close(self) -> None:
        """Close what the inner tool has begun."""
        self._inner.close()

    def cancel(self) -> None:
        """Leave the point where it was, and give up what the inner tool has begun."""
        self._held = None
        self._sheet.show(None)
        self._inner.cancel()

    def _near(self, at: Pointer) -> list[tuple[float, Measure, int]]:
        return [
            (distance, measure, number)
            for measure in self._find()
            for number, place in enumerate(measure.points)
            if (distance := distance_px(self._sheet.point_of(place), at)) <= NEAR_PX
        ]

    def _moved(self, at: Pointer) -> Measure:
        """Return the held measure with its point under the hand."""
        assert self._held is not None  # noqa: S101 - asked only while a point is held
        measure, number, _ = self._held
        here = clamp(at.place, self._sheet.picture_shape())
        points = (*measure.points[:number], here, *measure.points[number + 1 :])
        return replace(measure, points=points)
