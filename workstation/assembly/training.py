"""Training without a hub: simulated cases with known truth, behind the face of a hub's client.

The cases are made ahead in a child process, into a folder that belongs to the training alone. A
desk that is given a `Trainer` in the place of its hub client reaches no hub at all.
"""

import hashlib
import json
import os
import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np

from queue_client.answers import JointState, LeasedCase, ModelRef, Receipt, Session, Welcome
from queue_client.errors import Fenced, Interrupted, RefusalCode, Refused
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
from workstation.review.training import TrainingTruth, truth_from_json
from workstation.simulation import (
    GoodsKind,
    HiddenKind,
    HiddenLoad,
    SimulatedScan,
    SiteProfile,
    demo_sites,
    find_kind,
    kinds,
    simulate_scan,
)
from workstation.simulation.folder import planned_kind, truth_to_json

TRAINEE: Final = "trainee"
_SITES: Final = 3
_AHEAD: Final = 4
_FOREVER_S: Final = 86400.0
_LOOK_S: Final = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingPlan:
    """What is practised.

    Attributes
    ----------
    folder : Path
        Belongs to this training alone.
    cases : int
    warm_up : int
        So many cases at the start hide something more often than not: a burst of many finds, with
        feedback, brings back what rare finds blunt (Wolfe and others, 2013).
    warm_up_part, hidden_part, misdeclared_part : float
        Parts of the cases that hide something in the burst and after it, and of those that are
        declared as other goods.
    """

    folder: Path
    seed: int = 1
    cases: int = 20
    warm_up: int = 6
    warm_up_part: float = 0.6
    hidden_part: float = 0.25
    misdeclared_part: float = 0.1


class Trainer:
    """Fits the desk's `HubClient`; `start` and `stop` frame it, `truth_of` is for any thread."""

    def __init__(self, plan: TrainingPlan) -> None:
        self.plan = plan
        self._taken: Synchronized[int] = get_context("spawn").Value("i", 0)
        self._child = get_context("spawn").Process(
            target=make_cases, args=(plan, self._taken), name="training-cases", daemon=True
        )
        self._next = 0
        self._truths: dict[str, TrainingTruth] = {}
        self._files: dict[str, Path] = {}
        self._decided = 0
        self._ended = threading.Event()

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return self.plan.cases

    def start(self) -> None:
        """Begin to make cases."""
        self.plan.folder.mkdir(parents=True, exist_ok=True)
        self._child.start()

    def stop(self) -> None:
        """Make no more cases."""
        self._ended.set()
        if self._child.is_alive():
            self._child.terminate()
        if self._child.pid is not None:
            self._child.join()

    def truth_of(self, case_id: str) -> TrainingTruth | None:
        """Return what a case that was given out really held."""
        return self._truths.get(case_id)

    # The hub's part

    def hello(self) -> Welcome:
        """Greet the desk."""
        return Welcome(
            name="training",
            software="training",
            server_time=to_text(datetime.now(UTC)),
            credit=1,
            signing_key="",
        )

    def login(self, officer: str, password: str) -> Session:
        """Let anybody practise."""
        del password
        return Session(officer=officer, name="", roles=("reviewer",), recall_s=0.0, token="")

    def logout(self) -> None:
        """Hear that the officer has left."""

    def lease(self) -> LeasedCase | None:
        """Return the next case that is ready; None while it is being made, or after the last."""
        if self._ended.is_set():
            raise Interrupted
        path = self.plan.folder / f"{self._next:04d}.json"
        if self._next >= self.plan.cases or not path.exists():
            return None
        made = json.loads(path.read_text(encoding="utf-8"))
        self._next += 1
        self._taken.value = self._next
        lease = _lease_of(made, token=self._next)
        self._truths[lease.case_id] = truth_from_json(made["truth"])
        self._files.update({sha: self.plan.folder / name for sha, name in made["files"].items()})
        return lease

    def fetch(
        self,
        lease: LeasedCase,
        sha256: str,
        size: int,
        into: Path,
        *,
        progress: Callable[[int, int], None] | None = None,
    ) -> Path:
        """Copy a package."""
        del lease
        into.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self._files[sha256], into)
        if progress is not None:
            progress(size, size)
        return into

    def extend(self, lease: LeasedCase) -> float:
        """Keep a case for as long as it takes."""
        del lease
        return _FOREVER_S

    def decide(self, decision: Mapping[str, Any]) -> Receipt:
        """Take note of a decision; it goes nowhere."""
        self._decided += 1
        return Receipt(
            decision_id=str(decision["decision_id"]),
            case_id=str(decision["case_id"]),
            conclusion=str(decision["conclusion"]),
            decided_at=to_text(datetime.now(UTC)),
            recall_s=0.0,
        )

    def recall(self, decision_id: str, reason: str) -> bool:
        """Refuse: the truth has been told already."""
        del decision_id, reason
        return False

    def skip(self, lease: LeasedCase, reason: str, minutes: int = 0) -> None:
        """Let a case go."""

    def give_up(self, lease: LeasedCase, reason: str) -> None:
        """Let a case go that cannot be shown."""

    def explained(self, error: Fenced) -> Fenced:
        """Return the error: here nobody takes a case away."""
        return error

    def room(self) -> dict[str, Any]:
        """Return how the training stands."""
        left = self.plan.cases - self._next
        return {"by_stage": {"waiting": left, "decided": self._decided}}

    def lock(self) -> None:
        """Hear that the officer is away."""

    def unlock(self, password: str) -> bool:
        """Open to anybody: nothing here is secret."""
        del password
        return True

    def show(self, lease: LeasedCase, document: Mapping[str, Any]) -> JointState:
        """Refuse: nobody is there to look in."""
        del lease, document
        _refuse()

    def join(self, case_id: str) -> LeasedCase:
        """Refuse: nobody is there to look in."""
        del case_id
        _refuse()

    def look_in(self, case_id: str, document: Mapping[str, Any]) -> JointState:
        """Refuse: nobody is there to look in."""
        del case_id, document
        _refuse()

    def leave(self, case_id: str) -> None:
        """Refuse: nobody is there to look in."""
        del case_id
        _refuse()

    def interrupt(self) -> None:
        """End every wait; there is none."""

    def close(self) -> None:
        """Close; there is no socket."""


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
            seed=plan.seed * 7919 + 500_000 + index, site=_site(index), kind=declared.name, fill=1.0
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLoad:
    """What a case of a plan holds and what it is declared as; ``declared`` None is the truth."""

    loaded: GoodsKind
    hidden: HiddenLoad | None
    declared: str | None


