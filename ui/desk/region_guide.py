"""Leads through the regions that the engine finds odd: shows, chooses and explains them."""

from typing import Any, Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from ui import words
from ui.commands import CommandSet
from ui.desk.explanation import Explanation
from ui.desk.region_list import RegionList
from ui.prepared import PreparedCase, area_of
from viewer.overlay import Region, RegionKind
from viewer.panes.compare_pane import ComparePane
from viewer.pixels.geometry import Area, Place, contains
from viewer.pixels.state import PictureState
from workstation.domain.comparison import Deviation

REGION_SHARE: Final = 0.4
"""A region that is brought into view fills this share of the pane."""


class RegionGuide(QObject):
    """Joins pane, list and explanation to the commands about regions and agreeing patches.

    Every case begins with its regions shown and nothing explained. A step leads to a region and
    explains it; a click on it in the picture only chooses it.
    """

    def __init__(
        self,
        commands: CommandSet,
        panes: ComparePane,
        listed: RegionList,
        explanation: Explanation,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._page = page
        self._commands, self._panes = commands, panes
        self._list, self._explanation = listed, explanation
        self._regions: tuple[Deviation, ...] = ()
        self._match: Area | None = None
        self.chosen: int | None = None
        """The region's place in the engine's row."""
        explanation.hide()
        commands.connect_to("region.show", self.draw)
        commands.connect_to("region.next", self.go_on)
        commands.connect_to("region.previous", self.go_back)
        commands.connect_to("region.explain", self._on_explain)
        commands.connect_to("match.patches", self._on_patches)
        commands["region.show"].setChecked(True)
        listed.picked.connect(self._on_listed)
        panes.scan.placeClicked.connect(self._on_clicked)
        panes.scan.stateChanged.connect(self._on_look)
        panes.otherViewChanged.connect(self._on_other_view)

    def show_case(self, case: PreparedCase | None) -> None:
        """Turn to the regions of another case."""
        comparison = None if case is None else case.comparison
        self._regions = () if comparison is None else comparison.deviations
        self.chosen, self._match = None, None
        self._commands["region.show"].setChecked(True)
        self._set_explaining(on=False)
        self.draw()

    def set_match(self, area: Area | None) -> None:
        """Show which part of the scan the model is laid on, or none."""
        self._match = area
        self.draw()

    @property
    def is_explaining(self) -> bool:
        """Whether the explanation stands in the model's place."""
        return not self._explanation.isHidden()

    @Slot()
    def draw(self) -> None:
        """Draw match and regions over the scan anew, in the language of the moment."""
        drawn = []
        if self._match is not None:
            drawn.append(Region(rect=self._match, kind=RegionKind.MATCH))
        if self._commands["region.show"].isChecked():
            drawn += [
                Region(
                    rect=area_of(region.area),
                    label=self._label(number),
                    kind=RegionKind.DEVIATION,
                    chosen=number == self.chosen,
                )
                for number, region in enumerate(self._regions)
            ]
        self._panes.scan.set_regions(drawn)

    def _label(self, number: int) -> str:
        """Return the number as in the list, and of the chosen region what differs."""
        if number != self.chosen:
            return str(number + 1)
        return f"{number + 1}  {words.deviation(self._regions[number].why)}"

    @Slot()
    def go_on(self) -> None:
        """Lead to the next region, round and round."""
        self._step(1)

    @Slot()
    def go_back(self) -> None:
        """Lead to the region before."""
        self._step(-1)

    @Slot()
    def stop_explaining(self) -> None:
        """Give the model its place back."""
        self._set_explaining(on=False)

    def look_at_chosen(self) -> None:
        """Bring the chosen region into view."""
        if self.chosen is not None:
            area = area_of(self._regions[self.chosen].area)
            self._panes.scan.look_at_area(area, share=REGION_SHARE)

    def to_json(self) -> dict[str, Any]:
        """Return which regions were seen, as plain JSON values."""
        return {
            "shown": self._commands["region.show"].isChecked(),
            "chosen": None if self.chosen is None else self.chosen + 1,
            "explained": self.is_explaining,
            "patches": self._panes.patches.is_shown,
        }

    def _step(self, by: int) -> None:
        if not self._regions:
            return
        first = 0 if by > 0 else len(self._regions) - 1
        number = first if self.chosen is None else (self.chosen + by) % len(self._regions)
        self._lead_to(number)

    def _lead_to(self, number: int) -> None:
        self._commands["region.show"].setChecked(True)
        if not self._commands["view.deviations"].isChecked():
            self._commands["view.deviations"].trigger()  # else the step would show nothing
        self._choose(number)
        self._set_explaining(on=True)
        self.look_at_chosen()

    def _choose(self, number: int) -> None:
        self.chosen = number
        self._list.set_chosen(number)
        self._explanation.show_region(number)
        self.draw()

    def _set_explaining(self, *, on: bool) -> None:
        self._commands["region.explain"].setChecked(on)
        self._panes.set_lower_away(on)
        self._explanation.setVisible(on)
        room = self._page.layout()
        if room is not None:
            room.activate()  # at once: what is brought into view fills a share of the new pane

    @Slot()
    def _on_explain(self) -> None:
        on = self._commands["region.explain"].isChecked()
        if on and self.chosen is None and self._regions:
            self._lead_to(0)
        else:
            self._set_explaining(on=on)

    @Slot()
    def _on_patches(self) -> None:
        self._panes.patches.set_shown(self._commands["match.patches"].isChecked())

    @Slot(int)
    def _on_listed(self, number: int) -> None:
        self._lead_to(number)

    @Slot(object)
    def _on_clicked(self, place: Place) -> None:
        """Choose the smallest region around a click, where regions are shown."""
        if not self._commands["region.show"].isChecked():
            return
        sizes = {
            number: region.area.height * region.area.width
            for number, region in enumerate(self._regions)
            if contains(area_of(region.area), place)
        }
        if sizes:
            self._choose(min(sizes, key=lambda number: sizes[number]))

    @Slot(object)
    def _on_look(self, state: PictureState) -> None:
        self._explanation.set_look(state.look)

    @Slot(bool)
    def _on_other_view(self, shown: bool) -> None:  # noqa: FBT001 - a Qt slot of toggled(bool)
        if shown:
            self._set_explaining(on=False)
