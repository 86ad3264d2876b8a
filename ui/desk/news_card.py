"""A card over the desk that an officer reads and puts away: one thing, with its place in a picture.

While it is up nothing is decided, and the picture behind it does not count as seen.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.asking_sheet import ENTER
from ui.widgets.texts import fit_height, paint, plain, wrapped
from viewer.crops import Spot, same_scale, shared_look
from viewer.overlay import RegionKind
from viewer.panes.crop_view import CropView
from viewer.pixels.look import Look

_WIDTH_PX: Final = 640
_CROP_PX: Final = 300
_MARGIN_PX: Final = 24


class Covering:
    """Covers the desk as long as any card is up; belongs to the Qt thread."""

    def __init__(self, cover: Callable[[], None], uncover: Callable[[], None]) -> None:
        self._cover, self._uncover = cover, uncover
        self._cards = 0

    def one_more(self) -> None:
        """Hear that a card goes up."""
        self._cards += 1
        self._cover()

    def one_less(self) -> None:
        """Hear that a card was read."""
        self._cards = max(self._cards - 1, 0)
        if not self._cards:
            self._uncover()


class NewsCard(QFrame):
    """Stands in the middle of a page; Enter, Escape or its button puts it away."""

    read = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.setObjectName("news_card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.title, self.text, self.further = plain(size=14, bold=True), wrapped(), wrapped()
        paint(self.further, colour=theme.QUIET)
        self.crop = CropView(RegionKind.PROHIBITED)
        self.crop.setFixedHeight(_CROP_PX)
        self.crop.resized.connect(self._draw)
        self.button = QPushButton()
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setMinimumHeight(36)
        self.button.setAccessibleName(self.tr("Put the card away"))
        self.button.clicked.connect(self.put_away)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, 20, _MARGIN_PX, 18)
        column.setSpacing(10)
        for part in (self.title, self.text, self.crop, self.further):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.button)
        column.addLayout(row)
        self._spot: Spot | None = None
        self.hide()
        page.installEventFilter(self)

    @property
    def is_up(self) -> bool:
        """Whether the card is to be read."""
        return not self.isHidden()

    def put_up(self, spot: Spot | None, *, colour: str) -> None:
        """Show the card, with a place of a picture where there is one; its texts are there."""
        self._spot = spot
        self.setStyleSheet(
            f"#news_card {{ background: {theme.RAISED}; border: 1px solid {theme.LINE};"
            f" border-left: 5px solid {colour}; border-radius: 6px; }}"
        )
        paint(self.title, colour=colour, size=14, bold=True)
        self.crop.setVisible(spot is not None)
        self.show()
        self.raise_()
        self._place()
        self._draw()
        self._take_keyboard()

    @Slot()
    def put_away(self) -> None:
        """Take the card away; it has been read."""
        if self.is_up:
            self.hide()
            self._spot = None
            self.read.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the keyboard when the page comes back, after whoever brings it has given it away."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._take_keyboard)

    @Slot()
    def _take_keyboard(self) -> None:
        """Take the keyboard, but from nobody who is on another page: a password is typed there."""
        if self.isVisible():
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Keep every key from the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the card away with a key that was pressed for it, not with one held down."""
        event.accept()
        if not event.isAutoRepeat() and event.key() in {*ENTER, Qt.Key.Key_Escape}:
            self.put_away()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay in its place when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.is_up:
            self._place()
        return False

    def fit_texts(self) -> None:
        """Give the wrapped texts the height that they need, and the card that of its texts."""
        width = min(_WIDTH_PX, self._page.width() - 40) - 2 * _MARGIN_PX
        for label in (self.text, self.further):
            label.setVisible(bool(label.text()))
            fit_height(label, width)
            label.setMaximumHeight(label.minimumHeight())
        if self.is_up:
            self._stand()

    def _place(self) -> None:
        self.setFixedWidth(min(_WIDTH_PX, self._page.width() - 40))
        self.fit_texts()

    def _stand(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.resize(self.width(), self.sizeHint().height())
        left = (self._page.width() - self.width()) // 2
        self.move(left, max(10, (self._page.height() - self.height()) // 3))

    @Slot()
    def _draw(self) -> None:
        if self._spot is None:
            return
        size_px = self.crop.size_px
        cuts = same_scale(self._spot, (), size_px)
        look = shared_look([self._spot], cuts, Look(), size_px)
        self.crop.show_spot(self._spot, cuts[0].view, look)
