"""Verifying the evidence log from a desk: in a child process, so that the room works on."""

import json
import logging
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Final, cast

import msgspec

from queue_client.supervision_documents.verify import (
    KeptBy,
    VerifyAct,
    VerifyAnswer,
    VerifyQuestion,
    VerifyStage,
)
from queue_client.supervision_messages import Topic
from workstation.domain.instants import to_text
from workstation.hub.clocks import monotonic, wall
from workstation.hub.compare_pool import end, resolve
from workstation.hub.finding import Note, as_document, read_as
from workstation.hub.sessions import Seat
from workstation.hub.supervision import Contribution

_LOG = logging.getLogger(__name__)
_NICENESS: Final = 10

Witnesses = Callable[[], Mapping[str, tuple[int, datetime]]]


class Verifying:
    """One verification at a time; owned by the thread that answers questions.

    Parameters
    ----------
    job : str
        ``"package.module:function"``; takes options and whom to tell, in the child.
    options : mapping
        Plain values for the job.
    witnesses : callable
        Returns up to which entry each site and desk keeps a checkpoint, and since when.
    """

    def __init__(
        self, job: str, options: Mapping[str, Any], *, witnesses: Witnesses, note: Note
    ) -> None:
        self._job, self._options = job, dict(options)
        self._witnesses, self._note = witnesses, note
        self._process: BaseProcess | None = None
        self._pipe: Connection[bytes, bytes] | None = None
        self._began = 0.0
        self._last = VerifyAnswer(stage=VerifyStage.NEVER)

    def contribution(self) -> Contribution:
        """Return what this subject brings to the room."""
        return Contribution(answerers={Topic.VERIFY: self.answer})

    def answer(self, seat: Seat, document: dict[str, Any]) -> dict[str, Any]:
        """Begin, cancel or look, and answer with how far it is."""
        question = read_as(document, VerifyQuestion)
        self._hear()
        if question.act is VerifyAct.BEGIN and self._process is None:
            self._begin(seat.officer.officer_id, question)
        elif question.act is VerifyAct.CANCEL and self._process is not None:
            self._finish(VerifyStage.CANCELLED)
        answer = self._last
        if self._process is not None:
            answer = self._with(seconds=monotonic() - self._began)
        kept = [
            KeptBy(machine=machine, size=size, at=to_text(at))
            for machine, (size, at) in sorted(self._witnesses().items())[:500]
        ]
        self._last = answer
        return as_document(self._with(witnesses=kept))

    def close(self) -> None:
        """End the child."""
        if self._process is not None:
            self._finish(VerifyStage.CANCELLED)

    # -- inside ----------------------------------------------------------------------------

    def _begin(self, officer: str, question: VerifyQuestion) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        kept = [{"name": one.name, "note": one.note} for one in question.kept]
        options = {**self._options, "contents": question.contents, "kept": kept}
        self._process = context.Process(
            target=_serve, args=(theirs, self._job, options), name="hub-verify", daemon=True
        )
        self._process.start()
        theirs.close()
        self._began = monotonic()
        self._last = VerifyAnswer(
            stage=VerifyStage.RUNNING,
            contents=question.contents,
            officer=officer,
            kept=len(kept),
        )

    def _hear(self) -> None:
        """Take what the child has told since."""
        try:
            while self._pipe is not None and self._pipe.poll():
                self._take(json.loads(self._pipe.recv_bytes()))
        except (EOFError, OSError):
            _LOG.error("the verification ended without an answer")
            self._finish(VerifyStage.FAILED)

    def _take(self, said: dict[str, Any]) -> None:
        if "read" in said:
            self._last = self._with(read=said["read"], entries=said["entries"])
            return
        if "failed" in said:
            self._last = self._with(reason=str(said["failed"])[:4000])
            self._finish(VerifyStage.FAILED)
            return
        self._last = self._with(
            read=said["entries"],
            entries=max(said["entries"], self._last.entries),
            first_bad=said["first_bad"],
            reason=str(said["reason"])[:4000],
            bad_entry=said["bad_entry"],
            proven=said["proven"],
            checkpoints=said["checkpoints"],
        )
        self._finish(VerifyStage.DONE)
        facts = {name: said[name] for name in ("entries", "first_bad", "proven")}
        self._note("audit:log:verified", {"officer": self._last.officer, **facts})

    def _with(self, **changes: Any) -> VerifyAnswer:  # noqa: ANN401 - fields of the answer
        return msgspec.structs.replace(self._last, **changes)

    def _finish(self, stage: VerifyStage) -> None:
        self._last = self._with(stage=stage, seconds=monotonic() - self._began, at=to_text(wall()))
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            end(self._process)
            self._process = None


def _serve(pipe: "Connection[bytes, bytes]", job: str, options: dict[str, Any]) -> None:
    """Live as the child; a hub that is gone ends it, for nobody hears what it tells."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        os.nice(_NICENESS)

    def tell(said: dict[str, Any]) -> None:
        pipe.send_bytes(json.dumps(said).encode())

    verify = cast("Callable[[dict[str, Any], object], dict[str, Any]]", resolve(job))
    tell(verify(options, tell))
