"""Photos that a site lays beside a scan: of the doors, the seal, the goods."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_PHOTOS: Final = 8
"""So many photos travel with one scan."""
LARGEST_FILE: Final = 8 << 20
"""A larger photo file is not opened [bytes]."""
LONGEST_PX: Final = 2048
"""A photo travels no larger than this: enough to read a seal's number [pixels]."""


class PhotoFault(StrEnum):
    """Why a photo did not come along; the desk puts it into words."""

    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    NO_PICTURE = "no_picture"
    DAMAGED = "damaged"
    TOO_COSTLY = "too_costly"
    UNREACHABLE = "unreachable"
    TOO_MANY = "too_many"


_REASONS: Final = {
    PhotoFault.TOO_LARGE: f"the file is larger than {LARGEST_FILE >> 20} MiB",
    PhotoFault.TOO_MANY_PIXELS: "it has more pixels than a photo may have",
    PhotoFault.NO_PICTURE: "it is neither a JPEG nor a PNG",
    PhotoFault.DAMAGED: "it is damaged or cut short",
    PhotoFault.TOO_COSTLY: "reading it takes too long or too much memory",
    PhotoFault.UNREACHABLE: "the file cannot be opened",
    PhotoFault.TOO_MANY: f"only {MOST_PHOTOS} photos travel with a scan",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One photo as it travels: a plain colour JPEG of our own making, upright, with no tags.

    ``number`` is its place among the photos of the scan, from 1, those that are missing counted.
    """

    number: int
    rows: int
    columns: int
    jpeg: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPhoto:
    """A photo that lay beside a scan and could not come along."""

    number: int
    fault: PhotoFault

    def sentence(self) -> str:
        """Return what is missing and why, as one line for a log or a manifest."""
        return f"photo {self.number} could not be read: {_REASONS[self.fault]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Photos:
    """All photos of one scan in order, and which of them are missing."""

    pictures: tuple[Photo, ...] = ()
    missing: tuple[MissingPhoto, ...] = ()

    @property
    def count(self) -> int:
        """How many photos lay beside the scan."""
        return len(self.pictures) + len(self.missing)
