"""The marks of the real scans at hand, and how near a found box comes to them."""

import math
import tomllib
from dataclasses import dataclass
from pathlib import Path

from workstation.imaging.container import ContainerBox

_MARKS = Path(__file__).parents[1] / "data" / "real_container_boxes.toml"
Corner = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """What was marked by hand in one picture; corners as (row, column) [px]."""

    top_left: Corner
    top_right: Corner
    bottom_right: Corner
    bottom_left: Corner
    unit: str
    load: str

    def box(self) -> tuple[float, float, float, float]:
        """Return top, left, bottom, right of the box that holds the mean of each side."""
        return (
            (self.top_left[0] + self.top_right[0]) / 2,
            (self.top_left[1] + self.bottom_left[1]) / 2,
            (self.bottom_left[0] + self.bottom_right[0]) / 2,
            (self.top_right[1] + self.bottom_right[1]) / 2,
        )

    def skew_deg(self) -> float:
        """Return how far the roof falls to the right [degrees of the picture]."""
        (row, column), (last_row, last_column) = self.top_left, self.top_right
        return math.degrees(math.atan2(last_row - row, last_column - column))


def marks() -> dict[str, Marked]:
    """Return the marks by the picture's file name."""
    told = tomllib.loads(_MARKS.read_text(encoding="utf-8"))
    return {
        name: Marked(**{k: tuple(v) if isinstance(v, list) else v for k, v in one.items()})
        for name, one in told.items()
    }


def overlap_of(found: ContainerBox | None, marked: tuple[float, float, float, float]) -> float:
    """Return the intersection over the union; 0 when nothing was found."""
    if found is None:
        return 0.0
    top, left, bottom, right = marked
    high = min(found.row + found.height, bottom) - max(found.row, top)
    wide = min(found.column + found.width, right) - max(found.column, left)
    both = max(0.0, high) * max(0.0, wide)
    return both / (found.height * found.width + (bottom - top) * (right - left) - both)
