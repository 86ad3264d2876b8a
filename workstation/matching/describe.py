"""From pixels to a description."""

from typing import Final

import numpy as np

from resources.opencv import cv2
from workstation.domain.comparison import LoadFacts
from workstation.matching.description import Description, Evidence
from workstation.matching.pixels import ScanPixels
from workstation.matching.rectify import GRID_MM, Rectified, rectify
from workstation.matching.signature import describe_load
from workstation.matching.tokens import token_grid

_EMPTY_FRACTION: Final = 0.01
_SMALLEST_PX: Final = 15  # posts, rails and brackets are thinner than 15 cm, goods are not
_FRAME: Final = (0.05, 0.03)  # share of rows and columns at each edge that the frame covers
_FULL_FRACTION: Final = 0.75
_COLUMN_HEIGHT: Final = 0.08  # a column of the container is loaded when so much of it is
_MOSTLY_DARK: Final = 0.5
_FLAT: Final = 200  # counts; less from darkest to brightest is no picture
_G_PER_KG: Final = 1000.0


def describe(scan: ScanPixels) -> Description:
    """Describe a scan for comparing; what a typical model is stored with.

    Deterministic and free of state; about 0.2 s for a 40 ft container.
    """
    rectified = rectify(scan)
    tokens, load = token_grid(rectified)
    return Description(
        signature=describe_load(rectified, tokens, load),
        tokens=tokens,
        load=load,
        interior=rectified.interior,
        evidence=rectified.evidence,
        facts=_load_facts(scan, rectified),
        doubts=_doubts(scan, rectified),
    )


def _load_facts(scan: ScanPixels, rectified: Rectified) -> LoadFacts:
    """How much of the side view the goods cover; mass only where density and size are known."""
    kernel = np.ones((_SMALLEST_PX, _SMALLEST_PX), np.uint8)
    opened = cv2.morphologyEx(rectified.goods.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    down, across = (round(n * edge) for n, edge in zip(opened.shape, _FRAME, strict=True))
    solid = np.asarray(opened[down:-down, across:-across], dtype=np.float32)
    fraction = float(solid.mean())
    columns = float((solid.mean(axis=0) > _COLUMN_HEIGHT).mean())
    if fraction < _EMPTY_FRACTION:
        fill = "empty"
    elif fraction >= _FULL_FRACTION or (columns > 0.9 and fraction >= 0.6):
        fill = "full"
    else:
        fill = "partial"
    mass = None
    if scan.wedge_high and rectified.size_is_known:
        pixel_cm2 = (GRID_MM / 10) ** 2
        grams = float(rectified.density[rectified.goods].sum(dtype=np.float64)) * pixel_cm2
        mass = round(grams / _G_PER_KG, 1)
    return LoadFacts(fill=fill, fill_fraction=round(fraction, 4), mass_kg=mass)


def _doubts(scan: ScanPixels, rectified: Rectified) -> tuple[str, ...]:
    doubts = []
    if not rectified.box_is_known:
        doubts.append("no_container")
    flat = int(np.ptp(scan.high[::8, ::8])) < _FLAT
    if flat or rectified.dark_fraction > _MOSTLY_DARK:
        doubts.append("poor_image")
    if not rectified.size_is_known:
        doubts.append("size_unknown")
    if rectified.evidence is Evidence.SINGLE:
        doubts.append("single_energy")
    return tuple(doubts)
