"""The kinds of goods that the simulator can load, and the products within a kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from zlib import crc32

import numpy as np

from workstation.simulation.rays import Floats32
from workstation.simulation.textures import Inside, stamp


class Packing(Enum):
    """How a kind of goods is packed; each has its own way of being drawn."""

    CARTONS = "cartons"
    PALLETS = "pallets"
    SACKS = "sacks"
    BIG_BAGS = "big bags"
    DRUMS = "drums"
    TANKS = "tanks"
    ROLLS = "rolls"
    COILS = "coils"
    BARS = "bars"
    TIMBER = "timber"
    LOGS = "logs"
    BALES = "bales"
    PIECES = "pieces"
    MACHINES = "machines"
    TYRES = "tyres"
    VEHICLES = "vehicles"
    CYCLES = "cycles"
    INGOTS = "ingots"
    BLOCKS = "blocks"
    SLABS = "slabs"
    FURNITURE = "furniture"
    APPLIANCES = "appliances"
    REELS = "reels"
    BULK = "bulk"
    FLEXITANK = "flexitank"
    MIXED = "mixed"
    NOTHING = "nothing"


Range = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsKind:
    """One kind of goods.

    Attributes
    ----------
    density : tuple of float
        Range of the packed item's own density, without the gaps between items [kg/m³].
    figures : mapping
        Ranges of sizes [m] and other numbers that its packing asks for, by name.
    materials : mapping
        Materials of `nist_mu_rho.csv` with their part of the mass.
    """

    name: str
    hs: str
    title: str
    title_zh: str
    packing: Packing
    density: Range
    materials: Mapping[str, float]
    figures: Mapping[str, Range] = field(default_factory=dict)
    inside: tuple[Inside, ...] = (Inside.EVEN,)
    package_kind: str = "CT"
    prohibited: bool = False
    cold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One product of a kind: everything that two containers of one lot share."""

    kind: GoodsKind
    number: int
    density: float
    figures: Mapping[str, float]
    picture: Floats32

    def figure(self, name: str, usual: float) -> float:
        """Return a size or number of the product, or the usual one."""
        return self.figures.get(name, usual)


def make_product(kind: GoodsKind, number: int) -> Product:
    """Return product `number` of a kind; the same number is always the same product."""
    rng = np.random.default_rng((0x9005, crc32(kind.name.encode()), number))
    density = float(rng.uniform(*kind.density))
    figures = {name: float(rng.uniform(*bounds)) for name, bounds in kind.figures.items()}
    inside = kind.inside[int(rng.integers(len(kind.inside)))]
    return Product(
        kind=kind, number=number, density=density, figures=figures, picture=stamp(inside, rng)
    )
