"""What a pane measures: joins the hand's tools, the book of measures and what is drawn of them."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal

from viewer.items.measure_item import MeasureItem
from viewer.measure import Calibration, Measure, MeasureKind, calibration_of
from viewer.measure_book import MeasureBook
from viewer.overlay import Tool
from viewer.panes.scan_view import ScanView
from viewer.picture import Picture
from viewer.pixels.geometry import Area, Place, area_between
from viewer.tools.measure import CornersTool, CountTool, Points, Sheet, SpanTool
from viewer.tools.measure_ends import EndsTool
from viewer.tools.pointer import HandTool

_SPANS: Final = (Tool.LENGTH, Tool.PROFILE, Tool.REGION)
_CORNERS: Final = (Tool.ANGLE, Tool.AREA)


class Measuring(QObject):
    """The measures of one view; a new one is selected as soon as it is taken.

    Parameters
    ----------
    view : ScanView
        Gets the hands of all measuring tools and shows what they measure.
    take_window : callable
        Gets the area whose counts the grey window is to span.
    """

    changed = Signal(object)
    """A tuple of all measures, after any of them changed."""
    selected = Signal(str)
    """The name of the selected measure; empty for none."""
    drafted = Signal(object)
    """The `Measure` that is just being taken or moved, or None."""

    def __init__(
        self, view: ScanView, take_window: Callable[[Area], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._view, self._take_window = view, take_window
        self._book = MeasureBook()
        self._chosen = ""
        self.item = MeasureItem()
        view.box.addItem(self.item, ignoreBounds=True)
        self._give_hands()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """All measures, the newest last."""
        return self._book.measures

    @property
    def chosen(self) -> Measure | None:
        """The selected measure."""
        return self._book.find(self._chosen)

    @property
    def calibration(self) -> Calibration:
        """How large a pixel of the picture is, and what that rests on."""
        return calibration_of(self._view.picture)

    def number_of(self, measure: Measure) -> int:
        """Return the place of a measure among its kind, from 1."""
        return self._book.number_of(measure.measure_id)

    def follow_picture(self, picture: Picture | None, *, keep: bool) -> None:
        """Take note of another picture; its measures go, unless it is the same one, sharper."""
        if not keep:
            self._book.forget()
            self._chosen = ""
        shape = (0, 0) if picture is None else picture.shape
        self.item.set_picture(shape, calibration_of(picture))
        self.item.set_cross(None)
        self._tell()

    def add(self, kind: MeasureKind, points: Points) -> Measure:
        """Keep a measure and select it."""
        taken = self._book.add(Measure(kind=kind, points=points))
        self._chosen = taken.measure_id
        self._tell()
        return taken

    def remove(self, measure_id: str) -> None:
        """Take a measure away."""
        self._book.remove(measure_id)
        self._tell()

    def clear(self) -> None:
        """Take all measures away; that can be undone."""
        self._book.clear()
        self._tell()

    def undo(self) -> bool:
        """Take back the newest change, a click of a count at a time; tell whether there was one."""
        undone = self._book.undo()
        if undone:
            self._tell()
        return undone

    def select(self, measure_id: str) -> None:
        """Select a measure, or none; counting goes on with a selected count."""
        chosen = measure_id if self._book.find(measure_id) is not None else ""
        if chosen != self._chosen:
            self._chosen = chosen
            self._show()
            self.selected.emit(chosen)

    def show_cross(self, place: Place | None) -> None:
        """Show a small cross on the picture, or none."""
        self.item.set_cross(place)

    def _give_hands(self) -> None:
        sheet = Sheet(
            picture_shape=self._picture_shape, point_of=self._point_of, show=self._show_draft
        )
        for tool in _SPANS:
            kind = MeasureKind(tool.value)
            span = SpanTool(kind, sheet, finish=self._adder(kind))
            self._view.add_hand(tool, self._with_ends(kind, span, sheet))
        for tool in _CORNERS:
            kind = MeasureKind(tool.value)
            corners = CornersTool(kind, sheet, finish=self._adder(kind))
            self._view.add_hand(tool, self._with_ends(kind, corners, sheet))
        counter = CountTool(sheet, read=self._counted, write=self._count, end=self._end_count)
        self._view.add_hand(Tool.COUNT, counter)
        window = SpanTool(MeasureKind.REGION, sheet, finish=self._take_window_of)
        self._view.add_hand(Tool.WINDOW, window)

    def _with_ends(self, kind: MeasureKind, inner: HandTool, sheet: Sheet) -> EndsTool:
        """Let a tool also move the points of the measures that it took."""
        return EndsTool(
            inner,
            sheet,
            find=lambda: tuple(m for m in self.measures if m.kind is kind),
            move=self._change,
            choose=self.select,
        )

    def _adder(self, kind: MeasureKind) -> Callable[[Points], None]:
        def add(points: Points) -> None:
            self.add(kind, points)

        return add

    def _take_window_of(self, points: Points) -> None:
        self._take_window(area_between(points[0], points[1]))

    def _picture_shape(self) -> tuple[int, int]:
        return self._view.stage().shape

    def _point_of(self, place: Place) -> tuple[float, float]:
        return self._view.stage().point(self._view.viewpoint, place)

    def _counted(self) -> Points:
        chosen = self.chosen
        return () if chosen is None or chosen.kind is not MeasureKind.COUNT else chosen.points

    def _count(self, points: Points) -> None:
        if self._counted():
            self._change(self._chosen, points)
        else:
            self.add(MeasureKind.COUNT, points)

    def _change(self, measure_id: str, points: Points) -> None:
        self._book.change(measure_id, points)
        self._tell()

    def _show_draft(self, draft: Measure | None) -> None:
        self.item.set_draft(draft)
        self.drafted.emit(draft)

    def _end_count(self) -> None:
        if self._counted():
            self.select("")

    def _tell(self) -> None:
        """Show the measures anew and say that they changed."""
        if self._book.find(self._chosen) is None:
            self._chosen = ""
        self._show()
        self.changed.emit(self.measures)
        self.selected.emit(self._chosen)

    def _show(self) -> None:
        self.item.set_measures(self.measures, self._chosen)
