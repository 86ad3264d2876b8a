"""From pixels to a description."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workstation.matching.backbone import look
from workstation.matching.description import Description, Evidence
from workstation.matching.facts import load_facts
from workstation.matching.orientation import doubts
from workstation.matching.pixels import ScanPixels
from workstation.matching.rectify import Rectified, rectify
from workstation.matching.signature import describe_load
from workstation.matching.token_map import project
from workstation.matching.tokens import network_picture, token_grid


def describe(scan: ScanPixels) -> Description:
    """Describe a scan for comparing.

    Deterministic and free of state; about half a second for a 40 ft container.
    """
    rectified = rectify(scan)
    classical, load = token_grid(rectified)
    fine, coarse = look(network_picture(rectified))
    return Description(
        signature=describe_load(rectified, classical, load, (fine, coarse)),
        tokens=project(classical, fine, coarse),
        load=load,
        interior=rectified.interior,
        evidence=rectified.evidence,
        facts=load_facts(scan, rectified),
        doubts=_doubts(scan, rectified),
    )


def describe_model(scan: ScanPixels) -> Description:
    """Describe a scan as a typical model is stored.

    With every second token each way, and with the signatures that poorer scanners would have
    given: what comes from one of those is compared with its like.
    """
    whole = describe(scan)
    poorer = {level: signature_with(scan, level) for level in Evidence if level < whole.evidence}
    return replace(whole.thinned(), poorer=poorer)


def signature_with(scan: ScanPixels, evidence: Evidence) -> NDArray[np.float32]:
    """Return the signature of a scan as if its scanner had brought no more than this."""
    rectified = rectify(poorer(scan, evidence))
    classical, load = token_grid(rectified)
    return describe_load(rectified, classical, load, look(network_picture(rectified)))


def poorer(scan: ScanPixels, evidence: Evidence) -> ScanPixels:
    """Return a scan without its step-wedge readings, and without its low energy."""
    if evidence is Evidence.CALIBRATED:
        return scan
    bare = replace(scan, wedge_high=(), wedge_low=())
    return bare if evidence is Evidence.DUAL else replace(bare, low=None)


def _doubts(scan: ScanPixels, rectified: Rectified) -> tuple[str, ...]:
    found = doubts(scan, rectified)
    if rectified.evidence is Evidence.DUAL:
        found = (*found, "uncalibrated")
    return (*found, "eight_bit") if scan.stored_bits <= 8 else found
