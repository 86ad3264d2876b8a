"""The engine at work in child processes, which may die without taking the hub along.

A scan comes from outside, and decoding it is the most dangerous thing a hub does: so it happens
in a spawned child with limited memory and time. What travels between hub and child is JSON in
bytes; nothing that a broken child says can become code here. A child that dies is replaced; a
case that kills two children, or keeps two busy for too long, is answered with ``cannot_judge`` and
reason ``engine_failed``; so is one that was with the engine each time the hub itself ended.

The job is named ``"package.module:function"``. It takes one dict with ``package`` (path of the
scan package), its ``sha256``, ``scan`` (its id), ``case_id``, ``declared`` (list of HS codes),
``sisters`` (other scans of the declaration or lot, each with ``scan``, ``package``, ``sha256``) and
whatever ``options`` hold, of which ``writable`` names the folders below which a child may write. It
returns the comparison as `workstation.domain.comparison.comparison_to_json` writes it. The child
imports it once and stays warm.
"""

import importlib
import json
import logging
import multiprocessing
import os
import signal
import sys
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Final, NoReturn

from workstation.domain.comparison import Comparison, Verdict, comparison_from_json
from workstation.domain.picture_fault import PictureFault
from workstation.hub.engine_vital import EngineTally, EngineVital
from workstation.hub.under_way import MOST_ENDS, UnderWay
from workstation.imaging.sandbox.confinement import Confinement, confine

_LOG = logging.getLogger(__name__)
_TRIES: Final = 2
_LAST_WORDS_S: Final = 1.0
# A 40 ft scan of 10 Mpx needs well below 1 GiB; address space is counted, not memory in use.
_MEMORY_BYTES: Final = 8 * 1024**3
_ANSWER_LIMIT: Final = 16 * 1024**2

