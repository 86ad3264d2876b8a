"""Where a load does not fit: far from the declared models, and from the rest of its own rows."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.comparison import Deviation, Rectangle
from workstation.matching import tokens as local
from workstation.matching.description import Description, Evidence

_APART: Final = 8  # tokens; two thirds of a metre, so that a thing is not compared with itself
_ROWS: Final = 1  # neighbouring token rows that count as the same height
_NEAREST: Final = 3
_OWN_POWER: Final = 1.0  # powers chosen on phantoms of other seeds and sites than the benchmark's
_MODEL_POWER: Final = 0.25
_OTHER_POWER: Final = -0.125
_POSTS_SHARE: Final = 0.03  # of the length at each end: corner posts, door gear, cooling units
_MOST_BANK: Final = 6000
_THRESHOLD: Final = 4.5  # robust deviations from the load's own median
_PEAK_SHARE: Final = 0.6  # a region reaches down to this share of its peak
_SMALLEST: Final = 3  # tokens; about a quarter of a metre
_MOST_REGIONS: Final = 5
_HALF_SCORE: Final = 10.0  # robust deviations at which a region scores one half
_CLEAR: Final = 0.8  # difference of a feature group that is named as a reason


def find_deviations(
    scan: Description, declared: Sequence[Description], others: Sequence[Description]
) -> tuple[Deviation, ...]:
    """Return the regions of a scan that fit least, worst first; at most five.

    Parameters
    ----------
    scan : Description
        With its full token grid.
    declared : sequence of Description
        Models of the declared goods; may be empty, then only the load itself is evidence.
    others : sequence of Description
        Models of other goods; what is far from those too is merely unusual.
    """
    hull = load_hull(scan.load)
    if hull.sum() < 4 * _APART:
        return ()
    unusual = deviation_map(scan, hull, declared, others)
    inside = unusual[hull]
    middle = float(np.median(inside))
    spread = 1.4826 * float(np.median(np.abs(inside - middle))) + 1e-6
    levels = np.where(hull, (unusual - middle) / spread, 0).astype(np.float32)
    return tuple(_region(scan, levels, mask, hull) for mask in _regions(levels))


def deviation_map(
    scan: Description,
    hull: NDArray[np.bool_],
    declared: Sequence[Description],
    others: Sequence[Description],
) -> NDArray[np.float32]:
    """Return how little each token fits, float32, shape (token_rows, token_columns).

    The distance to the load's own rows, times a power of that to the declared models, over a
    power of that to other goods; each over its median, so that their units do not matter.
    """
    evidence = _own_rows(_kept(scan, scan.evidence), hull)
    powers = [(evidence, 1.0)]
    if declared:
        powers = [(evidence, _OWN_POWER), (_nearest(scan, declared, hull), _MODEL_POWER)]
    if declared and others:
        powers.append((_nearest(scan, others, hull), _OTHER_POWER))
    combined = np.ones(hull.shape, np.float32)
    for distance, power in powers:
        middle = max(float(np.median(distance[hull])), 1e-6)
        combined *= np.maximum(distance / middle, 0.05) ** np.float32(power)
    weighted = np.where(hull, combined, 0) * _inner(hull)
    return np.asarray(cv2.GaussianBlur(weighted, (0, 0), 1.0), dtype=np.float32)


def _inner(hull: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Weigh the edges of a load little: posts, slopes and floor fittings are no findings."""
    padded = cv2.copyMakeBorder(hull.astype(np.float32), 2, 0, 0, 0, cv2.BORDER_REPLICATE)
    padded = cv2.copyMakeBorder(padded, 0, 2, 4, 4, cv2.BORDER_CONSTANT, value=0)
    share = cv2.blur(padded, (7, 3))[2:-2, 4:-4]
    return np.asarray(share * share, dtype=np.float32)


