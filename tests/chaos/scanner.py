"""The scanners of a campaign: small scan packages, each unlike every other, dropped durably."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.package import write_package
from workstation.imaging.scan import Plane, Scan

#: One scan in so many is larger than one chunk of the wire.
_LARGE_EVERY: Final = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """One scan that a scanner left in its site's inbox, whole and durable."""

    site: str
    scan_id: str


def make_packages(
    folder: Path, sites: tuple[str, ...], *, count: int, seed: int, salt: int = 0
) -> list[Drop]:
    """Write so many packages into a folder, each named after its scan.

    Another ``salt`` gives other pictures under the same names.
    """
    rng = np.random.default_rng((seed, salt))
    folder.mkdir(parents=True, exist_ok=True)
    drops = []
    for number in range(count):
        drop = Drop(site=sites[number % len(sites)], scan_id=f"S{seed}-{number:05d}")
        large = number % _LARGE_EVERY == _LARGE_EVERY - 1
        shape = (400, 500) if large else (12, 20)
        plane = Plane(
            view=ViewName.SIDE,
            band=EnergyBand.HIGH,
            energy_mev=None,
            transmission=rng.integers(0, 65535, shape, dtype=np.uint16),
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
