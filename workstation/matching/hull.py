"""Where on the token grid a load is, with its gaps; and how far inside it a point lies."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2

_POSTS_SHARE: Final = 0.03  # of the length at each end: corner posts, door gear, cooling units
_GAP: Final = (7, 9)  # tokens, rows and columns


def load_hull(load: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the load with its gaps: a cavity inside it belongs to it, corner posts do not."""
    posts = round(_POSTS_SHARE * load.shape[1])
    inner = load.astype(np.uint8)
    inner[:, :posts] = inner[:, load.shape[1] - posts :] = 0
    padded = cv2.copyMakeBorder(inner, 9, 9, 9, 9, cv2.BORDER_REPLICATE)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, np.ones(_GAP, np.uint8))
    return np.asarray(closed[9:-9, 9:-9] > 0)


def depth_inside(hull: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return how much of a point's surroundings is load, 0 to 1: little at its edges.

    Posts, slopes and floor fittings stand at the edges; the open top counts as load, for goods
    end there.
    """
    padded = cv2.copyMakeBorder(hull.astype(np.float32), 2, 0, 0, 0, cv2.BORDER_REPLICATE)
    padded = cv2.copyMakeBorder(padded, 0, 2, 4, 4, cv2.BORDER_CONSTANT, value=0)
    return np.asarray(cv2.blur(padded, (7, 3))[2:-2, 4:-4], dtype=np.float32)
