"""An officer's own presets on disk: one TOML file, slots of any scanner and of each scanner.

::

    [any.3]
    title = "Paper"
    window = 20000.0
    …
    [scanner."H986-2".0]
"""

import os
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import tomli_w

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
    name = quote(officer, safe=" ") or "officer"
    return folder / f"{name}.toml"


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
    path.parent.mkdir(parents=True, exist_ok=True)
    tables: dict[str, Any] = {}
    aside: Path | None = None
    if path.exists():
        text = path.read_bytes()
        try:
            tables = tomllib.loads(text.decode("utf-8"))
            _slots_of(path.name, tables)
        except (UnicodeDecodeError, tomllib.TOMLDecodeError, PresetUnreadable):
            tables, aside = {}, _free_name(path)
    of_scanner = tables.setdefault("any", {})
    if scanner != ANY:
        of_scanner = tables.setdefault("scanner", {}).setdefault(scanner, {})
    of_scanner[str(slot)] = preset_to_table(title, look)
    part = _write_beside(path, tomli_w.dumps(tables))
    if aside is not None:
        path.replace(aside)
    part.replace(path)
    return aside


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


def _write_beside(path: Path, text: str) -> Path:
    """Write a text to a new file in the folder of `path`, down to the disk."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f"{path.stem}-", suffix=".part", delete=False
    ) as part:
        try:
            part.write(text)
            part.flush()
            os.fsync(part.fileno())
        except OSError:
            Path(part.name).unlink(missing_ok=True)
            raise
    return Path(part.name)


def _free_name(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.unreadable-{number}")).exists():
        number += 1
    return aside
