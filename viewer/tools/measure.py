"""Measuring by hand: drags from end to end, runs of clicks, and counting."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from viewer.measure import Measure, MeasureKind
from viewer.pixels.geometry import Place, clamp
from viewer.tools.pointer import DragTool, Pointer

LEAST_PX: Final = 4.0
"""A shorter drag is a click by mistake and measures nothing [device pixels]."""
NEAR_PX: Final = 10.0
"""A click so near a point means that point [device pixels]."""

Point = tuple[float, float]
"""A point of the pane (down, along) [device pixels]."""
Points = tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a measuring hand has to do with the pane.

    Attributes
    ----------
    picture_shape : callable
        Returns rows and columns; no place leaves the picture.
    point_of : callable
        Returns where a place is on the pane now, for the picture may move between clicks.
    show : callable
        Gets the draft, or None when it is gone.
    """

    picture_shape: Callable[[], tuple[int, int]]
    point_of: Callable[[Place], Point]
    show: Callable[[Measure | None], None]


class SpanTool(DragTool):
    """Drags from one place to another; with Shift straight along a row or a column.

    Parameters
    ----------
    kind : MeasureKind
        What the draft looks like: a length, a profile, or a region.
    sheet : Sheet
    finish : callable
        Gets the two places.
    """

    def __init__(
        self, kind: MeasureKind, sheet: Sheet, *, finish: Callable[[Points], None]
    ) -> None:
        self._kind, self._sheet, self._finish = kind, sheet, finish
        self._start: Pointer | None = None

    def press(self, at: Pointer) -> None:
        """Set the first end."""
        self._start = at

    def move(self, at: Pointer) -> None:
        """Show what it would be."""
        if self._start is not None:
            self._sheet.show(Measure(kind=self._kind, points=self._points(self._start, at)))

    def release(self, at: Pointer) -> None:
        """Hand over the two ends, unless they are too near to have been meant."""
        start, self._start = self._start, None
        if start is not None and distance_px((start.down_px, start.along_px), at) >= LEAST_PX:
            self._finish(self._points(start, at))
        self._sheet.show(None)

    def cancel(self) -> None:
        """Forget the draft."""
        self._start = None
        self._sheet.show(None)

    def _points(self, start: Pointer, at: Pointer) -> Points:
        row, column = at.place
        if at.fine and self._kind is not MeasureKind.REGION:
            level = abs(at.along_px - start.along_px) >= abs(at.down_px - start.down_px)
            row, column = (start.place[0], column) if level else (row, start.place[1])
        shape = self._sheet.picture_shape()
        return clamp(start.place, shape), clamp((row, column), shape)


class CornersTool:
    """A run of clicks, each a point: three for an angle, as many as wanted for an area.

    An area is closed by a double click, Enter, or a click on its first corner. A point follows
    the hand until its button is let go. What is too short to close stays open.

    Parameters
    ----------
    kind : MeasureKind
        An angle or an area.
    sheet : Sheet
    finish : callable
        Gets the points.
    """

    def __init__(
        self, kind: MeasureKind, sheet: Sheet, *, finish: Callable[[Points], None]
    ) -> None:
        self._kind, self._sheet, self._finish = kind, sheet, finish
        self._set: Points = ()
        self._held = False

    @property
    def is_open(self) -> bool:
        """Whether a point has been set and more are wanted."""
        return bool(self._set)

    @property
    def clicks(self) -> bool:
        """Each point is a click."""
        return True

    def press(self, at: Pointer) -> None:
        """Take hold of the next point."""
        self._held = True
        self._draft(at)

    def move(self, at: Pointer) -> None:
        """Let the point follow the hand."""
        if self._held:
            self._draft(at)

    def release(self, at: Pointer) -> None:
        """Set the point; the last one ends the run."""
        if not self._held:
            return
        self._held = False
        if self._closes(at):
            self.close()
            return
        self._set = (*self._set, clamp(at.place, self._sheet.picture_shape()))
        if self._kind is MeasureKind.ANGLE and len(self._set) == 3:
            self.close()
        else:
            self._draft(at)

    def hover(self, at: Pointer) -> None:
        """Show the side to the cursor."""
        if self._set:
            self._draft(at)

    def close(self) -> None:
        """Hand the points over, if they are enough."""
        points = self._set
        if Measure(kind=self._kind, points=points).is_complete:
            self._set = ()
            self._finish(points)
            self._sheet.show(None)

    def cancel(self) -> None:
        """Forget the points."""
        self._set, self._held = (), False
        self._sheet.show(None)

    def _draft(self, at: Pointer) -> None:
        here = () if self._closes(at) else (clamp(at.place, self._sheet.picture_shape()),)
        self._sheet.show(Measure(kind=self._kind, points=(*self._set, *here)))

    def _closes(self, at: Pointer) -> bool:
        if self._kind is not MeasureKind.AREA or len(self._set) < 3:
            return False
        return distance_px(self._sheet.point_of(self._set[0]), at) <= NEAR_PX


class CountTool:
    """Each click numbers one more item, a click on an item takes it away.

    Every click counts at once, so nothing that was counted is lost with the tool: a double
    click, Enter or Escape only ends the run, and the next click begins another.

    Parameters
    ----------
    sheet : Sheet
    read : callable
        Returns the items of the count that goes on; empty when there is none.
    write : callable
        Gets the items after a click.
    end : callable
        Ends the run.
    """

    def __init__(
        self,
        sheet: Sheet,
        *,
        read: Callable[[], Points],
        write: Callable[[Points], None],
        end: Callable[[], None],
    ) -> None:
        self._sheet = sheet
        self._read, self._write, self._end = read, write, end
        self._pressed = False

    @property
    def is_open(self) -> bool:
        """Whether a count goes on."""
        return bool(self._read())

    @property
    def clicks(self) -> bool:
        """Each item is a click."""
        return True

    def press(self, _at: Pointer) -> None:
        """Take aim."""
        self._pressed = True

    def move(self, at: Pointer) -> None:
        """Take no notice: the item is where the button is let go."""

    def release(self, at: Pointer) -> None:
        """Count the item, or take it away."""
        if not self._pressed:
            return
        self._pressed = False
        items = self._read()
        near = [
            (distance, number)
            for number, item in enumerate(items)
            if (distance := distance_px(self._sheet.point_of(item), at)) <= NEAR_PX
        ]
        if near:
            _, number = min(near)
            self._write(items[:number] + items[number + 1 :])
        else:
            self._write((*items, clamp(at.place, self._sheet.picture_shape())))

    def hover(self, at: Pointer) -> None:
        """Take no notice."""

    def close(self) -> None:
        """End the run."""
        self._end()

    def cancel(self) -> None:
        """End the run; what was counted stays."""
        self._pressed = False
        self._end()


def distance_px(point: Point, at: Pointer) -> float:
    """Return how far the hand is from a point of the pane [device pixels]."""
    return math.hypot(point[0] - at.down_px, point[1] - at.along_px)
