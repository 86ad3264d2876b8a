"""From areal densities to what a scanner writes: transmission, blur, scatter, gain, noise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.scan import WedgeReading
from workstation.simulation.physics import Beam, blend_attenuation, make_beam
from workstation.simulation.rays import Fan, Floats32
from workstation.simulation.site import SiteProfile

_ROWS_AT_ONCE: Final = 16
"""Rows whose exponents stay in the processor's cache."""

_NODES: Final = 14
"""Energies of a picture; against 400 of them -ln T is right to 0.7 %."""

_FINE_BINS: Final = 60

_WEDGE: Final[Mapping[str, tuple[float, ...]]] = {
    "iron": (0.0, 2.0, 5.0, 10.0, 20.0, 40.0, 70.0, 110.0, 160.0),
    "polyethylene": (0.0, 2.0, 5.0, 10.0, 20.0, 40.0, 70.0, 100.0),
}
"""Steps of the scanner's wedges [g/cm²]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """Where each pixel of the picture looks in the undisturbed one, as OpenCV maps."""

    map_x: Floats32
    map_y: Floats32

    def apply(self, picture: Floats32) -> Floats32:
        """Return the picture as the moving vehicle gives it."""
        return np.asarray(
            cv2.remap(
                picture, self.map_x, self.map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
            ),
            np.float32,
        )


def make_motion(shape: tuple[int, int], site: SiteProfile, rng: np.random.Generator) -> Motion:
    """Return a drive through the scanner: uneven speed, a little bounce, a road not quite level."""
    rows, columns = shape
    x = np.arange(columns, dtype=np.float32)
    wobble = slow_curve(columns, rng) * site.wobble_px
    bounce = slow_curve(columns, rng) * site.bounce_px + (x - columns / 2) * site.tilt
    map_x = np.broadcast_to((x + wobble).astype(np.float32), shape)
    y = np.arange(rows, dtype=np.float32)[:, None]
    map_y = (y + bounce.astype(np.float32)).astype(np.float32)
    return Motion(map_x=np.ascontiguousarray(map_x), map_y=map_y)


def slow_curve(length: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return a smooth random curve of unit amplitude."""
    x = np.linspace(0, 2 * np.pi, length)
    waves = [
        rng.normal(0, 0.6 / k) * np.sin(k * x * float(rng.uniform(0.7, 1.3)) + rng.uniform(0, 6.3))
        for k in (1, 2, 3, 5, 9)
    ]
    return np.asarray(np.sum(waves, axis=0))


