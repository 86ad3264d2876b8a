"""Where a pane looks: fitting, zooming at a place, panning. Pure sums, no Qt."""

import math
from dataclasses import dataclass
from typing import Final

from viewer.pixels.geometry import Area, Place, Viewpoint, clamp

MOST_ZOOM: Final = 32.0
"""Device pixels per picture pixel, at most."""
_LEAST_OF_FIT: Final = 0.5
_NEARLY: Final = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The room a picture has: its shape, the stretch of its pixels, and the pane's size.

    Attributes
    ----------
    shape : tuple of int
        Rows and columns at full resolution.
    stretch : tuple of float
        Device pixels per picture pixel at zoom 1 (row, column), the finer axis being 1.
    size_px : tuple of int
        Height and width of the pane [device pixels].
    """

    shape: tuple[int, int]
    stretch: tuple[float, float]
    size_px: tuple[int, int]

    def scale(self, zoom: float) -> tuple[float, float]:
        """Return device pixels per picture pixel (row, column) at a zoom."""
        return zoom * self.stretch[0], zoom * self.stretch[1]

    def fit(self) -> Viewpoint:
        """Return the view in which the whole picture is seen as large as possible."""
        return self.show(Area(row=0, column=0, height=self.shape[0], width=self.shape[1]))

    def show(self, area: Area, *, share: float = 1.0) -> Viewpoint:
        """Return the view in which `area` fills `share` of the pane."""
        zoom = min(
            self.size_px[0] * share / (max(area.height, 1.0) * self.stretch[0]),
            self.size_px[1] * share / (max(area.width, 1.0) * self.stretch[1]),
        )
        return Viewpoint(centre=area.centre, zoom=min(zoom, MOST_ZOOM))

    def allow(self, view: Viewpoint) -> Viewpoint:
        """Return the nearest view that still shows some of the picture at a sane zoom.

        Just beside 1:1 and its halves the zoom snaps to them, where pixels are exact.
        """
        least = min(self.fit().zoom * _LEAST_OF_FIT, 1.0)
        zoom = min(max(view.zoom, least), MOST_ZOOM)
        whole = 2.0 ** round(math.log2(zoom))
        if abs(zoom / whole - 1) < _NEARLY:
            zoom = whole
        return Viewpoint(centre=clamp(view.centre, self.shape), zoom=zoom)

    def corner(self, view: Viewpoint) -> tuple[int, int]:
        """Return where the picture's first corner lies from the pane's (down, along) [px].

        Whole device pixels, so that a pan moves every pixel by the same whole step.
        """
        rows, columns = self.scale(view.zoom)
        return (
            round(self.size_px[0] / 2 - view.centre[0] * rows),
            round(self.size_px[1] / 2 - view.centre[1] * columns),
        )

    def place(self, view: Viewpoint, down_px: float, along_px: float) -> Place:
        """Return the place in the picture under a point of the pane [device pixels]."""
        rows, columns = self.scale(view.zoom)
        top, left = self.corner(view)
        return (down_px - top) / rows, (along_px - left) / columns

    def point(self, view: Viewpoint, place: Place) -> tuple[float, float]:
        """Return the point of the pane (down, along) over a place [device pixels]."""
        rows, columns = self.scale(view.zoom)
        top, left = self.corner(view)
        return place[0] * rows + top, place[1] * columns + left

    def zoom_at(self, view: Viewpoint, factor: float, place: Place) -> Viewpoint:
        """Return the view nearer by `factor` in which `place` stays where it is on screen.

        On the way past 1:1 it stops there: only at 1:1 is every pixel seen as it is.
        """
        wanted = view.zoom * factor
        if min(view.zoom, wanted) < 1 < max(view.zoom, wanted):
            wanted = 1.0
        zoom = self.allow(Viewpoint(centre=view.centre, zoom=wanted)).zoom
        kept = view.zoom / zoom
        centre = (
            place[0] + (view.centre[0] - place[0]) * kept,
            place[1] + (view.centre[1] - place[1]) * kept,
        )
        return self.allow(Viewpoint(centre=centre, zoom=zoom))

    def pan(self, view: Viewpoint, down_px: float, along_px: float) -> Viewpoint:
        """Return the view after the picture was pushed by some device pixels."""
        rows, columns = self.scale(view.zoom)
        centre = view.centre[0] - down_px / rows, view.centre[1] - along_px / columns
        return self.allow(Viewpoint(centre=centre, zoom=view.zoom))
