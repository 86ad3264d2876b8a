"""Simulated scans for the engine's benchmark and for fitting its prior, described in parallel.

Which sites, products and seeds serve what stands in `splits`. A described scan is kept in a cache
folder, under the recipe and the code that made it: a second run only compares.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import repeat
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from tests.benchmarks.orb_baseline import Looks, looks_of, pool_of
from workstation.assembly.scans import pixels_of
from workstation.domain.comparison import Rectangle
from workstation.matching.describe import describe
from workstation.matching.description import FEATURE_VERSION, Description, Evidence
from workstation.matching.pixels import ScanPixels
from workstation.simulation.hidden import HiddenKind, HiddenLoad
from workstation.simulation.phantom import SimulatedScan, simulate_scan
from workstation.simulation.site import demo_sites

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / "build" / "engine" / "cache"
_MAKERS = (
    "workstation/simulation/*.py",
    "workstation/imaging/container.py",
    "workstation/assembly/scans.py",
    "resources/data/lite0/lite0.onnx",
    "resources/data/matching_tokens.npz",
    "tests/benchmarks/engine_scans.py",
    "tests/benchmarks/orb_baseline.py",
)
_DESCRIBERS = (
    "backbone", "describe", "description", "facts", "hold", "orientation", "period", "pixels",
    "rectify", "signature", "token_map", "tokens", "wedge",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What to simulate; ``evidence`` is what the engine may see of it.

    ``also`` names poorer evidence that the same pixels are described with as well.
    """

    kind: str
    seed: int
    site: int
    product: int | None = None
    evidence: Evidence = Evidence.CALIBRATED
    hidden: HiddenKind | None = None
    also: tuple[Evidence, ...] = ()
    with_baseline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A described scan with its truth.

    Attributes
    ----------
    stored : tuple of bytes
        The descriptions as a library keeps them: that of the recipe's evidence, then the poorer.
    hidden : tuple of Rectangle
        Around what is hidden, in the picture [pixels].
    mask : ndarray of bool, shape (token_rows, token_columns), or None
        Where the token grid shows what is hidden; None where nothing is.
    box_iou : float
        Intersection over union of the container that was found and the true one; 0 without one.
    """

    recipe: Recipe
    hs: str
    stored: tuple[bytes, ...]
    hidden: tuple[Rectangle, ...]
    mask: NDArray[np.bool_] | None
    box_iou: float
    mass_kg: float
    looks: Looks | None

    @property
    def description(self) -> Description:
        """What the engine kept of the scan; read anew at each call, for a thousand fit nowhere."""
        return Description.from_bytes(self.stored[0])

    @property
    def poorer(self) -> tuple[Description, ...]:
        """The same for each of the recipe's ``also``."""
        return tuple(Description.from_bytes(data) for data in self.stored[1:])

    def seen_as(self, evidence: Evidence) -> Description:
        """Return the description at one of the recipe's kinds of evidence."""
        kinds = (self.recipe.evidence, *self.recipe.also)
        return Description.from_bytes(self.stored[kinds.index(evidence)])


def make_samples(
    recipes: Sequence[Recipe], *, workers: int = 2, folder: Path | None = None
) -> Iterator[Sample]:
    """Simulate and describe in processes of their own; ``folder`` keeps what was made."""
    with pool_of(workers) as pool:
        yield from pool.map(kept_sample, recipes, repeat(folder), chunksize=4)


def make_sample(recipe: Recipe) -> Sample:
    """Simulate and describe one scan."""
    made = simulate(recipe)
    pixels = degraded(pixels_of(made.scan), recipe.evidence, recipe.seed)
    squeeze = pixels.high.shape[1] / made.scan.main_plane().transmission.shape[1]
    description = describe(pixels)
    poorer = (describe(degraded(pixels, evidence, recipe.seed)) for evidence in recipe.also)
    return Sample(
        recipe=recipe,
        hs=made.declaration.hs_codes[0],
        stored=tuple(one.to_bytes() for one in (description, *poorer)),
        hidden=tuple(_squeezed(area, squeeze) for one in made.truth.hidden for area in one.areas),
        mask=_token_mask(made, pixels, description),
        box_iou=_box_iou(pixels.container, _squeezed(made.truth.container, squeeze)),
        mass_kg=made.truth.mass_kg,
        looks=looks_of(pixels) if recipe.with_baseline else None,
    )


def simulate(recipe: Recipe) -> SimulatedScan:
    """Simulate a recipe's scan, with all that the scanner brings."""
    return simulate_scan(
        seed=recipe.seed,
        kind=recipe.kind,
        site=demo_sites(recipe.site + 1)[-1],
        product=recipe.product,
        hidden=None if recipe.hidden is None else HiddenLoad(kind=recipe.hidden),
    )


