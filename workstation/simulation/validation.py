"""Compare our attenuation with other people's Monte Carlo: ``make physics`` prints the errors.

``python -m workstation.simulation.validation DATA_DIR`` where the folder holds
``transparency_tables/`` or ``simulated_dual_energy_geant4/`` or both.

The error of a row is ``ln T(theirs) / ln T(ours) - 1``: what the areal density would be wrong by.
Every set is compared twice: with its own beam spectra and detector response, which tests the
cross-sections and Beer-Lambert, and with ours, which tests everything.
"""

import csv
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workstation.simulation.attenuation_table import interpolate_total, read_xcom
from workstation.simulation.physics import bremsstrahlung, detector_response, mass_attenuation

Floats = NDArray[np.float64]

_LOWEST_MEV: Final = 0.02
_OURS: Final[Mapping[int, str]] = {
    6: "carbon",
    13: "aluminium",
    26: "iron",
    74: "tungsten",
    82: "lead",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One transmission computed by others."""

    end_point_mev: float
    z: int
    g_cm2: float
    log_transmission: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Errors of a group of rows, as parts of -ln T."""

    name: str
    count: int
    mean: float
    rms: float
    worst: float


def read_transparencies(folder: Path) -> tuple[Row, ...]:
    """Read ``transparency.csv``: elements only, open beam left out."""
    with (folder / "transparency.csv").open(newline="", encoding="ascii") as file:
        # Above Z = 92 the table counts compounds, whose make-up it does not tell.
        return tuple(
            Row(
                end_point_mev=float(record["E_MeV_endpoint"]),
                z=int(record["Z"]),
                g_cm2=float(record["lambda_eff"] or record["lambda_g_cm2"]),
                log_transmission=float(np.log(float(record["transparency"]))),
            )
            for record in csv.DictReader(file)
            if record["Z"] and int(record["Z"]) <= 92
        )


def read_calibration(folder: Path) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """Read the Geant4 calibration set; the second is the pixel of each row."""
    z = np.load(folder / "Z_calib.npy")
    g_cm2 = np.load(folder / "lmbda_calib.npy")
    rows, pixels = [], []
    for band, end_point in (("H", 9.0), ("L", 6.0)):
        alpha = np.load(folder / f"alpha_{band}_calib.npy")
        for pixel, column in np.ndindex(alpha.shape):
            rows.append(
                Row(
                    end_point_mev=end_point, z=int(z[pixel, column]),
                    g_cm2=float(g_cm2[pixel, column]),
                    log_transmission=-float(alpha[pixel, column]),
                )
            )  # fmt: skip
            pixels.append(pixel)
    return tuple(rows), tuple(pixels)


def error(row: Row, signal: Floats, attenuation: Floats) -> float:
    """Return by how much -ln T of a row is above ours, as a part of ours."""
    weights = signal / signal.sum()
    ours = float(np.log((weights * np.exp(-attenuation * row.g_cm2)).sum()))
    return row.log_transmission / ours - 1


def summarise(name: str, errors: Iterable[float]) -> Errors:
    """Return mean, root mean square and worst of some errors."""
    values = np.array(list(errors))
    return Errors(
        name=name, count=len(values), mean=float(values.mean()),
        rms=float(np.sqrt((values**2).mean())), worst=float(values[np.abs(values).argmax()]),
    )  # fmt: skip


def compare_transparencies(folder: Path, xcom: Path | None) -> tuple[Errors, ...]:
    """Compare with the transparency tables, per end-point, with their spectra and with ours.

    Elements that our own table lacks need the XCOM folder; without it they are left out.
    """
    energies = np.load(folder / "E.npy")
    usable = energies > _LOWEST_MEV
    energies, theirs = energies[usable], np.load(folder / "D.npy")[usable]
    results = []
    rows = [r for r in read_transparencies(folder) if xcom is not None or r.z in _OURS]
    attenuation = {z: element_attenuation(z, energies, xcom) for z in {r.z for r in rows}}
    for end_point in sorted({row.end_point_mev for row in rows}):
        spectrum = np.load(folder / f"phi_{end_point:.0f}MeV.npy")[usable]
        ours = bremsstrahlung(energies, end_point) * detector_response(energies)
        for words, signal in (("their spectrum", spectrum * theirs), ("our spectrum", ours)):
            picked = [r for r in rows if r.end_point_mev == end_point]
            results.append(
                summarise(
                    f"{end_point:.0f} MeV, {words}",
                    (error(r, signal, attenuation[r.z]) for r in picked),
                )
            )
            results.extend(
                summarise(
                    f"    Z = {z}",
                    (error(r, signal, attenuation[z]) for r in picked if r.z == z),
                )
                for z in sorted({r.z for r in picked})
            )
    return tuple(results)


def compare_calibration(folder: Path) -> tuple[Errors, ...]:
    """Compare with the Geant4 set's calibration points, with its spectra and with ours."""
    energies = np.load(folder / "E.npy")
    usable = energies > _LOWEST_MEV
    energies, theirs = energies[usable], np.load(folder / "D.npy")[usable]
    spectra = {9.0: np.load(folder / "phi_9MeV.npy"), 6.0: np.load(folder / "phi_6MeV.npy")}
    rows, pixels = read_calibration(folder)
    attenuation = {z: element_attenuation(z, energies, None) for z in {r.z for r in rows}}
    results = []
    for end_point, spectrum in spectra.items():
        response = detector_response(energies)
        picked = [(r, p) for r, p in zip(rows, pixels, strict=True) if r.end_point_mev == end_point]
        for z in sorted(attenuation):
            group = [(r, p) for r, p in picked if r.z == z]
            with_theirs = (error(r, spectrum[p][usable] * theirs, attenuation[z]) for r, p in group)
            results.append(summarise(f"{end_point:.0f} MeV, their spectrum, Z = {z}", with_theirs))
            with_ours = (
                error(
                    r, bremsstrahlung(energies, end_point, off_axis(r)) * response,
                    attenuation[z],
                )
                for r, _ in group
            )  # fmt: skip
            results.append(summarise(f"{end_point:.0f} MeV, our spectrum, Z = {z}", with_ours))
    return tuple(results)


def off_axis(row: Row) -> float:
    """Return the angle of a ray of the Geant4 set [rad]: its slabs of 100 g/cm² stand upright."""
    return float(np.arccos(min(100.0 / row.g_cm2, 1.0)))


def element_attenuation(z: int, energies_mev: Floats, xcom: Path | None) -> Floats:
    """Return an element's attenuation from our own table where it is there, else from XCOM."""
    if z in _OURS:
        return mass_attenuation(_OURS[z], energies_mev)
    if xcom is None:
        raise ValueError(f"our table has no element {z} and no XCOM folder was given")
    return interpolate_total(read_xcom(xcom / f"{z:02d}.txt"), energies_mev)


def main(arguments: list[str]) -> int:
    """Print the errors of every set that the folder holds."""
    if len(arguments) != 1:
        print("usage: python -m workstation.simulation.validation DATA_DIR", file=sys.stderr)  # noqa: T201
        return 2
    data = Path(arguments[0])
    geant4, tables = data / "simulated_dual_energy_geant4", data / "transparency_tables"
    xcom = geant4 / "NIST_XCOM"
    found = False
    if (tables / "transparency.csv").exists():
        found = True
        _print(
            "Monte Carlo transparency tables",
            compare_transparencies(tables, xcom if xcom.exists() else None),
        )
    if (geant4 / "Z_calib.npy").exists():
        found = True
        _print("Geant4 calibration set", compare_calibration(geant4))
    if not found:
        print(f"{data}: no set to compare with is there", file=sys.stderr)  # noqa: T201
        return 1
    return 0


def _print(title: str, errors: Iterable[Errors]) -> None:
    print(f"{title}: error of -ln T\n{'':34s}{'rows':>6s}{'mean':>9s}{'rms':>9s}{'worst':>9s}")  # noqa: T201
    for e in errors:
        print(f"{e.name:34s}{e.count:6d}{e.mean:9.2%}{e.rms:9.2%}{e.worst:9.2%}")  # noqa: T201
    print()  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
