"""Threat image projection: a test object put into a scan as the scanner would have shown it.

Transmissions multiply: what an object lets through of the beam that its load lets through. That
part is worked out for each pixel from the scanner's own spectrum, already hardened by the load in
front of it, at both energies [1]_ [2]_. Then it is given the scanner's sharpness, and the noise of
the darker picture: the one that is there was darkened with it, the rest is added.

References
----------
.. [1] T. W. Rogers et al., "Threat Image Projection (TIP) into X-ray images of cargo containers
   for training humans and machines", IEEE ICCST 2016.
.. [2] G. Zentai, L. Partain, "Development of a high resolution, portable x-ray imager for security
   applications", on Beer-Lambert in layers; here summed over a spectrum of 60 bins.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.comparison import Rectangle
from workstation.domain.scan import WedgeReading
from workstation.imaging.calibration import FULL, estimate_air
from workstation.imaging.nominal import METAL
from workstation.imaging.scan import Plane, Scan
from workstation.simulation.physics import Beam, make_beam, mass_attenuation
from workstation.simulation.rays import Floats32
from workstation.simulation.threats import Threat

_FILTERS_G_CM2: Final = (0.0, 4.0, 8.0, 12.0, 18.0, 26.0)
_BINS: Final = 14
_BLOCK_PX: Final = 16
_THICKEST_G_CM2: Final = 260.0
_MARGIN_PX: Final = 8
"""Around an object, so that its blurred border runs out within the window."""


class Unfit(ValueError):
    """A scan that nothing can be projected into, and why in a few words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """Variance of a pixel of mean S: ``quantum * S + floor`` [counts²]."""

    quantum: float
    floor: float

    def variance(self, counts: NDArray[Any]) -> NDArray[np.float64]:
        """Return the variance at each of some mean counts [counts²]."""
        mean = np.asarray(counts, np.float64)
        return np.asarray(self.quantum * np.maximum(mean, 0) + self.floor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Projected:
    """A scan with a test object in it.

    Attributes
    ----------
    area : Rectangle
        Where the object is, in pixels of the view.
    shares : tuple of ndarray of float32
        For each plane what the object lets through, 0 to 1, in `window`.
    window : Rectangle
        The part of the picture that was changed.
    """

    scan: Scan
    area: Rectangle
    window: Rectangle
    shares: tuple[Floats32, ...]


def fitted(threat: Threat, scan: Scan, *, mirrored: bool = False, scale: float = 1.0) -> Threat:
    """Return an object in the pixels of a scan, mirrored and magnified as wished.

    Raises
    ------
    Unfit
        If the size of the scan's pixels is unknown.
    """
    pitch = _one_view(scan)[0].pitch_mm
    if pitch is None:
        raise Unfit("the size of a pixel is unknown")
    rows, columns = threat.shape
    size = (
        max(round(columns * threat.pitch_mm[1] * scale / pitch[1]), 4),
        max(round(rows * threat.pitch_mm[0] * scale / pitch[0]), 4),
    )
    layers = {}
    for material, layer in threat.layers.items():
        picture = np.ascontiguousarray(layer[:, ::-1] if mirrored else layer)
        layers[material] = np.asarray(
            cv2.resize(picture, size, interpolation=cv2.INTER_AREA) * scale, np.float32
        )
    return replace(threat, layers=layers, pitch_mm=pitch)


def project(
    scan: Scan, threat: Threat, at: tuple[int, int], *, rng: np.random.Generator
) -> Projected:
    """Put an object, already `fitted`, into a scan with its upper left corner at (row, column).

    Raises
    ------
    Unfit
        If the scan has several views, an unknown energy, or no room for the object there.
    """
    planes = _one_view(scan)
    shape = planes[0].transmission.shape
    rows, columns = threat.shape
    window = Rectangle(
        row=at[0] - _MARGIN_PX,
        column=at[1] - _MARGIN_PX,
        height=rows + 2 * _MARGIN_PX,
        width=columns + 2 * _MARGIN_PX,
    )
    if not _is_within(window, shape):
        raise Unfit("the object would be cut by the picture's edge")
    changed, shares = [], []
    for plane in planes:
        share = _share(plane, threat, window)
        shares.append(share)
        changed.append(_darken(plane, share, window, rng))
    seen = np.argwhere(np.min(shares, axis=0) < _SEEN)
    if not seen.size:
        raise Unfit("the object cannot be seen at all")
    (top, left), (bottom, right) = seen.min(0), seen.max(0)
    area = Rectangle(
        row=window.row + int(top),
        column=window.column + int(left),
        height=int(bottom - top) + 1,
        width=int(right - left) + 1,
    )
    others = tuple(plane for plane in scan.planes if plane not in planes)
    projected = replace(scan, planes=(*changed, *others))
    return Projected(scan=projected, area=area, window=window, shares=tuple(shares))


_SEEN: Final = 0.99


def air_of(plane: Plane) -> float:
    """Return the counts of open air in a plane."""
    return float(plane.air_counts or estimate_air(plane.transmission) or FULL)


def noise_of(counts: NDArray[np.uint16]) -> Noise:
    """Estimate the noise of a picture from its smoothest places.

    Blocks of 16 px through a filter that stops planes and straight edges [3]_; at each
    brightness the quietest fifth counts, for there is least structure of the load.

    References
    ----------
    .. [3] J. Immerkær, "Fast noise variance estimation", CVIU 64 (1996) 300.
    """
    picture = counts.astype(np.float32)
    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    rough = np.abs(cv2.filter2D(picture, -1, kernel, borderType=cv2.BORDER_REFLECT))
    rows, columns = (side // _BLOCK_PX for side in counts.shape)
    size = (max(columns, 1), max(rows, 1))
    sigma = cv2.resize(rough, size, interpolation=cv2.INTER_AREA) * np.sqrt(np.pi / 2) / 6
    mean = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    points = []
    for low in np.linspace(0, 1, 17)[:-1] * FULL:
        here = (mean >= low) & (mean < low + FULL / 16) & (mean < 0.97 * FULL) & (sigma > 0)
        if np.count_nonzero(here) >= 12:
            quiet = np.quantile(sigma[here], 0.2)
            points.append((float(mean[here].mean()), float(quiet) ** 2))
    if not points:
        return Noise(quantum=0.1, floor=25.0)
    table = np.array(points)
    slope = float(np.median(table[:, 1] / np.maximum(table[:, 0], 1.0)))
    floor = float(np.clip(np.median(table[:, 1] - slope * table[:, 0]), 0, None))
    return Noise(quantum=max(slope, 1e-4), floor=floor)


def sharpness_of(counts: NDArray[np.uint16], axis: int) -> float:
    """Estimate the standard deviation of a picture's point spread along an axis [px].

    A Gaussian edge of height h is h / (sigma √2π) steep; the steepest of the high edges tell.
    """
    picture = counts.astype(np.float32)
    steep = np.abs(np.diff(picture, axis=axis))
    reach = 4
    high = np.abs(np.roll(picture, -reach, axis=axis) - np.roll(picture, reach, axis=axis))
    high = np.take(high, range(steep.shape[axis]), axis=axis)
    edges = high > 0.3 * FULL
    if np.count_nonzero(edges) < 50:
        return 0.7
    ratio = float(np.quantile(steep[edges] / high[edges], 0.98))
    # A difference of neighbours is the mean steepness over one pixel, not the steepness itself.
    sigma = 1 / (max(ratio, 0.05) * np.sqrt(2 * np.pi))
    return float(np.clip(np.sqrt(max(sigma**2 - 1 / 12, 0.09)), 0.3, 2.5))


def _one_view(scan: Scan) -> tuple[Plane, ...]:
    if len(scan.views()) != 1:
        raise Unfit("the scan has several views")
    return tuple(scan.planes)


def _is_within(window: Rectangle, shape: tuple[int, ...]) -> bool:
    return (
        window.row >= 0
        and window.column >= 0
        and window.row + window.height <= shape[0]
        and window.column + window.width <= shape[1]
    )


def _beam_of(plane: Plane) -> Beam:
    """Return the beam of a plane, with the filter that its own iron wedge tells of."""
    if plane.energy_mev is None:
        raise Unfit("the energy of the beam is unknown")
    wedge = next((one for one in plane.wedge if one.material == METAL), None)
    return _fitted_beam(plane.energy_mev, wedge)


@lru_cache(maxsize=32)
def _fitted_beam(energy_mev: float, wedge: WedgeReading | None) -> Beam:
    try:
        beams = [make_beam(energy_mev, iron, _BINS) for iron in _FILTERS_G_CM2]
    except ValueError as error:
        raise Unfit(str(error)) from error
    if wedge is None:
        return beams[2]
    read = np.array(wedge.transmission)
    use = (read > 2e-3) & (np.array(wedge.g_cm2) > 0)
    air = max(read.max(), 1e-6)
    told = -np.log(np.maximum(read[use], 1e-9) / air)

    def apart(beam: Beam) -> float:
        computed = -np.log(beam.transmission({METAL: np.array(wedge.g_cm2)[use]}))
        return float(np.abs(computed - told).sum())

    return min(beams, key=apart)


def _share(plane: Plane, threat: Threat, window: Rectangle) -> Floats32:
    """Return which part of the load's beam passes the object, in each pixel of a window."""
    beam = _beam_of(plane)
    rows = slice(window.row, window.row + window.height)
    columns = slice(window.column, window.column + window.width)
    load = cv2.blur(plane.transmission[rows, columns].astype(np.float32), (5, 5)) / air_of(plane)
    steps = np.linspace(0, _THICKEST_G_CM2, 131)
    curve = -np.log(beam.transmission({METAL: steps}))
    thick = np.interp(-np.log(np.clip(load, 1e-4, 1)), curve, steps)
    behind = thick[..., None] * mass_attenuation(METAL, beam.energies_mev)
    left = np.exp(-behind) * beam.weights
    extra = np.zeros_like(behind)
    for material, layer in threat.layers.items():
        padded = np.pad(layer, _MARGIN_PX).astype(np.float64)
        extra += padded[..., None] * mass_attenuation(material, beam.energies_mev)
    share = ((left * np.exp(-extra)).sum(-1) / left.sum(-1)).astype(np.float32)
    across, down = (sharpness_of(plane.transmission, axis) for axis in (1, 0))
    return np.asarray(
        cv2.GaussianBlur(share, (0, 0), sigmaX=across, sigmaY=down, borderType=cv2.BORDER_REFLECT),
        np.float32,
    )


def _darken(plane: Plane, share: Floats32, window: Rectangle, rng: np.random.Generator) -> Plane:
    """Return a plane with a window darkened, and the noise that the darker picture has."""
    pixels = plane.transmission.copy()
    part = (
        slice(window.row, window.row + window.height),
        slice(window.column, window.column + window.width),
    )
    before = pixels[part].astype(np.float32)
    noise = noise_of(plane.transmission)
    mean = cv2.blur(before, (5, 5))
    missing = noise.variance(mean * share) - share**2 * noise.variance(mean)
    spread = np.sqrt(np.maximum(missing, 0)) * rng.standard_normal(share.shape, np.float32)
    after = before * share + np.where(share < 0.9995, spread, 0)
    if plane.stored_bits == 8:
        after = np.rint(after / 257) * 257
    pixels[part] = np.clip(np.rint(after), 0, FULL).astype(np.uint16)
    return replace(plane, transmission=pixels)


def describe_materials(threat: Threat) -> Mapping[str, float]:
    """Return how heavy each material of an object is [kg]."""
    pixel_cm2 = threat.pitch_mm[0] * threat.pitch_mm[1] / 100
    return {name: float(layer.sum()) * pixel_cm2 / 1000 for name, layer in threat.layers.items()}
