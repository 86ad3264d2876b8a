"""HS codes: which declared code a model speaks for."""

from typing import Final

_HEADING: Final = 4


def related(declared: str, code: str) -> bool:
    """Tell whether two HS codes name the same goods as far as both go, at least a heading.

    >>> related("0203", "020329"), related("020321", "020329")
    (True, False)
    """
    common = min(len(declared), len(code))
    return common >= _HEADING and declared[:common] == code[:common]
