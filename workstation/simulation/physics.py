"""MeV photons: source spectra, detector response and Beer-Lambert transmission."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

import resources

Floats = NDArray[np.float64]

SHAPE_EXPONENT: Final = 0.6
"""Exponent of the spectrum's fall towards its end-point, see `bremsstrahlung`."""

SOFTENING: Final = 1.27
"""How that exponent grows off the beam's axis, see `bremsstrahlung` [1/rad]."""

TARGET_TUNGSTEN_G_CM2: Final = 3.0
"""Tungsten that the photons leave through, see `bremsstrahlung` [g/cm²]."""

CRYSTAL_G_CM2: Final = 20.0
"""Cadmium tungstate in the beam's way: 25 mm at 7.9 g/cm³ [g/cm²]."""

_BINS: Final = 14
"""Energy bins of a picture's spectrum; more change -ln T by less than 0.2 %."""


@lru_cache(maxsize=1)
def attenuation_table() -> tuple[Floats, Mapping[str, Floats]]:
    """Return energies [MeV] and the total mass attenuation of each material [cm²/g].

    The table is NIST XCOM; ``resources/data/README.md`` says how it was made.
    """
    with resources.path("data/nist_mu_rho.csv").open(newline="", encoding="ascii") as file:
        header, *rows = csv.reader(file)
    values = np.array(rows, dtype=np.float64)
    return values[:, 0], {name: values[:, i] for i, name in enumerate(header) if i}


def mass_attenuation(material: str, energies_mev: Floats) -> Floats:
    """Return the total mass attenuation of a material [cm²/g], log-log between table points.

    Raises
    ------
    ValueError
        If an energy lies outside the table: it is never extended silently.
    """
    grid, columns = attenuation_table()
    if energies_mev.min() < grid[0] or energies_mev.max() > grid[-1]:
        raise ValueError(
            f"energies {energies_mev.min():.3g}-{energies_mev.max():.3g} MeV leave the table, "
            f"which covers {grid[0]:.3g}-{grid[-1]:.3g} MeV"
        )
    return np.asarray(
        np.exp(np.interp(np.log(energies_mev), np.log(grid), np.log(columns[material])))
    )


def blend_attenuation(blend: Mapping[str, float], energies_mev: Floats) -> Floats:
    """Return the mass attenuation of a blend of materials given by parts of its mass [cm²/g]."""
    whole = sum(blend.values())
    parts = [mass_attenuation(m, energies_mev) * (part / whole) for m, part in blend.items()]
    return np.asarray(np.sum(parts, axis=0))


def bremsstrahlung(energies_mev: Floats, end_point_mev: float, off_axis_rad: float = 0.0) -> Floats:
    """Return the photon spectrum of a thick tungsten target, photons per MeV, sum 1.

    ``N(E) ∝ (1 - E/E₀)ᵖ / E · exp(-μ_W(E) x)`` below the end-point E₀, else 0. With p = 1 this is
    Kramers' law [1]_; forward of a thick target at MeV the spectrum is harder, as the Schiff
    cross-section [2]_ summed over the slowing electron shows, and softens off the axis:
    p = 0.6 + 1.27 θ. Both p and x were fitted once to Monte Carlo transmissions for 4, 6 and
    10 MeV on the axis and for 6 and 9 MeV up to 26° off it; further off θ counts as 30°.

    References
    ----------
    .. [1] H. A. Kramers, Phil. Mag. 46 (1923) 836.
    .. [2] L. I. Schiff, Phys. Rev. 83 (1951) 252.
    """
    exponent = SHAPE_EXPONENT + SOFTENING * min(abs(off_axis_rad), np.radians(30))
    inside = np.clip(1 - energies_mev / end_point_mev, 0, None) ** exponent
    leaving = np.exp(-mass_attenuation("tungsten", energies_mev) * TARGET_TUNGSTEN_G_CM2)
    spectrum = inside / energies_mev * leaving
    return np.asarray(spectrum / spectrum.sum())


def detector_response(energies_mev: Floats) -> Floats:
    """Return the mean energy that a photon leaves in the crystal [MeV].

    Of the photons that interact, the part that deposits is the mean Klein-Nishina energy transfer
    [1]_ for scattering, and everything above it is absorbed. A first-collision model: it is some
    per cent low above 3 MeV, where secondary photons are caught again.

    References
    ----------
    .. [1] F. H. Attix, Introduction to Radiological Physics (1986), eq. 7.20 and fig. 7.7.
    """
    attenuation = mass_attenuation("cadmium_tungstate", energies_mev)
    scattering = klein_nishina(energies_mev) * _electrons_per_gram("cadmium_tungstate")
    absorbed = np.clip(attenuation - scattering, 0, None) + scattering * transfer_fraction(
        energies_mev
    )
    return np.asarray(energies_mev * (1 - np.exp(-absorbed * CRYSTAL_G_CM2)))


