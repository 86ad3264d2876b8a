"""Writes simulated scans as a folder: packages, declarations and the truth about them."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from workstation.domain.comparison import Rectangle
from workstation.domain.declaration import declaration_to_json
from workstation.domain.errors import StorageUnavailable
from workstation.imaging.scan import Scan
from workstation.simulation.hidden import HiddenKind, HiddenLoad, HiddenTruth
from workstation.simulation.kinds import kinds
from workstation.simulation.phantom import SimulatedScan, Truth, simulate_scan
from workstation.simulation.photos import photo_files
from workstation.simulation.site import SiteProfile

Writer = Callable[[Path, Scan], None]

_HIDDEN_PART: Final = 0.2
_MISDECLARED_PART: Final = 0.15


def simulate_folder(
    out: Path,
    *,
    count: int,
    seed: int,
    sites: Sequence[SiteProfile],
    write: Writer,
    goods: Sequence[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[dict[str, Any]]:
    """Write `count` scans under ``out/SITE/`` with declarations and photos, and ``out/truth.json``.

    One scan in five hides something, one in seven is declared as other goods; ``truth.json`` is
    the list that is returned. The same seed writes the same scans.

    Parameters
    ----------
    write : callable
        Writes a scan package, such as `workstation.imaging.package.write_package`.
    goods : sequence of str, optional
        Names of the kinds to draw from; all kinds unless given.

    Raises
    ------
    StorageUnavailable
        If the folder cannot be written.
    ValueError
        If `goods` names an unknown kind or `sites` is empty.
    """
    if not sites:
        raise ValueError("at least one site is needed")
    records = []
    for index in range(count):
        simulated = planned_scan(seed=seed, index=index, sites=sites, goods=goods)
        records.append(_write_one(out, simulated, write))
        if progress is not None:
            progress(index + 1, count)
    _write_json(out / "truth.json", records)
    return records


def planned_scan(
    *, seed: int, index: int, sites: Sequence[SiteProfile], goods: Sequence[str] | None = None
) -> SimulatedScan:
    """Return scan `index` of a folder: every kind comes before any comes again."""
    rng = np.random.default_rng((seed, index, 0xF01D))
    kind = planned_kind(seed=seed, index=index, goods=goods)
    hidden, declared = None, None
    dice = float(rng.random())
    if kind != "empty" and dice < _HIDDEN_PART:
        choices = list(HiddenKind)
        hidden = HiddenLoad(kind=choices[int(rng.integers(len(choices)))])
    elif dice > 1 - _MISDECLARED_PART:
        declared = kinds()[int(rng.integers(len(kinds()) - 1))].name
    return simulate_scan(
        seed=seed * 100_003 + index,
        site=sites[index % len(sites)],
        kind=kind,
        hidden=hidden,
        declared_kind=declared,
    )


def planned_kind(*, seed: int, index: int, goods: Sequence[str] | None = None) -> str:
    """Return the name of the kind of goods that scan `index` of a folder holds."""
    names = list(goods) if goods else [kind.name for kind in kinds()]
    order = np.random.default_rng((seed, index // len(names), 0x0DE4)).permutation(len(names))
    return names[int(order[index % len(names)])]


def truth_to_json(truth: Truth) -> dict[str, Any]:
    """Return the truth as plain JSON values; masks as (start, length) runs in row-major order."""
    return {
        "kind": truth.kind,
        "hs": truth.hs,
        "product": truth.product,
        "prohibited": truth.prohibited,
        "declared_kind": truth.declared_kind,
        "declared_truly": truth.declared_kind == truth.kind,
        "mass_kg": truth.mass_kg,
        "fill": truth.fill,
        "size_type": truth.size_type,
        "container": _rectangle(truth.container),
        "load_area": None if truth.load_area is None else _rectangle(truth.load_area),
        "hidden": [_hidden(load) for load in truth.hidden],
    }


def _hidden(load: HiddenTruth) -> dict[str, Any]:
    return {
        "kind": load.kind.value,
        "goods": load.goods,
        "mass_kg": load.mass_kg,
        "areas": [_rectangle(area) for area in load.areas],
        "mask": {"shape": list(load.mask.shape), "runs": [list(run) for run in load.runs()]},
    }


def _rectangle(area: Rectangle) -> dict[str, int]:
    return {"row": area.row, "column": area.column, "height": area.height, "width": area.width}


def _write_one(out: Path, simulated: SimulatedScan, write: Writer) -> dict[str, Any]:
    head = simulated.scan.head
    site, scan_id = str(head.site), str(head.scan_id)
    folder = out / site
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageUnavailable(str(folder), error.strerror or str(error)) from error
    package = folder / f"{scan_id}.scan.tif"
    declaration = folder / f"{scan_id}.declaration.json"
    write(package, simulated.scan)
    photos = [folder / name for name in _write_photos(folder, simulated)]
    _write_json(declaration, declaration_to_json(simulated.declaration) | {"scan_id": scan_id})
    return {
        "scan_id": scan_id,
        "site": site,
        "file": package.relative_to(out).as_posix(),
        "declaration": declaration.relative_to(out).as_posix(),
        "photos": [photo.relative_to(out).as_posix() for photo in photos],
        "container_number": head.container,
        **truth_to_json(simulated.truth),
    }


def _write_photos(folder: Path, simulated: SimulatedScan) -> list[str]:
    files = photo_files(simulated)
    for name, content in files.items():
        try:
            (folder / name).write_bytes(content)
        except OSError as error:
            raise StorageUnavailable(str(folder), error.strerror or str(error)) from error
    return list(files)


def _write_json(path: Path, data: Mapping[str, Any] | Sequence[Any]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise StorageUnavailable(str(path), error.strerror or str(error)) from error
