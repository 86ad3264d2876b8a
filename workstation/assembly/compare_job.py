"""What the hub has done in child processes: comparing scan packages, and keeping the library."""

import functools
import logging
from pathlib import Path
from typing import Any

from workstation.assembly.library import engine_on, mend_library
from workstation.assembly.scans import pixels_of
from workstation.domain.comparison import comparison_to_json
from workstation.imaging.readers import read_scan
from workstation.matching.engine import Engine

_log = logging.getLogger(__name__)


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


def keep_library(request: dict[str, Any]) -> None:
    """Bring a library up to this version of the engine, as the hub's upkeep runs it.

    Models that cannot be read are described anew, one at a time, and the index is made where it
    is missing or behind; the models that can be read are compared with meanwhile.

    Parameters
    ----------
    request : dict
        ``library`` (folder).
    """
    for done in mend_library(Path(request["library"])):
        if done.problem is None:
            _log.info("model %s is described anew", done.model_id)
        else:
            _log.warning("model %s: %s", done.model_id, done.problem.sentence())


@functools.cache
def _engine(library: str, false_alarm_rate: float) -> Engine:
    """Return the engine of this child; it stays warm and sees what changes in its library."""
    return engine_on(Path(library), false_alarm_rate=false_alarm_rate, wait=False)
