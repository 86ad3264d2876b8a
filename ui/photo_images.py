"""Photos decoded for the screen; plain functions that are run off the Qt thread."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from resources.opencv import cv2
from workstation.domain.photo import Photo

DecodePhoto = Callable[[Photo, int], NDArray[np.uint8] | None]
"""Decodes a photo in full (1), or at a half, a quarter or an eighth of its size (2, 4, 8), to blue,
green and red; None where its JPEG is damaged."""
THUMB_PX: Final = 220
"""A thumbnail's longer side is about so long: sharp on a screen of twice the dots [pixels]."""
_REDUCED: Final = {
    8: cv2.IMREAD_REDUCED_COLOR_8,
    4: cv2.IMREAD_REDUCED_COLOR_4,
    2: cv2.IMREAD_REDUCED_COLOR_2,
    1: cv2.IMREAD_COLOR,
}


def decode_here(photo: Photo, reduced: int) -> NDArray[np.uint8] | None:
    """Decode a photo in this process."""
    try:
        picture = cv2.imdecode(np.frombuffer(photo.jpeg, np.uint8), _REDUCED[reduced])
    except cv2.error:
        return None
    return None if picture is None else np.asarray(picture, np.uint8)


def photo_image(photo: Photo, decode: DecodePhoto = decode_here) -> QImage:
    """Return a photo in full; a null image where its JPEG is damaged inside."""
    return _image(decode(photo, 1))


def thumbnail(photo: Photo, decode: DecodePhoto = decode_here) -> QImage:
    """Return a photo just large enough for a thumbnail, decoded at that size; null as above."""
    longest = max(photo.rows, photo.columns)
    return _image(decode(photo, next(n for n in _REDUCED if n == 1 or longest >= n * THUMB_PX)))


def thumbnails(photos: Sequence[Photo], decode: DecodePhoto = decode_here) -> tuple[QImage, ...]:
    """Return the thumbnails of several photos in their order."""
    return tuple(thumbnail(photo, decode) for photo in photos)


def _image(picture: NDArray[np.uint8] | None) -> QImage:
    if picture is None:
        return QImage()
    rows, columns, channels = picture.shape
    image = QImage(picture.data, columns, rows, channels * columns, QImage.Format.Format_BGR888)
    return image.copy()  # the array ends with this function
