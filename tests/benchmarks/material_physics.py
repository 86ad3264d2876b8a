"""Does the material reading hold against other people's Monte Carlo? Prints the errors.

``python -m tests.benchmarks.material_physics DATA_DIR`` where the folder holds
``transparency_tables/`` (end-points 10, 6 and 4 MeV) or ``simulated_dual_energy_geant4/`` (9 and
6 MeV) or both. A scale is made from a wedge of carbon and iron as a scanner reads it; then every
element at every thickness is read with it, without noise and with that of 0.3 % in open air.

The class that is expected of an element follows its atomic number: the place between carbon (6)
and iron (26) falls about evenly with it, so the borders at thirds are 12.7 and 19.3. That is a
rule for elements alone: goods are mixtures, light above 6 (hydrogen) is organic all the same, and
above iron the place turns back (lead, thin, is near iron again). Nothing tells elements apart.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from viewer.pixels.material_certainty import AVERAGED, ORDER, Judgement, judge
from viewer.pixels.material_noise import FIELD_NOISE
from viewer.pixels.material_reading import NAMED_FROM, areal_density
from viewer.pixels.material_scale import MaterialScale, wedge_scale
from workstation.simulation.physics import mass_attenuation
from workstation.simulation.validation import read_calibration, read_transparencies

Floats = NDArray[np.float64]

ORGANIC_Z, METAL_Z = 6, 26
STEPS_G_CM2: Final = (2.0, 5.0, 10.0, 20.0, 40.0, 70.0, 110.0, 160.0, 230.0)
DRAWS: Final = 200
Z_GROUPS: Final = (1, 2, 7, 14, 21, 27, 48, 74, 93)
DENSITY_GROUPS: Final = (2, 10, 30, 80, 150, 240)
TRUSTED: Final = (0.35, 4.5)
"""Attenuations at which noise is all there is to doubt [neper]."""
_CONFIDENCE_BINS: Final = (1 / 3, NAMED_FROM, 0.6, 0.75, 0.9, 0.97, 1.0001)


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Loads of one element each; arrays of one length.

    Attributes
    ----------
    z : ndarray of int64
        Atomic number.
    g_cm2 : ndarray of float64
        Areal density [g/cm²].
    high, low : ndarray of float64
        -ln T at the two energies [neper].
    """

    z: NDArray[np.int64]
    g_cm2: Floats
    high: Floats
    low: Floats

    def repeated(self, times: int) -> "Points":
        """Return each load so many times."""
        return Points(
            z=np.tile(self.z, times),
            g_cm2=np.tile(self.g_cm2, times),
            high=np.tile(self.high, times),
            low=np.tile(self.low, times),
        )

    def noisy(self, rng: np.random.Generator, *, air: float = FIELD_NOISE.high) -> "Points":
        """Return the loads as a mean over 5 x 5 pixels counts them: Poisson, `air` in open air.

        The low energy's reference has drifted, for each load anew, by the noise model's floor.
        """
        quanta = AVERAGED / air**2
        high, low = (
            -np.log(np.maximum(rng.poisson(quanta * np.exp(-nepers)), 1) / quanta)
            for nepers in (self.high, self.low)
        )
        drift = rng.normal(0, FIELD_NOISE.floor, low.shape)
        return Points(z=self.z, g_cm2=self.g_cm2, high=high, low=low + drift)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was read of some points, and whether it was right; arrays of one length.

    Attributes
    ----------
    expected, number : ndarray of int64
        Index in `ORDER` of the class by the rule, and of the class that was read.
    confidence : ndarray of float64
        What was stated.
    density_error : ndarray of float64
        Relative error of the areal density.
    """

    points: Points
    expected: NDArray[np.int64]
    number: NDArray[np.int64]
    confidence: Floats
    density_error: Floats

    @property
    def named(self) -> NDArray[np.bool_]:
        """Whether a class was named at all."""
        return self.confidence >= NAMED_FROM

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether the class is the expected one."""
        return self.number == self.expected


