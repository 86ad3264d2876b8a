"""Reading what was found where officers had marked, from another process; nothing is written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import inspect, text

from workstation.storage.homes import read_only
from workstation.storage.migrate import Branch
from workstation.storage.records import HUB_DATABASE

_FINDS: Final = text(
    "SELECT inspection_result.result_id, inspection_result.marks, decision.marks,"
    " scan_case.package_sha256 FROM inspection_result"
    " JOIN decision ON decision.decision_id = inspection_result.decision_id"
    " JOIN scan_case ON scan_case.case_id = inspection_result.case_id"
    " ORDER BY inspection_result.opened_at DESC LIMIT :limit"
)
_CONFIRMED: Final = "confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """A mark whose place the crew confirmed; points are (row, column) in the first view [px]."""

    name: str
    sha256: str
    points: tuple[tuple[float, float], ...]


def confirmed_finds(folder: Path, *, limit: int) -> Iterator[Find]:
    """Yield the marks that were confirmed in the newest results of a hub's data folder.

    A hub that keeps no results has none.

    Raises
    ------
    StorageUnavailable
        If the database cannot be read.
    """
    with read_only(folder / HUB_DATABASE, Branch.HUB) as session:
        if not inspect(session.connection()).has_table("inspection_result"):
            return
        for result_id, found, marks, sha256 in session.execute(_FINDS, {"limit": limit}):
            outcomes: dict[str, Any] = json.loads(found)
            for mark in json.loads(marks):
                if outcomes.get(mark["mark_id"]) == _CONFIRMED:
                    points = tuple((float(row), float(column)) for row, column in mark["points"])
                    yield Find(name=f"{result_id}-{mark['mark_id']}", sha256=sha256, points=points)
