"""A case made ready for the screen, off the Qt thread: decoded pictures and parsed papers."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from queue_client.answers import LeasedCase, ModelRef
from resources.halving import halve
from ui.decoded import DecodedScan
from ui.i18n import in_own_words
from viewer.picture import Picture
from viewer.pixels.geometry import Area, mirrored_area
from viewer.pixels.look import Look
from viewer.pixels.material_scale import scan_scale
from viewer.prepare import mirror, picture_bytes, prepare, warm
from workstation.domain.comparison import Comparison, Match, Rectangle, comparison_from_json
from workstation.domain.context import CaseContext, context_from_json
from workstation.domain.decision import Mark
from workstation.domain.declaration import Declaration, declaration_from_json
from workstation.domain.errors import DeclarationUnreadable, ScanUnreadable
from workstation.domain.photo import Photos
from workstation.domain.position import Standing
from workstation.domain.scan import EnergyBand, ViewName
from workstation.domain.scanner_report import ScannerReport, report_of
from workstation.imaging.container import ContainerBox
from workstation.imaging.package_levels import (
    LONGEST_PX,
    CoarseScan,
    Reach,
    coarse_reaches,
    read_coarse,
)
from workstation.imaging.scan import Scan
from workstation.imaging.standing import standing_of
from workstation.imaging.wedges import dual_wedges

ReadPackage = Callable[[Path], Scan]
ReadCoarse = Callable[..., CoarseScan | None]
_Paper = TypeVar("_Paper")
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

    def place(self, rectangle: Rectangle) -> Area:
        """Return where a rectangle of the model lies in its picture, which may be mirrored."""
        area = area_of(rectangle)
        return mirrored_area(area, self.picture.shape[1]) if self.picture.mirrored else area


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why a scan cannot be read: a code to be put into words, and the error's own sentence."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PreparedCase:
    """A leased case ready to be shown, its typical models to follow; compared by identity.

    ``picture`` is the coarse one unless the whole scan is as small; the full one follows and is
    never kept here, so that a case that is put aside takes little memory. ``container`` is None
    when the container was not found in the picture, or while the full one is on its way; so is
    ``standing`` of what the picture tells of its doors and of what is beside it;
    ``other_views``, each with its name, are none until the full picture is there; ``marks`` are
    those that a journal kept from before a crash; ``troubles`` are sentences about papers that
    could not be read. With a ``fault`` the scan cannot be read and ``picture`` is a stand-in that
    is never shown, or the coarse picture of a scan whose full one is broken. ``photos`` are not
    decoded yet; ``report`` is what the scanner's own files say.
    Where answers of machines are kept from the reader, ``is_withheld`` tells so.
    """

    lease: LeasedCase
    picture: Picture
    view: str
    container: Rectangle | None
    declaration: Declaration | None
    comparison: Comparison | None
    context: CaseContext = field(default_factory=CaseContext)
    marks: tuple[Mark, ...] = ()
    other_views: tuple[tuple[str, Picture], ...] = ()
    warnings: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    standing: Standing = field(default_factory=Standing)
    fault: Fault | None = None
    photos: Photos = field(default_factory=Photos)
    report: ScannerReport = field(default_factory=ScannerReport)
    is_withheld: bool = False


class Preparer:
    """Turns fetched packages into what the desk shows.

    `case` is for one thread, `full` and `model` are for another. Pictures of typical models are
    kept, because the same few models match case after case. ``reaches`` tells which levels the
    beginning of a package holds, and never waits. ``looks_ahead`` names the looks that a full
    picture is to be ready for, and ``draw_first`` makes a scan's first view; both are called in
    the decoding thread.

    Parameters
    ----------
    read_package : callable
        Reads a scan package; raises ``ScanUnreadable``.
    find_container : callable
        Returns the container's box in a scan's first view [px], or None.
    read_coarse : callable
        Reads a small level of a package's first view; None when the package is to be read whole.
    keep_models, keep_model_bytes : int
        How many decoded typical models are kept, and how much they may take together [bytes].
    """

    def __init__(
        self,
        read_package: ReadPackage,
        find_container: FindContainer,
        *,
        read_coarse: ReadCoarse = read_coarse,
        keep_models: int = 6,
        keep_model_bytes: int = 512 << 20,
    ) -> None:
        self._read, self._find, self._read_coarse = read_package, find_container, read_coarse
        self.reaches: Callable[[Path], tuple[Reach, ...]] = coarse_reaches
        self.looks_ahead: Callable[[], Iterable[Look]] = tuple
        self.draw_first: Callable[[Picture], None] = lambda _picture: None
        self._keep_models, self._keep_model_bytes = keep_models, keep_model_bytes
        self._models: OrderedDict[tuple[str, bool], Picture] = OrderedDict()

    def early(
        self, lease: LeasedCase, part: Path, marks: tuple[Mark, ...], longest_px: int
    ) -> PreparedCase | None:
        """Decode a coarse level of a case whose package is still on its way.

        None when it cannot be: the whole package will tell what is wrong with it, if anything is.
        """
        try:
            coarse = self._read_coarse(part, longest_px=longest_px)
            return None if coarse is None else self._case(lease, part, marks, coarse)
        except ScanUnreadable:
            return None

    def case(self, lease: LeasedCase, package: Path, marks: tuple[Mark, ...]) -> PreparedCase:
        """Decode a case as fast as it can be shown; raises ``ScanUnreadable``.

        A large scan comes coarse and without its container's box: to find that takes longer
        than to decode the coarse picture.
        """
        return self._case(lease, package, marks, self._read_coarse(package))

    def _case(
        self,
        lease: LeasedCase,
        package: Path,
        marks: tuple[Mark, ...],
        coarse: CoarseScan | None,
    ) -> PreparedCase:
        label = label_of(lease)
        container = None
        others: tuple[tuple[str, Picture], ...] = ()
        troubles: list[str] = []
        if coarse is not None:
            scan, picture = coarse.scan, coarse_picture_of(coarse, label=label)
        else:
            scan = self._read(package)
            picture = reduced_to(picture_of(scan, label=label, container=None), LONGEST_PX)
            if picture.reduced == 1:
                container = self._find(scan)
                picture = picture_of(scan, label=label, container=container)
                others = pictures_of_other_views(scan, label=label, troubles=troubles)
        return PreparedCase(
            lease=lease,
            picture=prepare(picture),
            view=scan.views()[0].value,
            container=container,
            declaration=_declaration(lease, troubles),
            comparison=comparison_of(lease, troubles),
            context=context_of(lease, troubles),
            marks=marks,
            other_views=others,
            warnings=scan.warnings,
            troubles=tuple(troubles),
            standing=standing_in(scan, container),
            photos=scan.photos,
            report=report_of(scan.head.extra),
        )

    def full(self, lease: LeasedCase, package: Path) -> DecodedScan:
        """Decode a case at full resolution, ready to be painted; raises ``ScanUnreadable``."""
        scan = self._read(package)
        container = self._find(scan)
        picture = picture_of(scan, label=label_of(lease), container=container)
        troubles: list[str] = []
        others = pictures_of_other_views(scan, label=label_of(lease), troubles=troubles)
        picture = self._prepared(picture)
        self.draw_first(picture)
        return DecodedScan(
            picture=picture,
            container=container,
            other_views=others,
            troubles=tuple(troubles),
            standing=standing_in(scan, container),
        )

    def model(self, ref: ModelRef, package: Path, match: Match | None) -> PreparedModel:
        """Decode a typical model, or take it from those kept; raises ``ScanUnreadable``.

        One that was laid over the scan mirrored comes mirrored, so that both read the same way.
        """
        mirrored = match is not None and match.mirrored
        picture = self._models.pop((ref.sha256, mirrored), None)
        if picture is None:
            scan = self._read(package)
            picture = picture_of(scan, label=ref.name, container=self._find(scan))
            picture = self._prepared(mirror(picture) if mirrored else picture)
        self._models[ref.sha256, mirrored] = picture
        while len(self._models) > 1 and self._keeps_too_much():
            self._models.popitem(last=False)
        return PreparedModel(ref=ref, picture=picture, match=match)

    def _prepared(self, picture: Picture) -> Picture:
        ready = prepare(picture)
        warm(ready, self.looks_ahead())
        return ready

    def _keeps_too_much(self) -> bool:
        kept_bytes = sum(picture_bytes(picture) for picture in self._models.values())
        return len(self._models) > self._keep_models or kept_bytes > self._keep_model_bytes


def standing_in(scan: Scan, container: Rectangle | None) -> Standing:
    """Return how the container of a scan's first view stands, as far as that shows it."""
    view = scan.views()[0]
    if container is None or view is not ViewName.SIDE:
        return Standing()
    box = ContainerBox(
        row=container.row,
        column=container.column,
        height=container.height,
        width=container.width,
    )
    return standing_of(scan.main_plane(view).transmission, box)


