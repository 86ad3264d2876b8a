"""What the picture tells of the load itself: how full, how high, how heavy, what repeats."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.comparison import LoadFacts
from workstation.matching.hold import CELL_MM, Hold, hold_of
from workstation.matching.period import repeat_mm
from workstation.matching.pixels import ScanPixels
from workstation.matching.rectify import Rectified

STRETCHES: Final = 32
"""Stretches of the profile along the container."""

_GOODS_G_CM2: Final = 3.5  # thinner than this is corrugation, lining, posts and noise
_ROOF_ROWS: Final = 0.45
_ROOF_G_CM2: Final = 3.5  # a roof of 2 mm steel, seen at a slant
_SMALLEST: Final = (7, 15)
"""Rows and columns of cells: rails are lower than 14 cm, a near and a far post beside each other
narrower than 30 cm; goods are larger."""
_PALLET: Final = 9  # rows: an empty pallet, or the floor of a truck that stands aslant, is lower
_END_MM: Final = 600.0  # doors, front wall and a reefer's unit; no load is shorter than this
_EMPTY_CELLS: Final = 60  # 0.024 m² in one piece, after opening
_LOW_LOAD: Final = (75.0, 58.0)
"""Percentile over the columns, and what floor, cross members and beams stay below [g/cm²]."""
_HEAPS: Final = (0.3, 45.0)
"""Share of the length with something low on the floor, more than pallets take, and the same."""
_FLOOR_G_CM2: Final = 32.0
_HIDDEN_G_CM2: Final = 20.0
_LOADED_HEIGHT: Final = 0.05
_FULL_FRACTION: Final = 0.7
_FULL_LENGTH: Final = 0.9

_UPRIGHT: Final = (0.944, -0.186)
"""Share of the areal density that is mass, and its change with the near wall's magnification:
rays are oblique, and what stands near the source looks larger than it is."""
_BEHIND_FLOOR: Final = 0.565
_FRAME_KG_M: Final = 40.0
"""Rails, roof, plates and doors that were not taken away with the walls [kg per m of length]."""
_MOST_USED_UP: Final = 0.5
_USED_UP_FLOOR: Final = 0.2


def load_facts(scan: ScanPixels, rectified: Rectified) -> LoadFacts:
    """Tell how full, how high, how heavy a load is, and how often things repeat along it.

    ``"empty"``: no goods between doors and front wall; pallets lying about, lining and dunnage
    are no goods. ``"full"``: goods stand along nine tenths of the length and cover seven tenths of
    the side view up to their top, so that nothing of size can be added: customs' practice calls
    a heavy load that leaves room above it partial. Everything else is ``"partial"``.

    The mass is None without step-wedge readings or a known size, and where the beam is used up
    in too much of the load to weigh it. Deterministic; never raises for what `rectify` returned.
    """
    hold = hold_of(scan, rectified)
    goods = _goods(hold)
    height = _heights(hold, goods)
    loaded = _is_loaded(hold, goods)
    if not loaded:
        height = np.zeros_like(height)
    fraction = float(height.mean())
    length = float((height > _LOADED_HEIGHT).mean())
    if not loaded:
        fill = "empty"
    elif fraction >= _FULL_FRACTION and length >= _FULL_LENGTH:
        fill = "full"
    else:
        fill = "partial"
    return LoadFacts(
        fill=fill,
        fill_fraction=round(fraction, 4),
        mass_kg=_mass_kg(hold, goods, loaded=loaded) if scan.wedge_high and hold.measured else None,
        profile=tuple(
            round(float(np.median(part)), 3) for part in np.array_split(height, STRETCHES)
        ),
        period_mm=_period_mm(scan, rectified) if loaded and hold.measured else None,
    )


def _period_mm(scan: ScanPixels, rectified: Rectified) -> float | None:
    if scan.pitch_mm is None:
        return None
    columns = rectified.density.shape[1]
    return repeat_mm(rectified, scan.pitch_mm[1] * rectified.interior.width / columns)


def _goods(hold: Hold) -> NDArray[np.bool_]:
    """Return the cells above the far floor that goods cover, shape (rows, columns).

    Between its near and its far edge the roof is seen at a slant; what every column has there is
    taken for the roof, as far as a roof can be.
    """
    seen = cv2.blur(hold.above_floor, (3, 3))
    under = round(_ROOF_ROWS * seen.shape[0])
    roof = np.minimum(np.percentile(seen[:under, ::2], 10, axis=1), _ROOF_G_CM2)
    seen[:under] -= roof[:, np.newaxis].astype(np.float32)
    thick = np.asarray(seen > _GOODS_G_CM2, np.uint8)
    kernel = np.ones(_SMALLEST, np.uint8)
    goods = np.asarray(cv2.morphologyEx(thick, cv2.MORPH_OPEN, kernel) > 0)
    goods[:, hold.unit] = False
    return goods


def _heights(hold: Hold, goods: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return for each column how high goods reach, as a share of the height of the hold.

    Measured at the near wall, between the near edges of floor and roof.
    """
    top = np.where(goods.any(axis=0), goods.argmax(axis=0) + hold.roof, hold.near_floor)
    return np.clip((hold.near_floor - top) / (hold.near_floor - hold.roof), 0.0, 1.0)


