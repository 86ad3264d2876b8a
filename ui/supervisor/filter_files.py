"""Filters in files of their own, to be handed from room to room."""

import json
from pathlib import Path
from typing import Final

from workstation.domain.filters import (
    Filter,
    FilterFault,
    FilterImpossible,
    filter_from_json,
    filter_to_json,
)

_LARGEST: Final = 256 * 1024


def read_filter(path: Path) -> Filter:
    """Return the filter in a file.

    Raises
    ------
    OSError
        If the file cannot be read.
    FilterImpossible
        If it holds something else, or nothing could fit it.
    """
    with path.open("rb") as file:
        raw = file.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise FilterImpossible(FilterFault.NOT_A_FILTER)
    try:
        return filter_from_json(json.loads(raw))
    except (ValueError, RecursionError):
        raise FilterImpossible(FilterFault.NOT_A_FILTER) from None


def write_filter(path: Path, wanted: Filter) -> None:
    """Write a filter into a file; raises ``OSError`` when that cannot be."""
    text = json.dumps(filter_to_json(wanted), ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")
