"""Texts from outside as every database keeps them."""

from typing import Final

_NUL: Final = "\0"
#: The sign that stands for one that cannot be shown.
_INSTEAD: Final = "\ufffd"


def kept(text: str) -> str:
    """Return a text with U+FFFD where it has U+0000, which no column of PostgreSQL keeps.

    For what a site tells: nobody there can mend it, and no scan waits for it.
    """
    return text.replace(_NUL, _INSTEAD)
