"""Making a test image beside a comparison, in the child that has just compared the scan."""

import hashlib
import logging
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from workstation.domain.comparison import Comparison, comparison_to_json
from workstation.domain.projected import area_to_json
from workstation.imaging.package import write_package
from workstation.imaging.scan import Scan
from workstation.simulation.placing import place
from workstation.simulation.projection import Unfit
from workstation.simulation.threat_file import read_threats
from workstation.simulation.threats import Threat, drawn_kinds, make_threat

_LOG = logging.getLogger(__name__)
OBJECTS: Final = "objects"
_DRAWN_AT_ONCE: Final = 4

Compare = Callable[[Scan], Comparison]


def make_beside(wish: Mapping[str, Any], scan: Scan, compare: Compare) -> dict[str, Any] | None:
    """Make a test image of a scan and let the engine look at it; None when none would be good.

    Parameters
    ----------
    wish : mapping
        ``folder`` (of test images) and ``seed``.
    compare : callable
        What the engine says of a scan.

    Returns
    -------
    dict or None
        ``image_id``, ``object``, ``sha256``, ``size``, ``area`` and ``comparison``; the package
        lies in the folder under its hash.
    """
    try:
        return _make(Path(wish["folder"]), int(wish["seed"]), scan, compare)
    except Unfit as reason:
        _LOG.info("no test image can be made of a scan", extra={"reason": str(reason)})
    except Exception:  # noqa: BLE001 - a test image must never cost a case its comparison
        _LOG.exception("a test image could not be made")
    return None


def objects_for(folder: Path, rng: np.random.Generator) -> list[Threat]:
    """Return some test objects to choose from: drawn ones, and those cut from finds."""
    kinds = rng.permutation(np.array(drawn_kinds()))[:_DRAWN_AT_ONCE]
    drawn = [
        make_threat(next(kind for kind in drawn_kinds() if kind == name), seed=int(number))
        for name, number in zip(kinds, rng.integers(1 << 30, size=len(kinds)), strict=True)
    ]
    return [*drawn, *read_threats(folder / OBJECTS)]


def _make(folder: Path, seed: int, scan: Scan, compare: Compare) -> dict[str, Any] | None:
    rng = np.random.default_rng(seed)
    placed = place(scan, objects_for(folder, rng), rng=rng)
    if placed is None:
        return None
    made, threat = placed
    folder.mkdir(parents=True, exist_ok=True)
    image_id = secrets.token_hex(16)
    draft = folder / f"{image_id}.scan.tif"
    write_package(draft, made.scan)
    content = draft.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    draft.replace(folder / f"{sha256}.scan.tif")
    return {
        "image_id": image_id,
        "object": threat.kind.value,
        "sha256": sha256,
        "size": len(content),
        "area": area_to_json(made.area),
        "comparison": comparison_to_json(compare(made.scan)),
    }
