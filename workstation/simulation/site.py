"""Scanning sites: what differs from one scanner to the next, and the profiles of the demo."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from workstation.simulation.rays import Fan

CONTAINER_WIDTH_M: Final = 2.438
"""Outer width of every ISO freight container (ISO 668) [m]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProfile:
    """One scanner at one site.

    Attributes
    ----------
    high_mev, low_mev : float
        Accelerator end-points of the two energies [MeV].
    filter_iron_g_cm2 : float
        Iron in the beam before the load, which hardens it [g/cm²].
    pitch_mm : tuple of float
        Size of a pixel at the container's mid-plane, row and column [mm].
    source_distance_m, source_height_m : float
        From the source to the near wall, and above the ground [m].
    arc : bool
        Rows are equal steps of angle (detectors on an arc) instead of height.
    view_low_m, view_high_m : float
        What the fan covers at the mid-plane, above the ground [m].
    blur_px : tuple of float
        Standard deviation of the point spread, rows and columns [pixels].
    photons : float
        Detected photons per pixel in open air (quanta of the mean signal).
    electronic_noise : float
        Standard deviation as a part of the open air signal.
    scatter : float
        Part of the removed signal that comes back as a broad veil.
    row_gain, column_gain : float
        What is left of detector and pulse-to-pulse differences after calibration (sigma).
    gain : float
        What open air reads, as a part of full scale, after the site's own normalisation.
    wobble_px, bounce_px, tilt : float
        Speed error along the columns, vertical bounce (both amplitudes), and slope of the road.
    scale_error : float
        How much the stated pitch is wrong along the vehicle.
    drives_right : bool
        The tractor is at the right edge of the picture.
    dark_rows : int
        Dead or badly calibrated detector rows.
    """

    name: str
    scanner: str
    high_mev: float = 6.0
    low_mev: float = 4.0
    filter_iron_g_cm2: float = 0.0
    pitch_mm: tuple[float, float] = (5.0, 5.0)
    source_distance_m: float = 3.0
    source_height_m: float = 2.2
    arc: bool = True
    view_low_m: float = 0.45
    view_high_m: float = 4.4
    blur_px: tuple[float, float] = (0.6, 0.6)
    photons: float = 60_000.0
    electronic_noise: float = 2e-4
    scatter: float = 0.006
    row_gain: float = 0.002
    column_gain: float = 0.0015
    gain: float = 0.985
    wobble_px: float = 1.0
    bounce_px: float = 1.5
    tilt: float = 0.0
    scale_error: float = 0.0
    drives_right: bool = True
    dark_rows: int = 0

    def fan(self, x_start: float, x_stop: float, *, top_m: float | None = None) -> Fan:
        """Return the rays that scan from one place to another, covering up to `top_m`.

        `top_m` is the height at the near wall that must still be in the picture; sites have
        detectors high enough for any container.
        """
        middle = CONTAINER_WIDTH_M / 2 + self.source_distance_m
        step = self.pitch_mm[0] / 1000 / middle
        high = (self.view_high_m - self.source_height_m) / middle
        if top_m is not None:
            high = max(high, (top_m - self.source_height_m) / self.source_distance_m)
        low = (self.view_low_m - self.source_height_m) / middle
        if self.arc:
            angles = np.arange(np.arctan(high), np.arctan(low), -step)
            slopes = np.tan(angles)
        else:
            slopes = np.arange(high, low, -step)
        pitch = self.pitch_mm[1] / 1000
        return Fan(
            source_y=self.source_height_m,
            source_z=-self.source_distance_m,
            slopes=slopes.astype(np.float32),
            columns_x=np.arange(x_start, x_stop, pitch).astype(np.float32),
        )


_SERIES: Final = ("H986-A", "H986-B", "H986-C")


def demo_sites(count: int) -> tuple[SiteProfile, ...]:
    """Return the first `count` demo sites; every site differs, and each is the same every time."""
    return tuple(_demo_site(index) for index in range(count))


def _demo_site(index: int) -> SiteProfile:
    rng = np.random.default_rng((0x517E, index))
    high, low = ((6.0, 4.0), (6.0, 3.0), (9.0, 6.0), (7.5, 4.5))[int(rng.integers(4))]
    pitch = float(rng.uniform(4.6, 6.2))
    return SiteProfile(
        name=f"site-{index + 1}",
        scanner=f"{_SERIES[index % len(_SERIES)]}-{index + 1:02d}",
        high_mev=high,
        low_mev=low,
        filter_iron_g_cm2=float(rng.choice([4.0, 8.0, 12.0, 18.0])),
        pitch_mm=(round(pitch, 2), round(pitch * float(rng.choice([0.95, 1.0, 1.05, 1.4])), 2)),
        source_distance_m=float(rng.uniform(1.7, 3.4)),
        source_height_m=float(rng.uniform(1.7, 2.4)),
        arc=bool(rng.random() < 0.6),
        view_low_m=float(rng.uniform(0.35, 0.7)),
        blur_px=(float(rng.uniform(0.45, 0.9)), float(rng.uniform(0.45, 1.0))),
        photons=float(np.exp(rng.uniform(np.log(2e4), np.log(2e5)))),
        electronic_noise=float(rng.uniform(1e-4, 5e-4)),
        scatter=float(rng.uniform(0.002, 0.012)),
        row_gain=float(rng.uniform(0.0005, 0.003)),
        column_gain=float(rng.uniform(0.0005, 0.003)),
        gain=float(rng.uniform(0.955, 0.995)),
        wobble_px=float(rng.uniform(0.3, 3.0)),
        bounce_px=float(rng.uniform(0.5, 4.0)),
        tilt=float(rng.uniform(-0.006, 0.006)),
        scale_error=float(rng.uniform(-0.02, 0.02)),
        drives_right=bool(index % 2 == 0),
        dark_rows=int(rng.choice([0, 0, 0, 1, 2])),
    )
