"""From a scan as imaging reads it to the pixels that the engine takes."""

from workstation.domain.comparison import Rectangle
from workstation.domain.scan import EnergyBand, ViewName
from workstation.imaging.container import find_container
from workstation.imaging.scan import Scan
from workstation.matching.pixels import ScanPixels


def pixels_of(scan: Scan, view: ViewName | None = None) -> ScanPixels:
    """Return what the engine compares: the first view, or the one asked for.

    The container is looked for here, because the engine knows no imaging. A scan whose only
    plane is a low energy is taken as single energy.
    """
    main = scan.main_plane(view)
    low = scan.plane(main.view, EnergyBand.LOW)
    other = None if low is None or low is main else low
    box = find_container(main.transmission)
    return ScanPixels(
        high=main.transmission,
        low=None if other is None else other.transmission,
        pitch_mm=main.pitch_mm,
        wedge_high=main.wedge,
        wedge_low=() if other is None else other.wedge,
        container=None
        if box is None
        else Rectangle(row=box.row, column=box.column, height=box.height, width=box.width),
        stored_bits=main.stored_bits,
    )
