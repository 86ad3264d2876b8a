"""Brings the figures of a room to its supervisors, and notes what is made into a file."""

import math
import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import msgspec

from queue_client.errors import RefusalCode, Refused
from queue_client.supervision_documents.figures import ExportNote, FiguresQuestion
from queue_client.supervision_messages import Steer, SteerAct, Topic
from workstation.assembly.figure_period import period_of
from workstation.domain.targets import Targets, targets_from_json
from workstation.hub.clocks import wall
from workstation.hub.sessions import Seat
from workstation.hub.steering import TARGETS
from workstation.hub.supervision import Contribution
from workstation.reports.periods import PeriodUnclear, read_zone
from workstation.reports.version import program_version
from workstation.settings import HubConfig
from workstation.storage.records import SqlRecords
from workstation.storage.room_now import RoomReader

if TYPE_CHECKING:
    from workstation.assembly.figure_count import FigureCount

#: The tag of the entry that tells that figures were made into a file.
EXPORTED: Final = "report:exported"
_MOST_NOTED: Final = 40
_PATIENCE_S: Final = 0.8
_Kind = TypeVar("_Kind")


class _Counting:
    """One question under way in a thread of its own, which ends with its answer."""

    def __init__(self, work: Callable[[], dict[str, Any]]) -> None:
        self._work = work
        self._done = threading.Event()
        self._answer: dict[str, Any] = {}
        self._error: Exception | None = None
        threading.Thread(target=self._run, name="hub-figures", daemon=True).start()

    def is_over(self) -> bool:
        """Tell whether the answer is there."""
        return self._done.is_set()

    def answer(self, patience_s: float) -> dict[str, Any] | None:
        """Return the answer, or None when it is not there in time; raises what the work raised."""
        if not self._done.wait(patience_s):
            return None
        if self._error is not None:
            raise self._error
        return self._answer

    def _run(self) -> None:
        try:
            self._answer = self._work()
        except Exception as error:  # noqa: BLE001 - kept for whoever asks
            self._error = error
        finally:
            self._done.set()


class FigureDesk:
    """Answers in the hub's thread for questions; reads through storage of its own.

    All of it is done aside, one question at a time, for the hub must not wait: whoever asks what
    takes longer is told ``{"counting": True}``, with how much is still to be taken in, and asks
    again. An answer is kept until something else is recorded.
    """

    def __init__(
        self,
        folder: Path,
        version: str,
        *,
        targets: Callable[[], Targets] = Targets,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        self._folder, self._version = folder, version
        self._targets = targets
        self._patience_s = patience_s
        self._counting: tuple[str, _Counting] | None = None
        self._counted: FigureCount | None = None

    def answer(self, seat: Seat, question: dict[str, Any]) -> dict[str, Any]:
        """Return the figures of a period; raises `Refused` for one that cannot be."""
        del seat
        asked = _read(question, FiguresQuestion)
        try:
            read_zone(asked.zone)
            period_of(asked, None)
        except (PeriodUnclear, ValueError) as error:
            raise Refused(RefusalCode.MALFORMED, str(error)) from error
        targets = self._targets()
        key = f"{asked} {targets}"
        if self._counting is None or (self._counting[0] != key and self._counting[1].is_over()):
            self._counting = key, _Counting(partial(self._count, asked, targets))
        name, counting = self._counting
        try:
            found = counting.answer(self._patience_s)
        except Exception:
            self._counting = None
            raise
        if found is None:
            behind = 0 if self._counted is None else self._counted.behind
            return {"counting": True, "behind": behind}
        self._counting = None
        return found if name == key else {"counting": True}

    def _count(self, asked: FiguresQuestion, targets: Targets) -> dict[str, Any]:
        # numpy and what counts with it: a hub has to answer before anybody asks for figures.
        from workstation.assembly.figure_count import FigureCount  # noqa: PLC0415

        if self._counted is None:
            self._counted = FigureCount(self._folder, self._version)
        return self._counted.document(asked, targets)


class ExportBook:
    """Notes in the evidence log that something was made into a file."""

    def __init__(self, records: SqlRecords) -> None:
        self._records = records

    def note(self, seat: Seat, order: Steer, document: dict[str, Any]) -> dict[str, Any]:
        """Note it with who did it and by which filter; raises `Refused` when it says too much."""
        told = _read(document, ExportNote)
        if len(told.filter) > _MOST_NOTED:
            raise Refused(RefusalCode.TOO_LARGE, "that is no filter")
        facts: Mapping[str, object] = {
            "officer": seat.officer.officer_id,
            "desk": seat.desk,
            "subject": told.subject,
            "form": told.form,
            "filter": {name: _plain(value) for name, value in told.filter.items()},
            "rows": told.rows,
            "reason": order.reason,
        }
        self._records.note(EXPORTED, facts, now=wall())
        return {"noted": True}


def figuring(config: HubConfig, records: SqlRecords) -> Contribution:
    """Return what the figures bring to the supervisor's room."""
    room = RoomReader(config.data)
    figures = FigureDesk(config.data, program_version(), targets=lambda: _in_force(room))
    return Contribution(
        answerers={Topic.FIGURES: figures.answer},
        steerers={SteerAct.NOTE_EXPORT: ExportBook(records).note},
    )


def _in_force(room: RoomReader) -> Targets:
    """Return the targets that supervisors have set, as figures are held against them."""
    kept = room.rule(TARGETS)
    return Targets() if kept is None else targets_from_json(kept)


def _read(document: dict[str, Any], kind: type[_Kind]) -> _Kind:
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        raise Refused(RefusalCode.MALFORMED, str(error)) from error


def _plain(value: object) -> object:
    """Return a value that stands in JSON: no infinity, no NaN."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
