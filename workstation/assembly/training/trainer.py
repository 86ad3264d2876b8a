"""A hub's client that gives out simulated cases and tells what they really held.

The cases are made ahead in a child process, into a folder that belongs to the training alone. A
desk that is given a `Trainer` in the place of its hub client reaches no hub at all.
"""

import json
import shutil
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any, Final, NoReturn

from queue_client.answers import JointState, LeasedCase, ModelRef, Receipt, Session, Welcome
from queue_client.errors import Fenced, Interrupted, RefusalCode, Refused
from queue_client.supervision_messages import SteerAct
from workstation.assembly.training.making import make_cases
from workstation.assembly.training.plan import TrainingPlan
from workstation.domain.instants import to_text
from workstation.review.training import TrainingTruth, truth_from_json

TRAINEE: Final = "trainee"
_FOREVER_S: Final = 86400.0


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
    def session(self) -> None:
        """No hub knows of a training."""
        return

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

    def keep_draft(self, lease: LeasedCase, sealed: bytes) -> None:
        """Hear of a draft; what is practised is begun anew."""

    def send_draft(self, lease: LeasedCase, sealed: bytes) -> None:
        """Hear of a draft."""

    def fetch_draft(self, lease: LeasedCase) -> None:
        """Have nothing that was left of a case."""

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

    def steer(
        self, act: SteerAct, document: Mapping[str, Any], *, reason: str, request: str
    ) -> dict[str, Any]:
        """Take nothing: what was done in a training is nobody's evidence."""
        del act, document, reason, request
        _refuse()

    def interrupt(self) -> None:
        """End every wait; there is none."""

    def close(self) -> None:
        """Close; there is no socket."""


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
