"""What is shown and how: one frozen description per picture, kept with the evidence."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from viewer.pixels.geometry import Viewpoint
from viewer.pixels.look import Look, look_from_json, look_to_json
from viewer.pixels.stage import MOST_ZOOM


@dataclass(frozen=True, slots=True, kw_only=True)
class Fidelity:
    """What an officer must know about the pixels in front of them.

    Attributes
    ----------
    decimation : float
        Picture pixels per device pixel along the finer axis; 1 shows each, above 1 joins several.
    full_resolution : bool
        Whether the full-resolution pixels have arrived.
    exact : bool
        Whether the filters have had the time to answer at the scale that is shown; else they
        have answered from a coarser grid as yet.
    missing_energy : bool
        Whether the look asks for an energy, or for material colours, that the picture lacks.
    calibrated : bool
        Whether the pixel pitch is known, so that millimetres mean something.
    stored_bits : int
        Bits a pixel had in its file.
    """

    decimation: float = 1.0
    full_resolution: bool = True
    exact: bool = True
    missing_energy: bool = False
    calibrated: bool = False
    stored_bits: int = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureState:
    """Look, viewpoint and fidelity of a pane: enough to draw its picture again.

    ``size_px`` is the pane's height and width [device pixels]; without it only the look can be
    drawn again, not the very part that was seen.
    """

    look: Look = field(default_factory=Look)
    viewpoint: Viewpoint | None = None
    size_px: tuple[int, int] | None = None
    fidelity: Fidelity = field(default_factory=Fidelity)

    def to_json(self) -> dict[str, Any]:
        """Return the state as plain JSON values, schema ``reviewroom.picture_state/1``."""
        view, seen = self.viewpoint, self.fidelity
        return {
            "schema": "reviewroom.picture_state/1",
            "look": look_to_json(self.look),
            "viewpoint": None if view is None else {"centre": list(view.centre), "zoom": view.zoom},
            "size_px": None if self.size_px is None else list(self.size_px),
            "fidelity": {
                "decimation": seen.decimation,
                "full_resolution": seen.full_resolution,
                "exact": seen.exact,
                "missing_energy": seen.missing_energy,
                "calibrated": seen.calibrated,
                "stored_bits": seen.stored_bits,
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "PictureState":
        """Read what `to_json` wrote; raise ``KeyError``, ``TypeError`` or ``ValueError``."""
        view, size = data["viewpoint"], data.get("size_px")
        return cls(
            look=look_from_json(data["look"]),
            viewpoint=None if view is None else _viewpoint(view),
            size_px=None if size is None else (int(size[0]), int(size[1])),
            fidelity=Fidelity(**data["fidelity"]),
        )


def _viewpoint(data: Mapping[str, Any]) -> Viewpoint:
    row, column, zoom = float(data["centre"][0]), float(data["centre"][1]), float(data["zoom"])
    if not (math.isfinite(row) and math.isfinite(column) and 0 < zoom <= MOST_ZOOM):
        raise ValueError(f"no pane looks at ({row}, {column}) with a zoom of {zoom}")
    return Viewpoint(centre=(row, column), zoom=zoom)
