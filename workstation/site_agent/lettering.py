"""Numbers and words on the crew's picture, Chinese among them."""

from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2

_RED: Final = (40, 40, 255)  # OpenCV orders blue, green, red
_WHITE: Final = (255, 255, 255)
_BLACK: Final = (20, 20, 20)
_MOST_SIGNS: Final = 40
"""Longer words end in dots: they would hide the goods, and the order holds the whole of them."""


def can_write_words() -> bool:
    """Tell whether this OpenCV brings the font that has Chinese signs (from 5.0 on it does)."""
    return _font() is not None


def write(
    picture: NDArray[np.uint8],
    number: int,
    words: str,
    beside: tuple[int, int, int],
    *,
    height: int,
) -> None:
    """Write a mark's number and words above it, or below it where there is no room above.

    Without a font that has Chinese signs all words are left to the order, which names them by the
    number on the picture: no word may become a row of question marks.

    Parameters
    ----------
    picture : ndarray of uint8, shape (rows, columns, 3)
        Blue, green, red; changed in place.
    beside : tuple of int
        (left, top, bottom) of what the mark takes up; the letters are moved as far to the left as
        is needed [px].
    height : int
        Of a letter [px].
    """
    left, top, bottom = beside
    font = _font()
    if font is None:
        _write_number(picture, str(number), (left, top), height=height)
        return
    text, edge = _shown(number, words), height // 3
    rows, columns = picture.shape[:2]
    _, _, width, _ = cv2.getTextSize((columns, rows), text, (0, 0), font, height)
    x = max(edge, min(left + edge, columns - width - edge))
    room_above = top - edge - height >= 0
    y = top - edge if room_above else min(bottom + height + edge, rows - edge)
    # On a white plate: a bad printer blurs what is written on grey.
    cv2.rectangle(picture, (x - edge, y - height), (x + width + edge, y + edge), _WHITE, -1)
    cv2.putText(picture, text, (x, y), _RED, font, height)


def broken(text: str, width: int, *, height: int) -> list[str]:
    """Return a text in lines that are at most so wide [px] in letters of that height [px]."""
    lines, line = [], ""
    for sign in text:
        if line and _width(line + sign, height) > width:
            # Words stay whole where there are any; Chinese breaks between any two signs.
            head, space, tail = line.rpartition(" ")
            whole = bool(space) and sign != " " and line[-1].isascii() and len(tail) < len(line) / 2
            lines.append(head if whole else line)
            line = f"    {tail}" if whole else "    "
        line += sign
    return [*lines, line] if line.strip() else lines


def write_line(picture: NDArray[np.uint8], text: str, at: tuple[int, int], *, height: int) -> None:
    """Write one line in black at the left end (x, y) of its base line."""
    font = _font()
    if font is None:
        plain, size = cv2.FONT_HERSHEY_SIMPLEX, height / 30
        cv2.putText(picture, text, at, plain, size, _BLACK, 1, cv2.LINE_AA)
    else:
        cv2.putText(picture, text, at, _BLACK, font, height)


def _width(text: str, height: int) -> int:
    font = _font()
    if font is None:
        (width, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, height / 30, 1)
        return int(width)
    _, _, width, _ = cv2.getTextSize((1, 1), text, (0, 0), font, height)
    return int(width)


def _write_number(
    picture: NDArray[np.uint8], number: str, at: tuple[int, int], *, height: int
) -> None:
    font, size = cv2.FONT_HERSHEY_SIMPLEX, height / 22
    place = (max(0, at[0]), max(height, at[1]))
    for colour, width in ((_WHITE, height // 8 + 2), (_RED, max(1, height // 8))):
        cv2.putText(picture, number, place, font, size, colour, width, cv2.LINE_AA)


def _shown(number: int, words: str) -> str:
    one_line = " ".join(words.split())
    if len(one_line) > _MOST_SIGNS:
        one_line = one_line[: _MOST_SIGNS - 1] + "…"
    return f"{number}  {one_line}" if one_line else str(number)


@cache
def _font() -> Any:  # noqa: ANN401 - OpenCV 4 has no name for it
    """Return WenQuanYi Micro Hei, which OpenCV carries within itself, or None."""
    if not hasattr(cv2, "FontFace"):
        return None
    font = cv2.FontFace()
    return font if font.set("uni") else None
