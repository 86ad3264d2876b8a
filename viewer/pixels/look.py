"""How a picture is to look: everything that decides its colours, in one frozen description."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
        energy=Energy(data.get("energy", plain.energy)),
        filters=tuple(
            Filter(kind=FilterKind(f["kind"]), strength=float(f.get("strength", 0.5)))
            for f in data.get("filters", ())
        ),
        enlargement=Enlargement(data.get("enlargement", plain.enlargement)),
    )
