"""How a picture is to look: everything that decides its colours, in one frozen description."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

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
    """Filters of the 16-bit picture, before the grey window."""

    SMOOTH = "smooth"
    MEDIAN = "median"
    SHARPEN = "sharpen"
    EDGES = "edges"
    EQUALISE = "equalise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter of the stack; ``strength`` from 0 (nothing) to 1 (as strong as it gets)."""

    kind: FilterKind
    strength: float = 0.5

    def __post_init__(self) -> None:
        if not 0 <= self.strength <= 1:
            raise ValueError(f"strength must be from 0 to 1, got {self.strength}")


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
        If the band is empty or ``colour`` is not written as ``#rrggbb``.
    """

    darkest: float
    brightest: float
    colour: str = "#ff3fa4"

    def __post_init__(self) -> None:
        if not 0 <= self.darkest <= self.brightest:
            raise ValueError(f"a band rises, got {self.darkest} to {self.brightest}")
        if not re.fullmatch("#[0-9a-fA-F]{6}", self.colour):
            raise ValueError(f"a colour is written #rrggbb, got {self.colour!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Everything that decides which colour a count gets. The same look, the same pixels.

    ``material`` colours by dual energy where both energies exist; `colours` is then not used.
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
        "filters": [{"kind": f.kind.value, "strength": f.strength} for f in look.filters],
        "enlargement": look.enlargement.value,
    }


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
        filters=tuple(
            Filter(kind=FilterKind(f["kind"]), strength=float(f.get("strength", 0.5)))
            for f in data.get("filters", ())
        ),
        enlargement=Enlargement(data.get("enlargement", plain.enlargement)),
    )


def _band(data: Mapping[str, Any] | None) -> DensityBand | None:
    if data is None:
        return None
    return DensityBand(
        darkest=float(data["darkest"]),
        brightest=float(data["brightest"]),
        colour=str(data.get("colour", "#ff3fa4")),
    )
