"""Patches of scan and typical model that agree: point at one and its partner lights up."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from viewer.items.patch_item import PatchItem
from viewer.panes.scan_pane import ScanPane
from viewer.pixels.geometry import Area, Place, contains


class PatchPairs(QObject):
    """Draws pairs of patches over two panes, when asked for.

    The pair under the mouse is lit in both panes; a click keeps it lit until another is clicked
    or the click falls beside all of them.
    """

    def __init__(self, scan: ScanPane, model: ScanPane) -> None:
        super().__init__(scan)
        self._pairs: tuple[tuple[Area, Area], ...] = ()
        self._shown, self._allowed = False, True
        self._kept: int | None = None
        self._items = (PatchItem(), PatchItem())
        for pane, item in zip((scan, model), self._items, strict=True):
            pane.view.box.addItem(item, ignoreBounds=True)
        scan.view.pointed.connect(self._on_scan_pointed)
        model.view.pointed.connect(self._on_model_pointed)
        scan.placeClicked.connect(self._on_scan_clicked)
        model.placeClicked.connect(self._on_model_clicked)

    def set_pairs(self, pairs: Sequence[tuple[Area, Area]]) -> None:
        """Take the patches (of the scan, of the model) of another match, or none."""
        self._pairs, self._kept = tuple(pairs), None
        for side, item in enumerate(self._items):
            item.set_patches([pair[side] for pair in self._pairs])
        self._settle()

    def set_shown(self, shown: bool) -> None:  # noqa: FBT001 - as setVisible
        """Draw the patches, or not."""
        self._shown = shown
        self._settle()

    def set_allowed(self, allowed: bool) -> None:  # noqa: FBT001 - as setVisible
        """Hide them while nothing is to be drawn over the pictures."""
        self._allowed = allowed
        self._settle()

    @property
    def is_shown(self) -> bool:
        """Whether patches are asked for."""
        return self._shown

    @property
    def count(self) -> int:
        """How many patches agree."""
        return len(self._pairs)

    @property
    def lit(self) -> tuple[Area, Area] | None:
        """The pair that stands out, as (of the scan, of the model)."""
        of_scan, of_model = (item.lit for item in self._items)
        return None if of_scan is None or of_model is None else (of_scan, of_model)

    def _settle(self) -> None:
        for item in self._items:
            item.setVisible(self._shown and self._allowed and bool(self._pairs))

    def _light(self, number: int | None) -> None:
        for item in self._items:
            item.set_lit(number)

    def _at(self, side: int, place: Place | None) -> int | None:
        """Return the smallest patch of a pane around a place, or None."""
        if place is None or not self._shown:
            return None
        found = [number for number, pair in enumerate(self._pairs) if contains(pair[side], place)]
        return min(found, key=lambda number: _size(self._pairs[number][side]), default=None)

    def _hover(self, side: int, place: Place | None) -> None:
        under = self._at(side, place)
        self._light(self._kept if under is None else under)

    def _keep(self, side: int, place: Place) -> None:
        self._kept = self._at(side, place)
        self._light(self._kept)

    @Slot(object)
    def _on_scan_pointed(self, place: Place | None) -> None:
        self._hover(0, place)

    @Slot(object)
    def _on_model_pointed(self, place: Place | None) -> None:
        self._hover(1, place)

    @Slot(object)
    def _on_scan_clicked(self, place: Place) -> None:
        self._keep(0, place)

    @Slot(object)
    def _on_model_clicked(self, place: Place) -> None:
        self._keep(1, place)


def _size(area: Area) -> float:
    return area.height * area.width
