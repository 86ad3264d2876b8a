"""Which view and energy the pictures of one file are, told by their labels or by their order."""

from collections.abc import Sequence
from dataclasses import dataclass

from workstation.domain.errors import ScanUnreadable
from workstation.domain.scan import EnergyBand, ViewName
from workstation.imaging import names
from workstation.imaging.samples import Transmission
from workstation.imaging.scan import Plane


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """One decoded picture, what its file calls it, and what else is known of it."""

    picture: Transmission
    label: str = ""
    energy_mev: float | None = None
    view: ViewName | None = None
    band: EnergyBand | None = None
    pitch_mm: tuple[float, float] | None = None


def make_planes(pictures: Sequence[Labelled], *, stem: str, source: str) -> tuple[Plane, ...]:
    """Return the planes of one scan by view, high energy before low.

    A picture's own label says view and energy (``"top, 6 MeV"``, ``"low"``, ``"侧视 高能"``);
    where it is silent, the file's name says the view, and two pictures of one view are the high
    and the low energy in this order.

    Raises
    ------
    ScanUnreadable
        If the pictures cannot be told apart, or those of one view differ in size.
    """
    by_view: dict[ViewName, list[Labelled]] = {}
    for one in pictures:
        view = one.view or names.view_of(one.label) or names.view_of(stem) or ViewName.SIDE
        by_view.setdefault(view, []).append(one)
    planes: list[Plane] = []
    for view in ViewName:
        planes += _of_one_view(view, by_view.get(view, []), stem, source)
    return tuple(planes)


def _of_one_view(
    view: ViewName, pictures: Sequence[Labelled], stem: str, source: str
) -> list[Plane]:
    if len(pictures) > 2:
        raise ScanUnreadable(
            source,
            f"{len(pictures)} pages without a description; only high and low can be told apart. "
            "Say view and energy of each in a .scan.toml beside it",
        )
    if len({one.picture.pixels.shape for one in pictures}) > 1:
        raise ScanUnreadable(source, "its two pages differ in size, so they are not two energies")
    if len(pictures) == 1:
        told = names.energy_mev(pictures[0].label) or names.energy_mev(stem)
        return [_plane(view, EnergyBand.SINGLE, pictures[0], pictures[0].energy_mev or told)]
    energies = [one.energy_mev or names.energy_mev(one.label) for one in pictures]
    bands = [one.band or names.band_of(one.label) for one in pictures]
    high_first = True
    if set(bands) == {EnergyBand.HIGH, EnergyBand.LOW}:
        high_first = bands[0] is EnergyBand.HIGH
    elif EnergyBand.LOW in bands or EnergyBand.HIGH in bands:
        high_first = bands[0] is EnergyBand.HIGH or bands[1] is EnergyBand.LOW
    elif len(energies) == 2 and energies[0] and energies[1]:
        high_first = energies[0] >= energies[1]
    in_order = list(zip(pictures, energies, strict=True))
    if not high_first:
        in_order.reverse()
    both = (EnergyBand.HIGH, EnergyBand.LOW)
    return [
        _plane(view, band, one, energy) for band, (one, energy) in zip(both, in_order, strict=False)
    ]


def _plane(view: ViewName, band: EnergyBand, one: Labelled, energy: float | None) -> Plane:
    return Plane(
        view=view,
        band=band,
        energy_mev=energy,
        transmission=one.picture.pixels,
        pitch_mm=one.pitch_mm,
        stored_bits=one.picture.stored_bits,
    )