Job = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A scan's package in the store: the scan's id, the file and its hash."""

    scan: str
    path: Path
    sha256: str

    def to_json(self) -> dict[str, str]:
        """Return it as the child reads it."""
        return {"scan": self.scan, "package": str(self.path), "sha256": self.sha256}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A case to be compared; ``tries`` counts the children that it has been given to.

    ``wish`` is what else the job is asked for, once: it must not cost a case its comparison.
    """

    case_id: str
    package: Package
    declared: tuple[str, ...]
    sisters: tuple[Package, ...] = ()
    tries: int = 0
    wish: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the engine, or its failure, says about a question.

    ``poor`` is what is wrong with the picture, ``beside`` what was wished beside the comparison,
    ``gave_up`` why the scan is not given to the engine any more; empty when it has answered.
    """

    question: Question
    comparison: Comparison
    poor: tuple[PictureFault, ...] = ()
    beside: Mapping[str, Any] | None = None
    gave_up: str = ""


@dataclass(slots=True, kw_only=True)
class _Child:
    process: BaseProcess
    pipe: "Connection[bytes, bytes]"
    question: Question | None = None
    since: float = 0.0


class _Line:
    """Questions that wait, in a row for each site; the rows take turns.

    A site that brings a thousand scans in a minute keeps the engine from no other's.
    """

    def __init__(self) -> None:
        self._rows: OrderedDict[str, deque[Question]] = OrderedDict()

    def __len__(self) -> int:
        return sum(map(len, self._rows.values()))

    def put(self, question: Question) -> None:
        site = question.case_id.partition(":")[0]
        self._rows.setdefault(site, deque()).append(question)

    def take(self) -> Question:
        site, row = self._rows.popitem(last=False)
        question = row.popleft()
        if row:
            self._rows[site] = row
        return question


class ComparePool:
    """Some warm children and a line of questions; owned by the broker's thread, never waits.

    ``under_way`` remembers what the engine has when the hub ends.
    """

    def __init__(
        self,
        job: str,
        options: Mapping[str, Any],
        *,
        under_way: UnderWay,
        workers: int = 1,
        timeout_s: float = 60.0,
    ) -> None:
        self._job, self._options, self._timeout_s = job, dict(options), timeout_s
        self._under_way = under_way
        self._waiting = _Line()
        self._given_up: list[Answer] = []
        self._tally = EngineTally()
        self._children = [self._spawn() for _ in range(workers)]

    def submit(self, question: Question) -> None:
        """Put a case in line, unless the hub has ended with it too often."""
        ends = self._under_way.ends(question.case_id)
        if ends >= MOST_ENDS:
            why = f"the hub ended {ends} times while the engine had it"
            self._given_up.append(_give_up(question, why))
        else:
            self._waiting.put(question if ends == 0 else replace(question, wish={}))

    def pending(self) -> int:
        """Return how many questions have no answer yet."""
        asked = sum(child.question is not None for child in self._children)
        return len(self._waiting) + asked + len(self._given_up)

    def poll(self) -> list[Answer]:
        """Take what is ready, replace what has died, hand out what waits."""
        answers, self._given_up = self._given_up, []
        for place, child in enumerate(self._children):
            if child.question is not None:
                answer = self._take(child, child.question)
                if answer is not None:
                    child.question = None
                    answers.append(answer)
            if not child.process.is_alive() or self._too_long(child):
                answers.extend(self._bury(child))
                child = self._children[place] = self._spawn()  # noqa: PLW2901 - its successor
            if child.question is None and self._waiting:
                self._hand_out(child, self._waiting.take())
        for answer in answers:
            self._tally.add(answer.comparison, gave_up=bool(answer.gave_up))
            self._under_way.answered(answer.question.case_id)
        return answers

    def vital(self) -> EngineVital:
        """Return how the engine does; called by the thread that owns the pool."""
        alive = sum(child.process.is_alive() for child in self._children)
        return self._tally.vital(alive=alive, wanted=len(self._children), pending=self.pending())

    def close(self) -> None:
        """End the children; questions without an answer are asked again at the next start."""
        for child in self._children:
            child.pipe.close()
        ends = time.monotonic() + _LAST_WORDS_S
        for child in self._children:
            child.process.join(timeout=max(0.0, ends - time.monotonic()))
            end(child.process)
        self._children = []
        self._under_way.close()

    def _spawn(self) -> _Child:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_serve,
            args=(theirs, self._job, self._options.get("writable")),
            name="hub-compare",
            daemon=True,
        )
        process.start()
        theirs.close()
        return _Child(process=process, pipe=ours)

    def _hand_out(self, child: _Child, question: Question) -> None:
        request = {
            **self._options,
            **question.package.to_json(),
            "case_id": question.case_id,
            "declared": list(question.declared),
            "sisters": [sister.to_json() for sister in question.sisters],
            **(question.wish if question.tries == 0 else {}),
        }
        child.question = replace(question, tries=question.tries + 1)
        child.since = time.monotonic()
        self._under_way.begin(question.case_id)
        try:
            child.pipe.send_bytes(json.dumps(request).encode())
        except OSError:
            _LOG.warning("a compare child was gone", extra={"case": question.case_id})

    def _take(self, child: _Child, question: Question) -> Answer | None:
        try:
            if not child.pipe.poll():
                return None
            raw = child.pipe.recv_bytes(_ANSWER_LIMIT)
        except (EOFError, OSError):
            return None  # it died; `poll` buries it
        try:
            answer = json.loads(raw, parse_constant=_no_constant)
            if "failed" in answer:
                _LOG.warning(
                    "the engine failed",
                    extra={"case": question.case_id, "reason": answer["failed"]},
                )
                return Answer(question=question, comparison=engine_failed())
            poor = tuple(PictureFault(fault) for fault in answer.pop("poor", ()))
            beside = answer.pop("beside", None)
            comparison = comparison_from_json(answer)
        except (ValueError, KeyError, TypeError):
            return Answer(question=question, comparison=engine_failed())
        beside = beside if isinstance(beside, dict) else None
        return Answer(question=question, comparison=comparison, poor=poor, beside=beside)

    def _too_long(self, child: _Child) -> bool:
        return child.question is not None and time.monotonic() - child.since > self._timeout_s

    def _bury(self, child: _Child) -> list[Answer]:
        late = self._too_long(child)
        end(child.process)
        child.pipe.close()
        question = child.question
        if question is None:
            return []
        how = f"gave no answer within {self._timeout_s:g} s" if late else "died"
        _LOG.error("a compare child died", extra={"case": question.case_id, "reason": how})
        if question.tries < _TRIES:
            self._waiting.put(question)
            return []
        return [_give_up(question, f"{_TRIES} children had it, and the last {how}")]


def _give_up(question: Question, why: str) -> Answer:
    return Answer(question=question, comparison=engine_failed(), gave_up=why)


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} cannot be recorded")


def engine_failed() -> Comparison:
    """Return the honest answer when there is none."""
    return Comparison(
        engine="none",
        library="none",
        verdict=Verdict.CANNOT_JUDGE,
        p_value=None,
        false_alarm_rate=0.0,
        reasons=("engine_failed",),
        matches=(),
        deviations=(),
        prohibited=(),
        load=None,
        elapsed_s=0.0,
    )


def no_engine(request: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG001 - the shape of a job
    """Stand in for the engine where none is given: the scan goes to the officer unjudged."""
    raise LookupError("this hub has no engine")


def resolve(job: str) -> Job:
    """Return the function that ``"package.module:function"`` names.

    Raises
    ------
    ValueError
        If the name has another form.
    TypeError
        If it names nothing that can be called.
    """
    module, _, name = job.partition(":")
    if not module or not name:
        raise ValueError(f"a job is named package.module:function, not {job!r}")
    function: Any = getattr(importlib.import_module(module), name, None)
    if not callable(function):
        raise TypeError(f"{job!r} is not a function")
    chosen: Job = function
    return chosen


def _serve(pipe: "Connection[bytes, bytes]", job: str, writable: Sequence[str] | None) -> None:
    """Live as a child: answer until the pipe closes. An operator's Ctrl-C is the hub's matter."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(None if writable is None else tuple(Path(folder) for folder in writable))
    function: Job | None = None
    while True:
        try:
            request = json.loads(pipe.recv_bytes())
        except (EOFError, OSError):
            return
        try:
            function = resolve(job) if function is None else function
            answer = function(request)
            raw = json.dumps(answer, allow_nan=False).encode()
        except Exception as error:  # noqa: BLE001 - whatever the engine does, the hub must hear it
            raw = json.dumps({"failed": f"{type(error).__name__}: {error}"[:500]}).encode()
        try:
            pipe.send_bytes(raw)
        except OSError:
            return


def limit_memory(writable: tuple[Path, ...] | None = None) -> None:
    """Limit this child: so much memory, no network, no other program; and yield to others.

    It writes below folders that are there and named as ``writable`` alone; anywhere with None.
    """
    confine(Confinement(memory_bytes=_MEMORY_BYTES, writable=writable))
    if sys.platform != "win32":
        os.nice(5)  # officers' requests come first


def end(process: BaseProcess) -> None:
    """End a child at once and wait until it is gone."""
    if process.is_alive():
        process.kill()
    process.join()
    process.close()
