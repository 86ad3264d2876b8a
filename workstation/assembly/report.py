"""Joins the figures of a hub's data folder with the truth of a simulated one."""

import json
import logging
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Final

from workstation.domain.errors import StorageUnavailable
from workstation.domain.figures import Period
from workstation.domain.instants import to_text
from workstation.domain.targets import Targets, targets_from_json
from workstation.hub.steering import TARGETS
from workstation.reports.counting import Counting
from workstation.reports.figures import Figures, figures
from workstation.reports.figures_json import to_json
from workstation.reports.figures_paper import Stamp
from workstation.storage.engines import DatabaseMissing
from workstation.storage.figure_days import FigureDays
from workstation.storage.figures import FolderFigures
from workstation.storage.homes import must_be_there
from workstation.storage.records import HUB_DATABASE
from workstation.storage.room_now import RoomReader

#: What `assembly.year` writes beside the records of a simulated room.
SUMMARY = "simulated.json"
_LOG = logging.getLogger(__name__)
_AT_ONCE_S: Final = 10.0
#: Entries that may come while others are taken in: no reason to go on for ever.
_FEW: Final = 200


def figures_of(
    folder: Path, period: Period, *, zone: tzinfo, targets: Targets | None = None
) -> Figures:
    """Return the figures of a hub's data folder; also while the hub runs.

    They are held against the targets in force unless others are given, and are counted over the
    days that lie beside the records. In a folder that nobody may write
    to, or when these cannot be brought up, every row of the records is looked at.

    Raises
    ------
    StorageUnavailable
        If there is no database that can be read.
    """
    must_be_there(folder / HUB_DATABASE)
    days = FigureDays(folder)
    try:
        standing = days.catch_up(for_s=_AT_ONCE_S)
        while standing.behind > _FEW:
            _LOG.info("counting", extra={"behind": standing.behind})
            standing = days.catch_up(for_s=_AT_ONCE_S)
        aims = targets_in_force(folder) if targets is None else targets
        return Counting(days).figures(period, zone=zone, targets=aims)
    except StorageUnavailable as error:
        if isinstance(error, DatabaseMissing):
            raise
        _LOG.info("every row is counted", extra={"reason": str(error)})
        aims = targets_in_force(folder) if targets is None else targets
        return figures(FolderFigures(folder), period, zone=zone, targets=aims)
    finally:
        days.close()


def targets_in_force(folder: Path) -> Targets:
    """Return the targets that the supervisors of a hub have set, else the defaults.

    Raises
    ------
    StorageUnavailable
        If there is no database that can be read.
    """
    room = RoomReader(folder)
    try:
        kept = room.rule(TARGETS)
    finally:
        room.close()
    return Targets() if kept is None else targets_from_json(kept)


def report_document(found: Figures, period: Period, *, zone: str, version: str) -> dict[str, Any]:
    """Return figures as a JSON document that says what it is of."""
    return {
        **to_json(found),
        "period": {
            "from": None if period.start is None else to_text(period.start),
            "to": None if period.end is None else to_text(period.end),
            "site": period.site,
            "goods": period.goods,
            "zone": zone,
        },
        "version": version,
    }


def stamp_of(
    period: Period, *, zone: str, version: str, made_at: datetime, truth: float | None = None
) -> Stamp:
    """Return what stands in every form of a report: what it is of, and what made it."""
    return Stamp(period=period, zone=zone, version=version, made_at=made_at, truth=truth)


def truth_of(folder: Path) -> float | None:
    """Return the true miss rate of a simulated room; None for a real one.

    Raises
    ------
    StorageUnavailable
        If the file is there and says something else.
    """
    path = folder / SUMMARY
    try:
        return float(json.loads(path.read_bytes())["miss_rate"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StorageUnavailable(str(path), "it is not the summary of a simulated room") from error
