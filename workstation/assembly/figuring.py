"""Brings the figures of a room to its supervisors, and notes what is made into a file."""

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from queue_client.errors import RefusalCode, Refused
from queue_client.supervision_documents.figures import ExportNote, FiguresQuestion
from queue_client.supervision_messages import Steer, SteerAct, Topic
from workstation.domain.figures import Period
from workstation.domain.instants import to_text
from workstation.domain.targets import Targets, targets_from_json
from workstation.hub.clocks import wall
from workstation.hub.sessions import Seat
from workstation.hub.steering import TARGETS
from workstation.hub.supervision import Contribution
from workstation.reports.periods import PeriodUnclear, read_zone
from workstation.reports.version import program_version
from workstation.settings import HubConfig
from workstation.storage.figures import FolderFigures
from workstation.storage.records import SqlRecords
from workstation.storage.room_now import RoomReader

#: The tag of the entry that tells that figures were made into a file.
EXPORTED: Final = "report:exported"
_MOST_DAYS: Final = 400
_MOST_NOTED: Final = 40
_MOST_KEPT: Final = 16
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

    A year of a busy room takes a while to count, and other questions must not wait for it. It is
    counted aside, one at a time, and whoever asked is told ``{"counting": True}`` and asks again.
    An answer is kept until there is a newer decision.
    """

    def __init__(
        self,
        folder: Path,
        version: str,
        *,
        targets: Callable[[], Targets] = Targets,
        patience_s: float = _PATIENCE_S,
    ) -> None:
        self._source, self._version = FolderFigures(folder), version
        self._targets = targets
        self._patience_s = patience_s
        self._counting: tuple[str, _Counting] | None = None
        self._kept: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def answer(self, seat: Seat, question: dict[str, Any]) -> dict[str, Any]:
        """Return the figures of a period; raises `Refused` for one that cannot be."""
        del seat
        asked = _read(question, FiguresQuestion)
        newest = self._source.newest()
        targets = self._targets()
        key = f"{newest} {asked} {targets}"
        if key in self._kept:
            return self._kept[key]
        try:
            zone, _ = read_zone(asked.zone)
            period = _period(asked, newest)
        except (PeriodUnclear, ValueError) as error:
            raise Refused(RefusalCode.MALFORMED, str(error)) from error
        if self._counting is None:
            work = partial(self._document, asked, period, zone, newest, targets)
            self._counting = key, _Counting(work)
        name, counting = self._counting
        try:
            found = counting.answer(self._patience_s)
        except Exception:
            self._counting = None
            raise
        if found is None:
            return {"counting": True}
        self._counting = None
        self._kept[name] = found
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return found if name == key else {"counting": True}

    def _document(
        self,
        asked: FiguresQuestion,
        period: Period,
        zone: tzinfo,
        newest: datetime | None,
        targets: Targets,
    ) -> dict[str, Any]:
        # numpy and what counts with it: a hub has to answer before anybody asks for figures.
        from workstation.assembly.report import report_document  # noqa: PLC0415
        from workstation.reports.figures import figures  # noqa: PLC0415

        found = figures(self._source, period, zone=zone, targets=targets)
        document = report_document(found, period, zone=asked.zone, version=self._version)
        groups = document["by"]
        if len(groups["day"]) > _MOST_DAYS:
            groups["day"] = []  # one body holds no more; the months are there
        document["newest"] = None if newest is None else to_text(newest)
        document["sites"] = self._source.sites()
        return document


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


def _period(asked: FiguresQuestion, newest: datetime | None) -> Period:
    start, end = asked.start, asked.end
    if asked.days is not None and newest is not None:
        end = None
        start = newest.astimezone(UTC) - timedelta(days=asked.days)
    return Period(start=start, end=end, site=asked.site or None, goods=asked.goods or None)


def _plain(value: object) -> object:
    """Return a value that stands in JSON: no infinity, no NaN."""
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value
