"""The pages of a scan package: what they say, whether they belong together, their pixels."""

from dataclasses import dataclass, replace
from typing import Any, Final

from workstation.domain.errors import ScanUnreadable
from workstation.domain.scan import EnergyBand, ViewName
from workstation.imaging import description, tiffs
from workstation.imaging.description import PageDescription
from workstation.imaging.limits import Limits
from workstation.imaging.photo_pages import photos_of, scan_pages
from workstation.imaging.samples import to_transmission
from workstation.imaging.scan import Plane, Scan

FORMAT: Final = "package"
_MOST_LEVELS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPage:
    """A page of an open package, its description, and the energy band it stands for."""

    page: Any  # a TiffPage; tifffile has no types
    text: PageDescription
    band: EnergyBand


def told_pages(tiff: Any, source: str, limits: Limits) -> list[ToldPage]:  # noqa: ANN401
    """Return the pages of an open package in the order of the file; no pixel is decoded.

    Photos are no pages of the scan: see `scan_of`.

    Raises
    ------
    ScanUnreadable
        If one has no description, they are not of one scan, or they are too large.
    """
    pages = scan_pages(tiff)
    first = description_of(pages[0], source)
    texts = [first, *(_description_beside(first, page, source) for page in pages[1:])]
    _check_agreement(texts, pages, source, limits)
    bands = _bands(texts, source)
    return [
        ToldPage(page=page, text=text, band=band)
        for page, text, band in zip(pages, texts, bands, strict=True)
    ]


def description_of(page: Any, source: str) -> PageDescription:  # noqa: ANN401
    """Return what a page says about itself; raise ``ScanUnreadable`` when it says nothing."""
    text = page.description
    parsed = description.parse(text, source) if isinstance(text, str) else None
    if parsed is None:
        raise ScanUnreadable(source, "it is not a scan package: its description is missing")
    return parsed


def _description_beside(first: PageDescription, page: Any, source: str) -> PageDescription:  # noqa: ANN401
    """Return what a later page says, or what the first says of the whole scan where it is silent.

    Programs that write a stack of pages describe the first alone. Our own packages tell how many
    planes they have and describe each, so there a silent page is a damaged one.
    """
    text = page.description
    told = isinstance(text, str) and text.lstrip().startswith("{")
    if first.planes is not None or told:
        return description_of(page, source)
    return replace(first, band=None, energy_mev=None, wedge=())


def read_plane(page: Any, told: ToldPage, source: str) -> Plane:  # noqa: ANN401
    """Decode a page, or one of its levels, as the plane that `told` describes.

    Raises
    ------
    ScanUnreadable
        If its data are not all there or have an unusual layout.
    """
    decoded = to_transmission(tiffs.decode(page, source), source)
    text = told.text
    plane = Plane(
        view=text.view,
        band=told.band,
        energy_mev=text.energy_mev,
        transmission=decoded.pixels,
        pitch_mm=text.pitch_mm,
        stored_bits=text.stored_bits or decoded.stored_bits,
        air_counts=text.air_counts,
        wedge=text.wedge,
    )
    return plane if decoded.stored_bits == 16 else replace(plane, stored_bits=8)


def scan_of(tiff: Any, planes: list[Plane], told: list[ToldPage]) -> Scan:  # noqa: ANN401
    """Join planes to a scan, by view, then high before low; warnings and photos travel along."""
    warnings = dict.fromkeys(warning for page in told for warning in page.text.warnings)
    return Scan(
        head=told[0].text.head,
        planes=tuple(sorted(planes, key=lambda plane: _place(plane.view, plane.band))),
        format=FORMAT,
        warnings=tuple(warnings),
        photos=photos_of(tiff, told[0].text.missing_photos),
    )


def first_view(told: list[ToldPage]) -> list[ToldPage]:
    """Return the pages of the view that a scan shows first."""
    view = min(told, key=lambda page: _place(page.text.view, page.band)).text.view
    return [page for page in told if page.text.view is view]


def levels_of(tiff: Any, plane_index: int, source: str) -> list[Any]:  # noqa: ANN401
    """Return a plane's page and those of its smaller levels, the largest first.

    Raises
    ------
    ScanUnreadable
        If there is no such plane.
    """
    pages = scan_pages(tiff)
    if not 0 <= plane_index < len(pages):
        raise ScanUnreadable(source, f"it has no plane {plane_index}")
    page = pages[plane_index]
    if page.pages is not None and len(page.pages) > _MOST_LEVELS:
        raise ScanUnreadable(source, f"more than {_MOST_LEVELS} levels")
    return [page, *(page.pages or ())]


def _check_agreement(
    told: list[PageDescription], pages: list[Any], source: str, limits: Limits
) -> None:
    """Refuse pages that are not of one scan, before any is decoded."""
    if any(text.planes not in (None, len(told)) for text in told):
        raise ScanUnreadable(source, f"the package lost pages: {len(told)} are left")
    if len({text.head.scan_id for text in told}) > 1:
        raise ScanUnreadable(source, "its pages belong to different scans")
    sizes = [tiffs.page_size(page) for page in pages]
    for rows, columns in sizes:
        limits.check_size(source, rows, columns, len(pages))
    of_view: dict[str, tuple[int, int]] = {}
    for text, size in zip(told, sizes, strict=True):
        if of_view.setdefault(text.view, size) != size:
            raise ScanUnreadable(source, f"the planes of view {text.view} differ in size")


def _bands(told: list[PageDescription], source: str) -> list[EnergyBand]:
    """Return the band of each page; a package that does not say is read by energy or order."""
    bands: list[EnergyBand] = []
    for text in told:
        sisters = [other for other in told if other.view is text.view]
        band = text.band or _guess_band(text, sisters, source)
        bands.append(band)
    named = list(zip((text.view for text in told), bands, strict=True))
    if len(set(named)) != len(named):
        raise ScanUnreadable(source, "two planes have the same view and energy")
    return bands


def _guess_band(text: PageDescription, sisters: list[PageDescription], source: str) -> EnergyBand:
    if len(sisters) == 1:
        return EnergyBand.SINGLE
    if len(sisters) > 2:
        raise ScanUnreadable(source, f"more than two planes of view {text.view}")
    energies = [sister.energy_mev for sister in sisters]
    in_order = sisters
    if None not in energies and energies[0] != energies[1]:
        in_order = sorted(sisters, key=lambda sister: -(sister.energy_mev or 0))
    return EnergyBand.HIGH if text is in_order[0] else EnergyBand.LOW


def _place(view: ViewName, band: EnergyBand) -> tuple[int, int]:
    return list(ViewName).index(view), list(EnergyBand).index(band)
