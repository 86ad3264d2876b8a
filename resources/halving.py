"""What half a picture is: one definition for the file that stores it and the pane that shows it."""

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2


def halve(picture: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Join 2 x 2 pixels to their mean; a last odd row or column is joined with itself.

    A pixel (r, c) of the half covers exactly rows 2r and 2r + 1, columns 2c and 2c + 1, so that
    places agree on every level. Means are rounded half up.

    Parameters
    ----------
    picture : ndarray of uint16, shape (rows, columns)

    Returns
    -------
    ndarray of uint16, shape (ceil(rows / 2), ceil(columns / 2))
    """
    rows, columns = picture.shape
    if rows % 2 or columns % 2:
        picture = cv2.copyMakeBorder(
            picture, 0, rows % 2, 0, columns % 2, cv2.BORDER_REPLICATE
        ).astype(np.uint16, copy=False)
    half = cv2.resize(picture, halved_shape((rows, columns))[::-1], interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(half, dtype=np.uint16)


def halved_shape(shape: tuple[int, int], times: int = 1) -> tuple[int, int]:
    """Return rows and columns after so many halves; odd sides are rounded up each time."""
    rows, columns = shape
    return -(-rows >> times), -(-columns >> times)
