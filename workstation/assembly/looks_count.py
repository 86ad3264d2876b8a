"""Counts how looking again stands from the days that figures are counted from."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workstation.domain.errors import StorageUnavailable
from workstation.domain.figure_columns import Fact
from workstation.storage.recheck_figures import RecheckReader

if TYPE_CHECKING:
    from workstation.reports.counting import Counting
    from workstation.storage.figure_days import FigureDays

_LOG = logging.getLogger(__name__)
_AT_ONCE_S: Final = 0.3
#: Entries that may come while others are taken in.
_FEW: Final = 200


class CountedLooks:
    """Fits `workstation.hub.rechecks.RecheckFigures`; used by one thread.

    While the days are still being made, or cannot be written, every row is looked at.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._reader = folder, RecheckReader(folder)
        self._counted: tuple[FigureDays, Counting] | None = None
        self._since: datetime | None = None

    def overview(self) -> dict[str, Any]:
        """Return how the re-checks stand, as plain JSON values; authors are never named in it."""
        from workstation.reports import look_figures, look_tallies  # noqa: PLC0415 - has numpy

        ready = self._ready()
        if ready is None:
            return self._reader.overview()
        counting, edition = ready
        add = look_tallies.add_counts
        count = look_tallies.count_rechecks
        rechecks = counting.whole(Fact.RECHECK, count, add, edition=edition)
        pairs = counting.whole(Fact.PAIR, look_tallies.count_pairs, add, edition=edition)
        return look_figures.overview_of(rechecks, pairs, self._reader.overview_now())

    def lessons(self, officer: str) -> Sequence[Mapping[str, Any]]:
        """Return what an officer has missed and not read yet, oldest first."""
        return self._reader.lessons(officer)

    def images(self) -> dict[str, Any]:
        """Return how test images were met, as plain JSON values."""
        from workstation.reports import look_figures, look_tallies  # noqa: PLC0415 - has numpy

        ready = self._ready()
        if self._since is None:
            self._since = self._reader.first_image()
        if ready is None or self._since is None:
            return self._reader.images()
        counting, edition = ready
        add = look_tallies.add_counts
        tests = counting.whole(Fact.TEST, look_tallies.count_tests, add, edition=edition)
        count = look_tallies.first_readings(self._since)
        first = counting.whole(Fact.DECISION, count, add, edition=edition)
        return look_figures.images_of(tests, first, self._reader.images_now())

    def close(self) -> None:
        """Let go of the days."""
        if self._counted is not None:
            self._counted[0].close()
            self._counted = None

    def _ready(self) -> "tuple[Counting, str] | None":
        """Return what counts, and of which making its days are; None when they are not there."""
        from workstation.reports.counting import Counting  # noqa: PLC0415 - has numpy
        from workstation.storage.figure_days import FigureDays  # noqa: PLC0415 - has numpy

        if self._counted is None:
            days = FigureDays(self._folder)
            self._counted = days, Counting(days)
        days, counting = self._counted
        try:
            standing = days.catch_up(for_s=_AT_ONCE_S)
        except StorageUnavailable as error:
            _LOG.info("every row is counted", extra={"reason": str(error)})
            return None
        if standing.until is not None or standing.behind > _FEW:
            return None
        return counting, standing.edition
