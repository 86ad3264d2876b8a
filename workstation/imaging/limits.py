"""How much a scan file may ask of us; checked from its header, before any pixel is decoded."""

from dataclasses import dataclass
from typing import Final

from workstation.domain.errors import ScanUnreadable

MEGA: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Upper bounds of a scan file.

    The defaults hold the largest scans of the field several times over: four planes of a road
    train (3000 x 12 000 px each) are 144 Mpx.

    Attributes
    ----------
    pixels : int
        Pixels of all planes together.
    side_px : int
        Rows or columns of one plane.
    file_bytes : int
        Size of the file.
    pages : int
        Planes or pages in one file.
    """

    pixels: int = 200 * MEGA
    side_px: int = 200_000
    file_bytes: int = 4 << 30
    pages: int = 64

    def check_size(self, source: str, rows: int, columns: int, planes: int = 1) -> None:
        """Refuse a picture that is empty or larger than the limits.

        Raises
        ------
        ScanUnreadable
            If there is no pixel, or there are too many.
        """
        if rows < 1 or columns < 1:
            raise ScanUnreadable(source, f"the picture is empty ({columns} x {rows} px)")
        if max(rows, columns) > self.side_px or rows * columns * planes > self.pixels:
            raise ScanUnreadable(
                source,
                f"{columns} x {rows} px in {planes} plane(s) are more than the limit of "
                f"{self.pixels // MEGA} Mpx",
            )


DEFAULT_LIMITS: Final = Limits()
