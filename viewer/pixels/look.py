"""How a picture is to look: everything that decides its colours, in one frozen description."""

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final

from viewer.pixels.colour import ColourMap
from viewer.pixels.window import Curve, WindowLevel


class Energy(StrEnum):
    """Which detector energy is shown; pictures of one energy are shown as HIGH."""

    HIGH = "high"
    LOW = "low"


class Enlargement(StrEnum):
    """What is done when one picture pixel covers several of the screen."""

    SMOOTH = "smooth"
    PIXELS = "pixels"


class FilterKind(StrEnum):
    """Filters of the 16-bit picture, before the grey window.

    ``ERODE`` and ``DILATE`` are named by what happens to counts. Dense is dark, so eroding lets
    dense cargo grow and dilating lets it shrink.
    """

    SMOOTH = "smooth"
    MEAN = "mean"
    MEDIAN = "median"
    SHARPEN = "sharpen"
    EDGES = "edges"
    EDGES_HORIZONTAL = "edges_horizontal"
    EDGES_VERTICAL = "edges_vertical"
    EMBOSS = "emboss"
    ERODE = "erode"
    DILATE = "dilate"
    EQUALISE = "equalise"
    HISTOGRAM = "histogram"


SIZES: Final[Mapping[FilterKind, range]] = {
    FilterKind.SMOOTH: range(3, 32, 2),
    FilterKind.MEAN: range(3, 32, 2),
    FilterKind.MEDIAN: range(3, 6, 2),
    FilterKind.SHARPEN: range(3, 32, 2),
    FilterKind.EDGES: range(3, 6, 2),
    FilterKind.EDGES_HORIZONTAL: range(3, 6, 2),
    FilterKind.EDGES_VERTICAL: range(3, 6, 2),
    FilterKind.EMBOSS: range(3, 10, 2),
    FilterKind.ERODE: range(3, 16, 2),
    FilterKind.DILATE: range(3, 16, 2),
    FilterKind.EQUALISE: range(2, 17),
    FilterKind.HISTOGRAM: range(0),
}
"""Sizes a filter may have: the side of its neighbourhood [px], for `EQUALISE` tiles a side.

Above 16 tiles a side the equalisation of 16-bit counts takes longer than an officer waits.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter of the stack.

    Attributes
    ----------
    kind : FilterKind
    strength : float
        From 0 (nothing) to 1 (as strong as it gets).
    size : int
        One of the kind's `SIZES`; 0 takes the kind's own default.
    on : bool
        A filter that is off keeps its place and does nothing.

    Raises
    ------
    ValueError
        If the strength is out of range, or the kind has no such size.
    """

    kind: FilterKind
    strength: float = 0.5
    size: int = 0
    on: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.strength <= 1:
            raise ValueError(f"strength must be from 0 to 1, got {self.strength}")
        if self.size != 0 and self.size not in SIZES[self.kind]:
            sizes = ", ".join(str(size) for size in (0, *SIZES[self.kind]))
            raise ValueError(f"size of {self.kind.value} must be one of {sizes}, got {self.size}")

    @property
    def acts(self) -> bool:
        """Whether the filter changes anything."""
        return self.on and self.strength > 0


class Strip(StrEnum):
    """Which materials keep their colour; the others are stripped to a pale grey."""

    ALL = "all"
    ORGANIC = "organic"
    MIXED = "mixed"
    METAL = "metal"


@dataclass(frozen=True, slots=True, kw_only=True)
class DensityBand:
    """Counts from ``darkest`` to ``brightest``, both included, are shown in one colour.

    Raises
    ------
    ValueError
        If the band is empty or endless, or ``colour`` is not written as ``#rrggbb``.
    """

    darkest: float
    brightest: float
    colour: str = "#ff3fa4"

    def __post_init__(self) -> None:
        if not 0 <= self.darkest <= self.brightest < math.inf:
            raise ValueError(f"a band rises, got {self.darkest} to {self.brightest}")
        if not re.fullmatch("#[0-9a-fA-F]{6}", self.colour):
            raise ValueError(f"a colour is written #rrggbb, got {self.colour!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Everything that decides which colour a count gets. The same look, the same pixels.

    ``material`` colours by dual energy where both energies exist; `colours` is then not used.

    Raises
    ------
    ValueError
        If ``gamma`` is not positive and finite.
    """

    window: WindowLevel = field(default_factory=WindowLevel)
    curve: Curve = Curve.LINEAR
    gamma: float = 1.0
    invert: bool = False
    colours: ColourMap = ColourMap.GREY
    material: bool = False
    strip: Strip = Strip.ALL
    band: DensityBand | None = None
    energy: Energy = Energy.HIGH
    filters: tuple[Filter, ...] = ()
    enlargement: Enlargement = Enlargement.SMOOTH

    def __post_init__(self) -> None:
        if not 0 < self.gamma < math.inf:
            raise ValueError(f"gamma must be positive, got {self.gamma}")


def look_to_json(look: Look) -> dict[str, Any]:
    """Return the look as plain JSON values."""
    return {
        "window": look.window.window,
        "level": look.window.level,
        "curve": look.curve.value,
        "gamma": look.gamma,
        "invert": look.invert,
        "colours": look.colours.value,
        "material": look.material,
        "strip": look.strip.value,
        "band": None if look.band is None else asdict(look.band),
        "energy": look.energy.value,
        "filters": [
            {"kind": f.kind.value, "strength": f.strength, "size": f.size, "on": f.on}
            for f in look.filters
        ],
        "enlargement": look.enlargement.value,
    }


def sampling(look: Look) -> tuple[object, ...]:
    """Return the parts of a look that decide the counts, not only their colours."""
    return look.energy, look.filters, look.material, look.enlargement


def look_from_json(data: Mapping[str, Any]) -> Look:
    """Read what `look_to_json` wrote; a missing key takes its default.

    Raises
    ------
    KeyError, TypeError, ValueError
        If a filter has no kind, or a value is not what it should be.
    """
    plain = Look()
    return Look(
        window=WindowLevel(
            window=float(data.get("window", plain.window.window)),
            level=float(data.get("level", plain.window.level)),
        ),
        curve=Curve(data.get("curve", plain.curve)),
        gamma=float(data.get("gamma", plain.gamma)),
        invert=bool(data.get("invert", plain.invert)),
        colours=ColourMap(data.get("colours", plain.colours)),
        material=bool(data.get("material", plain.material)),
        strip=Strip(data.get("strip", plain.strip)),
        band=_band(data.get("band")),
        energy=Energy(data.get("energy", plain.energy)),
        filters=tuple(_filter(f) for f in data.get("filters", ())),
        enlargement=Enlargement(data.get("enlargement", plain.enlargement)),
    )


def _filter(data: Mapping[str, Any]) -> Filter:
    size = data.get("size", 0)
    if not isinstance(size, int):
        raise TypeError(f"size of a filter must be a whole number, got {size!r}")
    return Filter(
        kind=FilterKind(data["kind"]),
        strength=float(data.get("strength", 0.5)),
        size=size,
        on=bool(data.get("on", True)),
    )


def _band(data: Mapping[str, Any] | None) -> DensityBand | None:
    if data is None:
        return None
    return DensityBand(
        darkest=float(data["darkest"]),
        brightest=float(data["brightest"]),
        colour=str(data.get("colour", "#ff3fa4")),
    )
