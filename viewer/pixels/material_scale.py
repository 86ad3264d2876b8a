"""Where organic goods and metal lie between two energies: a scanner's own wedge, or in general."""

from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.material_noise import FIELD_NOISE, MaterialNoise, measure_noise

Floats = NDArray[np.float64]
Steps = tuple[tuple[float, ...], tuple[float, ...]]
"""Two rows of numbers, one for each step of a wedge."""

_GRID_STEP: Final = 0.25
_THICKEST: Final = 6.0


class Wedges(Protocol):
    """A scanner's step wedges, as `wedge_scale` takes them."""

    @property
    def organic(self) -> Steps:
        """Transmissions of the organic steps at the high and at the low energy."""
        ...

    @property
    def metal(self) -> Steps:
        """Transmissions of the metal steps at the high and at the low energy."""
        ...

    @property
    def g_cm2(self) -> Steps:
        """Areal densities of the organic and of the metal steps [g/cm²]."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialScale:
    """What tells materials apart in one scan.

    Attributes
    ----------
    attenuation : tuple of float
        Attenuations at the high energy, rising [neper]; the other tuples go with them.
    organic, metal : tuple of float
        The excess -ln T(low) + ln T(high) of polyethylene and of iron [neper].
    organic_g_cm2, metal_g_cm2 : tuple of float
        Areal density of each that attenuates so much [g/cm²]; empty when unknown.
    calibrated : bool
        Whether all of this is the scanner's own reading.
    measured_to : float
        The attenuation to which both curves were read; beyond, they are carried on [neper].
    heavy : tuple of two tuples of float
        Attenuations [neper], and the place of lead there: 1 looks like organic goods, 0 like
        iron. By a general table even on a scanner's own scale; no wedge is made of it.
    noise : MaterialNoise
        Of a full-resolution pixel.
    """

    attenuation: tuple[float, ...]
    organic: tuple[float, ...]
    metal: tuple[float, ...]
    organic_g_cm2: tuple[float, ...] = ()
    metal_g_cm2: tuple[float, ...] = ()
    calibrated: bool = False
    measured_to: float = _THICKEST
    heavy: Steps = ((), ())
    noise: MaterialNoise = FIELD_NOISE

    def with_noise(self, noise: MaterialNoise) -> "MaterialScale":
        """Return the scale for a scan of that noise."""
        return replace(self, noise=noise)

    def at_level(self, level: int) -> "MaterialScale":
        """Return the scale for level n of a pyramid, whose pixels are means of 4**n."""
        return self if level == 0 else self.with_noise(self.noise.averaged(4**level))

    def excess_of(self, thick: Floats) -> tuple[Floats, Floats]:
        """Return the excess of organic goods and of metal at these attenuations [neper]."""
        return (
            _along(thick, self.attenuation, self.organic),
            _along(thick, self.attenuation, self.metal),
        )

    def g_cm2_of(self, thick: Floats) -> tuple[Floats, Floats] | None:
        """Return the areal density of each that attenuates so much [g/cm²], or None."""
        if not self.organic_g_cm2 or not self.metal_g_cm2:
            return None
        return (
            _along(thick, self.attenuation, self.organic_g_cm2),
            _along(thick, self.attenuation, self.metal_g_cm2),
        )

    def heavy_place(self, thick: Floats) -> Floats:
        """Return the place of lead at these attenuations; that of iron when not known."""
        grid, places = self.heavy
        return np.interp(thick, grid, places) if grid else np.zeros_like(thick)


def _along(at: Floats, grid: tuple[float, ...], values: tuple[float, ...]) -> Floats:
    """Interpolate from nothing at 0; beyond the last point go on in proportion."""
    known = np.interp(at, (0.0, *grid), (0.0, *values))
    return np.where(at <= grid[-1], known, values[-1] / grid[-1] * at)


def _general(
    organic: tuple[float, ...], metal: tuple[float, ...], g_cm2: Steps, heavy: tuple[float, ...]
) -> MaterialScale:
    grid = (0.5, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
    return MaterialScale(
        attenuation=grid,
        organic=tuple(a * (r - 1) for a, r in zip(grid, organic, strict=True)),
        metal=tuple(a * (r - 1) for a, r in zip(grid, metal, strict=True)),
        organic_g_cm2=g_cm2[0],
        metal_g_cm2=g_cm2[1],
        heavy=((0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0), heavy),
    )


# Areal densities of polyethylene and iron on the grid [g/cm²], from NIST XCOM with the nominal
# spectrum ((1 - E/E0)**0.6 / E behind 3 g/cm2 of tungsten, 25 mm of cadmium tungstate). Against
# Geant4 they are off by 7 % at most.
_OF_6_MEV: Final = (
    (9.3, 19.3, 41.6, 66.3, 92.8, 120.7, 149.5),
    (10.6, 21.9, 46.1, 72.1, 99.2, 127.2, 155.7),
)
_OF_9_MEV: Final = (
    (11.1, 23.4, 51.2, 82.2, 115.4, 150.1, 186.0),
    (11.9, 24.7, 51.9, 80.7, 110.4, 140.8, 171.5),
)

# The last row of each pair is the place of lead, with the nominal spectrum and at attenuations of
# 0.1, 0.25, 0.5, 0.75, 1, 1.5 and 2. Thin, it stops the low energy by its photoelectric effect as
# if it were light; Monte Carlo at 6/4 MeV agrees (0.58 at 10 g/cm2).
# Ratios -ln T(low) / -ln T(high) of polyethylene and iron on the grid above, computed from NIST
# XCOM coefficients with thick-target spectra (E0 - E) / E behind 5 g/cm2 tungsten and 8 g/cm2
# iron and an energy-integrating scintillator. A real scanner differs by some hundredths.
_GENERAL: Final = {
    (6.0, 4.0): _general(
        (1.167, 1.174, 1.183, 1.190, 1.195, 1.198, 1.200),
        (1.133, 1.134, 1.134, 1.133, 1.131, 1.129, 1.126),
        _OF_6_MEV,
        (1.67, 1.04, 0.37, -0.02, -0.28, -0.55, -0.69),
    ),
    (6.0, 3.0): _general(
        (1.292, 1.304, 1.325, 1.340, 1.351, 1.360, 1.368),
        (1.242, 1.245, 1.251, 1.254, 1.257, 1.260, 1.262),
        _OF_6_MEV,
        (2.91, 2.00, 1.05, 0.47, 0.10, -0.31, -0.52),
    ),
    (9.0, 6.0): _general(
        (1.183, 1.188, 1.195, 1.199, 1.201, 1.203, 1.204),
        (1.123, 1.121, 1.117, 1.112, 1.107, 1.102, 1.098),
        _OF_9_MEV,
        (0.12, -0.17, -0.44, -0.57, -0.65, -0.71, -0.73),
    ),
    (9.0, 5.0): _general(
        (1.270, 1.280, 1.292, 1.299, 1.304, 1.307, 1.309),
        (1.187, 1.185, 1.179, 1.173, 1.166, 1.160, 1.154),
        _OF_9_MEV,
        (0.31, -0.03, -0.34, -0.50, -0.59, -0.68, -0.70),
    ),
}


def general_scale(high_mev: float | None, low_mev: float | None) -> MaterialScale:
    """Return the general scale of the nearest pair of end-points; 6 and 4 MeV when unknown."""
    if high_mev is None or low_mev is None:
        return _GENERAL[6.0, 4.0]
    pair = min(_GENERAL, key=lambda p: abs(p[0] - high_mev) + abs(p[1] - low_mev))
    return _GENERAL[pair]


def scan_scale(
    high: NDArray[np.uint16],
    low: NDArray[np.uint16],
    *,
    energies_mev: tuple[float | None, float | None],
    wedges: Wedges | None,
) -> MaterialScale:
    """Return what tells materials apart in a scan: by its own wedges and its own noise.

    Takes some 10 ms, so not on the Qt thread.

    Parameters
    ----------
    high, low : ndarray of uint16, shape (rows, columns)
        Transmission at both energies, at full resolution.
    energies_mev : tuple
        Nominal end-points (high, low) [MeV]; None where unknown.
    wedges : Wedges or None
        None takes the general scale of the energies, which is not calibrated.
    """
    scale = (
        general_scale(*energies_mev)
        if wedges is None
        else wedge_scale(
            wedges.organic, wedges.metal, g_cm2=wedges.g_cm2, energies_mev=energies_mev
        )
    )
    return scale.with_noise(measure_noise(high, low))


def wedge_scale(
    organic: Steps,
    metal: Steps,
    *,
    g_cm2: Steps | None = None,
    energies_mev: tuple[float | None, float | None] = (None, None),
) -> MaterialScale:
    """Return the scale of a scanner from its step wedges.

    Parameters
    ----------
    organic, metal : tuple of two tuples of float
        Transmissions (0 to 1) of the steps at the high and at the low energy, in the units of
        the picture.
    g_cm2 : tuple of two tuples of float or None
        Areal densities of the organic and of the metal steps [g/cm²]; None when unknown.
    energies_mev : tuple
        Nominal end-points (high, low) [MeV]: which general table tells where lead lies.

    Raises
    ------
    ValueError
        If a wedge has fewer than two steps that get darker, or its rows differ in length.
    """
    densities: tuple[tuple[float, ...] | None, ...] = (None, None) if g_cm2 is None else g_cm2
    points = [
        _points(steps, density) for steps, density in zip((organic, metal), densities, strict=True)
    ]
    grid = np.arange(_GRID_STEP, _THICKEST + _GRID_STEP / 2, _GRID_STEP)
    excess, areal = zip(*(_on_grid(grid, table) for table in points), strict=True)
    return MaterialScale(
        attenuation=tuple(grid.tolist()),
        organic=excess[0],
        metal=excess[1],
        organic_g_cm2=() if g_cm2 is None else areal[0],
        metal_g_cm2=() if g_cm2 is None else areal[1],
        calibrated=True,
        heavy=general_scale(*energies_mev).heavy,
        measured_to=float(min(_THICKEST, *(table[-1, 0] for table in points))),
    )


def _points(steps: Steps, g_cm2: tuple[float, ...] | None) -> Floats:
    """Return rows of (attenuation, excess, g/cm²) from nothing on, the first strictly rising.

    A step that is no darker than the one before is the detector's floor and is left out.
    """
    high, low = steps
    density = g_cm2 if g_cm2 is not None else (0.0,) * len(high)
    if len(high) != len(low) or len(high) != len(density) or len(high) < 2:
        raise ValueError("a wedge needs at least two steps, the same at both energies")
    rows = [(0.0, 0.0, 0.0)]
    for passed, other, areal in sorted(zip(high, low, density, strict=True), reverse=True):
        if passed <= 0 or other <= 0:
            continue
        thick = -float(np.log(min(passed, 1.0)))
        if thick > rows[-1][0]:
            rows.append((thick, -float(np.log(min(other, 1.0))) - thick, areal))
    if len(rows) < 3:
        raise ValueError("a wedge needs at least two steps that get darker")
    return np.array(rows)


def _on_grid(grid: Floats, table: Floats) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return excess and g/cm² on the grid; beyond the thickest step on along the last slope."""
    last, before = table[-1], table[-2]
    slope = (last[1:] - before[1:]) / (last[0] - before[0])
    columns = []
    for number in (1, 2):
        known = np.interp(grid, table[:, 0], table[:, number])
        beyond = last[number] + (grid - last[0]) * slope[number - 1]
        columns.append(tuple(np.where(grid <= last[0], known, beyond).tolist()))
    return columns[0], columns[1]