def planned_case(plan: TrainingPlan, index: int) -> SimulatedScan:
    """Return case `index` of a plan; the same plan gives the same cases."""
    load = planned_load(plan, index)
    return simulate_scan(
        seed=plan.seed * 7919 + index,
        site=_site(index),
        kind=load.loaded.name,
        hidden=load.hidden,
        declared_kind=load.declared,
    )


def planned_load(plan: TrainingPlan, index: int) -> PlannedLoad:
    """Return what is loaded into case `index` of a plan; prohibited goods are never declared."""
    rng = np.random.default_rng((plan.seed, index, 0x7EAC))
    loaded = find_kind(planned_kind(seed=plan.seed, index=index))
    honest = [kind.name for kind in kinds() if not kind.prohibited and kind.name != loaded.name]
    hidden_part = plan.warm_up_part if index < plan.warm_up else plan.hidden_part
    dice = float(rng.random())
    hidden, declared = None, None
    if loaded.prohibited or dice > 1 - plan.misdeclared_part:
        declared = honest[int(rng.integers(len(honest)))]
    elif loaded.name != "empty" and dice < hidden_part:
        ways = list(HiddenKind)
        hidden = HiddenLoad(kind=ways[int(rng.integers(len(ways)))])
    return PlannedLoad(loaded=loaded, hidden=hidden, declared=declared)


def _site(index: int) -> SiteProfile:
    return demo_sites(_SITES)[index % _SITES]


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


def _lease_of(made: Mapping[str, Any], *, token: int) -> LeasedCase:
    model = made["model"]
    return LeasedCase(
        case_id=made["case_id"],
        site="training",
        scan_id=made["scan_id"],
        token=token,
        sha256=made["sha256"],
        size=made["size"],
        ttl_s=_FOREVER_S,
        head=made["head"],
        declaration=made["declaration"],
        comparison=made["comparison"],
        models=() if model is None else (ModelRef(**model),),
    )


def _refuse() -> NoReturn:
    raise Refused(RefusalCode.NOT_ALLOWED, "there is no other desk in a training")
