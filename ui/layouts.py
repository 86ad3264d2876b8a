"""Four ways to lay out the desk, which one suits a case, and where windows may stand. No Qt.

A rule chooses by what is there: screens, their size, the scan's views and shape, typical models,
goods lines. An officer may take another by key, change its measures and save them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

MANY_GOODS: Final = 8
_WIDE_PX: Final = 1600
_LOW_PX: Final = 620
_TALL: Final = 1.2
"""A scan that is less than so many times as long as it is high has no use for half a pane."""
LEAST_SIDE_PX: Final = 300
MOST_SIDE_SHARE: Final = 0.42


class Layout(StrEnum):
    """The named layouts.

    `BELOW`: the scan above its typical model. `LARGE`: the scan alone, the models folded to their
    strip. `PAPERS`: the papers wide, every goods line laid out. `SCREENS`: the models on a screen
    of their own.
    """

    BELOW = "below"
    LARGE = "large"
    PAPERS = "papers"
    SCREENS = "screens"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The measures of one layout.

    Attributes
    ----------
    upper_share : float
        How much of the pictures' height the scan has, 0.2 to 0.9.
    side_px : int
        Width of the papers [logical px].
    drawer : bool
        Whether the drawer with look and measures is open.
    """

    upper_share: float = 0.5
    side_px: int = 372
    drawer: bool = False

    def __post_init__(self) -> None:
        if not 0.2 <= self.upper_share <= 0.9:
            raise ValueError(f"upper_share goes from 0.2 to 0.9, got {self.upper_share}")
        if not 100 <= self.side_px <= 4000:
            raise ValueError(f"side_px goes from 100 to 4000, got {self.side_px}")


SHIPPED: Final[Mapping[Layout, Measures]] = {
    Layout.BELOW: Measures(),
    Layout.LARGE: Measures(upper_share=0.8),
    Layout.PAPERS: Measures(side_px=560),
    Layout.SCREENS: Measures(upper_share=0.7),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a layout is chosen by; sizes of the main window in logical px, by the letters' size."""

    screens: int
    width_px: int
    height_px: int
    models: bool
    views: int = 1
    goods_lines: int = 0
    aspect: float = 4.0


def choose(now: Situation) -> Layout:
    """Return the layout that suits; what there is no room or no use for is not chosen."""
    if now.models and now.screens > 1:
        return Layout.SCREENS
    if now.goods_lines > MANY_GOODS and now.width_px >= _WIDE_PX:
        return Layout.PAPERS
    has_lower = now.models or now.views > 1
    if not has_lower or now.height_px < _LOW_PX or now.aspect < _TALL:
        return Layout.LARGE
    return Layout.BELOW


def can_show(layout: Layout, *, screens: int) -> bool:
    """Tell whether a layout makes sense at all: two screens need two."""
    return layout is not Layout.SCREENS or screens > 1


def fitted(measures: Measures, *, width_px: int) -> Measures:
    """Return measures that leave the pictures most of a window's width."""
    most = max(LEAST_SIDE_PX, round(width_px * MOST_SIDE_SHARE))
    return replace(measures, side_px=min(max(measures.side_px, LEAST_SIDE_PX), most))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What an officer has saved for one set of screens.

    ``pinned`` is the layout that counts instead of the rule's; ``folded`` names the parts of the
    papers that are folded away.
    """

    measures: Mapping[Layout, Measures] = field(default_factory=dict)
    pinned: Layout | None = None
    folded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A rectangle on the desktop [logical px]."""

    left: int
    top: int
    width: int
    height: int

    def shared_with(self, other: "Frame") -> int:
        """Return the area that two frames have in common [px²]."""
        wide = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        high = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        return max(wide, 0) * max(high, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenPlace:
    """A screen: its name, the part of it that windows may use, and its scale."""

    name: str
    frame: Frame
    scale: float = 1.0


def name_of(screens: Sequence[ScreenPlace]) -> str:
    """Return what a set of screens is remembered by: names, sizes and scales from left to right."""
    in_row = sorted(screens, key=lambda one: (one.frame.left, one.frame.top, one.name))
    return " + ".join(
        f"{one.name} {one.frame.width}x{one.frame.height}@{one.scale:g}" for one in in_row
    )


def within(window: Frame, screens: Sequence[ScreenPlace]) -> Frame:
    """Return a window's frame brought wholly onto the screen it shares most with.

    One that shares nothing with any, because its screen is gone, comes onto the first.
    """
    if not screens:
        return window
    home = max(screens, key=lambda one: window.shared_with(one.frame)).frame
    width, height = min(window.width, home.width), min(window.height, home.height)
    return Frame(
        left=min(max(window.left, home.left), home.left + home.width - width),
        top=min(max(window.top, home.top), home.top + home.height - height),
        width=width,
        height=height,
    )


def second_of(screens: Sequence[ScreenPlace], main: Frame) -> ScreenPlace | None:
    """Return the screen for the typical models: the largest that the main window is not on."""
    if len(screens) < 2:
        return None
    home = max(screens, key=lambda one: main.shared_with(one.frame))
    others = [one for one in screens if one is not home]
    return max(others, key=lambda one: one.frame.width * one.frame.height)
