"""The graphics view of a pane: turns mouse and keys into looks, viewpoints and marks."""

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from viewer.items.cross_item import CrossItem
from viewer.look_steps import brighter, wider
from viewer.overlay import MarkDrawing, PaneMark, Shape, Tool
from viewer.panes.key_hand import ARROWS, KeyHand
from viewer.panes.loupe import Loupe
from viewer.panes.picture_view import PictureView
from viewer.picture import Picture
from viewer.pixels.geometry import Place, Viewpoint
from viewer.pixels.look import Look
from viewer.pixels.window import WindowLevel
from viewer.tools.grey import GreyTool
from viewer.tools.mark import MarkTool
from viewer.tools.pan import PanTool
from viewer.tools.pointer import HandTool, Pointer

_NOTCH: Final = 120
"""Wheel angle of one notch, in eighths of a degree, as Qt counts."""
_NOTCH_ZOOM: Final = 1.25
_KEY_PAN: Final = 0.1
_DRAGGED: Final = (Shape.BOX, Shape.ELLIPSE, Shape.ARROW)


class ScanView(PictureView):
    """One picture under the officer's hands.

    The left button pans or draws, the middle one always pans, as does the left with Space; the
    right one changes the grey window, with Shift in fine steps. The wheel zooms at the cursor.
    Escape gives up what is being drawn. A double click destroys nothing. What the left button
    draws, arrows and Space draw as well, see `KeyHand`.
    """

    pointed = Signal(object)
    mark_drawn = Signal(object)
    tool_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.tool = Tool.PAN
        self.loupe: Loupe | None = None
        self.cursor: QPointF | None = None
        self._space = False
        self._turned = 0
        self._drag: tuple[Qt.MouseButton, HandTool] | None = None
        self._pan_tool = PanTool(self._push)
        self._grey_tool = GreyTool(lambda: self.look.window, self._set_window)
        self._hands: dict[Tool, HandTool] = {
            Tool(shape.value): MarkTool(
                shape,
                picture_shape=lambda: self.stage().shape,
                show=self._show_draft,
                finish=self._finish_mark,
            )
            for shape in _DRAGGED
        }
        self._hands[Tool.PAN] = self._pan_tool
        self.key_cross = CrossItem()
        self.box.addItem(self.key_cross, ignoreBounds=True)
        self._key_hand = KeyHand(self, self.key_cross)
        self._show_cursor()

    # -- what is shown ---------------------------------------------------------------------

    def show_picture(self, picture: Picture | None, look: Look, *, keep_view: bool) -> None:
        """Show a picture, or none; fit it unless the view is to be kept."""
        if not keep_view:  # what a hand has begun goes on over the full resolution
            self.cancel()
            self._key_hand.leave()
        super().show_picture(picture, look, keep_view=keep_view)

    def move_to(self, view: Viewpoint, *, fitted: bool = False, late: bool = False) -> None:
        """Look elsewhere, as near to `view` as is sane; ``late`` as `PictureView` takes it."""
        super().move_to(view, fitted=fitted, late=late)
        self._point()

    def set_tool(self, tool: Tool) -> None:
        """Choose what the left button does."""
        self.cancel()
        changed, self.tool = tool is not self.tool, tool
        if tool is Tool.PAN:
            self._key_hand.leave()
        self._show_cursor()
        if changed:
            self.tool_changed.emit(tool)

    @property
    def is_dragging(self) -> bool:
        """Whether a button is held that pushes, draws or changes greys."""
        return self._drag is not None

    def cancel(self) -> None:
        """Give up what a button has begun."""
        if self._drag is not None:
            self._drag[1].cancel()
            self._drag = None
        hand = self._hands.get(self.tool)
        if hand is not None and hand.is_open:
            hand.cancel()

    def add_hand(self, tool: Tool, hand: HandTool) -> None:
        """Say what the left button does while `tool` is chosen."""
        self._hands[tool] = hand

    # -- the cross that keys move -----------------------------------------------------------

    @property
    def has_picture(self) -> bool:
        """Whether there is anything to draw on."""
        return self.picture is not None

    def meet(self, beyond: QPointF) -> None:
        """Move the picture so that what lies so far beyond the edge is at it [logical pixels]."""
        ratio = self.devicePixelRatioF()
        self._push(-beyond.y() * ratio, -beyond.x() * ratio)

    def point_by_key(self, at: QPointF) -> None:
        """Point here, and go on with what is begun."""
        self._go_on(self._pointer_at(at))
        self.cursor = at
        self._point()

    def press_by_key(self, at: QPointF) -> None:
        """Press the button here, or let it go where it is pressed; a click is one stroke."""
        pointer, hand = self._pointer_at(at), self._hands.get(self.tool)
        if hand is None or (self._drag is not None and not self._drawn_by_key):
            return
        if self._drag is None:
            self._drag = (Qt.MouseButton.NoButton, hand)
            hand.press(pointer)
            if not hand.clicks:
                return
        self._drag = None
        hand.release(pointer)
        self._point()

    @property
    def _drawn_by_key(self) -> bool:
        return self._drag is not None and self._drag[0] == Qt.MouseButton.NoButton

    # -- what the tools do -----------------------------------------------------------------

    def _push(self, down_px: float, along_px: float) -> None:
        self.move_to(self.stage().pan(self.viewpoint, down_px, along_px))

    def _set_window(self, window: WindowLevel) -> None:
        self.set_look(replace(self.look, window=window))

    def _show_draft(self, draft: PaneMark | None) -> None:
        self.overlay_item.set_draft(draft)

    def _finish_mark(self, drawing: MarkDrawing) -> None:
        self.mark_drawn.emit(drawing)

    def _show_cursor(self) -> None:
        pans = (self._pan_tool, self._hands[Tool.PAN])
        grabbing = self._drag is not None and self._drag[1] in pans
        pushing = self._space or self.tool is Tool.PAN
        shape = Qt.CursorShape.OpenHandCursor if pushing else Qt.CursorShape.CrossCursor
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor if grabbing else shape)

    # -- what Qt calls ---------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep Enter while something is begun."""
        if event.type() == QEvent.Type.ShortcutOverride and self._wants(event):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a drag with the tool of the button; a second button is not heard."""
        event.accept()
        if self._drag is not None or self.picture is None:
            return
        tool = self._tool_of(event.button())
        if tool is not None:
            self._drag = (event.button(), tool)
            tool.press(self._pointer(event))
            self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the drag and tell what is under the cursor."""
        event.accept()
        if self._drawn_by_key:  # a mouse that was only touched spoils nothing
            return
        self._key_hand.leave()
        self._go_on(self._pointer(event))
        self.cursor = event.position()
        self._point()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag of this button."""
        event.accept()
        if self._drag is not None and event.button() == self._drag[0]:
            (_, tool), self._drag = self._drag, None
            tool.release(self._pointer(event))
            self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """End a run of clicks; else take a double click for two clicks."""
        hand = self._hands.get(self.tool)
        if event.button() == Qt.MouseButton.LeftButton and hand is not None and hand.is_open:
            event.accept()
            hand.close()
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom where the cursor is; while the loupe is there, its factor, with Ctrl its size."""
        event.accept()
        if self.picture is None or self._drag is not None:
            return
        if self.loupe is not None and self.loupe.isVisible():
            self._turn_loupe(self.loupe, event)
            return
        ratio, at = self.devicePixelRatioF(), event.position()
        place = self.stage().place(self.viewpoint, at.y() * ratio, at.x() * ratio)
        factor = _NOTCH_ZOOM ** (event.angleDelta().y() / _NOTCH)
        self.move_to(self.stage().zoom_at(self.viewpoint, factor, place))

    def _turn_loupe(self, loupe: Loupe, event: QWheelEvent) -> None:
        """Go one step for each whole notch: fine wheels and touch pads send parts of one."""
        turn = event.angleDelta().y()
        self._turned = turn if turn * self._turned < 0 else self._turned + turn
        step = int(self._turned / _NOTCH)
        self._turned -= step * _NOTCH
        if step == 0:
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            loupe.step_size(step)
        else:
            loupe.step_factor(step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan by arrows, or draw; with Shift they change window and level; + and - zoom."""
        step = ARROWS.get(Qt.Key(event.key()))
        if self._key_hand.hears(event):
            return
        if event.key() == Qt.Key.Key_Space:
            self._space = True
            self._show_cursor()
        elif event.key() == Qt.Key.Key_Escape and self._is_busy():
            self.cancel()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_busy():
            self._hands[self.tool].close()
        elif step is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.set_look(brighter(wider(self.look, step[1]), -step[0]))
        elif step is not None:
            self.pan_by(step[0] * _KEY_PAN, step[1] * _KEY_PAN)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom_by(1 / _NOTCH_ZOOM if event.key() == Qt.Key.Key_Minus else _NOTCH_ZOOM)
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Hear that Space was let go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._show_cursor()
        else:
            event.ignore()

    def focusOutEvent(self, event: QEvent) -> None:
        """Forget Space: its release may go to another window."""
        self._space = False
        self._show_cursor()
        super().focusOutEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the cursor points at nothing, unless keys move a cross."""
        if not self._key_hand.is_there:
            self.cursor = None
            self._point()
        super().leaveEvent(event)

    def _wants(self, event: QEvent) -> bool:
        """Tell whether a key closes what was begun, whichever command it may call otherwise."""
        closing = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return isinstance(event, QKeyEvent) and event.key() in closing and self._is_busy()

    def _is_busy(self) -> bool:
        """Tell whether a hand has begun something that it has not ended."""
        hand = self._hands.get(self.tool)
        return self._drag is not None or (hand is not None and hand.is_open)

    def _tool_of(self, button: Qt.MouseButton) -> HandTool | None:
        if button == Qt.MouseButton.RightButton:
            return self._grey_tool
        if button == Qt.MouseButton.MiddleButton or (
            button == Qt.MouseButton.LeftButton and self._space
        ):
            return self._pan_tool
        return self._hands.get(self.tool) if button == Qt.MouseButton.LeftButton else None

    def _go_on(self, pointer: Pointer) -> None:
        """Go on with the drag, or with the run of clicks that is open."""
        hand = self._hands.get(self.tool)
        if self._drag is not None:
            self._drag[1].move(pointer)
        elif hand is not None and hand.is_open:
            hand.hover(pointer)

    def _pointer(self, event: QMouseEvent) -> Pointer:
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return self._pointer_at(event.position(), fine=fine)

    def _pointer_at(self, position: QPointF, *, fine: bool = False) -> Pointer:
        at = position * self.devicePixelRatioF()
        place = self.stage().place(self.viewpoint, at.y(), at.x())
        return Pointer(place=place, down_px=at.y(), along_px=at.x(), fine=fine)

    def _point(self) -> None:
        """Tell the place under the cursor, which also changes when the picture moves."""
        place: Place | None = None
        if self.cursor is not None:
            ratio = self.devicePixelRatioF()
            at = self.cursor * ratio
            place = self.stage().place(self.viewpoint, at.y(), at.x())
        self._key_hand.stand_at(place)
        self.pointed.emit(place)
