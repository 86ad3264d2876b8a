"""Linking two pictures in metres: where one looks, so does the other. Pure sums, no Qt."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from viewer.picture import Picture
from viewer.pixels.geometry import Area, Frame, Place, Viewpoint, proportion

CONTAINER_MM: Final = 2591.0
"""Height of a standard container, ISO 668; a high cube (2896 mm) then seems 11 % too small."""


class Basis(StrEnum):
    """What tells how large things are in the two pictures, the better first."""

    METRES = "metres"
    CONTAINER = "container"
    MATCH = "match"
    PICTURE = "picture"


class Anchor(StrEnum):
    """Which places of the two pictures are laid on each other, the better first."""

    MATCH = "match"
    CONTAINER = "container"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """Where the model's pixels lie on the scan: ``scan = scale * model + offset``.

    Attributes
    ----------
    scale : tuple of float
        Scan pixels per model pixel (row, column).
    offset : tuple of float
        Place in the scan of the model's first corner (row, column).
    """

    scale: tuple[float, float]
    offset: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How two pictures lie on each other, and what that rests on.

    ``basis`` tells what the sizes rest on, ``anchor`` what the places do.
    """

    basis: Basis
    anchor: Anchor
    scan: Frame
    model: Frame

    @property
    def registration(self) -> Registration:
        """Where the model's pixels lie on the scan."""
        scale = (
            self.model.size_mm[0] / self.scan.size_mm[0],
            self.model.size_mm[1] / self.scan.size_mm[1],
        )
        return Registration(scale=scale, offset=self.place_in_scan((0.0, 0.0)))

    def place_in_model(self, place: Place) -> Place:
        """Return the model's place that lies on a place of the scan."""
        return self.model.to_pixels(self.scan.to_mm(place))

    def place_in_scan(self, place: Place) -> Place:
        """Return the scan's place that lies under a place of the model."""
        return self.scan.to_pixels(self.model.to_mm(place))

    def to_model(self, scan: Picture, model: Picture, view: Viewpoint) -> Viewpoint:
        """Return the model's view that shows what `view` shows of the scan, as large."""
        return _carry(view, (self.scan, scan), (self.model, model))

    def to_scan(self, scan: Picture, model: Picture, view: Viewpoint) -> Viewpoint:
        """Return the scan's view that shows what `view` shows of the model, as large."""
        return _carry(view, (self.model, model), (self.scan, scan))


def link(scan: Picture, model: Picture, *, areas: tuple[Area, Area] | None = None) -> Link:
    """Return the best link there is between two pictures.

    Sizes come from the pixel pitches, else from the containers' heights, else from `areas`,
    else the pictures are taken as equally high. The origin is the middle of the two matching
    `areas` (of scan and model), else the containers' upper left corners, else the pictures'.
    """
    basis, sizes = _sizes(scan, model, areas)
    if areas is not None:
        anchor, origins = Anchor.MATCH, (areas[0].centre, areas[1].centre)
    elif scan.container is not None and model.container is not None:
        anchor = Anchor.CONTAINER
        origins = (
            (scan.container.row, scan.container.column),
            (model.container.row, model.container.column),
        )
    else:
        anchor, origins = Anchor.PICTURE, ((0.0, 0.0), (0.0, 0.0))
    return Link(
        basis=basis,
        anchor=anchor,
        scan=Frame(origin=origins[0], size_mm=sizes[0]),
        model=Frame(origin=origins[1], size_mm=sizes[1]),
    )


_Sizes = tuple[tuple[float, float], tuple[float, float]]


def _sizes(scan: Picture, model: Picture, areas: tuple[Area, Area] | None) -> tuple[Basis, _Sizes]:
    if scan.pitch_mm is not None and model.pitch_mm is not None:
        return Basis.METRES, (scan.pitch_mm, model.pitch_mm)
    by_container = (_by_container(scan), _by_container(model))
    if by_container[0] is not None and by_container[1] is not None:
        return Basis.CONTAINER, (by_container[0], by_container[1])
    if areas is not None:
        return Basis.MATCH, (_square(scan, areas[0].height), _square(model, areas[1].height))
    return Basis.PICTURE, (_square(scan, scan.shape[0]), _square(model, model.shape[0]))


def _by_container(picture: Picture) -> tuple[float, float] | None:
    if picture.pitch_mm is not None:
        return picture.pitch_mm
    if picture.container is None:
        return None
    return _square(picture, picture.container.height)


def _square(picture: Picture, rows: float) -> tuple[float, float]:
    """Return a pixel's size if so many rows are a container's height, in true proportion."""
    size = CONTAINER_MM / max(rows, 1.0)
    stretch = proportion(picture.pitch_mm)
    return size, size * stretch[1] / stretch[0]


def _carry(
    view: Viewpoint, seen: tuple[Frame, Picture], wanted: tuple[Frame, Picture]
) -> Viewpoint:
    (frame, picture), (other_frame, other) = seen, wanted
    centre = other_frame.to_pixels(frame.to_mm(view.centre))
    # Device pixels per millimetre down the picture, kept.
    density = view.zoom * proportion(picture.pitch_mm)[0] / frame.size_mm[0]
    zoom = density * other_frame.size_mm[0] / proportion(other.pitch_mm)[0]
    return Viewpoint(centre=centre, zoom=zoom)
