"""What half a picture is: one definition for the file that stores it and the pane that shows it."""

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2


def halve(
    picture: NDArray[np.uint16], *, into: NDArray[np.uint16] | None = None
) -> NDArray[np.uint16]:
    """Join 2 x 2 pixels to their mean; a last odd row or column is joined with itself.

    A pixel (r, c) of the half covers exactly rows 2r and 2r + 1, columns 2c and 2c + 1, so that
    places agree on every level. Means are rounded half up.

    Parameters
    ----------
    picture : ndarray of uint16, shape (rows, columns)
    into : ndarray of uint16, shape (ceil(rows / 2), ceil(columns / 2)), or None
        Where to put the half; its rows may lie apart. None makes a new array.

    Returns
    -------
    ndarray of uint16, shape (ceil(rows / 2), ceil(columns / 2))
    """
    half = np.empty(halved_shape(picture.shape[:2]), np.uint16) if into is None else into
    rows, columns = picture.shape[0] // 2, picture.shape[1] // 2
    odd_row, odd_column = picture.shape[0] % 2, picture.shape[1] % 2
    _mean_of_four(picture[: 2 * rows, : 2 * columns], half[:rows, :columns])
    if odd_row:
        _mean_of_four(picture[[-1, -1], : 2 * columns], half[rows:, :columns])
    if odd_column:
        _mean_of_four(picture[: 2 * rows, [-1, -1]], half[:rows, columns:])
    if odd_row and odd_column:
        half[-1, -1] = picture[-1, -1]
    return half


def _mean_of_four(picture: NDArray[np.uint16], half: NDArray[np.uint16]) -> None:
    if half.size:
        cv2.resize(picture, half.shape[::-1], dst=half, interpolation=cv2.INTER_AREA)


def halved_shape(shape: tuple[int, int], times: int = 1) -> tuple[int, int]:
    """Return rows and columns after so many halves; odd sides are rounded up each time."""
    rows, columns = shape
    return -(-rows >> times), -(-columns >> times)
