"""Which sites, products and seeds serve what; nothing that fits an engine may meet a benchmark.

Sites are numbers of `demo_sites`, products are numbers of `make_product`: two scans of one product
are containers of one lot. Fitting, developing, the benchmark's library and its queries differ in
all three; ``test_splits.py`` proves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_A_KIND = 100
"""Seeds that each kind of goods has to itself within a split."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Sites, products and seeds that serve one purpose and no other."""

    name: str
    sites: range
    products: range
    seeds: range

    def site(self, kind: int, copy: int) -> int:
        """Return the site of a kind's copy: copies of one kind go round all sites."""
        return self.sites[(kind + copy) % len(self.sites)]

    def product(self, copy: int) -> int:
        """Return the product of a copy: every copy of a kind is another lot."""
        return _within(self.products, copy, f"{self.name}: products")

    def seed(self, kind: int, copy: int) -> int:
        """Return the seed of a kind's copy."""
        if copy >= _A_KIND:
            raise ValueError(f"{self.name}: a kind has {_A_KIND} seeds, copy {copy} has none")
        return _within(self.seeds, kind * _A_KIND + copy, f"{self.name}: seeds")


FITTING = Split(
    name="fitting",
    sites=range(40, 200),
    products=range(1000, 2000),
    seeds=range(500_000, 900_000),
)
"""What the engine's prior is made of."""

DEVELOPMENT = Split(
    name="development",
    sites=range(20, 28),
    products=range(2000, 4000),
    seeds=range(20_000, 500_000),
)
"""What settings were chosen on."""

LIBRARY = Split(
    name="library", sites=range(4), products=range(5000, 6000), seeds=range(900_000, 920_000)
)
"""Typical models of the benchmark."""

QUERIES = Split(
    name="queries", sites=range(4, 8), products=range(6000, 7000), seeds=range(920_000, 940_000)
)
"""Honest scans at sites that the library never saw."""

HIDDEN = Split(
    name="hidden", sites=range(4, 8), products=range(7000, 8000), seeds=range(940_000, 960_000)
)
"""Scans of the query sites with something hidden in them."""

LOTS = Split(
    name="lots", sites=range(8, 14), products=range(8000, 9000), seeds=range(960_000, 980_000)
)
"""Containers of one declaration, for the sister outlier."""

BENCHMARK: Sequence[Split] = (LIBRARY, QUERIES, HIDDEN, LOTS)


def _within(numbers: range, index: int, what: str) -> int:
    if not 0 <= index < len(numbers):
        raise ValueError(f"{what} end before number {index}")
    return numbers[index]
