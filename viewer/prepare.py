"""Makes a picture ready for its first paint, away from the thread that paints."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from viewer.picture import Picture
from viewer.pixels import filters, material
from viewer.pixels.counts import FirstView
from viewer.pixels.frame import in_sight
from viewer.pixels.geometry import mirrored_area, proportion
from viewer.pixels.look import Energy, Look
from viewer.pixels.material import general_scale
from viewer.pixels.render import Source, sample
from viewer.pixels.stage import Stage


def source_of(picture: Picture) -> Source:
    """Return a picture's source: the one it carries, or a new one without its pyramid."""
    if picture.source is not None:
        return picture.source
    return Source(
        picture.high,
        picture.low,
        reduced=picture.reduced,
        scale=picture.material or general_scale(*picture.energies_mev),
        full_shape=picture.full_shape,
    )


def prepare(picture: Picture) -> Picture:
    """Return the picture with its whole pyramid built, so that no paint has to wait for it.

    Takes about 5 ms for 36 million pixels and a third of the picture's memory. From any thread;
    the picture may be shown by several panes, but on one thread only.
    """
    source = source_of(picture)
    for energy in Energy:
        pyramid = source.plane(energy)
        pyramid.level(pyramid.last)
    return replace(picture, source=source)


def warm(picture: Picture, looks: Iterable[Look]) -> None:
    """Make what looks look up of the whole picture, before one of them is first painted.

    Takes about 40 ms for a look with local contrast, 10 ms a level for one with materials, and
    nothing for most. From any thread; the picture may be on the screen meanwhile.
    """
    source = picture.source
    if source is None or picture.reduced > 1:
        return
    for look in looks:
        if look.filters:
            filters.prepare(source.whole(look.energy), look.filters)
        for level in source.material_levels() if look.material else ():
            material.prepare(source.scale.at_level(level))


def draw_ahead(picture: Picture, look: Look, size_px: tuple[int, int]) -> None:
    """Make what a pane will show of a picture first: all of it, as large as it fits.

    The first paint then has only to colour it, also where the look has slow filters; a paint in
    another pane or another look makes its own. Takes a millisecond or two, more with filters, and
    three bytes a pixel of the pane. From any thread, before a prepared picture is handed on.

    Parameters
    ----------
    size_px : tuple of int
        Height and width of the pane [device pixels].
    """
    source = picture.source
    if source is None:
        return
    stage = Stage(shape=picture.shape, stretch=proportion(picture.pitch_mm), size_px=size_px)
    zoom, seen = in_sight(stage, stage.allow(stage.fit()))
    if min(seen.shape) > 0:
        counts = sample(source, look, zoom, seen)
        source.first_view = FirstView(look=look, zoom=zoom, counts=counts)


def mirror(picture: Picture) -> Picture:
    """Return the picture with left and right exchanged, in memory of its own and unprepared.

    Raises
    ------
    ValueError
        If the picture is a coarse one: its last pixels may stand for a part of one only.
    """
    if picture.reduced != 1:
        raise ValueError("a coarse picture cannot be mirrored exactly")
    box = picture.container
    return replace(
        picture,
        high=np.ascontiguousarray(picture.high[:, ::-1]),
        low=None if picture.low is None else np.ascontiguousarray(picture.low[:, ::-1]),
        container=None if box is None else mirrored_area(box, picture.shape[1]),
        mirrored=not picture.mirrored,
        source=None,
    )


def picture_bytes(picture: Picture) -> int:
    """Return about how much memory a picture takes at full resolution with its pyramid [bytes].

    The halves of a pyramid add up to a third: 1/4 + 1/16 + ... = 1/3. It is told of a coarse
    picture, too, before the full one is there.
    """
    rows, columns = picture.shape
    planes = 1 if picture.low is None else 2
    return rows * columns * planes * picture.high.itemsize * 4 // 3
