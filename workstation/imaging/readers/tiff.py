"""Reader of plain TIFF and BigTIFF: one page, or two as high and low energy."""

from pathlib import Path
from typing import Any, Final

from workstation.domain.container import find_number
from workstation.domain.errors import ScanUnreadable
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging import names, tiffs
from workstation.imaging.limits import DEFAULT_LIMITS
from workstation.imaging.package import SUFFIX as PACKAGE_SUFFIX
from workstation.imaging.samples import Transmission, to_transmission
from workstation.imaging.scan import Plane, Scan


class TiffReader:
    """Takes a TIFF without our description. Value 0 may mean invalid there and is kept."""

    name: Final = "tiff"
    suffixes: Final = (".tif", ".tiff", ".btf")

    def recognises(self, first_bytes: bytes, path: Path) -> bool:  # noqa: ARG002 - Reader's shape
        """Tell whether the content begins as TIFF or BigTIFF does."""
        return first_bytes.startswith(tiffs.MAGICS)

    def read(self, path: Path) -> Scan:
        """Read one page as a single energy, two pages as high, then low energy."""
        source = path.name
        with tiffs.open_tiff(path) as tiff:
            pages = [page for page in tiff.pages if not tiffs.is_thumbnail(page)]
            _check_pages(pages, source)
            decoded = [to_transmission(tiffs.decode(page, source), source) for page in pages]
        warnings = dict.fromkeys(warning for plane in decoded for warning in plane.warnings)
        return Scan(
            head=ScanHead(container=find_number(path.stem)),
            planes=_planes(decoded, path),
            format=self.name,
            warnings=(*_warn_of_name(path), *warnings),
        )


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
    if len(pages) > 2:
        raise ScanUnreadable(
            source, f"{len(pages)} pages without a description; only high and low can be told apart"
        )
    if len(set(sizes)) > 1:
        raise ScanUnreadable(source, "its two pages differ in size, so they are not two energies")


def _planes(decoded: list[Transmission], path: Path) -> tuple[Plane, ...]:
    single = len(decoded) == 1
    bands = (EnergyBand.SINGLE,) if single else (EnergyBand.HIGH, EnergyBand.LOW)
    return tuple(
        Plane(
            view=ViewName.SIDE,
            band=band,
            energy_mev=names.energy_mev(path.stem) if single else None,
            transmission=plane.pixels,
            stored_bits=plane.stored_bits,
        )
        for band, plane in zip(bands, decoded, strict=True)
    )


READER: Final = TiffReader()
