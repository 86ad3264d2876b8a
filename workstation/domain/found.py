"""What a search of decisions finds: rows in a fixed order of columns, a page and a ladder of it."""

from dataclasses import dataclass
from typing import Final

from workstation.domain.filter_fields import Field

#: The columns of a found row, in their order. Times are microseconds since 1970 UTC; a number
#: that is not known is None; ``hs`` and ``finding`` hold their codes parted by blanks.
COLUMNS: Final = (
    "decision_id",
    "case_id",
    Field.SCAN.value,
    Field.SITE.value,
    Field.SCANNER.value,
    Field.CONTAINER.value,
    Field.DECLARATION.value,
    Field.CONSIGNEE.value,
    Field.HS.value,
    Field.GOODS.value,
    Field.CODES.value,
    Field.RISK.value,
    Field.OFFICER.value,
    Field.DESK.value,
    Field.SLOT.value,
    Field.CONCLUSION.value,
    Field.REASON.value,
    Field.NOTE.value,
    Field.STATE.value,
    Field.DECIDED_AT.value,
    Field.RECEIVED_AT.value,
    Field.TURNAROUND_S.value,
    Field.DWELL_S.value,
    Field.VERDICT.value,
    Field.P_VALUE.value,
    Field.PROHIBITED.value,
    Field.LOT_ODD.value,
    Field.LOAD.value,
    Field.DECLARED_KG.value,
    Field.SEEN_KG.value,
    Field.MASS_SHARE.value,
    Field.FINDING.value,
    Field.MARKS.value,
    Field.RECHECK.value,
    Field.OPENED.value,
    Field.HIT.value,
    Field.CREW.value,
    Field.TEST.value,
)

FoundRow = tuple[str | int | float | None, ...]
#: Where a row stands in an order: the value that it is sorted by, its time [µs], its number.
Key = tuple[str | int | float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """What a search looks at, so that its pages fit together while rows are added.

    Attributes
    ----------
    edition : str
        Which building of the index; an older one's keys mean nothing in it.
    top : int
        The last row that takes part; what was added later is left for the next search.
    behind : int
        How many decisions the index has not taken in yet.
    hidden : str
        A case of which nothing is found: whoever asks looks at it again. Empty for none.
    apart : bool
        Find no reading of a case that is still being read: whoever asks may read it, too.
    """

    edition: str
    top: int
    behind: int = 0
    hidden: str = ""
    apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """Some rows in their order; ``after`` is the key to go on from, None when there is no more.

    A page may hold fewer rows than were asked for, and still go on: no question takes long.
    """

    rows: tuple[FoundRow, ...]
    after: Key | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSteps:
    """The keys in front of every so many rows, as far as one look goes, and how many rows fit.

    ``keys`` are those of the last row of each whole block; ``rest`` is how many rows followed
    the last of them; ``after`` is the key to go on from, None when that was all.
    """

    keys: tuple[Key, ...]
    matched: int
    rest: int
    after: Key | None
