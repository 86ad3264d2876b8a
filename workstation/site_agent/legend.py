"""What the marks are and where they lie, written below the crew's picture in both languages."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.domain.finding import Told
from workstation.site_agent import lettering

_LEAST_LETTER_PX: Final = 12
_LETTERS_ACROSS: Final = 105
"""About so many Chinese signs go into a line."""
_MOST_LINES: Final = 60
"""More would make the picture smaller than its legend; the order holds all of them."""


def with_legend(
    picture: NDArray[np.uint8], numbered: Sequence[tuple[int, Told]]
) -> NDArray[np.uint8]:
    """Return the picture on a white sheet with a few lines for each mark below it.

    Without a font that has Chinese signs only what is English is written there.

    Parameters
    ----------
    picture : ndarray of uint8, shape (rows, columns, 3)
        Blue, green, red.
    numbered : sequence of tuple of int and Told
        The numbers are those on the picture.
    """
    columns = picture.shape[1]
    height = max(_LEAST_LETTER_PX, columns // _LETTERS_ACROSS)
    lines = []
    for number, told in numbered:
        both = (told.zh, told.en) if lettering.can_write_words() else (_ascii(told.en),)
        for count, words in enumerate(both):
            start = f"{number}  " if count == 0 else "    "
            lines += lettering.broken(start + words, columns - height, height=height)
    lines = lines[:_MOST_LINES]
    if not lines:
        return picture
    step = height * 3 // 2
    band = np.full((step * len(lines) + height, columns, 3), 255, np.uint8)
    for at, line in enumerate(lines, start=1):
        lettering.write_line(band, line, (height // 2, step * at), height=height)
    return np.vstack([picture, band])


def _ascii(words: str) -> str:
    return words.encode("ascii", "ignore").decode()