def transmissions(
    layers: Mapping[str, Floats32],
    blends: Mapping[str, Mapping[str, float]],
    fan: Fan,
    site: SiteProfile,
) -> tuple[Floats32, Floats32]:
    """Return what a site's two beams leave of open air behind the layers, by Beer-Lambert.

    A layer named in `blends` is a mixture; any other is a material of the table. Both beams share
    one set of energies, so that every exponential is taken once; their weights differ and change
    with the ray's angle to the beam's axis, which points at the middle of the fan.
    """
    materials = list(layers)
    energies = _node_energies(site)
    mu = [
        blend_attenuation(blends.get(m, {m: 1.0}), energies).astype(np.float32) for m in materials
    ]
    angles = np.arctan(fan.slopes)
    axis = (angles[0] + angles[-1]) / 2
    shape = layers[materials[0]].shape
    high, low = np.ones(shape, np.float32), np.ones(shape, np.float32)
    for start in range(0, shape[0], _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        depths = [
            (mu[i], layers[m][rows]) for i, m in enumerate(materials) if layers[m][rows].any()
        ]
        if not depths:
            continue
        seen = _used(depths)
        part = (rows, seen)
        depths = [(coefficients, depth[:, seen]) for coefficients, depth in depths]
        weights = _weights(site, round(float(np.degrees(abs(angles[rows].mean() - axis)))))
        high[part], low[part] = _attenuate(depths, weights)
    return high, low


def _used(depths: Sequence[tuple[Floats32, Floats32]]) -> slice:
    """Return the columns between the first and the last that hold anything."""
    filled = np.flatnonzero(np.any([depth.any(axis=0) for _, depth in depths], axis=0))
    return slice(int(filled[0]), int(filled[-1]) + 1)


def _attenuate(
    depths: Sequence[tuple[Floats32, Floats32]], weights: tuple[Floats32, Floats32]
) -> tuple[Floats32, Floats32]:
    high = np.zeros(depths[0][1].shape, np.float32)
    low, exponent, other = np.zeros_like(high), np.empty_like(high), np.empty_like(high)
    for k in range(len(weights[0])):
        np.multiply(depths[0][1], -depths[0][0][k], out=exponent)
        for coefficients, density in depths[1:]:
            np.multiply(density, coefficients[k], out=other)
            exponent -= other
        np.exp(exponent, out=exponent)
        np.multiply(exponent, weights[0][k], out=other)
        high += other
        np.multiply(exponent, weights[1][k], out=other)
        low += other
    return high, low


def _edges(site: SiteProfile) -> NDArray[np.float64]:
    return np.geomspace(0.15, site.high_mev, _NODES + 1)


@lru_cache(maxsize=64)
def _node_energies(site: SiteProfile) -> NDArray[np.float64]:
    """Return the energies at which both beams of a site are sampled [MeV]."""
    total, logs = np.zeros(_NODES), np.zeros(_NODES)
    for end_point in (site.high_mev, site.low_mev):
        beam = make_beam(end_point, site.filter_iron_g_cm2, _FINE_BINS)
        which = np.clip(np.searchsorted(_edges(site), beam.energies_mev) - 1, 0, _NODES - 1)
        total += np.bincount(which, beam.weights, _NODES)
        logs += np.bincount(which, beam.weights * np.log(beam.energies_mev), _NODES)
    return np.exp(logs / total)


@lru_cache(maxsize=1024)
def _weights(site: SiteProfile, degrees: int) -> tuple[Floats32, Floats32]:
    """Return the weights of the high and the low beam at so many degrees off the axis."""
    found = []
    for end_point in (site.high_mev, site.low_mev):
        beam = make_beam(end_point, site.filter_iron_g_cm2, _FINE_BINS, float(np.radians(degrees)))
        which = np.clip(np.searchsorted(_edges(site), beam.energies_mev) - 1, 0, _NODES - 1)
        found.append(np.bincount(which, beam.weights, _NODES).astype(np.float32))
    return found[0], found[1]


def site_beams(site: SiteProfile) -> tuple[Beam, Beam]:
    """Return the high and low beam of a site on its axis, finely binned."""
    return (
        make_beam(site.high_mev, site.filter_iron_g_cm2, _FINE_BINS),
        make_beam(site.low_mev, site.filter_iron_g_cm2, _FINE_BINS),
    )


def expose(
    transmission: Floats32, site: SiteProfile, rng: np.random.Generator
) -> NDArray[np.uint16]:
    """Return what the detectors count: blur, scatter, gains, quantum and electronic noise.

    Quantum noise has a variance in proportion to the signal; the Gaussian form holds for the
    hundreds of photons behind all but the darkest cargo, where electronic noise leads anyway.
    """
    rows, columns = transmission.shape
    signal = np.asarray(
        cv2.GaussianBlur(transmission, (0, 0), sigmaX=site.blur_px[1], sigmaY=site.blur_px[0]),
        np.float32,
    )
    veil = np.float32(site.scatter) * _veil(signal)
    row_gain = (site.gain * 65535 * (1 + rng.normal(0, site.row_gain, (rows, 1)))).astype(
        np.float32
    )
    column_gain = (1 + rng.normal(0, site.column_gain, (1, columns))).astype(np.float32)
    for _ in range(site.dark_rows):
        row_gain[int(rng.integers(rows))] *= np.float32(rng.uniform(0.93, 1.02))
    counts = np.empty((rows, columns), np.uint16)
    for start in range(0, rows, _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        seen = signal[part]
        seen += veil[part] * (1 - seen)
        spread = np.sqrt(np.maximum(seen, 0) / np.float32(site.photons), dtype=np.float32)
        spread += np.float32(site.electronic_noise)
        spread *= rng.standard_normal(seen.shape, dtype=np.float32)
        seen += spread
        seen *= row_gain[part]
        seen *= column_gain
        np.clip(seen, 0, 65535, out=seen)
        counts[part] = np.rint(seen, out=seen)
    return counts


def _veil(signal: Floats32) -> Floats32:
    """Return how bright the wide surroundings of each pixel are: where scatter comes from."""
    rows, columns = signal.shape
    coarse = (max(columns // 32, 1), max(rows // 32, 1))
    small = cv2.resize(signal, coarse, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(cv2.GaussianBlur(small, (0, 0), 4), (columns, rows)), np.float32)


def read_wedges(
    site: SiteProfile, rng: np.random.Generator
) -> tuple[tuple[WedgeReading, ...], ...]:
    """Return the step-wedge readings of the high and the low energy, with the site's own scatter.

    A wedge is read over thousands of pixels, so its noise is small; its scatter is the scanner's.
    """
    readings = []
    for beam in site_beams(site):
        band = []
        for material, steps in _WEDGE.items():
            clean = beam.transmission({material: np.array(steps)})
            seen = clean + site.scatter * 0.5 * (1 - clean)
            seen = seen * (1 + rng.normal(0, 0.002, len(steps)))
            values = tuple(round(float(min(v, 1.0) * site.gain), 6) for v in seen)
            band.append(WedgeReading(material=material, g_cm2=steps, transmission=values))
        readings.append(tuple(band))
    return tuple(readings)
