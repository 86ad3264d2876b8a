"""The place under the mouse in one pane, shown in the others."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject

from viewer.items.cross_item import CrossKind
from viewer.panes.scan_pane import ScanPane
from viewer.pixels.geometry import Place

Crosses = Sequence[tuple[ScanPane, Place, CrossKind]]


class LinkedCursor(QObject):
    """Shows crosses where another pane is pointed at; none while a button is held.

    Parameters
    ----------
    parent : QObject
    panes : sequence of ScanPane
    carry : callable
        Tells for a pane and a place in it which crosses stand where.
    """

    def __init__(
        self,
        parent: QObject,
        panes: Sequence[ScanPane],
        carry: Callable[[ScanPane, Place], Crosses],
    ) -> None:
        super().__init__(parent)
        self._panes, self._carry = tuple(panes), carry
        self._pointed: ScanPane | None = None
        for pane in self._panes:
            pane.view.pointed.connect(partial(self._on_pointed, pane))

    def hide(self) -> None:
        """Take all crosses away until the mouse moves again."""
        self._pointed = None
        self._show(())

    def _on_pointed(self, pane: ScanPane, place: Place | None) -> None:
        """Follow the pane that the mouse is in; the others' silence means nothing."""
        if place is None and pane is not self._pointed:
            return
        self._pointed = None if place is None else pane
        wanted = place is not None and not pane.view.is_dragging and _within(pane, place)
        self._show(self._carry(pane, place) if wanted and place is not None else ())

    def _show(self, crosses: Crosses) -> None:
        there = {pane: (place, kind) for pane, place, kind in crosses if _within(pane, place)}
        for pane in self._panes:
            place, kind = there.get(pane, (None, CrossKind.CROSS))
            pane.view.cross_item.show_at(place, kind)


def _within(pane: ScanPane, place: Place) -> bool:
    if pane.picture is None:
        return False
    rows, columns = pane.picture.shape
    return 0 <= place[0] <= rows and 0 <= place[1] <= columns
