"""How many test images would give themselves away: ``make bench BENCH=projection``.

An independent look at the place of an object, with none of the code that made it, asks what an
expert would: is the noise that of so dark a picture, does a frame show around it, is it darker
than anything can be, is it of a material that exists? The same questions are asked of objects
that were really simulated in the load (what is flagged of those is the check's own error), and of
objects that were pasted carelessly (a check that lets those pass is none).
"""

import argparse
import sys
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from resources.opencv import cv2
from workstation.domain.comparison import Rectangle
from workstation.domain.scan import EnergyBand
from workstation.imaging.dual_energy import material_map
from workstation.imaging.scan import Scan
from workstation.simulation.hidden import HiddenKind, HiddenLoad
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.placing import place
from workstation.simulation.projection import Unfit
from workstation.simulation.site import SiteProfile, demo_sites
from workstation.simulation.threats import drawn_kinds, make_threat

_RING_PX = 10


def main() -> int:
    """Print the share that is flagged of each kind; 1 when projected ones are above 5 %."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=60)
    count = parser.parse_args().count
    shares = {}
    for name, made in (("projected", projected), ("simulated", simulated), ("pasted", pasted)):
        found = [flags(scan, area) for scan, area in made(count)]
        bad = [sorted(one) for one in found if one]
        shares[name] = len(bad) / max(len(found), 1)
        sys.stdout.write(f"{name:10}  {len(bad):3} of {len(found):3} flagged, {shares[name]:.1%}\n")
        sys.stdout.write(f"            {bad[:8]}\n")
    return 0 if shares["projected"] <= 0.05 else 1


def projected(count: int) -> Iterator[tuple[Scan, Rectangle]]:
    """Yield test images as a hub makes them."""
    for number in range(count):
        scan = simulate_scan(seed=900 + number, site=_site(number)).scan
        rng = np.random.default_rng(number)
        kinds = drawn_kinds()
        threats = [make_threat(kinds[int(k)], seed=number) for k in rng.permutation(len(kinds))[:4]]
        try:
            found = place(scan, threats, rng=rng)
        except Unfit:
            continue
        if found is not None:
            yield found[0].scan, found[0].area


def simulated(count: int) -> Iterator[tuple[Scan, Rectangle]]:
    """Yield scans in which such things were simulated with all the rest."""
    choices = (HiddenKind.DENSE_BOX, HiddenKind.PACKETS, HiddenKind.METAL_PARTS)
    for number in range(count):
        hidden = HiddenLoad(kind=choices[number % 3])
        made = simulate_scan(seed=300 + number, site=_site(number), hidden=hidden)
        for truth in made.truth.hidden[:1]:
            if truth.areas:
                yield made.scan, truth.areas[0]


def pasted(count: int) -> Iterator[tuple[Scan, Rectangle]]:
    """Yield what a careless paste gives: one grey, hard edges, no noise, both energies alike."""
    for number in range(count):
        scan = simulate_scan(seed=900 + number, site=_site(number)).scan
        rng = np.random.default_rng(number)
        threat = make_threat(drawn_kinds()[number % 3], seed=number)
        try:
            found = place(scan, [threat], rng=rng)
        except Unfit:
            continue
        if found is None:
            continue
        area = found[0].area
        part = (
            slice(area.row - 4, area.row + area.height + 4),
            slice(area.column - 4, area.column + area.width + 4),
        )
        for plane in scan.planes:
            dark = cv2.blur(plane.transmission[part].astype(np.float32), (9, 9)) * 0.7
            plane.transmission[part] = dark.astype(np.uint16)
        yield scan, area


def flags(scan: Scan, area: Rectangle) -> set[str]:
    """Return what is wrong at a place of a scan."""
    found = set()
    for plane in scan.planes:
        counts = plane.transmission.astype(np.float64)
        found |= {"noise"} if _noise_is_odd(counts, area) else set()
        found |= {"frame"} if _has_frame(counts, area) else set()
        found |= {"dark"} if _is_too_dark(counts, area) else set()
    found |= {"material"} if _is_no_material(scan, area) else set()
    return found


def _noise_is_odd(counts: NDArray[np.float64], area: Rectangle) -> bool:
    """Hold the quietest tiles of a place against the quietest of the picture, equally bright."""
    rough = np.abs(counts[:, 2:] - 2 * counts[:, 1:-1] + counts[:, :-2])
    rough = np.abs(rough[2:] - rough[1:-1])
    table = np.array(
        [
            (counts[here].mean(), np.median(rough[here]), here[0].start, here[1].start)
            for here in _tiles(counts.shape)
        ]
    )
    inside = (
        (table[:, 2] >= area.row)
        & (table[:, 2] + 8 <= area.row + area.height)
        & (table[:, 3] >= area.column)
        & (table[:, 3] + 8 <= area.column + area.width)
    )
    if np.count_nonzero(inside) < 4:
        return False
    own, rest = table[inside], table[~inside]
    level = float(np.median(own[:, 0]))
    alike = rest[np.abs(rest[:, 0] - level) < 0.15 * level + 300]
    if len(alike) < 40:
        return False
    # Too quiet is what gives a paste away: structure only ever adds to roughness.
    quiet = float(np.quantile(own[:, 1], 0.25))
    return quiet < 0.55 * float(np.quantile(alike[:, 1], 0.05))


def _tiles(shape: tuple[int, ...]) -> Iterator[tuple[slice, slice]]:
    for row in range(0, shape[0] - 10, 8):
        for column in range(0, shape[1] - 10, 8):
            yield slice(row, row + 8), slice(column, column + 8)


def _has_frame(counts: NDArray[np.float64], area: Rectangle) -> bool:
    """Look for a step along all four sides of a rectangle a little outside of an object."""
    steps = 0
    for away in range(2, _RING_PX):
        top, left = area.row - away, area.column - away
        bottom, right = area.row + area.height + away, area.column + area.width + away
        if top < 3 or left < 3 or bottom > counts.shape[0] - 3 or right > counts.shape[1] - 3:
            return False
        sides = (
            counts[top, left:right] - counts[top - 1, left:right],
            counts[bottom, left:right] - counts[bottom - 1, left:right],
            counts[top:bottom, left] - counts[top:bottom, left - 1],
            counts[top:bottom, right] - counts[top:bottom, right - 1],
        )
        sharp = [abs(np.median(s)) / (np.median(np.abs(s - np.median(s))) + 1) for s in sides]
        steps = max(steps, sum(one > 2.0 for one in sharp))
    return steps >= 4


def _is_too_dark(counts: NDArray[np.float64], area: Rectangle) -> bool:
    part = counts[area.row : area.row + area.height, area.column : area.column + area.width]
    return float(np.quantile(part, 0.02)) < 0.5 * float(np.quantile(counts, 0.0005)) - 30


def _is_no_material(scan: Scan, area: Rectangle) -> bool:
    """Tell whether much of a place behaves like nothing between hydrogen and lead."""
    if scan.plane(scan.views()[0], EnergyBand.LOW) is None:
        return False
    told = material_map(scan)
    if told is None:
        return False
    part = told.position[area.row : area.row + area.height, area.column : area.column + area.width]
    known = part[np.isfinite(part)]
    whole = told.position[np.isfinite(told.position)]
    if known.size < 50 or whole.size < 1000:
        return False
    low, high = np.quantile(whole, (0.002, 0.998))
    out = (known < min(low, -1.0) - 0.5) | (known > max(high, 1.6) + 0.5)
    return float(out.mean()) > 0.05


def _site(number: int) -> SiteProfile:
    return demo_sites(6)[number % 6]


if __name__ == "__main__":
    sys.exit(main())
