"""The pointers of other people over one pane."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from viewer.items.pointer_item import NamedPointer, PointerItem
from viewer.panes.scan_pane import ScanPane
from viewer.pixels.geometry import to_xy


class PointerLayer(QObject):
    """Shows who points where; they come and go with all that is drawn over the picture.

    Each keeps their colour for as long as they take part, also while they point at nothing.
    """

    def __init__(self, pane: ScanPane, parent: QObject) -> None:
        super().__init__(parent)
        self._pane = pane
        self._ranks: dict[str, int] = {}
        self._items: dict[str, PointerItem] = {}
        pane.viewMoved.connect(self._lean)

    @property
    def pointers(self) -> tuple[NamedPointer, ...]:
        """What is shown now."""
        told = (item.pointer for item in self._items.values() if item.isVisible())
        return tuple(pointer for pointer in told if pointer is not None)

    def show(self, pointers: Sequence[NamedPointer]) -> None:
        """Show these pointers instead of the former ones."""
        by_name = {pointer.who: pointer for pointer in pointers}
        for who, item in self._items.items():
            item.setVisible(who in by_name)
        for who, pointer in by_name.items():
            item = self._items.get(who) or self._make(who)
            item.show_pointer(pointer)
            item.setVisible(True)
        self._lean()

    def clear(self) -> None:
        """Forget everybody."""
        for item in self._items.values():
            item.setParentItem(None)
            scene = item.scene()
            if scene is not None:
                scene.removeItem(item)
        self._items.clear()
        self._ranks.clear()

    def _make(self, who: str) -> PointerItem:
        rank = self._ranks.setdefault(who, len(self._ranks))
        item = PointerItem(rank, self._pane.view.overlay_item)
        self._items[who] = item
        return item

    @Slot()
    def _lean(self) -> None:
        """Keep every name within the pane."""
        view = self._pane.view
        port = view.viewport().rect()
        for item in self._items.values():
            if item.pointer is None or not item.isVisible():
                continue
            x, y = to_xy(item.pointer.place)
            at = view.mapFromScene(view.overlay_item.mapToScene(x, y))
            width, height = item.size()
            item.lean(left=at.x() + width > port.right(), above=at.y() + height > port.bottom())
