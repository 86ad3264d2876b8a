"""Cuts what was missed out of a recorded scan, small enough for one message."""

import base64
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np

from resources.opencv import cv2
from workstation.domain.errors import ReviewRoomError
from workstation.imaging.calibration import normalise_air
from workstation.imaging.sandbox.apart import apart

_LOG = logging.getLogger(__name__)
_AROUND: Final = 1.2
_LEAST_PX: Final = 60
_MOST_PX: Final = (260, 440)


class Packages(Protocol):
    """Where recorded packages are."""

    def path(self, sha256: str) -> Path:
        """Return a package; raises ``KeyError`` when it is not there."""


def cut_lesson(blobs: Packages, lesson: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the marked place of a lesson with what lies around it; None where there is none.

    Returns
    -------
    dict or None
        ``rows``, ``columns``, ``grey`` (uint8 transmission, base64), and ``area`` (row, column,
        height and width of the marks in it [px]).
    """
    points = [point for mark in lesson["marks"] for point in mark["points"]]
    if not points:
        return None
    try:
        scan = apart().read_scan(blobs.path(str(lesson["sha256"])))
    except (KeyError, ReviewRoomError) as error:
        _LOG.warning("a lesson has no picture", extra={"reason": str(error)})
        return None
    pixels = normalise_air(scan.main_plane()).transmission
    rows, columns = (np.array([point[axis] for point in points]) for axis in (0, 1))
    tall = max(float(np.ptp(rows)), _LEAST_PX / 2)
    wide = max(float(np.ptp(columns)), _LEAST_PX / 2)
    top = int(np.clip(rows.min() - _AROUND * tall, 0, pixels.shape[0] - 1))
    left = int(np.clip(columns.min() - _AROUND * wide, 0, pixels.shape[1] - 1))
    part = pixels[
        top : int(rows.max() + _AROUND * tall) + 1, left : int(columns.max() + _AROUND * wide) + 1
    ]
    scale = min(1.0, _MOST_PX[0] / part.shape[0], _MOST_PX[1] / part.shape[1])
    size = (max(round(part.shape[1] * scale), 1), max(round(part.shape[0] * scale), 1))
    small = cv2.resize(np.ascontiguousarray(part), size, interpolation=cv2.INTER_AREA)
    grey = (small // 257).astype(np.uint8)
    area = [
        (float(rows.min()) - top) * scale,
        (float(columns.min()) - left) * scale,
        max(float(np.ptp(rows)) * scale, 1.0),
        max(float(np.ptp(columns)) * scale, 1.0),
    ]
    return {
        "rows": size[1],
        "columns": size[0],
        "grey": base64.b64encode(grey.tobytes()).decode(),
        "area": area,
    }
