"""In what a region differs, as reason codes that the desk puts into words."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.matching import token_map
from workstation.matching.description import Description, Evidence
from workstation.matching.evidence import Bank, compared
from workstation.matching.grid import nearest_squares
from workstation.matching.tokens import SOFT_G_CM2

_FEWEST: Final = 3
_CLEAR: Final = 1.5  # usual differences of the load's rows, from which a reason is named
_NAMED: Final = 3
_VOID_SHARE: Final = 0.5  # of the density around, below which a place is a void
_TELLING_SHARE: Final = 0.2
_MOSTLY_GAP: Final = 0.5
_FAR: Final = 1.6  # times as far from the declared models as the rest of the load

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


def reasons_of(scan: Description, core: Mask, around: Mask, own: Bank) -> tuple[str, ...]:
    """Name in what a region differs from the load at its height, and from the declared models.

    Parameters
    ----------
    scan : Description
    core : ndarray of bool, shape (token_rows, token_columns)
        The points of the region that stand apart most.
    around : ndarray of bool, same shape
        The load outside the region.
    own : Bank
        Of the declared goods' models; may be empty.

    Returns
    -------
    tuple of str
        Of ``density``, ``void``, ``material``, ``texture``, ``fill_height`` and
        ``unlike_models``, the clearest first; at least one.
    """
    rows = _same_rows(core, around)
    strength: dict[str, float] = {}
    if rows.sum() >= _FEWEST:
        strength["texture"] = _apart(compared(scan), core, rows)
        density = scan.tokens[..., token_map.DENSITY]
        name = "void" if _is_void(scan, core, rows) else "density"
        strength[name] = max(_gap(density, core, rows), _CLEAR * _share(density, core, rows))
        if scan.evidence is not Evidence.SINGLE:
            strength["material"] = _gap(scan.tokens[..., token_map.MATERIAL], core, rows)
        if "void" not in strength and scan.load[core].mean() < _MOSTLY_GAP:
            strength["fill_height"] = 2 * _CLEAR
    if len(own.tokens) and around.any():
        tokens = compared(scan)
        here = np.sqrt(nearest_squares(tokens[core], own.tokens)).mean()
        usual = np.median(np.sqrt(nearest_squares(tokens[around][::7], own.tokens)))
        strength["unlike_models"] = float(_CLEAR * here / max(float(usual), 1e-3) / _FAR)
    if not strength:
        return ("texture",)
    ordered = sorted(strength, key=lambda name: -strength[name])
    named = [name for name in ordered if strength[name] >= _CLEAR][:_NAMED]
    return tuple(named) or (ordered[0],)


def excess_g_cm2(scan: Description, core: Mask, around: Mask) -> float | None:
    """Return how much denser a region is than its rows [g/cm²]; None without a step wedge."""
    rows = _same_rows(core, around)
    if scan.evidence is not Evidence.CALIBRATED or rows.sum() < _FEWEST:
        return None
    density = SOFT_G_CM2 * np.expm1(scan.tokens[..., token_map.DENSITY])
    return round(float(density[core].mean() - np.median(density[rows])), 1)


def _same_rows(core: Mask, around: Mask) -> Mask:
    """Return the load outside a region in its rows."""
    return np.asarray(around & np.reshape(core.any(axis=1), (-1, 1)))


def _is_void(scan: Description, mask: Mask, around: Mask) -> bool:
    density = np.expm1(scan.tokens[..., token_map.DENSITY])
    return float(density[mask].mean()) < _VOID_SHARE * float(np.median(density[around]))


def _gap(plane: Floats, mask: Mask, around: Mask) -> float:
    """Return the difference of a region from its rows, in their own spread."""
    rest = plane[around]
    middle = np.median(rest)
    spread = 1.4826 * np.median(np.abs(rest - middle)) + 0.1
    return float(abs(plane[mask].mean() - middle) / spread)


def _share(density: Floats, core: Mask, rows: Mask) -> float:
    """Return the difference in density in fifths of what is usual at this height."""
    linear = np.expm1(density)
    usual = max(float(np.median(linear[rows])), 1e-3)
    return abs(float(linear[core].mean()) - usual) / (_TELLING_SHARE * usual)


def _apart(tokens: Floats, mask: Mask, around: Mask) -> float:
    """Return how far a region is from the middle of its rows, in the rows' own distances."""
    middle = np.median(tokens[around], axis=0)
    rest = np.sqrt(((tokens[around] - middle) ** 2).sum(axis=1))
    here = np.sqrt(((tokens[mask] - middle) ** 2).sum(axis=1))
    return float(_CLEAR * here.mean() / (1.3 * max(float(np.median(rest)), 1e-3)))