def unreadable_case(lease: LeasedCase, marks: tuple[Mark, ...], fault: Fault) -> PreparedCase:
    """Return a case whose scan cannot be read: its papers, and a picture that is never shown."""
    troubles: list[str] = []
    return PreparedCase(
        lease=lease,
        picture=Picture(high=np.zeros((1, 1), np.uint16), label=label_of(lease)),
        view=ViewName.SIDE.value,
        container=None,
        declaration=_declaration(lease, troubles),
        comparison=comparison_of(lease, troubles),
        context=context_of(lease, troubles),
        marks=marks,
        troubles=tuple(troubles),
        fault=fault,
    )


def picture_of(scan: Scan, *, label: str, container: Rectangle | None) -> Picture:
    """Return the first view of a scan as the viewer wants it."""
    return _picture_of_view(scan, scan.views()[0], label=label, container=container)


def pictures_of_other_views(
    scan: Scan, *, label: str, troubles: list[str]
) -> tuple[tuple[str, Picture], ...]:
    """Return the views of a scan but the first, each with its name.

    A view that cannot be shown is left out and told in ``troubles``: the case can do without.
    Where the container lies in them is not known; it is looked for in the first view only.
    """
    pictures = []
    for view in scan.views()[1:]:
        try:
            picture = _picture_of_view(scan, view, label=label, container=None)
        except ScanUnreadable as error:
            troubles.append(f"{view.value}: {error.sentence()}")
        else:
            pictures.append((view.value, picture))
    return tuple(pictures)


