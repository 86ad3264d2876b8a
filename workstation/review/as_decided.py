"""What was on the screen in the moment of a decision, from the decision's own evidence.

It says the same as the last moment of the film, where there is one; a decision without a film is
shown by it.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workstation.review.coverage import COLUMNS, ROWS, Level
from workstation.review.film import Shown, Track

_LEVEL_BITS = 3


def as_decided(evidence: Mapping[str, Any], marks: Sequence[Mapping[str, Any]]) -> Shown:
    """Return what a decision's evidence tells of the screen; what it does not tell is left out.

    Parameters
    ----------
    evidence, marks
        As the decision has them (JSON values).
    """
    values: dict[Track, Any] = {}
    state, compared = _of(evidence, "view_state"), _of(evidence, "compared")
    view, judged = _of(state, "viewpoint"), _of(evidence, "judgement")
    if view:
        values[Track.VIEW] = [*view.get("centre", ()), view.get("zoom")]
    if isinstance(state.get("size_px"), list):
        values[Track.SIZE] = state["size_px"]
    if state.get("look"):
        values[Track.LOOK] = state["look"]
    if compared:
        values[Track.COMPARE] = {
            "mode": compared.get("mode", "split"),
            "curtain": compared.get("curtain", 0.5),
            "covered": compared.get("covered", "right"),
            "full_scale": compared.get("full_scale_nepers", 1.0),
            "other_view": compared.get("other_view", False),
            "linked": evidence.get("linked", True),
            "lower": evidence.get("model_shown") is not None,
            "areas": None,
        }
    values[Track.MODEL] = evidence.get("model_shown")
    values[Track.REGIONS] = dict(_of(evidence, "regions"))
    values[Track.FIDELITY] = {"full": _of(state, "fidelity").get("full_resolution", True)}
    values[Track.ANSWER] = {
        "compared": judged.get("compared", False),
        "shown": judged.get("engine_shown", False),
        "own": judged.get("first"),
        "asked": judged.get("asked_again", False),
    }
    return Shown(
        at_ms=round(1000 * _seconds(evidence.get("dwell_s"))),
        values=values,
        marks=tuple(marks),
        seen=levels_of(evidence),
    )


def levels_of(evidence: Mapping[str, Any]) -> NDArray[np.uint8]:
    """Return the coverage map of a decision's evidence by `Level`; nothing seen where none is.

    Returns
    -------
    ndarray of uint8, shape (ROWS, COLUMNS)
    """
    nothing = np.zeros((ROWS, COLUMNS), np.uint8)
    grid = _of(_of(evidence, "coverage"), "grid")
    if (grid.get("rows"), grid.get("columns")) != (ROWS, COLUMNS):
        return nothing
    try:
        cells = np.frombuffer(base64.b64decode(str(grid.get("cells"))), np.uint8)
    except (binascii.Error, ValueError):
        return nothing
    if cells.size != ROWS * COLUMNS:
        return nothing
    levels = cells.reshape(ROWS, COLUMNS) & np.uint8(_LEVEL_BITS)
    return np.asarray(np.minimum(levels, np.uint8(Level.COVERED)), np.uint8)


def _of(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = data.get(key)
    return value if isinstance(value, Mapping) else {}


def _seconds(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
