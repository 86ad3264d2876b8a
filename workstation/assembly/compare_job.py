"""The engine's work on one scan package, as the hub's compare pool runs it in a child process."""

import functools
from pathlib import Path
from typing import Any

from workstation.assembly.library import open_shelf
from workstation.assembly.scans import pixels_of
from workstation.domain.comparison import comparison_to_json
from workstation.imaging.readers import read_scan
from workstation.library.source import ShelfSource
from workstation.matching.engine import Engine


def compare_package(request: dict[str, Any]) -> dict[str, Any]:
    """Compare one package with the library.

    Parameters
    ----------
    request : dict
        ``package`` (path), ``declared`` (HS codes), ``library`` (folder), ``false_alarm_rate``.

    Returns
    -------
    dict
        The comparison as `workstation.domain.comparison.comparison_to_json` writes it.
    """
    engine = _engine(request["library"], request["false_alarm_rate"])
    scan = read_scan(Path(request["package"]))
    return comparison_to_json(engine.compare(pixels_of(scan), declared=request["declared"]))


@functools.cache
def _engine(library: str, false_alarm_rate: float) -> Engine:
    """Return the engine of this child; it stays warm and sees new models by their version."""
    return Engine(ShelfSource(open_shelf(Path(library))), false_alarm_rate=false_alarm_rate)