def expected_class(z: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the index in `ORDER` of the class that an element should be read as."""
    place = (METAL_Z - z) / (METAL_Z - ORGANIC_Z)
    return np.searchsorted((1 / 3, 2 / 3), place).astype(np.int64)


def read_points(points: Points, scale: MaterialScale) -> Outcome:
    """Read every point with a scale."""
    judged: Judgement = judge(points.high, points.low - points.high, scale)
    density = areal_density(points.high, judged, scale)
    if density is None:
        raise ValueError("the scale has no areal densities")
    return Outcome(
        points=points,
        expected=expected_class(points.z),
        number=judged.number,
        confidence=judged.confidence,
        density_error=density / points.g_cm2 - 1,
    )


def table_points(folder: Path, high_mev: float, low_mev: float) -> Points:
    """Read a pair of end-points of the transparency tables; equal loads are joined."""
    found: dict[tuple[int, int], dict[float, list[tuple[float, float]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for row in read_transparencies(folder):
        # Areal densities of one slab differ by some 0.1 % between the beams' fans.
        key = (row.z, round(np.log(row.g_cm2) * 50))
        found[key][row.end_point_mev].append((row.g_cm2, -row.log_transmission))
    rows = []
    for (z, _), by_energy in sorted(found.items()):
        if high_mev in by_energy and low_mev in by_energy:
            high, low = (np.mean(by_energy[e], axis=0) for e in (high_mev, low_mev))
            rows.append((z, (high[0] + low[0]) / 2, high[1], low[1]))
    return _points(rows)


def geant4_points(folder: Path) -> Points:
    """Read the calibration points of the Geant4 set: carbon, iron and lead at 100-112 g/cm²."""
    rows, _ = read_calibration(folder)
    half = len(rows) // 2
    return _points(
        [
            (high.z, high.g_cm2, -high.log_transmission, -low.log_transmission)
            for high, low in zip(rows[:half], rows[half:], strict=True)
        ]
    )


def _points(rows: Sequence[tuple[float, ...]]) -> Points:
    table = np.array(rows, dtype=np.float64)
    return Points(
        z=table[:, 0].astype(np.int64), g_cm2=table[:, 1], high=table[:, 2], low=table[:, 3]
    )


def wedge_of_points(points: Points) -> MaterialScale:
    """Return the scale of a wedge whose steps are points of carbon and of iron."""
    organic, metal = (_steps(points, z) for z in (ORGANIC_Z, METAL_Z))
    return wedge_scale(organic[1:], metal[1:], g_cm2=(organic[0], metal[0]))  # type: ignore[arg-type]


def _steps(points: Points, z: int) -> tuple[tuple[float, ...], ...]:
    own = np.flatnonzero(points.z == z)
    picked = {int(own[np.abs(points.g_cm2[own] - step).argmin()]) for step in STEPS_G_CM2}
    chosen = sorted(picked, key=lambda n: points.g_cm2[n])
    return (
        tuple(points.g_cm2[chosen].tolist()),
        tuple(np.exp(-points.high[chosen]).tolist()),
        tuple(np.exp(-points.low[chosen]).tolist()),
    )


def mixtures(scale: MaterialScale, rng: np.random.Generator, count: int) -> Points:
    """Return loads anywhere between the two curves, where the scale is trusted; Z is -1."""
    high = rng.uniform(*TRUSTED, count)
    organic, metal = scale.excess_of(high)
    place = rng.uniform(0, 1, count)
    return Points(
        z=np.full(count, -1),
        g_cm2=np.ones(count),
        high=high,
        low=high + metal + place * (organic - metal),
    )


def wedge_of_spectra(folder: Path) -> MaterialScale:
    """Return the scale of a wedge in the Geant4 set's beam: its spectra, Beer-Lambert, XCOM.

    The set has no thin points, so its wedge is computed; its points stay the test.
    """
    energies = np.load(folder / "E.npy")
    usable = energies > 0.02
    response = np.load(folder / "D.npy")[usable]
    spectra = [np.load(folder / f"phi_{mev}MeV.npy").mean(axis=0)[usable] for mev in (9, 6)]
    rows = []
    for material in ("carbon", "iron"):
        depth = np.outer(STEPS_G_CM2, mass_attenuation(material, energies[usable]))
        passed = [np.exp(-depth) @ (s * response) / (s @ response) for s in spectra]
        rows.append((tuple(passed[0].tolist()), tuple(passed[1].tolist())))
    return wedge_scale(rows[0], rows[1], g_cm2=(STEPS_G_CM2, STEPS_G_CM2), energies_mev=(9.0, 6.0))


def confusion(outcome: Outcome) -> NDArray[np.int64]:
    """Return counts, rows the expected class in `ORDER`, columns the read one and unsure."""
    read = np.where(outcome.named, outcome.number, len(ORDER))
    table = np.zeros((len(ORDER), len(ORDER) + 1), np.int64)
    np.add.at(table, (outcome.expected, read), 1)
    return table


def reliability(
    confidence: Floats, right: NDArray[np.bool_]
) -> tuple[tuple[float, float, int], ...]:
    """Return (stated, observed, count) in bins of the stated confidence that are not empty."""
    bins = []
    for least, most in pairwise(_CONFIDENCE_BINS):
        inside = (confidence >= least) & (confidence < most)
        if inside.any():
            stated, observed = confidence[inside].mean(), right[inside].mean()
            bins.append((float(stated), float(observed), int(inside.sum())))
    return tuple(bins)


def true_place_class(points: Points, scale: MaterialScale) -> NDArray[np.int64]:
    """Return the class that is read without noise: what a stated confidence is about."""
    return judge(points.high, points.low - points.high, scale).number


def main(arguments: list[str]) -> int:
    """Print everything that the folder lets us check."""
    if len(arguments) != 1:
        print("usage: python -m tests.benchmarks.material_physics DATA_DIR", file=sys.stderr)  # noqa: T201
        return 2
    tables = Path(arguments[0]) / "transparency_tables"
    geant4 = Path(arguments[0]) / "simulated_dual_energy_geant4"
    if not (tables / "transparency.csv").exists() and not (geant4 / "Z_calib.npy").exists():
        print(f"{arguments[0]}: no set to compare with is there", file=sys.stderr)  # noqa: T201
        return 1
    if (tables / "transparency.csv").exists():
        for high, low in ((6.0, 4.0), (10.0, 6.0)):
            points = table_points(tables, high, low)
            _report(f"Transparency tables, {high:g}/{low:g} MeV", points, wedge_of_points(points))
    if (geant4 / "Z_calib.npy").exists():
        scale = wedge_of_spectra(geant4)
        _report("Geant4 calibration points, 9/6 MeV", geant4_points(geant4), scale)
        if (geant4 / "im_H.npy").exists():
            _say(_mock_up(geant4, scale))
    return 0


def _report(title: str, points: Points, scale: MaterialScale) -> None:
    clean = read_points(points, scale)
    many = points.repeated(DRAWS)
    noisy = read_points(many.noisy(np.random.default_rng(1)), scale)
    _say([f"== {title}: {len(points.z)} loads, wedge to {scale.measured_to:.1f} neper =="])
    for words, outcome in (("no noise", clean), (f"0.3 % in air, {DRAWS} draws", noisy)):
        _say([f"{words}: class right where named / named; error of g/cm² median, worst"])
        _say(_group_lines(outcome))
        _say([f"{words}: expected class (rows) and read class"])
        _say(_confusion_lines(outcome))
    _report_confidence(noisy, many, scale)


def _report_confidence(noisy: Outcome, loads: Points, scale: MaterialScale) -> None:
    rng = np.random.default_rng(2)
    mixed = mixtures(scale, rng, 100_000)
    read = read_points(mixed.noisy(rng), scale)
    trusted = (loads.high >= TRUSTED[0]) & (loads.high <= TRUSTED[1])
    for words, confidence, right in (
        (
            "mixtures anywhere between the curves",
            read.confidence,
            read.number == true_place_class(mixed, scale),
        ),
        (
            "elements, against their class without noise",
            noisy.confidence[trusted],
            (noisy.number == true_place_class(loads, scale))[trusted],
        ),
        (
            "elements, against the class by atomic number",
            noisy.confidence[trusted],
            noisy.right[trusted],
        ),
    ):
        _say([f"stated confidence, {words}: stated, observed, readings"])
        bins = reliability(confidence, right)
        _say(f"    {stated:6.1%} {observed:6.1%} {count:8d}" for stated, observed, count in bins)


def _group_lines(outcome: Outcome) -> list[str]:
    heads = [f"{a}-{b} g/cm²" for a, b in pairwise(DENSITY_GROUPS)]
    lines = [" " * 9 + "".join(f"{head:>28s}" for head in heads)]
    for first, end in pairwise(Z_GROUPS):
        cells = [
            _cell(outcome, first, end, thin, thick) for thin, thick in pairwise(DENSITY_GROUPS)
        ]
        lines.append(f"Z {first:2d}-{end - 1:2d}  " + "".join(f"{cell:>28s}" for cell in cells))
    return lines


def _cell(outcome: Outcome, first: int, end: int, thin: float, thick: float) -> str:
    z, areal = outcome.points.z, outcome.points.g_cm2
    inside = (z >= first) & (z < end) & (areal >= thin) & (areal < thick)
    if not inside.any():
        return "-"
    named = inside & outcome.named
    errors = outcome.density_error[inside]
    worst = errors[np.abs(errors).argmax()]
    share = f"{outcome.right[named].mean():.0%}" if named.any() else "-"
    return f"{share}/{named.sum() / inside.sum():.0%} {np.median(errors):+.1%},{worst:+.1%}"


def _confusion_lines(outcome: Outcome) -> list[str]:
    heads = [*(of.value for of in ORDER), "unsure"]
    rows = [f"{of.value:>10s}" + "".join(f"{n:10d}" for n in row)
            for of, row in zip(ORDER, confusion(outcome), strict=True)]  # fmt: skip
    return [" " * 10 + "".join(f"{head:>10s}" for head in heads), *rows]


def _mock_up(folder: Path, scale: MaterialScale) -> list[str]:
    """Return how the set's picture is read; its truth is not told, so this is no check."""
    high, low = (np.load(folder / f"im_{band}.npy").astype(np.float64) for band in "HL")
    judged = judge(high, low - high, scale)
    read = np.where(judged.confidence >= NAMED_FROM, judged.number, len(ORDER))
    shares = np.bincount(read.ravel(), minlength=4) / read.size
    names = [*(of.value for of in ORDER), "unsure"]
    words = ", ".join(f"{name} {share:.0%}" for name, share in zip(names, shares, strict=True))
    return [f"The mock-up picture of the set (its truth is not told): {words}"]


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
