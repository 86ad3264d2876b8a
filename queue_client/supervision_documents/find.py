"""Searching decisions, keeping filters, and the proof of one decision."""

from enum import StrEnum
from typing import Annotated, Any, Final

import msgspec

from queue_client.shapes import Count, Name, Short, Text

MOST_ROWS: Final = 100

#: Where a row stands in its order; means something to the hub alone.
Place = list[str | int | float]


class Want(StrEnum):
    """What of a search: rows, or the places of every `MOST_ROWS`th, to come anywhere quickly."""

    ROWS = "rows"
    PLACES = "places"


class FindQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A search, or what follows a place in one that has begun.

    A question without ``edition`` begins: its answer says with which ``edition`` and ``top`` to
    go on, so that all pages are of the same moment. ``rest`` is how many rows lie between the last
    of the places that are known and ``after``.
    """

    filter: dict[str, Any]
    want: Want = Want.ROWS
    edition: Short = ""
    top: Count = 0
    after: Place | None = None
    rest: Annotated[int, msgspec.Meta(ge=0, lt=MOST_ROWS)] = 0
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_ROWS)] = MOST_ROWS


class FindAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was found as far as one look goes.

    Attributes
    ----------
    behind
        How many decisions the search does not know yet; ask anew in a moment.
    rows
        Values in the order of `workstation.domain.found.COLUMNS`.
    places
        The place of the last of every `MOST_ROWS` rows.
    matched, rest
        How many rows fitted, and how many of them after the last of ``places``.
    after
        Where to go on; None when that was all.
    quick
        Whether every row on the way fits, so that places cost little.
    """

    edition: Short
    top: Count
    behind: Count = 0
    rows: list[list[str | int | float | None]] = []
    places: list[Place] = []
    matched: Count = 0
    rest: Count = 0
    after: Place | None = None
    quick: bool = False


class KeptFilter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A filter under a name; ``filter`` is None when it is damaged."""

    filter_id: Name
    name: Short
    owner: Name
    shared: bool
    filter: dict[str, Any] | None


class FiltersAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The filters that an officer may use."""

    filters: list[KeptFilter]


class KeepFilter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keep a filter under a name; an own one of that name is replaced."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    shared: bool
    filter: dict[str, Any]


class DropFilter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Forget an own filter."""

    filter_id: Name


class ProofQuestion(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The proof of which decision."""

    decision_id: Name


class ProofAnswer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A proof as text, the number of its entry and that of the entries of its checkpoint.

    ``text`` is empty when nothing signed stands for the decision; ``reason`` says why.
    """

    text: str = ""
    reason: Text = ""
    entry: Count = 0
    size: Count = 0
