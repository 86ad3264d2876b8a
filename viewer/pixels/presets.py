"""Named looks, read from TOML files."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import resources
from viewer.errors import PresetUnreadable
from viewer.pixels.look import Look, look_from_json, look_to_json

KEYS: Final = range(1, 10)
"""Number keys that a preset may lie on."""
_SHIPPED: Final = ("presets/grey.toml", "presets/bands.toml")
_TITLES: Final = ("title", "title_zh")
_KNOWN: Final = {*_TITLES, "key", "level", *(field.name for field in fields(Look))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A look with its name for scripts, its titles for the screen, and the key it lies on."""

    name: str
    title: str
    title_zh: str
    look: Look
    key: int | None = None


def read_presets(path: Path | None = None) -> Mapping[str, Preset]:
    """Read presets by name, in the order of the file.

    Parameters
    ----------
    path : Path or None
        None takes the presets that ship with the program.

    Raises
    ------
    PresetUnreadable
        If a file is missing or no TOML, a preset has a key or value we do not know, or two claim
        one number key.
    """
    paths = [resources.path(name) for name in _SHIPPED] if path is None else [path]
    presets: dict[str, Preset] = {}
    for file in paths:
        for name, table in read_tables(file).items():
            preset = preset_from_table(file.name, name, table)
            taken = {p.key: p.name for p in presets.values() if p.key is not None}
            if preset.key in taken:
                owner = taken[preset.key]
                raise PresetUnreadable(file.name, f"{name}: key {preset.key} is that of {owner}")
            presets[name] = preset
    return presets


def read_tables(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises
    ------
    PresetUnreadable
        If the file is missing or no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PresetUnreadable(path.name, str(error)) from error


def preset_from_table(source: str, name: str, table: Any) -> Preset:  # noqa: ANN401 - foreign TOML
    """Make a preset of a table; ``source`` is the name of its file, for errors.

    Raises
    ------
    PresetUnreadable
        If the table has a key or value we do not know.
    """
    if not isinstance(table, dict):
        raise PresetUnreadable(source, f"{name} is not a table")
    unknown = sorted(set(table) - _KNOWN)
    if unknown:
        raise PresetUnreadable(source, f"{name}: unknown key {unknown[0]!r}")
    key = table.get("key")
    if key is not None and not (isinstance(key, int) and key in KEYS):
        raise PresetUnreadable(source, f"{name}: key must be from 1 to 9, got {key!r}")
    try:
        look = look_from_json(table)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise PresetUnreadable(source, f"{name}: {error}") from error
    title, title_zh = (str(table.get(t, table.get("title", name))) for t in _TITLES)
    return Preset(name=name, title=title, title_zh=title_zh, look=look, key=key)


def preset_to_table(title: str, look: Look) -> dict[str, Any]:
    """Return a look and its title as a table that `preset_from_table` reads; it holds no None."""
    kept = {name: value for name, value in look_to_json(look).items() if value is not None}
    return {"title": title, **kept}
