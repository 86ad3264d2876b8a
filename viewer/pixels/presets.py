"""Named looks, read from a TOML file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import resources
from viewer.errors import PresetUnreadable
from viewer.pixels.look import Look, look_from_json

_TITLES: Final = ("title", "title_zh")
_KEYS: Final = {*_TITLES, "level", *(field.name for field in fields(Look))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A look with its name for scripts and its titles for the screen."""

    name: str
    title: str
    title_zh: str
    look: Look


def read_presets(path: Path | None = None) -> Mapping[str, Preset]:
    """Read presets by name, in the file's order.

    Parameters
    ----------
    path : Path or None
        None takes the presets that ship with the program.

    Raises
    ------
    PresetUnreadable
        If the file is missing or no TOML, or a preset has a key or value we do not know.
    """
    path = resources.path("presets/grey.toml") if path is None else path
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PresetUnreadable(path.name, str(error)) from error
    return {name: _preset(path.name, name, table) for name, table in tables.items()}


def _preset(source: str, name: str, table: Any) -> Preset:  # noqa: ANN401 - foreign TOML
    if not isinstance(table, dict):
        raise PresetUnreadable(source, f"{name} is not a table")
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise PresetUnreadable(source, f"{name}: unknown key {unknown[0]!r}")
    try:
        look = look_from_json(table)
    except (KeyError, TypeError, ValueError) as error:
        raise PresetUnreadable(source, f"{name}: {error}") from error
    title, title_zh = (str(table.get(key, name)) for key in _TITLES)
    return Preset(name=name, title=title, title_zh=title_zh, look=look)
