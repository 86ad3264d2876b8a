"""The zoomed picture as a grid of device pixels, and boxes of it.

Device pixel (i, j) covers the picture from (i, j) / zoom to (i + 1, j + 1) / zoom.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

Zoom = tuple[float, float]
"""Device pixels per full-resolution pixel (along rows, along columns)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A part of the zoomed picture [device pixels], ends not included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the box; not positive when it is empty."""
        return self.bottom - self.top, self.right - self.left

    def holds(self, other: "Box") -> bool:
        """Tell whether `other` lies wholly within."""
        return (
            self.top <= other.top
            and self.left <= other.left
            and self.bottom >= other.bottom
            and self.right >= other.right
        )

    def common(self, other: "Box") -> "Box | None":
        """Return what both boxes hold; None when that is nothing."""
        box = Box(
            top=max(self.top, other.top),
            left=max(self.left, other.left),
            bottom=min(self.bottom, other.bottom),
            right=min(self.right, other.right),
        )
        return box if min(box.shape) > 0 else None

    def without(self, other: "Box") -> "Iterator[Box]":
        """Yield the parts of this box that `other` does not hold."""
        inner = self.common(other)
        if inner is None:
            yield self
            return
        above, below = replace(self, bottom=inner.top), replace(self, top=inner.bottom)
        middle = replace(inner, left=self.left, right=self.right)
        beside = (replace(middle, right=inner.left), replace(middle, left=inner.right))
        yield from (part for part in (above, below, *beside) if min(part.shape) > 0)

    def within(self, shape: tuple[int, int], *, margin: int = 0) -> "Box":
        """Return the box, grown by `margin`, cut to a grid of `shape`."""
        return Box(
            top=max(self.top - margin, 0),
            left=max(self.left - margin, 0),
            bottom=min(self.bottom + margin, shape[0]),
            right=min(self.right + margin, shape[1]),
        )

    def cut(self, part: "Box") -> tuple[slice, slice]:
        """Return the rows and columns of a part, counted from this box's own first ones."""
        return (
            slice(part.top - self.top, part.bottom - self.top),
            slice(part.left - self.left, part.right - self.left),
        )

    def growth(self, wanted: "Box") -> "Iterator[tuple[Box, Box]]":
        """Yield the strips that grow this box to hold `wanted`, each with the box after it."""
        have = self
        if wanted.top < have.top:
            grown = replace(have, top=wanted.top)
            yield replace(grown, bottom=have.top), grown
            have = grown
        if wanted.bottom > have.bottom:
            grown = replace(have, bottom=wanted.bottom)
            yield replace(grown, top=have.bottom), grown
            have = grown
        if wanted.left < have.left:
            grown = replace(have, left=wanted.left)
            yield replace(grown, right=have.left), grown
            have = grown
        if wanted.right > have.right:
            grown = replace(have, right=wanted.right)
            yield replace(grown, left=have.right), grown


def zoomed_shape(shape: tuple[int, int], zoom: Zoom) -> tuple[int, int]:
    """Return rows and columns of the device grid that covers a whole picture, at least 1 x 1."""
    return max(1, round(shape[0] * zoom[0])), max(1, round(shape[1] * zoom[1]))
