"""A scan with its pixels, as every room above imaging handles it."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from workstation.domain.photo import Photos
from workstation.domain.scan import EnergyBand, ScanHead, ViewName, WedgeReading


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """One view of a scan at one detector energy.

    Attributes
    ----------
    transmission : ndarray of uint16, shape (rows, columns)
        0 is opaque, 65535 is open air.
    pitch_mm : tuple of float or None
        Size of a pixel at the container's mid-plane (row, column) [mm]; None when unknown.
    stored_bits : int
        Bits a pixel had in the file (8 or 16); 8-bit values were scaled by 257.
    air_counts : float or None
        Detector counts that stand for open air, where the scanner tells.
    """

    view: ViewName
    band: EnergyBand
    energy_mev: float | None
    transmission: NDArray[np.uint16]
    pitch_mm: tuple[float, float] | None = None
    stored_bits: int = 16
    air_counts: float | None = None
    wedge: tuple[WedgeReading, ...] = ()

    def __post_init__(self) -> None:
        if self.transmission.ndim != 2 or self.transmission.dtype != np.uint16:
            raise ValueError(
                f"transmission must be a 2-d uint16 array, got {self.transmission.ndim}-d "
                f"{self.transmission.dtype}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One passage of one container through a scanner, with all its views and energies.

    ``planes`` are ordered by view, then high energy before low; planes of one view have one
    shape. ``warnings`` say in plain sentences what is missing or doubtful. ``photos`` are what
    the site laid beside the scan; nothing about the load is computed from them.
    """

    head: ScanHead
    planes: tuple[Plane, ...]
    format: str
    warnings: tuple[str, ...] = field(default=())
    photos: Photos = field(default=Photos())

    def __post_init__(self) -> None:
        if not self.planes:
            raise ValueError("a scan has at least one plane")

    def views(self) -> tuple[ViewName, ...]:
        """Return the views of the scan in order, each once."""
        return tuple(dict.fromkeys(plane.view for plane in self.planes))

    def plane(self, view: ViewName, band: EnergyBand) -> Plane | None:
        """Return the plane of a view at an energy band, or None."""
        found = (p for p in self.planes if p.view is view and p.band is band)
        return next(found, None)

    def main_plane(self, view: ViewName | None = None) -> Plane:
        """Return the plane to look at first: high or single energy of the (first) view."""
        wanted = self.views()[0] if view is None else view
        return next(plane for plane in self.planes if plane.view is wanted)