def load_hull(load: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the load with its gaps: a cavity inside it belongs to it, corner posts do not."""
    posts = round(_POSTS_SHARE * load.shape[1])
    inner = load.astype(np.uint8)
    inner[:, :posts] = inner[:, load.shape[1] - posts :] = 0
    padded = cv2.copyMakeBorder(inner, 9, 9, 9, 9, cv2.BORDER_REPLICATE)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, np.ones((7, 9), np.uint8))
    return np.asarray(closed[9:-9, 9:-9] > 0)


def _kept(picture: Description, evidence: Evidence) -> NDArray[np.float32]:
    """Return the tokens without the features that a picture of this evidence lacks."""
    if evidence is Evidence.SINGLE:
        return picture.tokens[..., : local.MATERIAL.start]
    return picture.tokens


def _own_rows(tokens: NDArray[np.float32], hull: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Distance of each token to its third nearest at the same height, half a metre off."""
    rows, columns, _ = tokens.shape
    distance = np.zeros(hull.shape, np.float32)
    at = np.arange(columns)
    for row in range(rows):
        if not hull[row].any():
            continue
        band = slice(max(row - _ROWS, 0), row + _ROWS + 1)
        bank, inside = tokens[band], hull[band]
        squares = _squares(tokens[row], bank.reshape(-1, bank.shape[-1]))
        where = np.tile(at, bank.shape[0])
        far = (np.abs(at[:, None] - where[None]) >= _APART) & inside.ravel()[None]
        squares = np.where(far, squares, np.inf)
        kth = min(_NEAREST, squares.shape[1]) - 1
        found = np.sqrt(np.partition(squares, kth, axis=1)[:, kth])
        distance[row] = np.where(np.isfinite(found), found, 0)
    return distance


def _nearest(
    scan: Description, models: Sequence[Description], hull: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Distance of each token within the hull to the nearest token of the models' loads."""
    evidence = min(scan.evidence, *(model.evidence for model in models))
    bank = np.concatenate([_kept(m, evidence)[m.load] for m in models if m.load.any()])
    bank = bank[:: max(1, -(-bank.shape[0] // _MOST_BANK))]
    distance = np.zeros(hull.shape, np.float32)
    distance[hull] = np.sqrt(_squares(_kept(scan, evidence)[hull], bank).min(axis=1))
    return distance


def _squares(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    squares = (a * a).sum(axis=1)[:, None] + (b * b).sum(axis=1)[None] - 2 * (a @ b.T)
    return np.asarray(np.maximum(squares, 0), dtype=np.float32)


def _regions(levels: NDArray[np.float32]) -> list[NDArray[np.bool_]]:
    """Cut out the highest peak with its surroundings, again and again."""
    rest = levels.copy()
    found: list[NDArray[np.bool_]] = []
    for _ in range(4 * _MOST_REGIONS):
        peak = float(rest.max())
        if peak < _THRESHOLD or len(found) == _MOST_REGIONS:
            break
        high = rest >= max(_PEAK_SHARE * peak, _THRESHOLD / 2)
        _, labels = cv2.connectedComponents(high.astype(np.uint8), connectivity=4)
        row, column = np.unravel_index(int(rest.argmax()), rest.shape)
        mask = np.asarray(labels == labels[row, column])
        rest[cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 0
        if mask.sum() >= _SMALLEST:
            found.append(mask)
    return found


def _region(
    scan: Description,
    levels: NDArray[np.float32],
    mask: NDArray[np.bool_],
    hull: NDArray[np.bool_],
) -> Deviation:
    peak = float(levels[mask].max())
    return Deviation(
        area=_in_pixels(scan, mask),
        score=round(peak / (peak + _HALF_SCORE), 3),
        why=_why(scan, mask, hull),
    )


def _in_pixels(scan: Description, mask: NDArray[np.bool_]) -> Rectangle:
    """Return the bounding box of tokens as a rectangle of the picture."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    box = scan.interior
    down, across = box.height / mask.shape[0], box.width / mask.shape[1]
    top, left = int(rows[0] * down), int(columns[0] * across)
    return Rectangle(
        row=box.row + top,
        column=box.column + left,
        height=max(int((rows[-1] + 1) * down) - top, 1),
        width=max(int((columns[-1] + 1) * across) - left, 1),
    )


def _why(scan: Description, mask: NDArray[np.bool_], hull: NDArray[np.bool_]) -> tuple[str, ...]:
    """Name the feature groups in which a region differs from the load of its rows."""
    rows = mask.any(axis=1)
    around = hull & np.broadcast_to(np.reshape(rows, (-1, 1)), hull.shape) & ~mask
    if around.sum() < _SMALLEST:
        return ("texture",)
    gap = scan.tokens[mask].mean(axis=0) - np.median(scan.tokens[around], axis=0)
    spread = scan.tokens[around].std(axis=0) + 0.15
    strength = {
        "density": float(np.abs(gap[0] / spread[0])),
        "texture": float(np.abs(gap[2:22] / spread[2:22]).mean()),
    }
    if scan.evidence is not Evidence.SINGLE:
        strength["material"] = float(np.abs(gap[local.MATERIAL.start] / spread[-2]))
    if scan.load[mask].mean() < 0.5:
        strength["fill_height"] = 2.0
    named = [why for why, much in sorted(strength.items(), key=_much) if much >= _CLEAR]
    return tuple(named) or (max(strength, key=strength.__getitem__),)


def _much(item: tuple[str, float]) -> float:
    return -item[1]
