"""Simulated scans for the engine's benchmark and for fitting its prior, described in parallel.

Library, query and fitting scans come from sites, lots and seeds that never meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.assembly.scans import pixels_of
from workstation.domain.comparison import Rectangle
from workstation.matching.describe import describe
from workstation.matching.description import Description, Evidence
from workstation.matching.pixels import ScanPixels
from workstation.simulation.hidden import HiddenKind, HiddenLoad
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import demo_sites


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What to simulate; ``evidence`` is what the engine may see of it."""

    kind: str
    seed: int
    site: int
    evidence: Evidence = Evidence.CALIBRATED
    hidden: HiddenKind | None = None
    also: tuple[Evidence, ...] = ()
    with_baseline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A described scan with its truth."""

    recipe: Recipe
    hs: str
    description: Description
    poorer: tuple[Description, ...]
    hidden: tuple[Rectangle, ...]
    grey_histogram: NDArray[np.float32] | None
    orb: NDArray[np.uint8] | None


def make_samples(recipes: Sequence[Recipe], *, workers: int = 2) -> Iterator[Sample]:
    """Simulate and describe, in processes of their own."""
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(make_sample, recipes, chunksize=4)


def make_sample(recipe: Recipe) -> Sample:
    """Simulate and describe one scan."""
    site = demo_sites(recipe.site + 1)[-1]
    load = None if recipe.hidden is None else HiddenLoad(kind=recipe.hidden)
    made = simulate_scan(seed=recipe.seed, kind=recipe.kind, site=site, hidden=load)
    pixels = degraded(pixels_of(made.scan), recipe.evidence, recipe.seed)
    squeeze = pixels.high.shape[1] / made.scan.main_plane().transmission.shape[1]
    histogram, orb = _baseline(pixels) if recipe.with_baseline else (None, None)
    return Sample(
        recipe=recipe,
        hs=made.declaration.hs_codes[0],
        description=describe(pixels),
        poorer=tuple(describe(degraded(pixels, evidence, recipe.seed)) for evidence in recipe.also),
        hidden=tuple(
            replace(area, column=round(area.column * squeeze), width=round(area.width * squeeze))
            for one in made.truth.hidden
            for area in one.areas
        ),
        grey_histogram=histogram,
        orb=orb,
    )


def degraded(pixels: ScanPixels, evidence: Evidence, seed: int) -> ScanPixels:
    """Take away what a poorer scanner would not bring.

    `SINGLE` is an archive's JPEG: 8 bits of a grey curve, no pitch, squeezed along the container.
    """
    if evidence is Evidence.CALIBRATED:
        return pixels
    if evidence is Evidence.DUAL:
        return replace(pixels, wedge_high=(), wedge_low=())
    rng = np.random.default_rng(seed)
    squeeze = float(rng.uniform(0.62, 1.0))
    columns = round(pixels.high.shape[1] * squeeze)
    small = cv2.resize(pixels.high, (columns, pixels.high.shape[0]), interpolation=cv2.INTER_AREA)
    curve = (small / 65535.0) ** float(rng.uniform(0.8, 1.25))
    grey = np.round(curve * 255).astype(np.uint16) * np.uint16(257)
    box = pixels.container
    return ScanPixels(
        high=grey,
        stored_bits=8,
        container=None
        if box is None
        else replace(box, column=round(box.column * squeeze), width=round(box.width * squeeze)),
    )


def _baseline(pixels: ScanPixels) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Grey histogram and ORB of the container, 256 rows high: what OpenCV alone would do."""
    box = pixels.container or Rectangle(
        row=0, column=0, height=pixels.high.shape[0], width=pixels.high.shape[1]
    )
    crop = pixels.high[box.row : box.row + box.height, box.column : box.column + box.width]
    width = max(round(256 * box.width / box.height), 64)
    grey = (cv2.resize(crop, (width, 256), interpolation=cv2.INTER_AREA) // 257).astype(np.uint8)
    histogram = cv2.calcHist([grey], [0], None, [64], [0, 256]).ravel()
    _, orb = cv2.ORB_create(nfeatures=500).detectAndCompute(grey, None)
    return histogram, np.zeros((0, 32), np.uint8) if orb is None else orb
