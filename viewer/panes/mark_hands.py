"""What the left button does to marks, joined to the view it does it on."""

from typing import Final

from PySide6.QtCore import QObject, QPoint, Signal

from viewer.overlay import MarkDrawing, PaneMark, Tool
from viewer.panes.scan_view import ScanView
from viewer.panes.words_editor import WordsEditor
from viewer.picking import mark_at
from viewer.pixels.geometry import Place
from viewer.reshape import Grip, grip_at
from viewer.tools.freehand import FreehandTool
from viewer.tools.note import NoteTool
from viewer.tools.pan import PanTool
from viewer.tools.pick import PickTool
from viewer.tools.pointer import Pointer
from viewer.tools.polygon import PolygonTool

_NEAR_PX: Final = 7.0
"""How near a line a click has to be, a little more than a hand trembles [pixels]."""


class MarkHands(QObject):
    """The tools for polygon, freehand line and text, and the picking and moving of marks."""

    picked = Signal(str)
    """The id of a mark that was clicked; empty after a click beside all of them."""
    clicked = Signal(object)
    """The place (row, column) of any click that was no drag, beside marks and on them."""
    moved = Signal(str, object)
    """The id of a mark, and its new points as a tuple of (row, column)."""

    def __init__(self, view: ScanView) -> None:
        super().__init__(view)
        self._view = view
        self.editor = WordsEditor(view.viewport())
        self._note = NoteTool(picture_shape=self._shape, ask=self._ask, finish=self._finish)
        self.editor.kept.connect(self._note.keep)
        self.editor.given_up.connect(self._note.cancel)
        view.view_moved.connect(self._follow)
        view.add_hand(Tool.TEXT, self._note)
        view.add_hand(
            Tool.POLYGON,
            PolygonTool(
                picture_shape=self._shape, point=self._point, show=self._show, finish=self._finish
            ),
        )
        view.add_hand(
            Tool.FREEHAND,
            FreehandTool(picture_shape=self._shape, show=self._show, finish=self._finish),
        )
        view.add_hand(
            Tool.PAN,
            PickTool(
                PanTool(self._push),
                grip=self._grip,
                picture_shape=self._shape,
                show=self._show,
                pick=self._pick,
                finish=self.moved.emit,
            ),
        )

    def _shape(self) -> tuple[int, int]:
        shape: tuple[int, int] = self._view.stage().shape
        return shape

    def _point(self, place: Place) -> tuple[float, float]:
        point: tuple[float, float] = self._view.stage().point(self._view.viewpoint, place)
        return point

    def _scale(self) -> tuple[float, float]:
        scale: tuple[float, float] = self._view.stage().scale(self._view.viewpoint.zoom)
        return scale

    def _near_px(self) -> float:
        ratio: float = self._view.devicePixelRatioF()
        return _NEAR_PX * ratio

    def _push(self, down_px: float, along_px: float) -> None:
        self._view.move_to(self._view.stage().pan(self._view.viewpoint, down_px, along_px))

    def _show(self, draft: PaneMark | None) -> None:
        self._view.overlay_item.set_draft(draft)

    def _finish(self, drawing: MarkDrawing) -> None:
        self._view.mark_drawn.emit(drawing)

    def _pick(self, at: Pointer) -> None:
        overlay, found = self._view.overlay_item, ""
        if overlay.isVisible():
            near = mark_at(
                overlay.marks, at.place, scale=self._scale(), tolerance_px=self._near_px()
            )
            found = self._label_at(at) or near or ""
        self.picked.emit(found)
        self.clicked.emit(at.place)

    def _grip(self, at: Pointer) -> tuple[PaneMark, Grip] | None:
        overlay = self._view.overlay_item
        mark = overlay.highlighted
        if mark is None or not overlay.isVisible():
            return None
        held = grip_at(mark, at.place, scale=self._scale(), tolerance_px=self._near_px())
        if held is None and self._label_at(at) == mark.mark_id:
            held = Grip(start=at.place, handle=None)
        return None if held is None else (mark, held)

    def _label_at(self, at: Pointer) -> str:
        ratio = self._view.devicePixelRatioF()
        owner: str = self._view.overlay_item.label_owner(at.along_px / ratio, at.down_px / ratio)
        return owner

    def _ask(self, place: Place | None) -> None:
        if place is None:
            self.editor.dismiss()
            self._show(None)
        else:
            self._show(self._note.draft)
            self.editor.ask_at(self._spot(place))

    def _follow(self, _viewpoint: object) -> None:
        """Let the field stay at its place while the picture is moved below it."""
        if self._note.place is not None:
            self.editor.move_to(self._spot(self._note.place))

    def _spot(self, place: Place) -> QPoint:
        ratio = self._view.devicePixelRatioF()
        down_px, along_px = self._point(place)
        return QPoint(round(along_px / ratio), round(down_px / ratio))
