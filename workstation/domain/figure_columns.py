"""The columns that figures are counted from: one row a decision, an opening, a look, an image.

A row holds numbers alone: instants [s since 1970 UTC], durations [s], and texts as the numbers
that a list of names gives them. ``case`` is a number that stands for the case.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Fact(StrEnum):
    """What a row tells of; each kind lies by the UTC day of its instant ``at``."""

    DECISION = "decision"
    OPENING = "opening"
    MARK = "mark"
    RECHECK = "recheck"
    TEST = "test"
    PAIR = "pair"


_PLACE: Final = (("case", "u8"), ("at", "f8"), ("site", "u4"), ("hs", "u4"))
#: Columns of each kind and their types, as numpy names them. ``hs`` is the first declared code.
#: ``took`` is from arrival to what the site applied; of ``changed`` -1 means that nobody knows.
#: ``missed`` is what a third officer called a miss; ``counts``: it has its last word, and the
#: release still stands. ``said`` is the first word on a re-check, ``severity`` the last one (-1
#: for none), ``third`` that a third officer spoke, ``read`` that the lesson was read. ``task`` is
#: how long somebody had been at work [s]. A pair is two readings of one case, by the second's time.
FACT_COLUMNS: Final[Mapping[Fact, tuple[tuple[str, str], ...]]] = {
    Fact.DECISION: (
        *_PLACE,
        ("officer", "u4"),
        ("conclusion", "u4"),
        ("settles", "?"),
        ("took", "f8"),
        ("verdict", "u4"),
        ("dwell", "f8"),
        ("engine", "u4"),
        ("changed", "i1"),
        ("slot", "u1"),
    ),
    Fact.OPENING: (*_PLACE, ("occasion", "u4"), ("found", "?")),
    Fact.MARK: (*_PLACE, ("kind", "u4"), ("outcome", "u4")),
    Fact.RECHECK: (
        *_PLACE,
        ("tier", "u4"),
        ("disagreed", "?"),
        ("missed", "?"),
        ("counts", "?"),
        ("rate", "f8"),
        ("said", "u4"),
        ("severity", "i1"),
        ("third", "?"),
        ("stands", "?"),
        ("read", "?"),
        ("author", "u4"),
    ),
    Fact.TEST: (
        *_PLACE,
        ("hit", "?"),
        ("outcome", "u4"),
        ("object", "u4"),
        ("officer", "u4"),
        ("task", "f8"),
    ),
    Fact.PAIR: (*_PLACE, ("one", "u4"), ("two", "u4")),
}
