"""Counts the figures of a hub's data folder for its supervisors, again and again."""

from collections import OrderedDict
from pathlib import Path
from typing import Any, Final

from queue_client.supervision_documents.figures import FiguresQuestion
from workstation.assembly.figure_period import period_of
from workstation.assembly.report import report_document
from workstation.domain.instants import to_text
from workstation.domain.targets import Targets
from workstation.reports.counting import Counting
from workstation.reports.periods import read_zone
from workstation.storage.figure_days import FigureDays
from workstation.storage.figures import FolderFigures

#: More days than one answer holds; the months are there.
_MOST_DAYS: Final = 400
_MOST_KEPT: Final = 16
#: How long records are taken in before it is known how far it is.
_AT_ONCE_S: Final = 0.5
#: Entries that may come while others are taken in.
_FEW: Final = 200


class FigureCount:
    """Used by one thread at a time; `behind` is told to any.

    Parameters
    ----------
    folder : Path
        The hub's data folder; the days that figures are counted from are kept in it.
    version : str
        What made the figures, as every document of them tells.

    Attributes
    ----------
    behind : int
        How many decisions, or entries, are still to be taken in before it can count.
    """

    def __init__(self, folder: Path, version: str) -> None:
        self._records, self._days = FolderFigures(folder), FigureDays(folder)
        self._counting, self._version = Counting(self._days), version
        self._kept: OrderedDict[str, dict[str, Any]] = OrderedDict()
        self.behind = 0

    def close(self) -> None:
        """Let go of the file."""
        self._days.close()

    def document(self, asked: FiguresQuestion, targets: Targets) -> dict[str, Any]:
        """Return the figures that are asked for; the first time of a large room takes a minute.

        Raises
        ------
        StorageUnavailable
            If the records cannot be read, or the days not be written.
        """
        standing = self._days.catch_up(for_s=_AT_ONCE_S)
        while standing.until is not None or standing.behind > _FEW:
            self.behind = standing.behind
            standing = self._days.catch_up(for_s=_AT_ONCE_S)
        self.behind = 0
        key = f"{standing.edition} {standing.entry} {asked} {targets}"
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        newest = self._records.newest()
        zone, _ = read_zone(asked.zone)
        period = period_of(asked, newest)
        found = self._counting.figures(period, zone=zone, targets=targets, edition=standing.edition)
        document = report_document(found, period, zone=asked.zone, version=self._version)
        groups = document["by"]
        if len(groups["day"]) > _MOST_DAYS:
            groups["day"] = []
        document["newest"] = None if newest is None else to_text(newest)
        document["sites"] = self._records.sites()
        self._kept[key] = document
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return document