def klein_nishina(energies_mev: Floats) -> Floats:
    """Return the Klein-Nishina cross-section per free electron [cm²]."""
    a = energies_mev / 0.51099895
    log = np.log1p(2 * a)
    first = (1 + a) / a**2 * (2 * (1 + a) / (1 + 2 * a) - log / a)
    return np.asarray(
        2 * np.pi * 7.94078e-26 * (first + log / (2 * a) - (1 + 3 * a) / (1 + 2 * a) ** 2)
    )


def transfer_fraction(energies_mev: Floats) -> Floats:
    """Return the mean part of its energy that a photon hands to the electron it scatters on."""
    a = energies_mev / 0.51099895
    # Mean over the angle, by quadrature: the closed form loses all its digits at small energies.
    # 1 - cos = 2s² crowds the points where MeV photons go, forward; the Jacobian is s.
    s = (np.arange(400) + 0.5)[:, None] / 400
    cosine = 1 - 2 * s**2
    ratio = 1 / (1 + a * (1 - cosine))
    differential = s * ratio**2 * (ratio + 1 / ratio - 1 + cosine**2)
    return np.asarray((differential * (1 - ratio)).sum(0) / differential.sum(0))


def _electrons_per_gram(material: str) -> float:
    """Return electrons per gram; at MeV nearly Avogadro's number times Z/A."""
    z_over_a = {"cadmium_tungstate": (48 + 74 + 4 * 8) / (112.41 + 183.84 + 4 * 15.999)}
    return 6.02214076e23 * z_over_a[material]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beam:
    """One detector energy of a scanner as a few energies with weights.

    Attributes
    ----------
    energies_mev, weights : ndarray of float64, shape (bins,)
        Effective energies and the part of the open beam's signal in each; the weights sum to 1.
    """

    end_point_mev: float
    energies_mev: Floats
    weights: Floats

    def transmission(self, g_cm2: Mapping[str, Floats]) -> Floats:
        """Return the transmission behind areal densities by material, all of one shape."""
        shape = next(iter(g_cm2.values())).shape
        depth = np.zeros((*shape, len(self.weights)))
        for material, density in g_cm2.items():
            depth += density[..., None] * mass_attenuation(material, self.energies_mev)
        return np.asarray((np.exp(-depth) * self.weights).sum(-1))


@lru_cache(maxsize=512)
def make_beam(
    end_point_mev: float,
    filter_iron_g_cm2: float = 0.0,
    bins: int = _BINS,
    off_axis_rad: float = 0.0,
) -> Beam:
    """Return the beam of an accelerator with this end-point, through a beam filter of iron."""
    energies = np.arange(0.05, end_point_mev, 0.02) + 0.01
    signal = bremsstrahlung(energies, end_point_mev, off_axis_rad) * _response(end_point_mev)
    signal = signal * np.exp(-mass_attenuation("iron", energies) * filter_iron_g_cm2)
    return bin_beam(energies, signal, end_point_mev, bins)


@lru_cache(maxsize=16)
def _response(end_point_mev: float) -> Floats:
    return detector_response(np.arange(0.05, end_point_mev, 0.02) + 0.01)


def bin_beam(energies_mev: Floats, signal: Floats, end_point_mev: float, bins: int) -> Beam:
    """Gather a fine spectrum of detected signal into few energies.

    The bins are narrow at low energies, where attenuation changes fastest. The energy of a bin is
    where iron attenuates as it does in the mean over the bin.
    """
    edges = np.geomspace(energies_mev[0] * 0.999, end_point_mev, bins + 1)
    which = np.clip(np.searchsorted(edges, energies_mev) - 1, 0, bins - 1)
    weights = np.bincount(which, signal, bins)
    used = weights > 1e-6 * weights.sum()
    means = np.bincount(which, signal * np.log(energies_mev), bins)[used] / weights[used]
    return Beam(
        end_point_mev=end_point_mev,
        energies_mev=np.exp(means),
        weights=weights[used] / weights[used].sum(),
    )
