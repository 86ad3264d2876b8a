"""Finding a command by what is typed: its name in both languages, pinyin, or what it does."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ui.pinyin import find_spelt, spells

_WHOLE: Final = 100.0
_BEGINNING: Final = 90.0
_WORD: Final = 80.0
_INSIDE: Final = 60.0
_SPELT_WHOLE: Final = 85.0
"""Every sign of the name and nothing else: less than the beginning of a name that is written so."""
_SPELT: Final = 70.0
_INITIALS: Final = 50.0
_SCATTERED: Final = 20.0
_TOLD: Final = 0.4
"""What is found in the explanation weighs less than what is found in the name."""
_SHORTEST_SCATTERED: Final = 3
"""Letters below which scattered letters would find everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A command as it can be found.

    Attributes
    ----------
    name : str
        Such as ``pane.fit``.
    called : tuple of str
        What it is called, in each language.
    told : tuple of str
        What it does, in each language.
    """

    name: str
    called: tuple[str, ...]
    told: tuple[str, ...] = ()


def search(typed: str, entries: Iterable[Entry], *, recent: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the names of the commands that fit, best first.

    Parameters
    ----------
    typed : str
        Words; every one must be found. Nothing typed finds all.
    entries : iterable of Entry
    recent : sequence of str
        Names used before, the last one first: they come first among equals, and first of all
        when nothing is typed.
    """
    words = typed.casefold().split()
    ranks = {name: rank for rank, name in enumerate(recent)}
    found = []
    for place, entry in enumerate(entries):
        scores = [_score(word, entry) for word in words]
        if all(scores):
            found.append((-sum(scores), ranks.get(entry.name, len(ranks)), place, entry.name))
    return tuple(name for *_, name in sorted(found))


def _score(word: str, entry: Entry) -> float:
    names = (*entry.called, entry.name)
    called = max(_score_text(word, text) for text in names)
    explained = (_score_text(word, text) for text in entry.told if word in text.casefold())
    return max(called, max(explained, default=0.0) * _TOLD)


def _score_text(word: str, text: str) -> float:
    """Return how well a word fits a text: 0 not at all, 100 wholly."""
    small = text.casefold()
    if word in small:
        return _score_part(word, small)
    if not text.isascii():
        if spells(word, text):
            return _SPELT_WHOLE
        spelt = find_spelt(word, text)
        return 0.0 if spelt is None else _SPELT - min(spelt, 9)
    initials = "".join(part[0] for part in re.findall(r"[a-z0-9]+", small))
    if len(word) > 1 and initials.startswith(word):
        return _INITIALS
    scattered = len(word) >= _SHORTEST_SCATTERED and _is_scattered(word, small)
    return _SCATTERED if scattered else 0.0


def _score_part(word: str, text: str) -> float:
    """Return how well a word fits a text that it stands in."""
    place = text.find(word)
    if place == 0:
        return _WHOLE if word == text else _BEGINNING
    return _INSIDE if text.isascii() and text[place - 1].isalnum() else _WORD


def _is_scattered(word: str, text: str) -> bool:
    """Tell whether the letters of a word stand in a text in their order."""
    left = iter(text)
    return all(letter in left for letter in word)
