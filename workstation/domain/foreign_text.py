"""Texts from outside, made safe to stand in a line: names, goods, notes, whatever a trader wrote.

Whoever shows them interprets nothing in them, but three things would still do harm: signs that
steer the terminal or the page, signs that nobody can see, and right-to-left letters, which turn
the numbers beside them around. The first become a visible sign, the second go, and a text with
letters that run from right to left is isolated from what stands around it.
"""

import unicodedata
from typing import Final

_ISOLATE: Final = "\N{FIRST STRONG ISOLATE}"
_END: Final = "\N{POP DIRECTIONAL ISOLATE}"
_BROKEN: Final = "\N{REPLACEMENT CHARACTER}"
_FROM_THE_RIGHT: Final = frozenset({"R", "AL", "AN"})
# They join or part letters in scripts that need them, and are harmless within an isolate.
_JOINERS: Final = frozenset("\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}")


def shown(text: str) -> str:
    """Return a text from outside as one line that is safe beside others.

    Line breaks and runs of blanks become one blank, other control signs a replacement sign;
    signs without a width go, direction marks among them. A text with letters that run from right
    to left comes isolated, so that it cannot turn what stands before or after it.

    References
    ----------
    .. [1] Unicode Standard Annex 9, section 2.4: explicit directional isolates.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    line = " ".join("".join(_sign(one) for one in text).split())
    if any(unicodedata.bidirectional(one) in _FROM_THE_RIGHT for one in line):
        return f"{_ISOLATE}{line}{_END}"
    return line.strip("".join(_JOINERS))


def lines(text: str) -> str:
    """Return a text from outside with its own line breaks, each line made safe by `shown`."""
    return "\n".join(line for line in map(shown, text.splitlines()) if line)


def _sign(one: str) -> str:
    kind = unicodedata.category(one)
    if one.isspace():
        return " "
    if kind in {"Cc", "Cs"} or _is_no_sign(one):
        return _BROKEN
    if kind == "Cf" and one not in _JOINERS:
        return ""
    return one


def _is_no_sign(one: str) -> bool:
    """Tell whether Unicode never gives a sign this place; XML and some fonts refuse such."""
    return (ord(one) & 0xFFFE) == 0xFFFE or 0xFDD0 <= ord(one) <= 0xFDEF