def _picture_of_view(
    scan: Scan, view: ViewName, *, label: str, container: Rectangle | None
) -> Picture:
    main = scan.main_plane(view)
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


def coarse_picture_of(coarse: CoarseScan, *, label: str) -> Picture:
    """Return a coarse scan as the viewer wants it; its pitch is that of a full pixel again."""
    picture = picture_of(coarse.scan, label=label, container=None)
    pitch_mm = picture.pitch_mm
    if pitch_mm is not None:
        pitch_mm = (pitch_mm[0] / coarse.reduced, pitch_mm[1] / coarse.reduced)
    return replace(picture, pitch_mm=pitch_mm, reduced=coarse.reduced, full_shape=coarse.full_shape)


def reduced_to(picture: Picture, longest_px: int) -> Picture:
    """Return a full picture, halved until its longer side is at most `longest_px`."""
    high, low, reduced = picture.high, picture.low, 1
    while max(high.shape) > longest_px:
        high, low, reduced = halve(high), None if low is None else halve(low), 2 * reduced
    return replace(picture, high=high, low=low, reduced=reduced, full_shape=picture.shape)


def label_of(lease: LeasedCase) -> str:
    """Return what stands in the heading of a case: its container number, else its scan."""
    return str(lease.head.get("container") or lease.scan_id)


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


def context_of(lease: LeasedCase, troubles: list[str] | None = None) -> CaseContext:
    """Return what surrounds a leased case; a hub that says nothing means an ordinary one."""
    return _parsed(lease.context, context_from_json, "context", troubles) or CaseContext()


def match_of(comparison: Comparison | None, model: str) -> Match | None:
    """Return the match of a model, among the declared goods' or the prohibited ones."""
    if comparison is None:
        return None
    found = (m for m in (*comparison.matches, *comparison.prohibited) if m.model == model)
    return next(found, None)


def models_of_regions(comparison: Comparison | None) -> frozenset[str]:
    """Return the models that only explain regions: they are fetched when a region is explained."""
    if comparison is None:
        return frozenset()
    named = {
        witness.model
        for region in comparison.deviations
        for witness in (region.supporting, region.contradicting)
        if witness is not None
    }
    return frozenset(name for name in named if match_of(comparison, name) is None)


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
    parse: Callable[[Mapping[str, Any]], _Paper],
    what: str,
    troubles: list[str] | None,
) -> _Paper | None:
    if data is None:
        return None
    try:
        return parse(data)
    except (KeyError, TypeError, ValueError) as error:
        if troubles is not None:
            troubles.append(f"{what}: {error!r}")
        return None
