"""An officer's own presets on disk: one TOML file, slots of any scanner and of each scanner.

::

    [any.3]
    title = "Paper"
    window = 20000.0
    …
    [scanner."H986-2".0]
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import tomli_w

from ui.own_files import own_path, replace_text
from viewer.errors import PresetUnreadable
from viewer.pixels.look import Look
from viewer.pixels.presets import Preset, preset_from_table, preset_to_table, read_tables

SLOTS: Final = range(10)
"""Slot 0 is what a case starts with, 1 to 9 lie on the number keys."""
ANY: Final = ""
"""Stands for the scanner of a slot that counts at all of them."""

Slots = Mapping[tuple[str, int], Preset]
"""Presets by scanner (`ANY` or its name) and slot."""


def book_path(folder: Path, officer: str) -> Path:
    """Return where an officer's presets lie in a folder, whatever signs the name has."""
    return own_path(folder, officer)


def read_slots(path: Path) -> Slots:
    """Read an officer's presets; there are none while there is no file.

    Raises
    ------
    PresetUnreadable
        If the file is there and cannot be read, or holds what we do not know.
    """
    if not path.exists():
        return {}
    return _slots_of(path.name, read_tables(path))


def keep_slot(path: Path, *, scanner: str, slot: int, title: str, look: Look) -> Path | None:
    """Write one slot and leave the others as they are; a crash leaves the old file or the new.

    Returns
    -------
    Path or None
        Where a file that could not be understood was moved, for somebody to mend.

    Raises
    ------
    OSError
        If the disk refuses; the file is then as it was.
    """
    tables: dict[str, Any] = {}
    is_broken = False
    if path.exists():
        text = path.read_bytes()
        try:
            tables = tomllib.loads(text.decode("utf-8"))
            _slots_of(path.name, tables)
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, PresetUnreadable):
            tables, is_broken = {}, True
    of_scanner = tables.setdefault("any", {})
    if scanner != ANY:
        of_scanner = tables.setdefault("scanner", {}).setdefault(scanner, {})
    of_scanner[str(slot)] = preset_to_table(title, look)
    return replace_text(path, tomli_w.dumps(tables), keep_old=is_broken)


def _slots_of(source: str, tables: Mapping[str, Any]) -> Slots:
    unknown = sorted(set(tables) - {"any", "scanner"})
    if unknown:
        raise PresetUnreadable(source, f"unknown table {unknown[0]!r}")
    found: dict[tuple[str, int], Preset] = {}
    scanners = tables.get("scanner", {})
    if not isinstance(scanners, dict):
        raise PresetUnreadable(source, "scanner is not a table")
    for scanner, slots in ((ANY, tables.get("any", {})), *scanners.items()):
        if not isinstance(slots, dict):
            raise PresetUnreadable(source, f"{scanner or 'any'} is not a table")
        for name, table in slots.items():
            if name not in map(str, SLOTS):
                raise PresetUnreadable(source, f"{name!r} is not a slot from 0 to 9")
            found[scanner, int(name)] = preset_from_table(source, name, table)
    return found
