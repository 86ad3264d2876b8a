"""Make ``resources/data/nist_mu_rho.csv`` from NIST XCOM element tables (a tool, run by hand).

``python -m workstation.simulation.attenuation_table XCOM_FOLDER OUT.csv`` where the folder holds
``01.txt`` … ``100.txt`` as XCOM prints them.
"""

import csv
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

ATOMIC_WEIGHT: Final[Mapping[int, float]] = {
    1: 1.008, 6: 12.011, 7: 14.007, 8: 15.999, 11: 22.990, 13: 26.982, 14: 28.085, 16: 32.06,
    17: 35.45, 20: 40.078, 26: 55.845, 29: 63.546, 30: 65.38, 48: 112.41, 50: 118.71,
    74: 183.84, 82: 207.2, 92: 238.03,
}  # fmt: skip
"""Standard atomic weights (IUPAC, abridged) of the elements our materials are made of."""

FORMULAE: Final[Mapping[str, Mapping[int, float]]] = {
    "hydrogen": {1: 1},
    "water": {1: 2, 8: 1},
    "polyethylene": {6: 1, 1: 2},
    "cellulose": {6: 6, 1: 10, 8: 5},
    "rubber": {6: 5, 1: 8},
    "pvc": {6: 2, 1: 3, 17: 1},
    "glass_sio2": {14: 1, 8: 2},
    "calcium_carbonate": {20: 1, 6: 1, 8: 3},
    "nacl": {11: 1, 17: 1},
    "aluminium": {13: 1},
    "iron": {26: 1},
    "copper": {29: 1},
    "zinc": {30: 1},
    "tin": {50: 1},
    "tungsten": {74: 1},
    "lead": {82: 1},
    "uranium": {92: 1},
    "cadmium_tungstate": {48: 1, 74: 1, 8: 4},
    "carbon": {6: 1},
}
"""Atoms per formula unit of each material."""

_LOWEST_MEV: Final = 0.02
_HIGHEST_MEV: Final = 15.0


def read_xcom(path: Path) -> NDArray[np.float64]:
    """Read one XCOM element table: rows of energy [MeV], five processes and two totals [cm²/g]."""
    rows = []
    for line in path.read_text(encoding="ascii").splitlines():
        fields = line.split()
        if len(fields) == 8 and fields[0][0].isdigit():
            rows.append([float(field) for field in fields])
    return np.array(rows)


def interpolate_total(
    xcom: NDArray[np.float64], energies_mev: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Interpolate the total mass attenuation, process by process.

    Scattering and photo-absorption are smooth on log-log axes. Pair production is zero below its
    threshold, where a logarithm has no value: it is interpolated over ln E. Interpolating the
    *sum* through the threshold is what gives tables with waves.
    """
    log_grid, log_e = np.log(xcom[:, 0]), np.log(energies_mev)
    total = np.zeros_like(energies_mev)
    for process in (1, 2, 3):
        total += np.exp(np.interp(log_e, log_grid, np.log(np.maximum(xcom[:, process], 1e-30))))
    for process in (4, 5):
        total += np.interp(log_e, log_grid, xcom[:, process])
    return total


def material_table(xcom_folder: Path) -> tuple[NDArray[np.float64], dict[str, NDArray[np.float64]]]:
    """Return the common energies [MeV] and the total mass attenuation of every material [cm²/g]."""
    tables = {z: read_xcom(xcom_folder / f"{z:02d}.txt") for z in ATOMIC_WEIGHT}
    grid = {float(e) for table in tables.values() for e in table[:, 0]}
    energies = np.array(sorted(e for e in grid if _LOWEST_MEV <= e <= _HIGHEST_MEV))
    # Absorption edges appear twice in XCOM; a hair apart keeps the interpolation single-valued.
    columns = {}
    for name, atoms in FORMULAE.items():
        weights = {z: count * ATOMIC_WEIGHT[z] for z, count in atoms.items()}
        total = sum(weights.values())
        columns[name] = np.sum(
            [interpolate_total(tables[z], energies) * w / total for z, w in weights.items()], axis=0
        )
    return energies, columns


def main(arguments: list[str]) -> None:
    """Write the table."""
    source, target = Path(arguments[0]), Path(arguments[1])
    energies, columns = material_table(source)
    with target.open("w", newline="", encoding="ascii") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["energy_mev", *columns])
        for row, energy in enumerate(energies):
            writer.writerow([f"{energy:.6g}", *(f"{c[row]:.5g}" for c in columns.values())])


if __name__ == "__main__":
    main(sys.argv[1:])
