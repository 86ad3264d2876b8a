"""The cases of a training, made ahead in a child process into the folder of the training."""

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any, Final

from workstation.assembly.training.plan import TrainingPlan, planned_case, site_of
from workstation.domain.comparison import (
    Comparison,
    LoadFacts,
    Match,
    Verdict,
    comparison_to_json,
)
from workstation.domain.declaration import declaration_to_json
from workstation.domain.instants import to_text
from workstation.imaging.package import write_package
from workstation.simulation import SimulatedScan, find_kind, simulate_scan
from workstation.simulation.folder import truth_to_json

_AHEAD: Final = 4
_LOOK_S: Final = 0.2


def make_cases(plan: TrainingPlan, taken: "Synchronized[int]") -> None:
    """Make the cases of a plan one after the other, a few ahead; the body of the child process."""
    if hasattr(os, "nice"):
        os.nice(5)
    pause = threading.Event()
    for index in range(plan.cases):
        while index - taken.value >= _AHEAD:
            pause.wait(_LOOK_S)
        make_case(plan, index)


def make_case(plan: TrainingPlan, index: int) -> None:
    """Write one case: scan, typical model, and last the JSON that says that both are whole."""
    simulated = planned_case(plan, index)
    files: dict[str, str] = {}
    scan_sha, scan_size = _write(plan.folder, f"{index:04d}.scan.tif", simulated, files)
    declared = find_kind(simulated.truth.declared_kind)
    model: dict[str, Any] | None = None
    comparison: dict[str, Any] | None = None
    if declared.name != "empty":
        typical = simulate_scan(
            seed=plan.seed * 7919 + 500_000 + index,
            site=site_of(index),
            kind=declared.name,
            fill=1.0,
        )
        sha, size = _write(plan.folder, f"{index:04d}.model.scan.tif", typical, files)
        name_zh = typical.declaration.goods[0].name_zh
        model = {
            "model": f"typical-{declared.name}",
            "hs": declared.hs,
            "name": typical.declaration.goods[0].name,
            "name_zh": name_zh,
            "sha256": sha,
            "size": size,
        }
        comparison = comparison_to_json(_comparison(simulated, typical, model))
    head = simulated.scan.head
    made = {
        "case_id": f"training:{index + 1:03d}",
        "scan_id": f"{index + 1:03d}",
        "sha256": scan_sha,
        "size": scan_size,
        "head": {
            "scan_id": f"{index + 1:03d}",
            "site": "training",
            "scanner": head.scanner,
            "time": None if head.taken_at is None else to_text(head.taken_at),
            "container": head.container,
            "declaration": head.declaration,
        },
        "declaration": declaration_to_json(simulated.declaration),
        "comparison": comparison,
        "model": model,
        "truth": _truth(simulated),
        "files": files,
    }
    part = plan.folder / f"{index:04d}.part"
    part.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    part.replace(plan.folder / f"{index:04d}.json")


def _write(
    folder: Path, name: str, simulated: SimulatedScan, files: dict[str, str]
) -> tuple[str, int]:
    path = folder / name
    write_package(path, simulated.scan)
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    files[sha256] = name
    return sha256, len(content)


def _truth(simulated: SimulatedScan) -> dict[str, Any]:
    truth = truth_to_json(simulated.truth)
    loaded, declared = find_kind(simulated.truth.kind), find_kind(simulated.truth.declared_kind)
    return {
        "loaded": loaded.title,
        "loaded_zh": loaded.title_zh,
        "declared": declared.title,
        "declared_zh": declared.title_zh,
        "truly_declared": truth["declared_truly"],
        "hidden": [
            {"kind": one["kind"], "mass_kg": one["mass_kg"], "areas": one["areas"]}
            for one in truth["hidden"]
            if one["areas"]
        ],
    }


def _comparison(
    simulated: SimulatedScan, typical: SimulatedScan, model: Mapping[str, Any]
) -> Comparison:
    """Return an answer of an engine that lays the model over the scan and keeps its opinion."""
    truth = simulated.truth
    full = 0.8
    fill = "empty" if truth.fill == 0 else ("full" if truth.fill > full else "partial")
    return Comparison(
        engine="0",
        library="0",
        verdict=Verdict.CANNOT_JUDGE,
        p_value=None,
        false_alarm_rate=0.05,
        reasons=("training",),
        matches=(
            Match(
                model=str(model["model"]),
                hs=str(model["hs"]),
                name=str(model["name"]),
                score=0.0,
                scan_area=truth.container,
                model_area=typical.truth.container,
            ),
        ),
        deviations=(),
        prohibited=(),
        load=LoadFacts(fill=fill, fill_fraction=truth.fill),
        elapsed_s=0.0,
    )
