"""Small pictures whose truth we know, and the folder of real scans where there is one."""

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from workstation.domain.scan import EnergyBand, ScanHead, ViewName, WedgeReading
from workstation.imaging.container import ContainerBox
from workstation.imaging.scan import Plane, Scan

FULL = 65535


def make_plane(  # noqa: PLR0913 - as many as a plane has
    pixels: NDArray[np.uint16],
    band: EnergyBand = EnergyBand.SINGLE,
    *,
    energy_mev: float | None = None,
    pitch_mm: tuple[float, float] | None = None,
    wedge: tuple[WedgeReading, ...] = (),
    view: ViewName = ViewName.SIDE,
) -> Plane:
    return Plane(
        view=view,
        band=band,
        energy_mev=energy_mev,
        transmission=pixels,
        pitch_mm=pitch_mm,
        wedge=wedge,
    )


def make_scan(*planes: Plane, head: ScanHead | None = None) -> Scan:
    return Scan(head=head or ScanHead(), planes=planes, format="phantom")


def noise(rows: int, columns: int, *, seed: int = 1) -> NDArray[np.uint16]:
    rng = np.random.default_rng(seed)
    return rng.integers(20_000, 60_000, (rows, columns)).astype(np.uint16)


def truck(
    *, rows: int = 480, columns: int = 1400, load: float = 0.0, nod_px: float = 0.0
) -> tuple[NDArray[np.uint16], ContainerBox]:
    """Draw a container on a chassis with wheels, and tell the container's outline.

    ``load`` is the attenuation of goods that fill two thirds of it; ``nod_px`` lets the truck
    nod while it drives through.
    """
    depth = np.zeros((rows, columns))
    left, right, top, bottom = 150, 1150, 40, 340
    depth[top:bottom, left:right] = 0.10
    depth[top : top + 40, left:right] += 0.08
    depth[top:bottom, left : left + 14] += 1.5
    depth[top:bottom, right - 14 : right] += 1.5
    depth[130:318, left + 30 : right - 60] += load
    depth[318:bottom, left:right] += 0.4
    for beam in (bottom - 20, bottom - 7):
        depth[beam : beam + 3, left - 20 : right + 40] += 0.8
    depth[bottom : bottom + 45, left - 20 : right + 40] += 0.15
    for axle in (300, 400, 500, 1120):
        depth[bottom + 30 : rows - 10, axle : axle + 90] += 2.0
    depth[170 : rows - 10, 1260:1390] += 0.7
    rng = np.random.default_rng(7)
    light = np.exp(-depth)
    light += rng.normal(0, 0.004, depth.shape) * np.sqrt(light)
    pixels = (np.clip(light, 0, 1) * FULL).round().astype(np.uint16)
    if nod_px:
        shift = np.round(nod_px * np.sin(np.linspace(0, 6, columns))).astype(int)
        index = np.clip(np.arange(rows)[:, np.newaxis] - shift, 0, rows - 1)
        pixels = np.take_along_axis(pixels, index, axis=0)
    return pixels, ContainerBox(row=top, column=left, height=bottom - top, width=right - left)


def overlap(one: ContainerBox, other: ContainerBox) -> float:
    """Return intersection over union of two boxes."""
    high = min(one.row + one.height, other.row + other.height) - max(one.row, other.row)
    wide = min(one.column + one.width, other.column + other.width) - max(one.column, other.column)
    common = max(high, 0) * max(wide, 0)
    return common / (one.height * one.width + other.height * other.width - common)


def shared_data(folder: str) -> Path:
    """Return a folder of the shared data, or skip the test that asks for it."""
    root = os.environ.get("REVIEWROOM_SHARED_DATA")
    base = Path(root) if root else Path(__file__).parents[3] / "shared" / "data"
    found = base / folder
    if not found.is_dir():
        pytest.skip(f"the shared data folder {folder} is not here")
    return found
