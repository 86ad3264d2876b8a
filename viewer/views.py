"""Two views of one scan, from the side and from above: they share the container's length alone.

A row of the one view is a height, of the other a depth; so only columns are linked. Pure sums.
"""

from dataclasses import dataclass

from viewer.link import Anchor, Basis
from viewer.picture import Picture
from viewer.pixels.geometry import Viewpoint, proportion


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthLink:
    """How columns of another view lie on the scan's: ``scan = scale * other + offset``.

    Attributes
    ----------
    basis : Basis
        What tells how long things are: pitches, the container's length in both, else nothing.
    anchor : Anchor
        Which columns are laid on each other: the container's left ends, else the first ones.
    scale : float
        Columns of the scan per column of the other view.
    offset : float
        Column of the scan under the other view's first.
    """

    basis: Basis
    anchor: Anchor
    scale: float
    offset: float

    def to_other(self, column: float) -> float:
        """Return the other view's column that lies on a column of the scan."""
        return (column - self.offset) / self.scale

    def to_scan(self, column: float) -> float:
        """Return the scan's column that lies on a column of the other view."""
        return column * self.scale + self.offset

    def view_of_other(
        self, scan: Picture, other: Picture, view: Viewpoint, former: Viewpoint
    ) -> Viewpoint:
        """Return the other view's viewpoint with the same length in sight; its row is kept."""
        zoom = view.zoom * self.scale * proportion(scan.pitch_mm)[1] / proportion(other.pitch_mm)[1]
        return Viewpoint(centre=(former.centre[0], self.to_other(view.centre[1])), zoom=zoom)

    def view_of_scan(
        self, scan: Picture, other: Picture, view: Viewpoint, former: Viewpoint
    ) -> Viewpoint:
        """Return the scan's viewpoint with the same length in sight; its row is kept."""
        zoom = view.zoom / self.scale * proportion(other.pitch_mm)[1] / proportion(scan.pitch_mm)[1]
        return Viewpoint(centre=(former.centre[0], self.to_scan(view.centre[1])), zoom=zoom)


def link_lengths(scan: Picture, other: Picture) -> LengthLink:
    """Return the best link there is along the length of two views of one scan.

    Lengths come from the column pitches, else from the container's length in both, else both
    pictures are taken as equally long.
    """
    boxes = (scan.container, other.container)
    if scan.pitch_mm is not None and other.pitch_mm is not None:
        basis, scale = Basis.METRES, other.pitch_mm[1] / scan.pitch_mm[1]
    elif boxes[0] is not None and boxes[1] is not None:
        basis, scale = Basis.CONTAINER, boxes[0].width / max(boxes[1].width, 1.0)
    else:
        basis, scale = Basis.PICTURE, scan.shape[1] / other.shape[1]
    if boxes[0] is not None and boxes[1] is not None:
        offset = boxes[0].column - boxes[1].column * scale
        return LengthLink(basis=basis, anchor=Anchor.CONTAINER, scale=scale, offset=offset)
    return LengthLink(basis=basis, anchor=Anchor.PICTURE, scale=scale, offset=0.0)
