"""The very panes of the desk, showing what a film says; nothing can be drawn or decided here."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import words
from ui.decoded import DecodedScan
from ui.prepared import PreparedModel, area_of
from viewer.compare import CompareMode, Covered
from viewer.items.coverage_item import CoverageItem
from viewer.items.path_item import PathItem, Stop
from viewer.overlay import PaneMark, Region, RegionKind, Shape, Tool
from viewer.panes.compare_pane import ComparePane
from viewer.panes.scan_pane import ScanPane
from viewer.pixels.geometry import Area, Viewpoint
from viewer.pixels.look import look_from_json
from workstation.domain.comparison import Comparison, Deviation
from workstation.domain.decision import Mark, mark_from_json
from workstation.review.film import Shown, Track

_LOG = logging.getLogger(__name__)
_LEAST_FOR_OVERVIEW = 180
"""In a lower pane the overview would hide most of the picture [px]."""
_WRONG = (KeyError, TypeError, ValueError, IndexError)


class ReplayStage(QWidget):
    """Shows an instant of a review in the panes of the desk.

    In a pane of the recorded size every pixel is as the reviewer saw it; in another one the same
    part of the picture is shown, larger or smaller. Whoever looks on may zoom, pan and change the
    greys; the next instant that is shown is the reviewer's own again.
    """

    wandered = Signal(bool)
    """Whether the panes show something else than the reviewer saw."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panes = ComparePane()
        self.coverage_item = CoverageItem()
        self.path_item = PathItem()
        for item in (self.coverage_item, self.path_item):
            self.panes.scan.view.box.addItem(item, ignoreBounds=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)
        self._scan: DecodedScan | None = None
        self._models: dict[str, PreparedModel] = {}
        self._regions: Sequence[Deviation] = ()
        self._shown: Shown | None = None
        self._tracks: dict[object, Any] = {}
        self._model: str | None = None
        self._as_left: tuple[object, ...] = ()
        self._applying = self._wandered = self._veiled = False
        self.panes.scan.set_tool(Tool.PAN)
        for pane in (self.panes.scan, self.panes.model):
            pane.view.viewport().installEventFilter(self)
            pane.stateChanged.connect(self._on_state)

    # -- what there is to be shown -------------------------------------------------------------

    def clear(self, message: str) -> None:
        """Show nothing but a sentence."""
        self._scan, self._models, self._shown, self._model = None, {}, None, None
        self._tracks.clear()
        self.coverage_item.hide()
        self.path_item.show_path(())
        self.panes.clear(message)

    def take_scan(self, scan: DecodedScan, comparison: Comparison | None) -> None:
        """Take the recorded scan, and what the engine said of it."""
        self._scan = scan
        self._regions = () if comparison is None else comparison.deviations
        self._tracks.clear()
        self._applying = True
        self.panes.show_scan(scan.picture)
        self.panes.set_lower_shown(False)
        self._applying = False
        self._again()

    def take_model(self, model: PreparedModel) -> None:
        """Take a typical model as the library has it."""
        self._models[model.ref.model] = model
        if self._model is None:
            self._again()

    @property
    def shown(self) -> Shown | None:
        """What of the film is shown."""
        return self._shown

    @property
    def scale(self) -> float:
        """How much larger than at the desk the scan is shown; 1 shows the very pixels."""
        size = None if self._shown is None else self._shown.get(Track.SIZE)
        return _ratio(self.panes.scan, size)

    # -- showing -------------------------------------------------------------------------------

    def show_instant(self, shown: Shown) -> None:
        """Show an instant; only what differs from the one before is touched."""
        self._shown = shown
        if self._scan is None:
            return
        self._applying = True
        try:
            self._show(shown)
        finally:
            self._applying = False
        self._as_left = self._as_is()
        self._wander(away=False)

    @Slot(bool)
    def veil(self, on: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        """Veil what had not been looked at by then, as the desk does when asked."""
        self._veiled = on
        self._again()

    @Slot(bool)
    def set_path_shown(self, shown: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        """Draw the way that the view has gone over the scan."""
        self.path_item.setVisible(shown)

    def take_path(self, stops: Sequence[Stop]) -> None:
        """Take the way that the view goes in the whole film."""
        self.path_item.show_path(stops)

    def retranslate(self) -> None:
        """Name the model in the language of the moment."""
        model = None if self._model is None else self._models[self._model]
        if model is not None:
            self.panes.model.set_label(model.name)
        self._tracks.clear()
        self._again()

    @Slot()
    def back(self) -> None:
        """Show again what the reviewer saw, after looking for oneself."""
        self._tracks.clear()
        self._again()

    def _again(self) -> None:
        if self._shown is not None:
            self.show_instant(self._shown)

    def _show(self, shown: Shown) -> None:
        compare = _mapping(shown.get(Track.COMPARE))
        linked = compare.get("linked", True) is not False
        if self.panes.linked != linked:
            self.panes.set_linked(linked)
        self._show_other_view(on=compare.get("other_view") is True)
        self._show_model(shown, compare)
        self._share(shown)
        self._show_mode(compare)
        self._show_views(shown, linked=linked)
        self._show_marks(shown)
        self._show_regions(shown)
        self._show_over(shown, compare)
        self.path_item.show_until(shown.at_ms)

    def _differs(self, track: object, value: Any) -> bool:  # noqa: ANN401 - JSON values
        """Tell whether a track has another value than the one that is shown, and note it."""
        if track in self._tracks and self._tracks[track] == value:
            return False
        self._tracks[track] = value
        return True

    def _show_other_view(self, *, on: bool) -> None:
        others = () if self._scan is None else self._scan.other_views
        if on == self.panes.is_other_view_shown or not others:
            return
        name, picture = others[0]
        self.panes.show_other_view(picture if on else None, name=words.view(name))

    def _show_model(self, shown: Shown, compare: Mapping[str, Any]) -> None:
        wanted = shown.get(Track.MODEL)
        model = self._models.get(wanted) if isinstance(wanted, str) else None
        name = None if model is None else model.ref.model
        if name != self._model:
            self._model = name
            self._tracks.pop(Track.COMPARE, None)
            self.panes.show_model(None if model is None else model.picture)
            if model is not None:
                self.panes.model.set_label(model.name)
        self.panes.set_lower_shown(
            compare.get("lower") is not False and (model is not None or wanted is not None)
        )
        if wanted is not None and model is None:
            self.panes.model.clear(self._gone_text(str(wanted)))
        if self._differs(Track.COMPARE, compare):
            scan_area, model_area = _areas(compare.get("areas"))
            if scan_area is None and model is not None and model.match is not None:
                scan_area = area_of(model.match.scan_area)
                model_area = model.place(model.match.model_area)
            self.panes.align(scan_area, model_area)
            if model_area is not None:
                self.panes.model.set_regions([Region(rect=model_area, kind=RegionKind.MATCH)])

    def _share(self, shown: Shown) -> None:
        """Give scan and model the room that they had of each other."""
        sizes = (shown.get(Track.SIZE), shown.get(Track.MODEL_SIZE))
        if self._model is None or not self._differs(Track.SIZE, sizes):
            return
        try:
            scan, model = (float(size[0]) for size in sizes)
        except _WRONG:
            return
        if min(scan, model) > 0:
            self.panes.set_upper_share(scan / (scan + model))

    def _show_mode(self, compare: Mapping[str, Any]) -> None:
        if not self._differs("mode", compare):
            return
        try:
            self.panes.set_mode(CompareMode(compare.get("mode", CompareMode.SPLIT)))
            self.panes.set_difference_scale(float(compare.get("full_scale", 1.0)))
            covered = Covered(compare.get("covered", Covered.RIGHT))
            self.panes.set_curtain(float(compare.get("curtain", 0.5)), covered)
            self.panes.hold_blink(compare.get("blink") is True)
        except _WRONG as error:
            _LOG.warning("a comparison cannot be shown", extra={"reason": repr(error)})

    def _show_views(self, shown: Shown, *, linked: bool) -> None:
        scan, model = self.panes.scan, self.panes.model
        look = _mapping(shown.get(Track.LOOK))
        self._look(scan, Track.LOOK, look)
        self._move(scan, shown.get(Track.VIEW), shown.get(Track.SIZE))
        if model.picture is not None and not linked:
            own = {**look, **_mapping(shown.get(Track.MODEL_LOOK))}
            self._look(model, Track.MODEL_LOOK, own)
            self._move(model, shown.get(Track.MODEL_VIEW), shown.get(Track.MODEL_SIZE))

    def _look(self, pane: ScanPane, track: Track, look: Mapping[str, Any]) -> None:
        if look and self._differs(track, look):
            try:
                pane.set_look(look_from_json(look))
            except _WRONG as error:
                _LOG.warning("a look cannot be shown", extra={"reason": repr(error)})

    def _move(self, pane: ScanPane, view: object, size: object) -> None:
        """Look where the reviewer looked, so that the same part of the picture is in sight."""
        try:
            row, column, zoom = (float(one) for one in view)  # type: ignore[attr-defined] # JSON
        except _WRONG:
            pane.fit()
            return
        ratio = _ratio(pane, size)
        wanted = Viewpoint(centre=(row, column), zoom=zoom if ratio == 1 else zoom * ratio)
        if pane.view.viewpoint != wanted and zoom > 0:
            pane.view.move_to(wanted)  # never a fit: at another size it would be another part

    def _show_marks(self, shown: Shown) -> None:
        if self._differs(Track.MARKS, shown.marks):
            self.panes.scan.set_marks(_pane_marks(shown.marks))
        picked = shown.get(Track.PICKED)
        self.panes.scan.set_highlight(picked if isinstance(picked, str) else None)

    def _show_regions(self, shown: Shown) -> None:
        """Draw the engine's regions once the reviewer was told of them, and the loupe."""
        told = _mapping(shown.get(Track.REGIONS))
        answer = _mapping(shown.get(Track.ANSWER))
        loupe = shown.get(Track.LOUPE)
        key = (told, answer.get("shown"), loupe, self._model)
        if not self._differs(Track.REGIONS, key):
            return
        drawn = []
        model = None if self._model is None else self._models[self._model]
        if model is not None and model.match is not None and answer.get("shown"):
            drawn.append(Region(rect=area_of(model.match.scan_area), kind=RegionKind.MATCH))
        if told.get("shown") is True and answer.get("shown") is True:
            drawn += [
                Region(
                    rect=area_of(region.area),
                    label=str(number),
                    kind=RegionKind.DEVIATION,
                    chosen=number == told.get("chosen"),
                )
                for number, region in enumerate(self._regions, start=1)
            ]
        lens = _area(loupe[:4]) if isinstance(loupe, list) else None
        if lens is not None:
            label = self.tr("Loupe")
            drawn.append(Region(rect=lens, label=label, kind=RegionKind.CONTAINER))
        self.panes.scan.set_regions(drawn)

    def _show_over(self, shown: Shown, compare: Mapping[str, Any]) -> None:
        over = _mapping(shown.get(Track.OVERLAY))
        visible = over.get("shown", True) is not False and compare.get("clean") is not True
        for pane in (self.panes.scan, self.panes.model):
            pane.set_overlay_shown(visible)
        self.panes.set_structure_shown(over.get("structure") is True)
        box = _area(_mapping(shown.get(Track.FIDELITY)).get("box")) or self._box()
        veiled = self._veiled or over.get("coverage") is True
        self.coverage_item.setVisible(veiled)
        if veiled:
            self.coverage_item.show_levels(box, shown.seen)

    def _box(self) -> Area:
        picture = self.panes.scan.picture
        if picture is None:
            return Area(row=0, column=0, height=1, width=1)
        rows, columns = picture.shape
        return picture.container or Area(row=0, column=0, height=rows, width=columns)

    def _gone_text(self, model: str) -> str:
        text = self.tr("The library has no picture of typical model %1 any more.")
        return text.replace("%1", model)

    # -- what happens --------------------------------------------------------------------------

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Show the same part of the picture in a pane of another size."""
        if event.type() == QEvent.Type.Resize:
            for pane in (self.panes.scan, self.panes.model):
                pane.set_overview_shown(pane.view.viewport().height() >= _LEAST_FOR_OVERVIEW)
            if not self._applying:
                self._again()
        return False

    @Slot()
    def _on_state(self) -> None:
        if self._applying or self._shown is None or self.panes.scan.view.is_resizing:
            return
        if self._as_left != self._as_is():
            self._wander(away=True)

    def _as_is(self) -> tuple[object, ...]:
        """Return looks and viewpoints of the panes, by which wandering is noticed."""
        return tuple(
            one
            for pane in (self.panes.scan, self.panes.model)
            if pane.picture is not None
            for one in (pane.view.look, pane.view.viewpoint)
        )

    def _wander(self, *, away: bool) -> None:
        if away != self._wandered:
            self._wandered = away
            if away:
                self._tracks.clear()
            self.wandered.emit(away)


def _pane_marks(marks: Sequence[Mapping[str, Any]]) -> list[PaneMark]:
    drawn = []
    for number, data in enumerate(marks, start=1):
        try:
            mark: Mark = mark_from_json(data)
        except _WRONG as error:
            _LOG.warning("a mark cannot be shown", extra={"reason": repr(error)})
            continue
        drawn.append(
            PaneMark(
                shape=Shape(mark.shape.value),
                points=mark.points,
                label=f"{number}  {mark.text}" if mark.text else str(number),
                mark_id=mark.mark_id,
            )
        )
    return drawn


def _ratio(pane: ScanPane, size: object) -> float:
    """Return how much larger a pane is than the recorded one; 1 where that is not known."""
    try:
        height, width = (int(side) for side in size)  # type: ignore[attr-defined] # JSON
    except _WRONG:
        return 1.0
    here = pane.view.stage().size_px
    return min(here[0] / height, here[1] / width) if min(height, width) > 0 else 1.0


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _area(sides: object) -> Area | None:
    try:
        row, column, height, width = (float(side) for side in sides)  # type: ignore[attr-defined] # JSON
    except _WRONG:
        return None
    return Area(row=row, column=column, height=height, width=width)


def _areas(pair: object) -> tuple[Area | None, Area | None]:
    if not isinstance(pair, list) or len(pair) != 2:
        return None, None
    return _area(pair[0]), _area(pair[1])
