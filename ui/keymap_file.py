"""Keymaps on disk: those that ship, and an officer's own keys.

::

    title = "Left-handed"     # the officer's own file has no titles
    title_zh = "左手"
    [keys]
    "decision.inspect" = "F11"
    "region.next" = [".", "Num+6", "mouse:forward"]
    "pane.structure" = []
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import tomli_w

import resources
from ui.own_files import FileUnreadable, own_path, read_table, replace_text
from workstation.domain.errors import ReviewRoomError

SHIPPED: Final = ("standard", "left_handed", "numpad", "macro_pad")


class KeymapUnreadable(ReviewRoomError):
    """A keymap file is no keymap."""

    advice = "Choose your keys in the settings again, or ask for the file to be mended."

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"keymap {source}: {reason}")
        self.source, self.reason = source, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class KeymapSheet:
    """A keymap as it is written: strokes by command name, nothing of it checked yet."""

    name: str
    title: str = ""
    title_zh: str = ""
    keys: Mapping[str, tuple[str, ...]]


def keys_path(presets: Path, officer: str) -> Path:
    """Return where an officer's own keys lie, given the folder of the presets."""
    return own_path(presets / "keymaps", officer)


def read_shipped() -> tuple[KeymapSheet, ...]:
    """Read the keymaps that ship with the program; the standard one is the first."""
    return tuple(read_keymap(resources.path(f"keymaps/{name}.toml")) for name in SHIPPED)


def read_keymap(path: Path) -> KeymapSheet:
    """Read a keymap; one without keys while there is no file.

    Raises
    ------
    KeymapUnreadable
        If the file is there and is no keymap. Single wrong keys are found by `ui.keymap`.
    """
    try:
        table = read_table(path)
    except FileUnreadable as error:
        raise KeymapUnreadable(error.source, error.reason) from error
    keys = table.get("keys", {})
    unknown = sorted(set(table) - {"title", "title_zh", "keys"})
    if unknown:
        raise KeymapUnreadable(path.name, f"unknown entry {unknown[0]!r}")
    if not isinstance(keys, dict):
        raise KeymapUnreadable(path.name, "'keys' is not a table")
    return KeymapSheet(
        name=path.stem,
        title=str(table.get("title", "")),
        title_zh=str(table.get("title_zh", "")),
        keys={name: _texts(path.name, name, value) for name, value in keys.items()},
    )


def keep_keys(path: Path, keys: Mapping[str, Sequence[str]]) -> Path | None:
    """Write an officer's own keys; a crash leaves the old file or the new.

    Returns
    -------
    Path or None
        Where a file that could not be understood was moved, for somebody to mend.

    Raises
    ------
    OSError
        If the disk refuses; the file is then as it was.
    """
    try:
        read_keymap(path)
    except KeymapUnreadable:
        is_broken = True
    else:
        is_broken = False
    table = {"keys": {name: list(texts) for name, texts in keys.items()}}
    return replace_text(path, tomli_w.dumps(table), keep_old=is_broken)


def _texts(source: str, name: str, value: Any) -> tuple[str, ...]:  # noqa: ANN401 - as TOML has it
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise KeymapUnreadable(source, f"{name} has no list of keys")
    return tuple(texts)
