"""Places of several pictures side by side, on one scale. Pure sums, no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from viewer.link import Basis, link
from viewer.picture import Picture
from viewer.pixels.geometry import Area, Viewpoint, proportion
from viewer.pixels.stage import Stage

SHARE: Final = 0.5
"""The largest place fills this share of its crop: what lies around it explains as much."""
MOST_ZOOM: Final = 4.0
"""Beyond this a small place is nothing but large pixels [device pixels per pixel]."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A rectangle in a picture."""

    picture: Picture
    area: Area


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """How a place is looked at, and what its scale against the first place rests on."""

    view: Viewpoint
    basis: Basis


def same_scale(first: Spot, others: Sequence[Spot], size_px: tuple[int, int]) -> tuple[Cut, ...]:
    """Return views of all places in crops of one size in which a metre is equally long.

    Parameters
    ----------
    first : Spot
        The one that the others are held against: a region of the scan.
    others : sequence of Spot
    size_px : tuple of int
        Height and width of each crop [device pixels].

    Returns
    -------
    tuple of Cut
        For `first` and then for each of `others`.
    """
    links = [link(first.picture, other.picture) for other in others]
    zooms = [_fitting(first, size_px)]
    for joined, other in zip(links, others, strict=True):
        view = Viewpoint(centre=other.area.centre, zoom=_fitting(other, size_px))
        zooms.append(joined.to_scan(first.picture, other.picture, view).zoom)
    seen = Viewpoint(centre=first.area.centre, zoom=min(*zooms, MOST_ZOOM))
    cuts = [Cut(view=seen, basis=Basis.METRES)]
    for joined, other in zip(links, others, strict=True):
        zoom = joined.to_model(first.picture, other.picture, seen).zoom
        view = Viewpoint(centre=other.area.centre, zoom=zoom)
        cuts.append(Cut(view=view, basis=joined.basis))
    return tuple(cuts)


def _fitting(place: Spot, size_px: tuple[int, int]) -> float:
    stretch = proportion(place.picture.pitch_mm)
    stage = Stage(shape=place.picture.shape, stretch=stretch, size_px=size_px)
    return stage.show(place.area, share=SHARE).zoom
