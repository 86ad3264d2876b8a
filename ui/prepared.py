"""A case made ready for the screen, off the Qt thread: decoded pictures and parsed papers."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from queue_client.answers import LeasedCase, ModelRef
from ui.i18n import in_own_words
from viewer.picture import Picture
from viewer.pixels.geometry import Area
from viewer.pixels.material_scale import scan_scale
from workstation.domain.comparison import Comparison, Match, Rectangle, comparison_from_json
from workstation.domain.decision import Mark
from workstation.domain.declaration import Declaration, declaration_from_json
from workstation.domain.errors import DeclarationUnreadable, ScanUnreadable
from workstation.domain.scan import EnergyBand
from workstation.imaging.scan import Scan
from workstation.imaging.wedges import dual_wedges

ReadPackage = Callable[[Path], Scan]
FindContainer = Callable[[Scan], Rectangle | None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreparedModel:
    """A typical model with its picture, and the match that brought it here."""

    ref: ModelRef
    picture: Picture
    match: Match | None

    @property
    def name(self) -> str:
        """The goods' name in the language that is shown."""
        return in_own_words(self.ref.name, self.ref.name_zh)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreparedCase:
    """A leased case ready to be shown; compared by identity.

    ``container`` is None when the container was not found in the picture; ``marks`` are those
    that a journal kept from before a crash; ``troubles`` are sentences about papers that could
    not be read.
    """

    lease: LeasedCase
    picture: Picture
    view: str
    container: Rectangle | None
    declaration: Declaration | None
    comparison: Comparison | None
    models: tuple[PreparedModel, ...]
    marks: tuple[Mark, ...] = ()
    warnings: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


class Preparer:
    """Turns fetched packages into what the desk shows; belongs to the thread that decodes.

    Pictures of typical models are kept, because the same few models match case after case.

    Parameters
    ----------
    read_package : callable
        Reads a scan package; raises ``ScanUnreadable``.
    find_container : callable
        Returns the container's box in a scan's first view [px], or None.
    keep_models : int
        How many decoded typical models are kept.
    """

    def __init__(
        self, read_package: ReadPackage, find_container: FindContainer, *, keep_models: int = 6
    ) -> None:
        self._read, self._find = read_package, find_container
        self._keep_models = keep_models
        self._models: OrderedDict[str, Picture] = OrderedDict()

    def case(
        self,
        lease: LeasedCase,
        package: Path,
        models: tuple[PreparedModel, ...],
        marks: tuple[Mark, ...],
    ) -> PreparedCase:
        """Decode a case; raises ``ScanUnreadable``."""
        scan = self._read(package)
        container = self._find(scan)
        troubles: list[str] = []
        return PreparedCase(
            lease=lease,
            picture=picture_of(
                scan, label=str(lease.head.get("container") or lease.scan_id), container=container
            ),
            view=scan.views()[0].value,
            container=container,
            declaration=_declaration(lease, troubles),
            comparison=comparison_of(lease, troubles),
            models=models,
            marks=marks,
            warnings=scan.warnings,
            troubles=tuple(troubles),
        )

    def model(self, ref: ModelRef, package: Path, match: Match | None) -> PreparedModel:
        """Decode a typical model, or take it from those kept; raises ``ScanUnreadable``."""
        picture = self._models.pop(ref.sha256, None)
        if picture is None:
            scan = self._read(package)
            picture = picture_of(scan, label=ref.name, container=self._find(scan))
        self._models[ref.sha256] = picture
        while len(self._models) > self._keep_models:
            self._models.popitem(last=False)
        return PreparedModel(ref=ref, picture=picture, match=match)


def picture_of(scan: Scan, *, label: str, container: Rectangle | None) -> Picture:
    """Return the first view of a scan as the viewer wants it."""
    main = scan.main_plane()
    low = scan.plane(main.view, EnergyBand.LOW)
    if low is not None and low.transmission.shape != main.transmission.shape:
        raise ScanUnreadable(label, "its two energies differ in size")
    if low is main:
        low = None
    return Picture(
        high=main.transmission,
        low=None if low is None else low.transmission,
        pitch_mm=main.pitch_mm,
        stored_bits=main.stored_bits,
        label=label,
        energies_mev=(main.energy_mev, None if low is None else low.energy_mev),
        container=None if container is None else area_of(container),
        material=None
        if low is None
        else scan_scale(
            main.transmission,
            low.transmission,
            energies_mev=(main.energy_mev, low.energy_mev),
            wedges=dual_wedges(main, low),
        ),
    )


def area_of(rectangle: Rectangle) -> Area:
    """Return the domain's rectangle as the viewer's area; both are in full-resolution pixels."""
    return Area(
        row=rectangle.row,
        column=rectangle.column,
        height=rectangle.height,
        width=rectangle.width,
    )


def comparison_of(lease: LeasedCase, troubles: list[str] | None = None) -> Comparison | None:
    """Return the engine's answer that came with a lease, or None."""
    return _parsed(lease.comparison, comparison_from_json, "comparison", troubles)


def match_of(comparison: Comparison | None, model: str) -> Match | None:
    """Return the match of a model, among the declared goods' or the prohibited ones."""
    if comparison is None:
        return None
    found = (m for m in (*comparison.matches, *comparison.prohibited) if m.model == model)
    return next(found, None)


def _declaration(lease: LeasedCase, troubles: list[str]) -> Declaration | None:
    if lease.declaration is None:
        return None
    try:
        return declaration_from_json(dict(lease.declaration), source=lease.case_id)
    except DeclarationUnreadable as error:
        troubles.append(error.sentence())
        return None


def _parsed(
    data: Mapping[str, Any] | None,
    parse: Callable[[Mapping[str, Any]], Comparison],
    what: str,
    troubles: list[str] | None,
) -> Comparison | None:
    if data is None:
        return None
    try:
        return parse(data)
    except (KeyError, TypeError, ValueError) as error:
        if troubles is not None:
            troubles.append(f"{what}: {error!r}")
        return None
