"""What the hub has done in child processes: comparing scan packages, and keeping the library."""

import functools
import logging
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from workstation.assembly.image_job import make_beside
from workstation.assembly.kept_descriptions import KeptDescriptions
from workstation.assembly.library import engine_on, mend_library
from workstation.assembly.scanner_alarms import with_alarms
from workstation.assembly.scans import pixels_of
from workstation.domain.comparison import LotFinding, comparison_to_json
from workstation.domain.errors import ScanUnreadable
from workstation.imaging.contents import require_content
from workstation.imaging.quality_figures import faults_of, measure_image
from workstation.imaging.readers import read_scan
from workstation.matching.describe import describe
from workstation.matching.description import Description
from workstation.matching.engine import Engine

_log = logging.getLogger(__name__)


def compare_package(request: dict[str, Any]) -> dict[str, Any]:
    """Compare one package with the library, and with its sisters.

    Parameters
    ----------
    request : dict
        ``package`` (path), ``declared`` (HS codes), ``library`` (folder), ``false_alarm_rate``;
        for the lot also ``scan``, ``sha256``, ``sisters`` and ``descriptions`` (folder); with
        ``test_image`` a test image is made as well, see `make_beside`.

    Returns
    -------
    dict
        The comparison as `workstation.domain.comparison.comparison_to_json` writes it; where
        ``rescan_poor_scans`` is asked for, also ``poor``, the faults of the picture; where a test
        image is, also ``beside``.
    """
    began = time.monotonic()
    engine = _engine(request["library"], request["false_alarm_rate"])
    if "sha256" in request:
        require_content(Path(request["package"]), request["sha256"])
    scan = read_scan(Path(request["package"]))
    pixels = pixels_of(scan)
    own = describe(pixels)
    comparison = engine.compare(pixels, declared=request["declared"], described=own)
    lot = None
    if request.get("descriptions"):
        kept = KeptDescriptions(Path(request["descriptions"]))
        kept.put(request["sha256"], own)
        lot = _compare_lot(engine, request, own, kept)
    comparison = with_alarms(comparison, scan)
    elapsed_s = round(time.monotonic() - began, 4)
    answer = comparison_to_json(
        replace(comparison, lot=lot, elapsed_s=elapsed_s, image=measure_image(scan))
    )
    if request.get("rescan_poor_scans"):
        answer["poor"] = [fault.value for fault in faults_of(scan)]
    if "test_image" in request:
        answer["beside"] = make_beside(
            request["test_image"],
            scan,
            # The scanner pointed where it did, whatever is put into the picture.
            lambda made: with_alarms(
                engine.compare(pixels_of(made), declared=request["declared"]), scan
            ),
        )
    return answer


def _compare_lot(
    engine: Engine, request: dict[str, Any], own: Description, kept: KeptDescriptions
) -> LotFinding | None:
    """Compare a scan with its sisters; one that cannot be read is left out."""
    if not request["sisters"]:
        return None
    containers = {request["scan"]: own}
    for sister in request["sisters"]:
        try:
            containers[sister["scan"]] = kept.get(sister["sha256"], Path(sister["package"]))
        except ScanUnreadable as error:
            _log.warning("a sister is left out: %s", error)
    return engine.compare_lot(request["scan"], containers)


def keep_library(request: dict[str, Any]) -> None:
    """Bring a library up to this version of the engine, as the hub's upkeep runs it.

    Models that cannot be read are described anew, one at a time, and the index is made where it
    is missing or behind; the models that can be read are compared with meanwhile.

    Parameters
    ----------
    request : dict
        ``library`` and ``descriptions`` (folders).
    """
    if request.get("descriptions"):
        KeptDescriptions(Path(request["descriptions"])).forget_old()
    for done in mend_library(Path(request["library"])):
        if done.problem is None:
            _log.info("model %s is described anew", done.model_id)
        else:
            _log.warning("model %s: %s", done.model_id, done.problem.sentence())


@functools.cache
def _engine(library: str, false_alarm_rate: float) -> Engine:
    """Return the engine of this child; it stays warm and sees what changes in its library."""
    return engine_on(Path(library), false_alarm_rate=false_alarm_rate, wait=False)
