"""Chinese words found by how they are read: ``fx`` and ``fangxing`` find 放行."""

from collections.abc import Mapping
from functools import cache

import resources


@cache
def _readings() -> Mapping[str, tuple[str, ...]]:
    """Return the readings of each sign, without tones; read when first asked for."""
    found: dict[str, list[str]] = {}
    text = resources.path("data/pinyin.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        reading, _, signs = line.partition("\t")
        for sign in signs:
            found.setdefault(sign, []).append(reading)
    return {sign: tuple(readings) for sign, readings in found.items()}


def warm_up() -> None:
    """Read the table, where the disk may be read."""
    _readings()


def find_spelt(typed: str, text: str) -> int | None:
    """Return where a text is read as it was typed, or None.

    Each sign may be spelt out, begun, or stand for itself: ``fangx``, ``fxing`` and ``放x`` all
    find 放行. Signs must follow each other.

    Parameters
    ----------
    typed : str
        Small letters, signs or both.
    text : str

    Returns
    -------
    int or None
        The first sign of `text` that begins such a reading.
    """
    for start in range(len(text)):
        if _is_spelt(typed, text, start):
            return start
    return None


def spells(typed: str, text: str) -> bool:
    """Tell whether what was typed is the whole of a text, sign for sign; see `find_spelt`."""
    ends = {0}
    for sign in text:
        ends = {end + step for end in ends for step in _steps(typed[end:], sign)}
    return len(typed) in ends


def _is_spelt(typed: str, text: str, start: int) -> bool:
    ends = {0}  # how many of the letters may be used up before the sign that is looked at
    for sign in text[start:]:
        ends = {end + step for end in ends for step in _steps(typed[end:], sign)}
        if len(typed) in ends:
            return True
        if not ends:
            return False
    return False


def _steps(typed: str, sign: str) -> set[int]:
    """Return how many letters at the beginning may stand for this sign."""
    if typed.startswith(sign.lower()):
        return {1}
    return {
        length
        for reading in _readings().get(sign, ())
        for length in range(1, len(reading) + 1)
        if typed.startswith(reading[:length])
    }
