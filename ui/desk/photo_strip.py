"""The photos that came with a scan, small, in the declaration's panel; nothing where none came."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from ui import theme, words
from ui.widgets.few_lines import FewLines
from ui.widgets.texts import paint
from workstation.domain.photo import MOST_PHOTOS, Photos

_COLUMNS: Final = 4
_THUMB: Final = QSize(74, 56)
_EDGE_PX: Final = 3
_TOLD: Final = 3


class Thumb(QPushButton):
    """One photo, small; until it is decoded its number stands there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the command opens them by key
        theme.tall(self, _THUMB.height())
        theme.wide(self, _THUMB.width())
        self._image = QImage()

    @property
    def image(self) -> QImage:
        """What is shown; null until it is decoded."""
        return self._image

    def show_image(self, image: QImage) -> None:
        """Show a photo, or none yet."""
        self._image = image
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the photo whole within the frame of a button."""
        super().paintEvent(event)
        painter = QPainter(self)
        room = self.rect().adjusted(_EDGE_PX, _EDGE_PX, -_EDGE_PX, -_EDGE_PX)
        if self._image.isNull():
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(self.property("number")))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(fitted(self._image.size(), room), self._image)
        painter.end()


class PhotoStrip(QWidget):
    """Shows thumbnails and a calm line about photos that are missing."""

    changed = Signal(object)
    """Photos: those of another case, whose thumbnails are wanted."""
    opened = Signal(int)
    """Place of a photo that a hand chose, from 0."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 4)
        column.setSpacing(5)
        self._grid = QGridLayout()
        self._grid.setSpacing(5)
        self._grid.setColumnStretch(_COLUMNS, 1)
        column.addLayout(self._grid)
        self.missing = FewLines()
        paint(self.missing, colour=theme.QUIET)
        column.addWidget(self.missing)
        self._thumbs: list[Thumb] = []
        self._photos = Photos()
        self.hide()

    @property
    def photos(self) -> Photos:
        """The photos of the case that is shown."""
        return self._photos

    @property
    def thumbs(self) -> Sequence[Thumb]:
        """The thumbnails that are shown."""
        return self._thumbs[: len(self._photos.pictures)]

    def show_photos(self, photos: Photos) -> None:
        """Show the photos of another case, or the same in another language."""
        news = photos is not self._photos
        self._photos = photos
        count = min(len(photos.pictures), MOST_PHOTOS)
        while len(self._thumbs) < count:  # they stay for the next case
            thumb, place = Thumb(self), len(self._thumbs)
            thumb.setProperty("place", place)
            thumb.clicked.connect(self._on_clicked)
            self._grid.addWidget(thumb, place // _COLUMNS, place % _COLUMNS)
            self._thumbs.append(thumb)
        for place, thumb in enumerate(self._thumbs):
            thumb.setVisible(place < count)
            if place < count:
                thumb.setProperty("number", photos.pictures[place].number)
            if news:
                thumb.show_image(QImage())
        self.retranslate()
        self.setVisible(photos.count > 0)
        if news:
            self.changed.emit(photos)

    @Slot(object)
    def show_images(self, images: Sequence[QImage]) -> None:
        """Show the thumbnails, in the order of the photos."""
        for thumb, image in zip(self.thumbs, images, strict=False):
            thumb.show_image(image)

    def changeEvent(self, event: QEvent) -> None:
        """Retranslate when the language changes."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Write every text anew."""
        count = self._photos.count
        for thumb, photo in zip(self.thumbs, self._photos.pictures, strict=False):
            name = words.photo(photo.number, count)
            thumb.setAccessibleName(name)
            thumb.setToolTip(name)
        lost = [words.missing_photo(one) for one in self._photos.missing]
        more = len(lost) - _TOLD
        rest = [self.tr("and %n more that could not be read", "", more)] if more > 0 else []
        self.missing.say("\n".join((*lost[:_TOLD], *rest)))
        self.missing.setVisible(bool(lost))

    @Slot()
    def _on_clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, Thumb):
            self.opened.emit(sender.property("place"))


def fitted(size: QSize, room: QRect) -> QRect:
    """Return where a picture stands when it is shown whole in the middle of a room."""
    shown = size.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(room.topLeft(), shown)
    place.moveCenter(room.center())
    return place
