"""Watches what the scan's pane shows and keeps the map of what was looked at."""

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Slot

from ui.commands import CommandSet
from ui.desk.coverage_strip import CoverageStrip
from viewer.items.coverage_item import CoverageItem
from viewer.panes.compare_pane import ComparePane
from viewer.picture import Picture
from viewer.pixels.discernible import discernible, points_of
from viewer.pixels.geometry import Area
from viewer.pixels.look import Look
from viewer.prepare import source_of
from viewer.seen import Seen
from workstation.review.arming import Obstacle
from workstation.review.coverage import COLUMNS, POINTS, ROWS, Coverage, Glance

_TICK_MS: Final = 100
_SHAPE: Final = (ROWS * POINTS, COLUMNS * POINTS)
_KEPT: Final = 8
_KEPT_FILTERS: Final = 4


@dataclass(slots=True, eq=False)
class _Map:
    """The map of a case, and whether its line has been shown."""

    coverage: Coverage
    warned: bool = False


class CoverageWatch(QObject):
    """Glances at the pane and its loupe ten times a second, never more often.

    Only the full picture counts, once it has been painted, and only while nothing covers it. A
    case that comes again goes on with its map.

    Parameters
    ----------
    commands : CommandSet
    panes : ComparePane
    strip : CoverageStrip
    clock : callable
        A clock that never goes back [s].
    """

    def __init__(
        self,
        commands: CommandSet,
        panes: ComparePane,
        strip: CoverageStrip,
        parent: QObject,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._panes, self._strip, self._clock = panes, strip, clock
        self._action = commands["view.coverage"]
        self._case_id: str | None = None
        self._covered = False
        self._maps: OrderedDict[str, _Map] = OrderedDict()
        self._picture: Picture | None = None
        self._area = Area(row=0, column=0, height=1, width=1)
        self._counts: OrderedDict[object, NDArray[np.uint16]] = OrderedDict()
        self.item = CoverageItem()
        panes.scan.view.box.addItem(self.item, ignoreBounds=True)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.glance)
        panes.scan.painted.connect(self._on_painted)
        commands.connect_to("view.coverage", self._draw)

    @property
    def coverage(self) -> Coverage | None:
        """The map of the open case; None until its full picture has been painted."""
        kept = None if self._picture is None or self._case_id is None else self._map()
        return None if kept is None else kept.coverage

    def open(self, case_id: str) -> None:
        """Turn to another case."""
        self._case_id = case_id
        self._let_go()

    def set_covered(self, *, covered: bool) -> None:
        """Hear that something lies over the pane, or no longer."""
        self._covered = covered

    @Slot()
    def close(self) -> None:
        """Hear that no case is open."""
        self._case_id = None
        self._let_go()

    def forget(self) -> None:
        """Forget every map: the next officer at this desk is another one."""
        self._maps.clear()
        self.close()

    @Slot()
    def glance(self) -> None:
        """Take what is on the screen now."""
        coverage, scan = self.coverage, self._panes.scan
        if coverage is None:
            return
        bare = not self._panes.cover.is_active and not scan.window().isMinimized()
        here = self._picture is scan.picture and scan.isVisible() and not self._covered
        seen = {
            "pane": scan.seen() if here and bare else None,
            "loupe": scan.loupe.seen() if here else None,
        }
        now_s = self._clock()
        grown = [coverage.look(name, self._of(one), now_s) for name, one in seen.items()]
        if any(grown):
            self._draw()

    @Slot(object)
    def warn(self, obstacle: Obstacle | None) -> None:
        """Name what was passed over, from when a decision on the case is first armed."""
        kept = self._map()
        if obstacle in {None, Obstacle.MUST_INSPECT} and kept is not None and not kept.warned:
            kept.warned = True
            self._strip.warn()

    def evidence(self) -> Mapping[str, Any]:
        """Return what was looked at, for the record (JSON values)."""
        coverage = self.coverage
        return {"coverage": None if coverage is None else coverage.to_json()}

    # -- inside ----------------------------------------------------------------------------

    def _map(self) -> _Map | None:
        return None if self._case_id is None else self._maps.get(self._case_id)

    @Slot()
    def _on_painted(self) -> None:
        picture = self._panes.scan.picture
        if picture is None or self._case_id is None:
            return
        self._let_go()
        self._picture = picture
        rows, columns = picture.shape
        whole = Area(row=0, column=0, height=rows, width=columns)
        self._area = picture.container or whole
        kept = self._maps.pop(self._case_id, None)
        if kept is None:
            kept = _Map(Coverage(self._points(Look()), pitch_mm=picture.pitch_mm))
        self._maps[self._case_id] = kept
        while len(self._maps) > _KEPT:
            self._maps.popitem(last=False)
        self._timer.start()
        self._draw()

    def _let_go(self) -> None:
        """Let go of the picture; the map is kept."""
        self._timer.stop()
        self._picture = None
        self._counts.clear()
        self._draw()

    @Slot()
    def _draw(self) -> None:
        coverage = self.coverage
        self._strip.show_coverage(coverage)
        shown = self._action.isChecked() and coverage is not None
        self.item.setVisible(shown)
        if shown and coverage is not None:
            self.item.show_levels(self._area, coverage.levels())

    def _of(self, seen: Seen | None) -> Glance | None:
        if seen is None:
            return None
        box, area = self._area, seen.area
        top, left = (area.row - box.row) / box.height, (area.column - box.column) / box.width
        return Glance(
            top=top,
            left=left,
            bottom=top + area.height / box.height,
            right=left + area.width / box.width,
            scale=seen.zoom,
            look=seen.look,
            greys=lambda: discernible(self._points(seen.look), seen.look),
        )

    def _points(self, look: Look) -> NDArray[np.uint16]:
        """Return the container's counts at the sample points, filtered as a look says."""
        key = (look.energy, look.filters)
        if key not in self._counts:
            source = None if self._picture is None else source_of(self._picture)
            if source is None:
                return np.zeros(_SHAPE, np.uint16)
            self._counts[key] = points_of(source, look, self._area, _SHAPE)
            while len(self._counts) > _KEPT_FILTERS:
                self._counts.popitem(last=False)
        return self._counts[key]
