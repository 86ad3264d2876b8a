"""The tables of the room now: sites, desks at work, scanners; their rows as the hub told them."""

from collections.abc import Mapping
from typing import Any, Final

from ui import foreign, theme
from ui.supervisor import steer_words
from ui.supervisor.room_cards import Cell
from workstation.domain.drift import Measure
from workstation.domain.instants import from_text
from workstation.domain.law import Stage

Row = list[Cell]
#: What is under way at a site, in the order of a case's life.
OPEN: Final = (Stage.WAITING, Stage.LEASED, Stage.RECEIVED, Stage.PARKED, Stage.DECIDED)
_LONG_S: Final = 2 * 3600
_OVERDUE_S: Final = 1800.0


def site_rows(room: Mapping[str, Any]) -> tuple[list[Row], list[object]]:
    """Return a row for each site, those whose cases wait longest first."""
    now = from_text(room["at"])
    sites = sorted(room["sites"], key=lambda one: (one["oldest_waiting"] or "~", one["site"]))
    rows = []
    for one in sites:
        counts = [int(one["by_stage"].get(stage.value, 0)) for stage in OPEN]
        waits_s = 0.0
        if one["oldest_waiting"]:
            waits_s = (now - from_text(one["oldest_waiting"])).total_seconds()
        late = theme.WARN if waits_s > _OVERDUE_S else None
        row = [Cell(text=foreign.shown(one["site"]))]
        row.append(Cell(text=steer_words.span(waits_s) if waits_s else "", right=True, colour=late))
        for stage, count in zip(OPEN, counts, strict=True):
            colour = theme.WARN if stage is Stage.PARKED and count else None
            row.append(Cell(text=f"{count:,}" if count else "·", right=True, colour=colour))
        done = sum(
            int(count)
            for stage, count in one["by_stage"].items()
            if stage in {Stage.ANNOUNCED, Stage.INSPECTED, Stage.CLOSED}
        )
        row.append(Cell(text=f"{done:,}", right=True, colour=theme.QUIET))
        rows.append(row)
    return rows, [one["site"] for one in sites]


def desk_rows(room: Mapping[str, Any]) -> tuple[list[Row], list[object]]:
    """Return a row for each desk at work, whoever sits longest first."""
    desks = sorted(room["desks"], key=lambda one: (-one["sits_s"], one["desk"]))
    rows = []
    for one in desks:
        long = theme.WARN if one["sits_s"] > _LONG_S else None
        away = theme.QUIET if one["locked"] else None
        rows.append(
            [
                Cell(text=foreign.shown(one["officer"]), colour=away),
                Cell(text=foreign.shown(one["desk"]), colour=theme.QUIET),
                Cell(text=steer_words.span(one["sits_s"]), right=True, colour=long),
                Cell(text=steer_words.span(one["idle_s"]), right=True, colour=away),
                Cell(text=str(one["holds"]) if one["holds"] else "·", right=True),
            ]
        )
    return rows, [one["desk"] for one in desks]


def scanner_rows(room: Mapping[str, Any]) -> tuple[list[Row], list[object]]:
    """Return a row for each scanner, those that have drifted first."""
    scanners: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = {}
    for one in room["scanners"]:
        scanners.setdefault((one["site"], one["scanner"]), {})[one["measure"]] = one
    keys = sorted(
        scanners, key=lambda key: (not any(m["is_outside"] for m in scanners[key].values()), key)
    )
    rows = []
    for key in keys:
        site, scanner = key
        measured = scanners[key]
        row = [Cell(text=f"{foreign.shown(site)}  ·  {foreign.shown(scanner)}")]
        row += [_measured(measured.get(name.value)) for name in Measure]
        scans = max(int(one["scans"]) for one in measured.values())
        row.append(Cell(text=f"{scans:,}", right=True, colour=theme.QUIET))
        rows.append(row)
    return rows, list(keys)


def _measured(one: Mapping[str, Any] | None) -> Cell:
    if one is None:
        return Cell(text=steer_words.NONE, right=True)
    value = steer_words.figure(one["measure"], one["newest"])
    if one["is_learning"]:
        return Cell(text=value, right=True, colour=theme.QUIET)
    if one["is_outside"]:
        sign = "▲" if one["average"] > 0 else "▼"
        return Cell(text=f"{sign} {value}", right=True, colour=theme.WARN)
    return Cell(text=value, right=True)
