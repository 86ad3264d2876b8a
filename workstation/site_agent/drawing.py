"""The picture for the inspection crew: the scan in plain greys with the officer's marks."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.decision import Mark, MarkShape
from workstation.domain.finding import KINDS, Told
from workstation.site_agent import lettering
from workstation.site_agent.files import write_whole
from workstation.site_agent.legend import with_legend

_WIDEST_PX: Final = 2400
_RED: Final = (40, 40, 255)  # OpenCV orders blue, green, red
_HEAD_PX: Final = 30
"""An arrow's head is not longer than this [px], so that a long arrow hides no goods."""
_PIN: Final = 3
"""Radius of the pin of a text, in widths of a line."""
_WHITE: Final = (255, 255, 255)


def draw(
    path: Path,
    transmission: NDArray[np.uint16],
    numbered: Sequence[tuple[int, Mark]],
    *,
    legend: Sequence[tuple[int, Told]] = (),
) -> None:
    """Write a PNG of one view with its marks, each with its number, its type and its words.

    Parameters
    ----------
    transmission : ndarray of uint16, shape (rows, columns)
        0 is opaque, 65535 is open air.
    numbered : sequence of tuple of int and Mark
        The numbers are those of the order, so that picture and order can be read together.
    legend : sequence of tuple of int and Told
        What stands below the picture about the marks of these numbers.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    scale = min(1.0, _WIDEST_PX / max(transmission.shape))
    picture = _greys(transmission, scale)
    line = max(2, round(max(picture.shape) / 700))
    for number, mark in numbered:
        _draw_mark(picture, mark, number, scale, line)
    done, data = cv2.imencode(".png", with_legend(picture, legend))
    if not done:
        raise OSError(f"OpenCV could not encode {path.name}")
    write_whole(path, data.tobytes())


def _greys(transmission: NDArray[np.uint16], scale: float) -> NDArray[np.uint8]:
    """Return the picture in blue, green, red; logarithmic, so that dense cargo shows.

    The darkest 0.5 % of the pixels are black, open air is white.
    """
    small = cv2.resize(transmission, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    depth = np.log(np.maximum(small, 1).astype(np.float32) / 65535)
    darkest = min(float(np.percentile(depth, 0.5)), -1e-3)
    greys = ((1 - depth / darkest).clip(0, 1) * 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(greys, cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def _draw_mark(
    picture: NDArray[np.uint8], mark: Mark, number: int, scale: float, line: int
) -> None:
    if not mark.points:
        return
    # Kept beside the picture at most: OpenCV refuses coordinates beyond 32 bits.
    rows, columns = picture.shape[:2]
    points = [
        (round(min(max(column * scale, -line), columns)), round(min(max(row * scale, -line), rows)))
        for row, column in mark.points
    ]
    # A white line under the red one keeps the mark visible on any grey and on a bad printer.
    for colour, width in ((_WHITE, line + 2), (_RED, line)):
        if mark.shape is MarkShape.TEXT:
            cv2.circle(picture, points[0], _PIN * line, colour, width, cv2.LINE_AA)
        else:
            _outline(picture, mark.shape, points, colour, width)
    clear = (_PIN + 1) * line if mark.shape is MarkShape.TEXT else 2 * line
    down = [y for _, y in points]
    beside = (min(x for x, _ in points), min(down) - clear, max(down) + clear)
    lettering.write(picture, number, _label(mark), beside, height=8 * line)


def _label(mark: Mark) -> str:
    """Return the type of a mark, in the Chinese that the crew reads first, or else its words.

    Not both: what stands beside marks hides goods, and the legend has the whole.
    """
    kind = None if mark.finding is None else mark.finding.kind
    return mark.text if kind is None or mark.shape is MarkShape.TEXT else KINDS[kind].zh


def _outline(
    picture: NDArray[np.uint8],
    shape: MarkShape,
    points: Sequence[tuple[int, int]],
    colour: tuple[int, int, int],
    width: int,
) -> None:
    first, last = points[0], points[-1]
    if shape is MarkShape.BOX:
        cv2.rectangle(picture, first, last, colour, width)
    elif shape is MarkShape.ELLIPSE:
        centre = ((first[0] + last[0]) // 2, (first[1] + last[1]) // 2)
        axes = (abs(last[0] - first[0]) // 2, abs(last[1] - first[1]) // 2)
        cv2.ellipse(picture, centre, axes, 0, 0, 360, colour, width, cv2.LINE_AA)
    elif shape is MarkShape.ARROW:
        head = _HEAD_PX / max(1.0, math.dist(first, last))
        cv2.arrowedLine(picture, first, last, colour, width, cv2.LINE_AA, 0, min(head, 0.3))
    else:
        outline = np.asarray(points, dtype=np.int32).reshape(-1, 1, 2)
        cv2.polylines(picture, [outline], shape is MarkShape.POLYGON, colour, width, cv2.LINE_AA)
