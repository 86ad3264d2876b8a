"""What a pane or its loupe shows of a picture at this instant, in the picture's own pixels."""

from dataclasses import dataclass

from viewer.pixels.geometry import Area, Viewpoint
from viewer.pixels.look import Look
from viewer.pixels.stage import Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A part of a picture on the screen, its scale and its look.

    Attributes
    ----------
    area : Area
        May reach beyond the picture [full-resolution pixels].
    zoom : float
        Device pixels per picture pixel, along the axis with the finer pitch.
    look : Look
    """

    area: Area
    zoom: float
    look: Look


def area_in_sight(stage: Stage, view: Viewpoint) -> Area:
    """Return what a pane of this stage shows from a viewpoint [full-resolution pixels]."""
    top, left = stage.place(view, 0, 0)
    rows, columns = stage.scale(view.zoom)
    return Area(
        row=top,
        column=left,
        height=stage.size_px[0] / rows,
        width=stage.size_px[1] / columns,
    )
