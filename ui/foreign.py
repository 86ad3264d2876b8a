"""Texts from outside as Qt takes them; what is safe in a line says `workstation.domain`."""

import re
from typing import Final

from workstation.domain.foreign_text import lines, shown

__all__ = ["filled", "lines", "shown", "tip"]

_TIP_SIGNS: Final = 4000
_PLACE: Final = re.compile(r"%([1-9])")


def filled(template: str, *values: str) -> str:
    """Return a text with its places ``%1``, ``%2`` … filled, also where a value looks like one."""
    return _PLACE.sub(lambda found: values[int(found[1]) - 1], template)


def tip(text: str) -> str:
    """Return a text as a tool tip that shows it as it is and breaks its lines.

    Qt takes a tip that looks like HTML for HTML, so each is written as HTML with every sign
    escaped.
    """
    if not text:
        return ""
    import html  # noqa: PLC0415 - its table of signs is not what the first window waits for

    cut = text if len(text) <= _TIP_SIGNS else f"{text[:_TIP_SIGNS]}…"
    return f"<qt>{html.escape(cut)}</qt>"
