"""The scanners of a campaign: small scan packages, each unlike every other, dropped durably."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.package import write_package
from workstation.imaging.scan import Plane, Scan

#: Rows and columns of pictures, in turn: one in twenty-five is larger than one chunk of the wire.
SMALL: Final = (*((12, 20),) * 24, (400, 500))
#: Noise does not get smaller, so these are packages of 5 to 60 MB.
LARGE: Final = ((1000, 2000), (1200, 4000), (1500, 8000), (2000, 11000))


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """One scan that a scanner left in its site's inbox, whole and durable."""

    site: str
    scan_id: str


def make_packages(  # noqa: PLR0913 - each is one knob of the campaign
    folder: Path,
    sites: tuple[str, ...],
    *,
    count: int,
    seed: int,
    salt: int = 0,
    shapes: Sequence[tuple[int, int]] = SMALL,
) -> list[Drop]:
    """Write so many packages into a folder, each named after its scan, of these shapes in turn.

    Another ``salt`` gives other pictures under the same names.
    """
    rng = np.random.default_rng((seed, salt))
    folder.mkdir(parents=True, exist_ok=True)
    drops = []
    for number in range(count):
        drop = Drop(site=sites[number % len(sites)], scan_id=f"S{seed}-{number:05d}")
        plane = Plane(
            view=ViewName.SIDE,
            band=EnergyBand.HIGH,
            energy_mev=None,
            transmission=rng.integers(0, 65535, shapes[number % len(shapes)], dtype=np.uint16),
        )
        head = ScanHead(scan_id=drop.scan_id, site=drop.site)
        write_package(
            folder / f"{drop.scan_id}.scan.tif", Scan(head=head, planes=(plane,), format="package")
        )
        drops.append(drop)
    return drops


def drop(package: Path, inbox: Path) -> None:
    """Put a package into an inbox as a careful scanner does: whole, synchronised, renamed."""
    part = inbox / f".{package.name}.part"
    shutil.copyfile(package, part)
    _sync(part)
    part.rename(inbox / package.name)
    _sync(inbox)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
