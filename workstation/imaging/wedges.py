"""The step wedges that a scan of two energies brought along, joined step by step."""

from dataclasses import dataclass

from workstation.domain.scan import WedgeReading
from workstation.imaging.nominal import METAL, ORGANIC
from workstation.imaging.scan import Plane

Rows = tuple[tuple[float, ...], tuple[float, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DualWedges:
    """Transmissions of polyethylene and iron at both energies, in the units of the picture.

    Attributes
    ----------
    organic, metal : tuple of two tuples of float
        Transmissions (0 to 1) of the steps at the high and at the low energy.
    g_cm2 : tuple of two tuples of float
        Areal densities of the organic and of the metal steps [g/cm²].
    """

    organic: Rows
    metal: Rows
    g_cm2: Rows


def dual_wedges(high: Plane, low: Plane) -> DualWedges | None:
    """Return the scanner's own wedges, or None unless both materials can be used.

    A material is used when both energies read at least two steps of it, each darker than the
    one before; steps that only one energy read, or that let nothing through, are left out.
    """
    organic, metal = _joined(high, low, ORGANIC), _joined(high, low, METAL)
    if organic is None or metal is None:
        return None
    return DualWedges(
        organic=(organic[1], organic[2]), metal=(metal[1], metal[2]), g_cm2=(organic[0], metal[0])
    )


def _joined(high: Plane, low: Plane, material: str) -> tuple[tuple[float, ...], ...] | None:
    """Return (g/cm², high transmissions, low transmissions) of the steps, from thin to thick."""
    one, other = _reading(high, material), _reading(low, material)
    if one is None or other is None:
        return None
    at_low = dict(zip(other.g_cm2, other.transmission, strict=True))
    rows: list[tuple[float, float, float]] = []
    for g_cm2, passed in sorted(zip(one.g_cm2, one.transmission, strict=True)):
        beside = at_low.get(g_cm2, 0.0)
        if min(passed, beside) <= 0:
            continue
        if rows and (passed >= rows[-1][1] or beside >= rows[-1][2]):
            break  # the detector's floor: no darker than the step before
        rows.append((g_cm2, passed, beside))
    return tuple(zip(*rows, strict=True)) if sum(row[1] < 1 for row in rows) > 1 else None


def _reading(plane: Plane, material: str) -> WedgeReading | None:
    return next((reading for reading in plane.wedge if reading.material == material), None)
