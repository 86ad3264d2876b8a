"""Photos decoded for the screen; plain functions that are run off the Qt thread."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from PySide6.QtGui import QImage

from resources.opencv import cv2
from workstation.domain.photo import Photo

THUMB_PX: Final = 220
"""A thumbnail's longer side is about so long: sharp on a screen of twice the dots [pixels]."""
_REDUCED: Final = (
    (8, cv2.IMREAD_REDUCED_COLOR_8),
    (4, cv2.IMREAD_REDUCED_COLOR_4),
    (2, cv2.IMREAD_REDUCED_COLOR_2),
)


def photo_image(photo: Photo) -> QImage:
    """Return a photo in full; a null image where its JPEG is damaged inside."""
    return _decoded(photo, cv2.IMREAD_COLOR)


def thumbnail(photo: Photo) -> QImage:
    """Return a photo just large enough for a thumbnail, decoded at that size; null as above."""
    longest = max(photo.rows, photo.columns)
    fitting = (how for times, how in _REDUCED if longest >= times * THUMB_PX)
    return _decoded(photo, next(fitting, cv2.IMREAD_COLOR))


def thumbnails(photos: Sequence[Photo]) -> tuple[QImage, ...]:
    """Return the thumbnails of several photos in their order."""
    return tuple(thumbnail(photo) for photo in photos)


def _decoded(photo: Photo, how: int) -> QImage:
    try:
        picture = cv2.imdecode(np.frombuffer(photo.jpeg, np.uint8), how)
    except cv2.error:
        picture = None
    if picture is None:
        return QImage()
    rows, columns, channels = picture.shape
    image = QImage(picture.data, columns, rows, channels * columns, QImage.Format.Format_BGR888)
    return image.copy()  # the array ends with this function
