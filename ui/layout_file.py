"""An officer's layouts and the windows' places on disk, in TOML, one table for a set of screens.

::

    ["DP-1 1920x1080@1"]
    pinned = "large"
    folded = ["history"]
    ["DP-1 1920x1080@1".layouts.large]
    upper_share = 0.8
    side_px = 372
    drawer = false
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import tomli_w

from ui.layouts import Frame, Kept, Layout, Measures
from ui.own_files import FileUnreadable, read_table, replace_text


class LayoutsUnreadable(Exception):
    """A file of layouts is there and holds what we do not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowPlace:
    """Where the main window stood, and whether it filled its screen."""

    frame: Frame
    maximised: bool = True


def read_layouts(path: Path) -> dict[str, Kept]:
    """Read what is kept for each set of screens; nothing while there is no file.

    Raises
    ------
    LayoutsUnreadable
        If the file cannot be read or understood.
    """
    return {name: _kept(table) for name, table in _tables(path).items()}


def write_layouts(path: Path, kept: Mapping[str, Kept]) -> None:
    """Write all sets of screens; a crash leaves the old file or the new. Raises ``OSError``."""
    tables = {
        name: {
            **({} if one.pinned is None else {"pinned": one.pinned.value}),
            "folded": sorted(one.folded),
            "layouts": {layout.value: asdict(of) for layout, of in one.measures.items()},
        }
        for name, one in kept.items()
    }
    replace_text(path, tomli_w.dumps(tables))


def read_places(path: Path) -> dict[str, WindowPlace]:
    """Read where the window stood on each set of screens. Raises `LayoutsUnreadable`."""
    return {name: _place(table) for name, table in _tables(path).items()}


def write_places(path: Path, places: Mapping[str, WindowPlace]) -> None:
    """Write where the window stands on each set of screens. Raises ``OSError``."""
    tables = {
        name: {**asdict(place.frame), "maximised": place.maximised}
        for name, place in places.items()
    }
    replace_text(path, tomli_w.dumps(tables))


def _tables(path: Path) -> dict[str, Any]:
    try:
        return read_table(path)
    except FileUnreadable as error:
        raise LayoutsUnreadable(str(error)) from error


def _kept(table: Any) -> Kept:  # noqa: ANN401 - foreign TOML
    try:
        pinned = table.get("pinned")
        return Kept(
            measures={
                Layout(name): Measures(
                    upper_share=float(one["upper_share"]),
                    side_px=int(one["side_px"]),
                    drawer=bool(one["drawer"]),
                )
                for name, one in table.get("layouts", {}).items()
            },
            pinned=None if pinned is None else Layout(pinned),
            folded=frozenset(map(str, table.get("folded", ()))),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise LayoutsUnreadable(f"not a layout: {error}") from error


def _place(table: Any) -> WindowPlace:  # noqa: ANN401 - foreign TOML
    try:
        sides = {side: int(table[side]) for side in ("left", "top", "width", "height")}
        return WindowPlace(frame=Frame(**sides), maximised=bool(table["maximised"]))
    except (KeyError, TypeError, ValueError) as error:
        raise LayoutsUnreadable(f"not a window's place: {error}") from error
