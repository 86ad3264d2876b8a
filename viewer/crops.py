"""Places of several pictures side by side, on one scale. Pure sums, no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from viewer.link import Basis, link
from viewer.picture import Picture
from viewer.pixels.geometry import Area, Viewpoint, area_between, proportion
from viewer.pixels.look import Energy, Look
from viewer.pixels.material_reading import MaterialReading, read_material
from viewer.pixels.stage import Stage
from viewer.pixels.window import COUNTS, Curve, between, percentile_window
from viewer.prepare import source_of

SHARE: Final = 0.5
"""The largest place fills this share of its crop: what lies around it explains as much."""
MOST_ZOOM: Final = 4.0
"""Beyond this a small place is nothing but large pixels [device pixels per pixel]."""
_DARKEST, _BRIGHTEST = 1.0, 99.0
_MOST_READ_PX: Final = 128
"""So many rows and columns tell material and greys of a place well enough."""


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


def shared_look(
    spots: Sequence[Spot], cuts: Sequence[Cut], look: Look, size_px: tuple[int, int]
) -> Look:
    """Return the look in which crops can be held against each other.

    It is `look` with one logarithmic window for all of them, from the 1st to the 99th percentile
    of what they show: even steps of attenuation, so that dense goods differ visibly and equal
    greys mean equal transmission.
    """
    counts = []
    for spot, cut in zip(spots, cuts, strict=True):
        stretch = proportion(spot.picture.pitch_mm)
        stage = Stage(shape=spot.picture.shape, stretch=stretch, size_px=size_px)
        corner = stage.place(cut.view, 0.0, 0.0)
        opposite = stage.place(cut.view, float(size_px[0]), float(size_px[1]))
        seen = area_between(corner, opposite)
        counts.append(_some_counts(spot.picture, look.energy, seen).ravel())
    together = np.concatenate(counts)
    if not together.size:
        return look
    window = percentile_window(together[None, :], _DARKEST, _BRIGHTEST)
    # Below one grey of the coarsest file there is nothing to tell apart.
    step = COUNTS / 2 ** min(spot.picture.stored_bits for spot in spots)
    darkest = max(window.darkest, step)
    window = between(darkest, max(window.brightest, darkest + step))
    return replace(look, curve=Curve.LOG, window=window)


def material_in(spot: Spot) -> MaterialReading | None:
    """Return what the two energies tell of a place as a whole, or None where they tell nothing."""
    if spot.picture.low is None:
        return None
    high, low = (
        _some_counts(spot.picture, energy, spot.area) for energy in (Energy.HIGH, Energy.LOW)
    )
    return read_material(high, low, source_of(spot.picture).scale)


def _some_counts(picture: Picture, energy: Energy, area: Area) -> NDArray[np.uint16]:
    """Return evenly spread counts of an area, as many as tell about it in a millisecond."""
    counts = source_of(picture).counts_within(energy, area)
    step = max(counts.shape) // _MOST_READ_PX + 1
    return counts[::step, ::step]


def _fitting(place: Spot, size_px: tuple[int, int]) -> float:
    stretch = proportion(place.picture.pitch_mm)
    stage = Stage(shape=place.picture.shape, stretch=stretch, size_px=size_px)
    return stage.show(place.area, share=SHARE).zoom
