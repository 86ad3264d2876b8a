"""The photos of a case, one at a time, over the scan; whole or pixel by pixel."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui import theme, words
from ui.desk.photo_strip import fitted
from ui.widgets.texts import Elided, paint, plain
from workstation.domain.photo import Photo, Photos

_ELSEWHERE: Final = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""Why the keyboard may leave for a moment without the photos being left."""
_NEXT: Final = (Qt.Key.Key_Space, Qt.Key.Key_PageDown)
_BEFORE: Final = (Qt.Key.Key_Backspace, Qt.Key.Key_PageUp)
_STEPS: Final = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1),
                 Qt.Key.Key_Down: (0, 1)}  # fmt: skip
_PAN_SHARE: Final = 0.2


class PhotoCanvas(QWidget):
    """One picture, whole in its room or one pixel on one of the screen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._whole = True
        self._centre = QPointF()
        self._held: QPointF | None = None

    @property
    def image(self) -> QImage:
        """What is shown; null while it is being decoded."""
        return self._image

    @property
    def is_whole(self) -> bool:
        """Whether all of the picture is in sight, however small."""
        return self._whole

    @property
    def centre(self) -> QPointF:
        """Which pixel of the picture stands in the middle when it is shown 1:1."""
        return self._centre

    def show_image(self, image: QImage) -> None:
        """Show another picture, whole."""
        self._image, self._whole = image, True
        self._go_to(QPointF(image.width() / 2, image.height() / 2))

    def set_whole(self, *, whole: bool) -> None:
        """Show all of the picture, or its pixels."""
        self._whole = whole
        self._go_to(self._centre)

    def pan(self, right: float, down: float) -> None:
        """Move what is seen 1:1 by shares of the room."""
        seen = self._seen_px()
        move = QPointF(right * seen.width(), down * seen.height())
        self._go_to(self._centre + move)

    def shown_in(self) -> QRectF:
        """Return where the picture stands in this widget, in the widget's own pixels."""
        if self._whole:
            return QRectF(fitted(self._image.size(), self.rect()))
        size = QSizeF(self._image.size()) / self.devicePixelRatioF()
        middle = QRectF(self.rect()).center()
        return QRectF(middle - self._centre / self.devicePixelRatioF(), size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture on the ground of the room."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.GROUND))
        if not self._image.isNull():
            smooth = QPainter.RenderHint.SmoothPixmapTransform
            painter.setRenderHint(smooth, self._whole)
            painter.drawImage(self.shown_in(), self._image)
        painter.end()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the picture in hand."""
        self._held = event.position()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._held is not None and not self._whole:
            moved = (event.position() - self._held) * self.devicePixelRatioF()
            self._held = event.position()
            self._go_to(self._centre - moved)
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go."""
        self._held = None
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change between whole and 1:1."""
        self.set_whole(whole=not self._whole)
        event.accept()

    def _seen_px(self) -> QSizeF:
        return QSizeF(self.size()) * self.devicePixelRatioF()

    def _go_to(self, centre: QPointF) -> None:
        """Look at a pixel, and never past the edges of the picture."""
        seen, image = self._seen_px(), self._image

        def within(at: float, whole: float, part: float) -> float:
            return whole / 2 if part >= whole else min(max(at, part / 2), whole - part / 2)

        self._centre = QPointF(
            within(centre.x(), image.width(), seen.width()),
            within(centre.y(), image.height(), seen.height()),
        )
        self.update()


class PhotoViewer(QFrame):
    """Lies over the scan while photos are looked at; every key is its own meanwhile.

    Going elsewhere with the mouse closes it, as Escape does. What it shows is asked for by
    `wanted` and handed in by `show_image`.
    """

    wanted = Signal(object)
    """Photo: to be decoded."""
    covers = Signal(bool)
    """Whether the scan is covered from now on."""

    def __init__(self, page: QWidget, over: QWidget) -> None:
        super().__init__(page)
        self._page, self._over = page, over
        self.setObjectName("photo_viewer")
        self.setStyleSheet(
            f"#photo_viewer {{ background: {theme.PANEL}; border: 1px solid {theme.ACCENT};"
            " border-radius: 6px; }"
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.heading, self.help = plain(bold=True), Elided()
        self.help.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        paint(self.help, colour=theme.QUIET)
        self.trouble = plain(colour=theme.WARN)
        self.canvas = PhotoCanvas(self)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self.heading)
        top.addWidget(self.trouble)
        top.addWidget(self.help, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.canvas, 1)
        self.own_keys: list[QKeySequence] = []
        """The keys that opened it, which close it as well."""
        self.let_through: list[QAction] = []
        """What may be asked for without a look at the scan: the photos close, and it is done."""
        self._photos, self._at = Photos(), 0
        self._is_open = False
        self.hide()
        over.installEventFilter(self)
        page.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether photos are looked at."""
        return self._is_open

    @property
    def photo(self) -> Photo | None:
        """The photo that is looked at."""
        return self._photos.pictures[self._at] if self._is_open else None

    def open(self, photos: Photos, at: int) -> None:
        """Look at the photos of a case, beginning with one of them."""
        if not 0 <= at < len(photos.pictures):
            return
        self._photos = photos
        was_open, self._is_open = self._is_open, True
        self._place()
        self.show()
        self.raise_()
        self._go(at)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if not was_open:
            self.covers.emit(True)

    @Slot()
    def close_photos(self) -> None:
        """Look at the scan again."""
        if self._is_open:
            had_keys, self._is_open = self.hasFocus(), False
            self._photos = Photos()
            self.canvas.show_image(QImage())
            self.hide()
            if had_keys:
                self._over.setFocus(Qt.FocusReason.OtherFocusReason)
            self.covers.emit(False)

    @Slot(object)
    def show_image(self, image: QImage) -> None:
        """Show the photo that was wanted last; a null image means that it is damaged."""
        if self._is_open:
            self.canvas.show_image(image)
            self.trouble.setText(self.tr("It is damaged") if image.isNull() else "")

    def event(self, event: QEvent) -> bool:
        """Keep every key from the shortcuts of the window, and speak the language of the moment."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.keyPressEvent(event)  # also Tab, which Qt would take to lead out of here
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go through the photos, look closer, or leave."""
        event.accept()
        key = Qt.Key(event.key())
        if key in _STEPS and not self.canvas.is_whole:
            right, down = _STEPS[key]
            self.canvas.pan(right * _PAN_SHARE, down * _PAN_SHARE)
        elif key in _NEXT or (key in _STEPS and sum(_STEPS[key]) > 0):
            self._go(self._at + 1)
        elif key in _BEFORE or key in _STEPS:
            self._go(self._at - 1)
        elif event.isAutoRepeat():
            return
        elif key == Qt.Key.Key_Escape or QKeySequence(event.keyCombination()) in self.own_keys:
            self.close_photos()
        elif asked := self._asked_by(QKeySequence(event.keyCombination())):
            self.close_photos()
            asked.trigger()
        elif key == Qt.Key.Key_F:
            self.canvas.set_whole(whole=True)
        elif key == Qt.Key.Key_Z:
            self.canvas.set_whole(whole=not self.canvas.is_whole)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go through the photos; a scan below must not zoom unseen."""
        event.accept()
        turn = event.angleDelta().y()
        if turn:
            self._go(self._at + (1 if turn < 0 else -1))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave when the officer goes on elsewhere."""
        super().focusOutEvent(event)
        if event.reason() not in _ELSEWHERE:
            self.close_photos()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the scan when the window changes, and leave with the page."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self._is_open:
            self._place()
        if watched is self._page and event.type() == QEvent.Type.Hide:
            self.close_photos()
        return False

    def retranslate(self) -> None:
        """Write every text anew."""
        photo = self.photo
        if photo is None:
            return
        name = words.photo(photo.number, self._photos.count)
        self.heading.setText(name)
        self.canvas.setAccessibleName(name)
        self.setAccessibleName(name)
        several = len(self._photos.pictures) > 1
        hints = [self.tr("← → other photos")] if several else []
        hints += [self.tr("Z 1:1"), self.tr("F whole"), self.tr("Esc back to the scan")]
        self.help.say("   ·   ".join(hints))

    def _go(self, at: int) -> None:
        """Look at a photo; at either end there is nothing more."""
        pictures = self._photos.pictures
        at = min(max(at, 0), len(pictures) - 1)
        if at != self._at or self.canvas.image.isNull():
            self._at = at
            self.canvas.show_image(QImage())
            self.trouble.setText("")
            self.wanted.emit(pictures[at])
        self.retranslate()

    def _asked_by(self, keys: QKeySequence) -> QAction | None:
        return next((one for one in self.let_through if keys in one.shortcuts()), None)

    def _place(self) -> None:
        corner = self._over.mapTo(self._page, self._over.rect().topLeft())
        self.setGeometry(QRect(corner, self._over.size()))
