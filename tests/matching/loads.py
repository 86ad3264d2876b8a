"""Small made-up loads with known truth: cartons of one kind in a plain steel box."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.comparison import Rectangle
from workstation.domain.scan import WedgeReading
from workstation.matching.describe import describe
from workstation.matching.description import Description
from workstation.matching.model_list import ModelList
from workstation.matching.pixels import ScanPixels
from workstation.matching.ports import ModelEntry

BOX = Rectangle(row=30, column=40, height=260, width=610)
PITCH_MM = (10.0, 10.0)

_MU_HIGH = {"organic": 0.040, "iron": 0.042}
_MU_LOW = {"organic": 0.050, "iron": 0.0475}


@dataclass(frozen=True)
class Kind:
    """Goods as a pattern: the size of a package, how dense, how rough, what of."""

    hs: str
    size_px: tuple[int, int]
    g_cm2: float
    rough: float
    material: str = "organic"


KINDS = (
    Kind("020329", (40, 60), 70.0, 0.02),
    Kind("470790", (100, 110), 40.0, 0.30),
    Kind("690721", (24, 24), 90.0, 0.05, "iron"),
    Kind("610910", (30, 45), 14.0, 0.08),
    Kind("853710", (55, 35), 30.0, 0.45, "iron"),
    Kind("440710", (12, 300), 28.0, 0.10),
)


def make_load(kind: Kind, seed: int, *, hidden: Rectangle | None = None) -> ScanPixels:
    """Draw a container full of one kind of goods; ``hidden`` is a dense block inside it."""
    rng = np.random.default_rng(seed)
    rows, columns = 330, 690
    density = np.zeros((rows, columns))
    top = BOX.row + 30 + int(rng.integers(0, 25))
    goods = (
        slice(top, BOX.row + BOX.height - 18),
        slice(BOX.column + 12, BOX.column + BOX.width - 14),
    )
    density[goods] = _cartons(kind, rng, density[goods].shape)
    if hidden is not None:
        density[
            hidden.row : hidden.row + hidden.height, hidden.column : hidden.column + hidden.width
        ] += 45.0
    steel = np.zeros_like(density)
    steel[BOX.row : BOX.row + BOX.height, BOX.column : BOX.column + BOX.width] = 2.5
    for edge in (
        slice(BOX.row, BOX.row + 5),
        slice(BOX.row + BOX.height - 14, BOX.row + BOX.height),
    ):
        steel[edge, BOX.column : BOX.column + BOX.width] = 40
    return ScanPixels(
        high=_counts(density, steel, kind.material, _MU_HIGH, rng),
        low=_counts(density, steel, kind.material, _MU_LOW, rng),
        pitch_mm=PITCH_MM,
        wedge_high=_wedge(_MU_HIGH),
        wedge_low=_wedge(_MU_LOW),
        container=BOX,
    )


def make_empty(seed: int = 0) -> ScanPixels:
    """Draw a container with nothing in it."""
    return make_load(Kind("860900", (10, 10), 0.0, 0.0), seed)


def make_entry(kind: Kind, seed: int, *, prohibited: bool = False) -> ModelEntry:
    """Describe a load and make it a typical model."""
    return ModelEntry(
        model_id=f"{kind.hs}-{seed}",
        hs=kind.hs,
        name=f"goods {kind.hs}",
        prohibited=prohibited,
        description=describe(make_load(kind, seed)).thinned(),
    )


class Models(ModelList):
    """A list of models that counts how often each description was read."""

    def __init__(self, entries: list[ModelEntry]) -> None:
        super().__init__(entries)
        self.reads: Counter[str] = Counter()

    def description(self, model_id: str) -> Description:
        self.reads[model_id] += 1
        return super().description(model_id)


def _cartons(kind: Kind, rng: np.random.Generator, shape: tuple[int, int]) -> NDArray[np.float64]:
    high, wide = kind.size_px
    across = -(-shape[1] // wide) + 1
    up = -(-shape[0] // high) + 1
    level = (
        kind.g_cm2
        * (1 + 0.12 * rng.standard_normal())
        * (1 + 0.05 * rng.standard_normal((up, across)))
    )
    field = np.kron(level, np.ones((high, wide)))
    seam = np.ones((high, wide))
    seam[:2] = seam[:, :2] = 0.75
    field *= np.tile(seam, (up, across))
    shift = rng.integers(0, high), rng.integers(0, wide)
    field = field[shift[0] : shift[0] + shape[0], shift[1] : shift[1] + shape[1]]
    grain = cv2.GaussianBlur(rng.standard_normal(shape), (0, 0), 3)
    return np.maximum(field * (1 + kind.rough * grain / (grain.std() or 1)), 0)


def _counts(
    density: NDArray[np.float64],
    steel: NDArray[np.float64],
    material: str,
    mu: dict[str, float],
    rng: np.random.Generator,
) -> NDArray[np.uint16]:
    passed = np.exp(-density * mu[material] - steel * mu["iron"])
    noisy = passed + 0.003 * np.sqrt(passed) * rng.standard_normal(passed.shape)
    return np.clip(noisy * 60000, 0, 65535).astype(np.uint16)


def _wedge(mu: dict[str, float]) -> tuple[WedgeReading, ...]:
    steps = (10.0, 40.0, 80.0, 120.0, 180.0)
    return tuple(
        WedgeReading(
            material=name,
            g_cm2=steps,
            transmission=tuple(float(np.exp(-mu[key] * step)) for step in steps),
        )
        for name, key in (("polyethylene", "organic"), ("iron", "iron"))
    )
