"""Photos of strangers made our own: checked by their headers, decoded, and written anew.

What comes out holds the picture and nothing else: no place, no camera, no name, no hidden tail.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.errors import ReviewRoomError, ScanUnreadable
from workstation.domain.photo import LARGEST_FILE, LONGEST_PX, MissingPhoto, Photo, PhotoFault
from workstation.imaging.jpeg_streams import require_whole_jpeg
from workstation.imaging.picture_headers import (
    JPEG_MAGIC,
    PNG_MAGIC,
    PictureHeader,
    jpeg_header,
    png_header,
)
from workstation.imaging.tiffs import DECODER_FAULTS

MOST_PIXELS: Final = 64_000_000
_QUALITY: Final = 82
_NAME: Final = "photo"


class PhotoUnreadable(ReviewRoomError):
    """A photo is too large, damaged, or no photo; its scan can do without."""

    advice = "The scan goes on without it; ask the site to look at the photo."

    def __init__(self, number: int, fault: PhotoFault) -> None:
        self.missing = MissingPhoto(number=number, fault=fault)
        super().__init__(self.missing.sentence())


def clean_photo(data: bytes, *, number: int) -> Photo:
    """Return a photo written anew from the content of a JPEG or PNG file.

    It stands upright, its longer side is at most `LONGEST_PX`, and nothing of the file but the
    picture is in it.

    Raises
    ------
    PhotoUnreadable
        If it cannot be used; known before a pixel is decoded, but for damage inside.
    """
    header = _header(data, number)
    longest = max(header.rows, header.columns)
    # A JPEG is read at half or a quarter of its size when that is still large enough.
    how = cv2.IMREAD_COLOR
    if data.startswith(JPEG_MAGIC) and longest >= 4 * LONGEST_PX:
        how = cv2.IMREAD_REDUCED_COLOR_4
    elif data.startswith(JPEG_MAGIC) and longest >= 2 * LONGEST_PX:
        how = cv2.IMREAD_REDUCED_COLOR_2
    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), how)
    except cv2.error as error:
        raise PhotoUnreadable(number, PhotoFault.DAMAGED) from error
    if picture is None:
        raise PhotoUnreadable(number, PhotoFault.DAMAGED)
    if data.startswith(JPEG_MAGIC):
        _require_whole(data, number)
    return encode_photo(picture, number=number)


def _require_whole(data: bytes, number: int) -> None:
    """Refuse a JPEG that ends too early; OpenCV would fill it up with grey."""
    from imagecodecs import jpeg8_decode  # noqa: PLC0415 - a desk checks photos, decodes none here

    try:
        require_whole_jpeg(data, np.asarray(jpeg8_decode(data)), jpeg8_decode, _NAME)
    except (ScanUnreadable, *DECODER_FAULTS) as error:
        raise PhotoUnreadable(number, PhotoFault.DAMAGED) from error


def encode_photo(picture: NDArray[Any], *, number: int) -> Photo:
    """Return a colour picture as a photo that travels.

    Parameters
    ----------
    picture : ndarray of uint8, shape (rows, columns, 3)
        Blue, green, red, as OpenCV has them.
    """
    rows, columns = picture.shape[:2]
    longest = max(rows, columns)
    if longest > LONGEST_PX:
        rows, columns = (max(1, round(side * LONGEST_PX / longest)) for side in (rows, columns))
        picture = cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA)
    _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return Photo(number=number, rows=rows, columns=columns, jpeg=jpeg.tobytes())


def packed_photo(jpeg: bytes, *, number: int) -> Photo:
    """Return a photo whose JPEG was made by `encode_photo` before; checked, but not decoded.

    Raises
    ------
    PhotoUnreadable
        If it is no whole JPEG, or larger than such a photo can be.
    """
    if not jpeg.startswith(JPEG_MAGIC):
        raise PhotoUnreadable(number, PhotoFault.NO_PICTURE)
    header = _header(jpeg, number)
    if max(header.rows, header.columns) > LONGEST_PX:
        raise PhotoUnreadable(number, PhotoFault.TOO_MANY_PIXELS)
    return Photo(number=number, rows=header.rows, columns=header.columns, jpeg=jpeg)


def _header(data: bytes, number: int) -> PictureHeader:
    """Return a picture's header, or refuse it; no pixel is decoded."""
    if len(data) > LARGEST_FILE:
        raise PhotoUnreadable(number, PhotoFault.TOO_LARGE)
    read = jpeg_header if data.startswith(JPEG_MAGIC) else png_header
    if not data.startswith((JPEG_MAGIC, PNG_MAGIC)):
        raise PhotoUnreadable(number, PhotoFault.NO_PICTURE)
    try:
        header = read(data, _NAME)
    except (ScanUnreadable, *DECODER_FAULTS) as error:
        raise PhotoUnreadable(number, PhotoFault.DAMAGED) from error
    if header.rows < 1 or header.columns < 1:
        raise PhotoUnreadable(number, PhotoFault.DAMAGED)
    if header.rows * header.columns > MOST_PIXELS:
        raise PhotoUnreadable(number, PhotoFault.TOO_MANY_PIXELS)
    return header
