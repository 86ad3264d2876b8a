"""Which full pictures are kept: the open case's, and the next ones' as far as memory allows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ui.desk_settings import DEFAULT_PREFETCH_BYTES
from viewer.picture import Picture
from workstation.domain.comparison import Rectangle
from workstation.domain.position import Standing


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DecodedScan:
    """A scan at full resolution.

    ``container`` is its box [px], None when none was found; ``standing`` where its doors and
    another container of the truck are; ``other_views`` are the scan's views
    but the first, each with its name; ``troubles`` tell which of them could not be read.
    """

    picture: Picture
    container: Rectangle | None
    other_views: tuple[tuple[str, Picture], ...] = ()
    troubles: tuple[str, ...] = ()
    standing: Standing = field(default_factory=Standing)


class DecodedShelf:
    """Full pictures of the cases in line; a plain value without a lock.

    The first in line is on the screen and always has a place. The ones behind it have places in
    their order while all of them together stay within the budget; the first that does not fit
    ends the row, so that what comes next is never crowded out by what comes later. A picture
    without a place is let go at once.

    Parameters
    ----------
    budget_bytes : int
        What the pictures behind the first one may take together [bytes].
    """

    def __init__(self, budget_bytes: int = DEFAULT_PREFETCH_BYTES) -> None:
        self._budget_bytes = budget_bytes
        self._line: tuple[str, ...] = ()
        self._sizes: dict[str, int] = {}
        self._kept: dict[str, DecodedScan] = {}

    def expect(self, case_id: str, size_bytes: int) -> None:
        """Hear how large a case's full picture will be; only now can it be wanted."""
        self._sizes[case_id] = size_bytes
        self._tidy()

    def forget(self, case_id: str) -> None:
        """Let a case go for good."""
        self._sizes.pop(case_id, None)
        self._tidy()

    def line_up(self, case_ids: Sequence[str]) -> None:
        """Take the cases in the order in which they are looked at, the open one first."""
        self._line = tuple(case_ids)
        self._tidy()

    def wanted(self) -> str | None:
        """Return the case whose full picture is to be decoded next, or None."""
        return next((case_id for case_id in self._places() if case_id not in self._kept), None)

    def is_open(self, case_id: str) -> bool:
        """Tell whether a case is the one on the screen."""
        return self._line[:1] == (case_id,)

    def put(self, case_id: str, scan: DecodedScan) -> bool:
        """Keep a picture, and return True, unless its case has lost its place meanwhile."""
        if case_id not in self._places():
            return False
        self._kept[case_id] = scan
        return True

    def get(self, case_id: str) -> DecodedScan | None:
        """Return a case's full picture, when it is here."""
        return self._kept.get(case_id)

    def _places(self) -> Iterator[str]:
        ahead_bytes = 0
        for case_id in self._line:
            size = self._sizes.get(case_id)
            if size is None:
                continue
            if not self.is_open(case_id):
                ahead_bytes += size
                if ahead_bytes > self._budget_bytes:
                    return
            yield case_id

    def _tidy(self) -> None:
        places = frozenset(self._places())
        self._kept = {case_id: scan for case_id, scan in self._kept.items() if case_id in places}
