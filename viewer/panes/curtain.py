"""Taking hold of the curtain between scan and typical model."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QCursor, QMouseEvent

from viewer.compare import Covered
from viewer.panes.scan_view import ScanView

_NEAR_PX: Final = 6.0


class CurtainHand(QObject):
    """Hears the mouse of a view before its tools do, but only beside the curtain.

    The view's own cursor comes back as soon as the mouse leaves the curtain.
    """

    moved = Signal(float)
    """Where a hand hangs the curtain, in shares of the pane."""

    def __init__(self, view: ScanView) -> None:
        super().__init__(view)
        self._port = view.viewport()
        self._view = view
        self._share: float | None = None
        self._covered = Covered.RIGHT
        self._held = False
        self._own_cursor: QCursor | None = None
        self._port.installEventFilter(self)
        view.tool_changed.connect(self._on_tool)

    def hang(self, share: float | None, covered: Covered) -> None:
        """Follow the curtain; None takes it away."""
        self._share, self._covered = share, covered
        if share is None:
            self._held = False
            self._let_cursor_go()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the left button beside the curtain; leave all else to the view."""
        if self._share is None or not isinstance(event, QMouseEvent):
            return False
        if event.type() == QEvent.Type.MouseMove:
            return self._move(event)
        left = event.button() == Qt.MouseButton.LeftButton
        if not left:
            return self._held
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            self._held = self._is_near(event.position()) and not self._view.is_dragging
            return self._held
        if event.type() == QEvent.Type.MouseButtonRelease and self._held:
            self._held = False
            return True
        return False

    def _move(self, event: QMouseEvent) -> bool:
        if self._held:
            at, size = event.position(), self._port.size()
            along = self._covered is Covered.RIGHT
            share = at.x() / size.width() if along else at.y() / size.height()
            self.moved.emit(min(max(share, 0.0), 1.0))
            return True
        if self._is_near(event.position()) and not self._view.is_dragging:
            self._take_cursor()
        else:
            self._let_cursor_go()
        return False

    def _is_near(self, at: QPointF) -> bool:
        if self._share is None:
            return False
        size = self._port.size()
        if self._covered is Covered.RIGHT:
            return bool(abs(at.x() - self._share * size.width()) <= _NEAR_PX)
        return bool(abs(at.y() - self._share * size.height()) <= _NEAR_PX)

    def _take_cursor(self) -> None:
        if self._own_cursor is None:
            self._own_cursor = self._port.cursor()
        across = self._covered is Covered.RIGHT
        self._port.setCursor(Qt.CursorShape.SplitHCursor if across else Qt.CursorShape.SplitVCursor)

    def _let_cursor_go(self) -> None:
        if self._own_cursor is not None:
            self._port.setCursor(self._own_cursor)
            self._own_cursor = None

    def _on_tool(self, _tool: object) -> None:
        """Forget the former cursor: the view has just shown that of its new tool."""
        self._own_cursor = None
