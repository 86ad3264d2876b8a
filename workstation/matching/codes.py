"""HS codes: which declared code a model speaks for."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

_HEADING: Final = 4


def related(declared: str, code: str) -> bool:
    """Tell whether two HS codes name the same goods as far as both go, at least a heading.

    >>> related("0203", "020329"), related("020321", "020329")
    (True, False)
    """
    common = min(len(declared), len(code))
    return common >= _HEADING and declared[:common] == code[:common]


class CodeBook:
    """The HS codes of a library, each with its place; finds related ones without asking all."""

    def __init__(self, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        self._places = {code: place for place, code in enumerate(self.codes)}
        self._sorted = sorted(self.codes)

    def place(self, code: str) -> int:
        """Return the place of a code; raises ``KeyError``."""
        return self._places[code]

    def related_to(self, declared: Iterable[str]) -> list[int]:
        """Return the places of all codes that are related to any of the declared ones."""
        found: set[int] = set()
        for one in declared:
            if len(one) < _HEADING:
                continue
            shorter = (one[:length] for length in range(_HEADING, len(one)))
            found.update(self._places[code] for code in shorter if code in self._places)
            at = bisect_left(self._sorted, one)
            while at < len(self._sorted) and self._sorted[at].startswith(one):
                found.add(self._places[self._sorted[at]])
                at += 1
        return sorted(found)
