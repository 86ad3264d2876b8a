"""Where a load does not fit: unlike the declared models, and unlike the rest of its own rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.comparison import Deviation, Rectangle, Witness
from workstation.matching.description import Description
from workstation.matching.evidence import Bank, Banks, compared, evidence_planes
from workstation.matching.grid import area_of, nearest_squares, squares_between
from workstation.matching.hull import load_hull
from workstation.matching.ports import ModelRecord
from workstation.matching.reasons import excess_g_cm2, reasons_of
from workstation.matching.weigh import Weigher, shipped

_SMALLEST_HULL: Final = 32
_SMOOTH: Final = 0.8
_THRESHOLD: Final = 0.1  # of certainty, below which nothing is shown
_FURTHER: Final = 0.6  # and below which no second region is: an officer's time is dear
_PEAK_SHARE: Final = 0.5  # a region reaches down to this share of its peak
_CORE_SHARE: Final = 0.85
_SMALLEST: Final = 3  # tokens; about a quarter of a metre
_MOST_REGIONS: Final = 5
_WITNESS_TOKENS: Final = 2  # of a model's thinned grid; a third of a metre
_LIKE: Final = 0.5  # likeness at the usual distance of a load's points from their models

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A typical model as a scan is compared with it, point by point."""

    record: ModelRecord
    description: Description


def find_deviations(
    scan: Description, declared: Sequence[Known], others: Sequence[Known]
) -> tuple[Deviation, ...]:
    """Return the regions of a scan that fit least, worst first; at most five.

    The score is how sure the evidence makes us, 0 to 1: it tells where to look first, it is no
    alarm that something is hidden.

    Parameters
    ----------
    scan : Description
        With its full token grid.
    declared : sequence of Known
        Models of the declared goods; may be empty, then only the load itself is evidence.
    others : sequence of Known
        Models of other goods; what is far from those too is merely unusual.
    """
    hull = load_hull(scan.load)
    if hull.sum() < _SMALLEST_HULL:
        return ()
    banks = Banks.of([one.description for one in declared], [one.description for one in others])
    unusual = certainty(scan, hull, banks)
    found = []
    for mask in _regions(unusual):
        peak = float(unusual[mask].max())
        # What stands apart most tells why; the region around it is half goods as usual.
        core = mask & (unusual >= _CORE_SHARE * peak)
        around = hull & ~mask
        found.append(
            Deviation(
                area=_in_pixels(scan, mask),
                score=round(peak, 3),
                why=reasons_of(scan, core, around, banks.own),
                supporting=_witness(scan, core, around, banks.own, declared),
                contradicting=_witness(scan, core, around, banks.other, others),
                excess_g_cm2=excess_g_cm2(scan, core, around),
            )
        )
    return tuple(found)


def certainty(
    scan: Description, hull: Mask, banks: Banks, weigher: Weigher | None = None
) -> Floats:
    """Return how sure each token is not to belong, 0 to 1, shape (token_rows, token_columns)."""
    sure = (weigher or shipped()).weigh(evidence_planes(scan, hull, banks))
    return np.asarray(cv2.GaussianBlur(sure, (0, 0), _SMOOTH), np.float32)


def deviation_map(
    scan: Description,
    hull: Mask,
    declared: Sequence[Description],
    others: Sequence[Description],
) -> Floats:
    """Return how little each token fits, 0 to 1, shape (token_rows, token_columns)."""
    return certainty(scan, hull, Banks.of(declared, others))


def _regions(sure: Floats) -> list[Mask]:
    """Cut out the highest peak with its surroundings, again and again."""
    rest = sure.copy()
    found: list[Mask] = []
    for _ in range(4 * _MOST_REGIONS):
        peak = float(rest.max())
        if peak < (_FURTHER if found else _THRESHOLD) or len(found) == _MOST_REGIONS:
            break
        high = rest >= _PEAK_SHARE * peak
        _, labels = cv2.connectedComponents(high.astype(np.uint8), connectivity=4)
        row, column = np.unravel_index(int(rest.argmax()), rest.shape)
        mask = np.asarray(labels == labels[row, column])
        rest[cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 0
        if mask.sum() >= _SMALLEST:
            found.append(mask)
    return found


def _in_pixels(scan: Description, mask: Mask) -> Rectangle:
    """Return the bounding box of tokens as a rectangle of the picture."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return area_of(
        scan,
        (int(rows[0]), int(rows[-1]) + 1),
        (int(columns[0]), int(columns[-1]) + 1),
        mask.shape,
    )


def _witness(
    scan: Description, core: Mask, around: Mask, bank: Bank, models: Sequence[Known]
) -> Witness | None:
    """Return the place in the models that comes nearest to the core of a region."""
    if not len(bank.tokens):
        return None
    tokens = compared(scan)
    region = tokens[core].mean(axis=0)[None]
    distances = np.sqrt(squares_between(region, bank.tokens)[0])
    usual = np.sqrt(nearest_squares(tokens[around][::7], bank.tokens))
    best = int(distances.argmin())
    middle = max(float(np.median(usual)) if usual.size else 0.0, 1e-3)
    model = models[int(bank.source[best])]
    shape = model.description.load.shape
    row, column = divmod(int(bank.place[best]), shape[1])
    half = _WITNESS_TOKENS // 2
    return Witness(
        model=model.record.model_id,
        hs=model.record.hs,
        name=model.record.name,
        area=area_of(
            model.description,
            (max(row - half, 0), min(row + half + 1, shape[0])),
            (max(column - half, 0), min(column + half + 1, shape[1])),
            shape,
        ),
        score=round(float(_LIKE ** (distances[best] / middle)), 3),
    )