def degraded(pixels: ScanPixels, evidence: Evidence, seed: int) -> ScanPixels:
    """Take away what a poorer scanner would not bring.

    `DUAL` has neither step wedge nor pitch. `SINGLE` is an archive's JPEG: 8 bits of a grey
    curve, no pitch, squeezed along the container.
    """
    if evidence is Evidence.CALIBRATED:
        return pixels
    if evidence is Evidence.DUAL:
        return replace(pixels, wedge_high=(), wedge_low=(), pitch_mm=None)
    rng = np.random.default_rng(seed)
    squeeze = float(rng.uniform(0.62, 1.0))
    columns = round(pixels.high.shape[1] * squeeze)
    small = cv2.resize(pixels.high, (columns, pixels.high.shape[0]), interpolation=cv2.INTER_AREA)
    curve = (small / 65535.0) ** float(rng.uniform(0.8, 1.25))
    grey = np.round(curve * 255).astype(np.uint16) * np.uint16(257)
    box = pixels.container
    return ScanPixels(
        high=grey, stored_bits=8, container=None if box is None else _squeezed(box, squeeze)
    )


@cache
def made_by() -> str:
    """Return a digest of all code that a described scan depends on."""
    digest = hashlib.sha256(f"{FEATURE_VERSION} {np.__version__} {cv2.__version__}".encode())
    files = {file for pattern in _MAKERS for file in ROOT.glob(pattern)}
    files |= {ROOT / "workstation" / "matching" / f"{name}.py" for name in _DESCRIBERS}
    for file in sorted(file for file in files if file.is_file()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def clean(folder: Path) -> None:
    """Throw away what other code made, and what a run that was stopped left half done."""
    for file in (*folder.glob("*.npz"), *folder.glob("*.part")):
        if file.suffix == ".part" or not file.name.startswith(f"{made_by()}-"):
            file.unlink()


def kept_sample(recipe: Recipe, folder: Path | None) -> Sample:
    """Return a described scan out of a folder, or make it and put it there."""
    if folder is None:
        return make_sample(recipe)
    name = hashlib.sha256(repr(recipe).encode()).hexdigest()[:24]
    file = folder / f"{made_by()}-{name}.npz"
    try:
        return load(file, recipe)
    except (FileNotFoundError, BadZipFile, ValueError, KeyError, EOFError):
        # Not made yet, or cut short by a run that was stopped: made now.
        sample = make_sample(recipe)
        save(file, sample)
        return sample


def save(file: Path, sample: Sample) -> None:
    """Write a described scan; in its place only when it is whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    arrays = {f"stored{at}": np.frombuffer(data, np.uint8) for at, data in enumerate(sample.stored)}
    if sample.mask is not None:
        arrays["mask"] = sample.mask
    if sample.looks is not None:
        arrays["histogram"], arrays["orb"] = sample.looks.histogram, sample.looks.orb
    head = {
        "hs": sample.hs,
        "hidden": [asdict(area) for area in sample.hidden],
        "box_iou": sample.box_iou,
        "mass_kg": sample.mass_kg,
    }
    half = file.with_suffix(".part")
    with half.open("wb") as stream:
        np.savez(stream, head=np.asarray(json.dumps(head)), **arrays)
    half.replace(file)


def load(file: Path, recipe: Recipe) -> Sample:
    """Read what `save` wrote for a recipe."""
    # Opened here: numpy leaves a file open that is no archive.
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
        head = json.loads(str(kept["head"]))
        has_looks = "histogram" in kept
        return Sample(
            recipe=recipe,
            hs=head["hs"],
            stored=tuple(kept[f"stored{at}"].tobytes() for at in range(1 + len(recipe.also))),
            hidden=tuple(Rectangle(**area) for area in head["hidden"]),
            mask=kept.get("mask"),
            box_iou=head["box_iou"],
            mass_kg=head["mass_kg"],
            looks=Looks(histogram=kept["histogram"], orb=kept["orb"]) if has_looks else None,
        )


def _squeezed(area: Rectangle, squeeze: float) -> Rectangle:
    return replace(area, column=round(area.column * squeeze), width=round(area.width * squeeze))


def _token_mask(
    made: SimulatedScan, pixels: ScanPixels, description: Description
) -> NDArray[np.bool_] | None:
    """Return which points of the token grid show mostly what is hidden, at least the best one."""
    if not made.truth.hidden:
        return None
    hidden = np.zeros(made.scan.main_plane().transmission.shape, np.float32)
    for one in made.truth.hidden:
        hidden[one.mask] = 1
    if hidden.shape[1] != pixels.high.shape[1]:
        size = (pixels.high.shape[1], pixels.high.shape[0])
        hidden = cv2.resize(hidden, size, interpolation=cv2.INTER_AREA)
    box, (rows, columns) = description.interior, description.load.shape
    inside = hidden[box.row : box.row + box.height, box.column : box.column + box.width]
    covered = cv2.resize(inside, (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(covered >= min(0.5, max(float(covered.max()), 1e-6)))


def _box_iou(found: Rectangle | None, true: Rectangle) -> float:
    if found is None:
        return 0.0
    rows = min(found.row + found.height, true.row + true.height) - max(found.row, true.row)
    columns = min(found.column + found.width, true.column + true.width) - max(
        found.column, true.column
    )
    both = max(rows, 0) * max(columns, 0)
    return both / (found.height * found.width + true.height * true.width - both)
