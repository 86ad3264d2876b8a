"""How a scan and a typical model are looked at together. No Qt."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from viewer.link import Anchor, Basis


class CompareMode(StrEnum):
    """Below each other, one over the other behind a curtain, in turn, or their difference."""

    SPLIT = "split"
    SWIPE = "swipe"
    BLINK = "blink"
    DIFFERENCE = "difference"


class Covered(StrEnum):
    """On which side of the curtain the model covers the scan."""

    RIGHT = "right"
    BELOW = "below"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareState:
    """How two pictures were compared: enough, with their states, to show it again.

    Attributes
    ----------
    mode : CompareMode
    curtain : float
        Where the curtain hangs, in shares of the pane.
    covered : Covered
    full_scale : float
        Full scale of the difference [nepers].
    other_view : bool
        Whether another view of the scan stands in the model's place.
    raw : bool
        Whether a held key showed the raw pictures.
    basis : Basis or None
        What the sizes of scan and model rest on; None without a model.
    anchor : Anchor or None
        What was laid on what.
    mirrored : bool
        Whether the model was shown with left and right exchanged.
    """

    mode: CompareMode
    curtain: float
    covered: Covered
    full_scale: float
    other_view: bool
    raw: bool
    basis: Basis | None
    anchor: Anchor | None
    mirrored: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the state as plain JSON values, schema ``reviewroom.compare_state/1``."""
        return {
            "schema": "reviewroom.compare_state/1",
            "mode": self.mode.value,
            "curtain": self.curtain,
            "covered": self.covered.value,
            "full_scale_nepers": self.full_scale,
            "other_view": self.other_view,
            "raw": self.raw,
            "basis": None if self.basis is None else self.basis.value,
            "anchor": None if self.anchor is None else self.anchor.value,
            "mirrored": self.mirrored,
        }
