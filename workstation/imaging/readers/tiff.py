"""Reader of plain TIFF and BigTIFF: one page, or several as views and energies.

Source: TIFF revision 6.0 (Adobe, 1992) with its photometric interpretations, sample formats and
stated sample values; BigTIFF as libtiff and tifffile write it. No vendor's dialect is assumed.
"""

from pathlib import Path
from typing import Any, Final

from workstation.domain.container import find_number
from workstation.domain.errors import ScanUnreadable
from workstation.domain.scan import ScanHead
from workstation.imaging import tiffs
from workstation.imaging.limits import DEFAULT_LIMITS
from workstation.imaging.package import SUFFIX as PACKAGE_SUFFIX
from workstation.imaging.readers.planes import Labelled, make_planes
from workstation.imaging.samples import to_transmission
from workstation.imaging.scan import Scan


class TiffReader:
    """Takes a TIFF without our description. Value 0 may mean invalid there and is kept.

    Gives one view at one energy, or as many as its pages' names or descriptions tell apart;
    8, 12, 16 and 32 bit, floats with SMinSampleValue and SMaxSampleValue or from 0 to 1.
    """

    name: Final = "tiff"
    suffixes: Final = (".tif", ".tiff", ".btf")

    def recognises(self, first_bytes: bytes, path: Path) -> bool:  # noqa: ARG002 - Reader's shape
        """Tell whether the content begins as TIFF or BigTIFF does."""
        return first_bytes.startswith(tiffs.MAGICS)

    def read(self, path: Path) -> Scan:
        """Read all full-size pages; see `make_planes` for which is which."""
        source = path.name
        with tiffs.open_tiff(path) as tiff:
            pages = [page for page in tiff.pages if not tiffs.is_thumbnail(page)]
            _check_pages(pages, source)
            pictures = [_labelled(page, source) for page in pages]
        planes = make_planes(pictures, stem=path.stem, source=source)
        warnings = dict.fromkeys(warning for one in pictures for warning in one.picture.warnings)
        return Scan(
            head=ScanHead(container=find_number(path.stem)),
            planes=planes,
            format=self.name,
            warnings=(*_warn_of_name(path), *warnings),
        )


def _labelled(page: Any, source: str) -> Labelled:  # noqa: ANN401 - tifffile has no types
    samples = tiffs.decode(page, source)
    picture = to_transmission(
        samples,
        source,
        bits=12 if tiffs.bits_of(page) == 12 else 16,
        stated=tiffs.stated_range(page),
    )
    return Labelled(picture=picture, label=tiffs.label_of(page))


def _warn_of_name(path: Path) -> tuple[str, ...]:
    if path.name.lower().endswith(PACKAGE_SUFFIX):
        return ("The file is named like a scan package, but its description is missing.",)
    return ()


def _check_pages(pages: list[Any], source: str) -> None:
    if not pages:
        raise ScanUnreadable(source, "the TIFF holds no full-size picture")
    sizes = [tiffs.page_size(page) for page in pages]
    for rows, columns in sizes:
        DEFAULT_LIMITS.check_size(source, rows, columns, len(sizes))


READER: Final = TiffReader()
