"""Drawing and measuring without a mouse: a cross that arrows move, and Space for the button."""

from typing import Final, Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from viewer.items.cross_item import CrossItem
from viewer.overlay import Tool
from viewer.pixels.geometry import Place

ARROWS: Final = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
"""Which way an arrow leads: (down, along)."""
_STEP_PX: Final = 12.0
"""What one stroke moves the cross by [logical pixels]; a pane is some hundred of them wide."""
_FINE_PX: Final = 1.0
_FAST: Final = 3.0
"""A held arrow goes so many times as far with each repeat: across a pane in two seconds."""
_EDGE_PX: Final = 2.0


class Handled(Protocol):
    """The view that the cross stands in."""

    tool: Tool
    cursor: QPointF | None

    @property
    def has_picture(self) -> bool:
        """Whether there is anything to draw on."""

    def viewport(self) -> QWidget:
        """Return what is looked at."""

    def meet(self, beyond: QPointF) -> None:
        """Move the picture so that what lies so far beyond the edge is at it [logical pixels]."""

    def point_by_key(self, at: QPointF) -> None:
        """Point here, and go on with what is begun."""

    def press_by_key(self, at: QPointF) -> None:
        """Press the button here, or let it go where it is pressed."""


class KeyHand:
    """Arrows move a cross while a tool draws or measures; Space presses there and lets go.

    With Ctrl a step is one pixel. Beyond the edge the picture comes to meet the cross. The cross
    begins where the mouse is, else in the middle, and is gone when the mouse is moved.
    """

    def __init__(self, view: Handled, cross: CrossItem) -> None:
        self._view, self._cross = view, cross
        self._at: QPointF | None = None

    @property
    def is_there(self) -> bool:
        """Whether the cross is what points, in the place of the mouse."""
        return self._at is not None

    def hears(self, event: QKeyEvent) -> bool:
        """Move or press, and tell whether the key was meant for that."""
        if self._view.tool is Tool.PAN or not self._view.has_picture:
            return False
        if event.key() == Qt.Key.Key_Space and self._at is not None:
            if not event.isAutoRepeat():
                self._view.press_by_key(self._at)
            return True
        step = ARROWS.get(Qt.Key(event.key()))
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        fine = held == Qt.KeyboardModifier.ControlModifier
        if step is None or not (fine or held == Qt.KeyboardModifier.NoModifier):
            return False
        far_px = _FINE_PX if fine else _STEP_PX
        self._move(step, far_px * (_FAST if event.isAutoRepeat() else 1.0))
        return True

    def leave(self) -> None:
        """Take the cross away: the mouse points again, or nothing is drawn any more."""
        self._at = None
        self._cross.show_at(None)

    def stand_at(self, place: Place | None) -> None:
        """Stand at the place that is now under the cross."""
        if self._at is not None:
            self._cross.show_at(place)

    def _move(self, step: tuple[int, int], far_px: float) -> None:
        """Go a step; what leads out of the pane moves the picture instead."""
        room = self._view.viewport().rect()
        start = self._at or self._view.cursor or QPointF(room.center())
        wanted = start + QPointF(step[1] * far_px, step[0] * far_px)
        at = QPointF(
            min(max(wanted.x(), _EDGE_PX), room.width() - _EDGE_PX),
            min(max(wanted.y(), _EDGE_PX), room.height() - _EDGE_PX),
        )
        self._at = at
        if wanted != at:
            self._view.meet(wanted - at)
        self._view.point_by_key(at)