def _is_loaded(hold: Hold, goods: NDArray[np.bool_]) -> bool:
    """Whether there are goods away from the ends, or heavy ones low on the floor."""
    end = min(round(_END_MM / CELL_MM), goods.shape[1] // 4)
    inner = goods[:-_PALLET, end:-end]
    _, _, pieces, _ = cv2.connectedComponentsWithStats(inner.astype(np.uint8))
    if pieces[1:, cv2.CC_STAT_AREA].max(initial=0) > _EMPTY_CELLS:
        return True
    dark, share = _low_load(hold), float(goods[-_PALLET:, end:-end].any(axis=0).mean())
    return dark > _LOW_LOAD[1] or (share > _HEAPS[0] and dark > _HEAPS[1])


def _low_load(hold: Hold) -> float:
    """Return how much lies in the beam where the floor is seen [g/cm²], in its darker columns."""
    zone = hold.density[hold.far_floor : hold.near_floor]
    return float(np.percentile(np.median(zone, axis=0), _LOW_LOAD[0])) if zone.size else 0.0


def _mass_kg(hold: Hold, goods: NDArray[np.bool_], *, loaded: bool) -> float | None:
    """Weigh the goods [kg].

    Above the floor's far edge the areal density is summed. Below it beams hide the goods; goods
    that stand on the whole floor thin out there evenly to nothing at the near edge.
    """
    if not loaded:
        return 0.0
    weighed = np.where(cv2.blur(hold.above_floor, (5, 5)) > 1.0, hold.above_floor, 0)
    weighed[:, hold.unit] = 0
    used_up = hold.used_up[hold.roof : hold.far_floor]
    whole = float(weighed.sum(dtype=np.float64))
    if float(weighed[used_up].sum(dtype=np.float64)) > _MOST_USED_UP * whole:
        return None
    floor = slice(hold.far_floor, hold.near_floor)
    last = weighed[-7:-1].mean(axis=0)
    hidden = float(hold.density[floor].mean()) - _FLOOR_G_CM2 - float(last.mean())
    if float(hold.used_up[floor].mean()) > _USED_UP_FLOOR or hidden > _HIDDEN_G_CM2:
        return None
    ramp = float(last.sum(dtype=np.float64)) * (hold.near_floor - hold.far_floor) / 2
    cell_kg = (CELL_MM / 10) ** 2 / 1000
    upright = _UPRIGHT[0] + _UPRIGHT[1] * (hold.tallness - 1.4)
    frame = _FRAME_KG_M * goods.shape[1] * CELL_MM / 1000
    mass = (upright * whole + _BEHIND_FLOOR * ramp) * cell_kg - frame
    return round(max(float(mass), 0.0), 1)
