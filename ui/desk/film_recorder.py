"""Takes the film of the open case: four times a second what has changed, at once what was done."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Slot

from queue_client.asking import SOFTWARE
from ui.commands import CommandSet
from ui.desk.controller import DeskController
from ui.desk.coverage_watch import CoverageWatch
from ui.desk.desk_page import DeskPage
from ui.desk.film_tracks import FilmTracks
from ui.desk.own_judgement import OwnJudgement
from ui.journal import JournalWriter
from ui.prepared import PreparedCase
from workstation.domain.decision import Mark, mark_to_json
from workstation.domain.errors import StorageUnavailable
from workstation.domain.instants import to_text
from workstation.review.draft import CaseKey
from workstation.review.film import FilmUnreadable, Track, film_hash
from workstation.review.film_shelf import FilmShelf
from workstation.review.film_strip import Strip

_LOG = logging.getLogger(__name__)
_EVERY_MS: Final = 250
_TO_DISK_S: Final = 5.0
_KEPT: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmParts:
    """The parts of a desk that are filmed."""

    controller: DeskController
    page: DeskPage
    commands: CommandSet
    judging: OwnJudgement
    coverage: CoverageWatch
    is_active: Callable[[], bool]


@dataclass(slots=True, eq=False)
class _Take:
    """A film that is being taken, and what of it is on the disk."""

    key: CaseKey
    strip: Strip
    began_at: float
    written: int = 0
    written_at: float = 0.0


class FilmRecorder(QObject):
    """Looks at the desk four times a second while a case is open; a look costs well below 1 ms.

    A case that comes again goes on with its film, after a crash with what was on the disk.

    Parameters
    ----------
    parts : FilmParts
    clock : callable
        A clock that never goes back [s].
    """

    def __init__(
        self,
        parts: FilmParts,
        parent: QObject,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._parts, self._clock = parts, clock
        self._tracks = FilmTracks(parts.page, parts.commands, parts.judging)
        self._takes: OrderedDict[str, _Take] = OrderedDict()
        self._open: _Take | None = None
        self._marks: dict[str, tuple[Mark, dict[str, Any]]] = {}
        self._shelf: FilmShelf | None = None
        self._writer: JournalWriter | None = None
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.look)
        controller, pane = parts.controller, parts.page.panes.scan
        controller.case_opened.connect(self._on_opened)
        controller.case_closed.connect(self._on_closed)
        controller.looked_back.connect(self._on_set_aside)
        controller.visit_began.connect(self._on_set_aside)
        controller.marks_changed.connect(self._on_marks)
        controller.decided.connect(self._on_decided)
        parts.commands.ran.connect(self.note_act)
        parts.judging.judged.connect(self.look)
        pane.painted.connect(self.look)

    def keep_on(self, shelf: FilmShelf, writer: JournalWriter) -> None:
        """Keep the films on a shelf, written by the thread that also writes the journal."""
        self._shelf, self._writer = shelf, writer

    @property
    def strip(self) -> Strip | None:
        """The film of the open case."""
        return None if self._open is None else self._open.strip

    def forget(self) -> None:
        """Forget every film: the next officer at this desk is another one."""
        self._on_closed()
        self._takes.clear()

    @Slot(str)
    def note_act(self, command: str) -> None:
        """Note that a command is run, and how the screen is as it begins."""
        if self._open is not None:
            self.look()
            self._open.strip.note(Track.ACT, command, self._now_ms(self._open))

    @Slot()
    def look(self) -> None:
        """Take what is on the screen now."""
        take, case = self._open, self._parts.controller.case
        if take is None or case is None or case.lease.case_id != take.key.case_id:
            return
        at_ms, strip = self._now_ms(take), take.strip
        for track, value in self._tracks.look():
            strip.note(track, value, at_ms)
        strip.note(Track.FIDELITY, self._tracks.fidelity(front=self._parts.is_active()), at_ms)
        coverage = self._parts.coverage.coverage
        if coverage is not None:
            strip.note_levels(coverage.levels(), at_ms)
        if self._clock() - take.written_at >= _TO_DISK_S and len(strip) != take.written:
            self._to_disk(take)

    def evidence(self) -> Mapping[str, Any]:
        """End the film with what is on the screen, keep it, and return what proves it.

        What is returned goes into the decision, which is journaled after the film.
        """
        take = self._open
        if take is None:
            return {}
        self.look()
        take.strip.note(Track.CASE, "decided", self._now_ms(take))
        content = take.strip.to_bytes()
        sha256 = film_hash(content)
        shelf = self._shelf
        if shelf is not None:
            self._after_this(lambda: shelf.keep(sha256, content))
        return {"film": {"sha256": sha256, "bytes": len(content), "ms": take.strip.at_ms}}

    # -- what happens ----------------------------------------------------------------------

    @Slot(object)
    def _on_opened(self, case: PreparedCase) -> None:
        case_id = case.lease.case_id
        take = self._takes.pop(case_id, None)
        if take is None:
            take = self._begin(case)
        else:
            take.strip.note(Track.CASE, "again", self._now_ms(take))
        self._takes[case_id] = self._open = take
        while len(self._takes) > _KEPT:
            self._takes.popitem(last=False)
        self._marks.clear()
        self._tracks.begin(case)
        self._timer.start()

    def _begin(self, case: PreparedCase) -> _Take:
        session = self._parts.controller.session
        key = CaseKey(case_id=case.lease.case_id, sha256=case.lease.sha256)
        officer = "" if session is None else session.officer
        kept = None if self._shelf is None else self._shelf.draft(key)
        now = self._clock()
        if kept is not None:
            try:
                strip = Strip.again(kept)
            except FilmUnreadable as error:
                _LOG.warning("a film cannot be gone on with", extra={"reason": str(error)})
            else:
                if strip.head.get("officer") == officer:
                    began_at = now - strip.at_ms / 1000
                    strip.note(Track.CASE, "restarted", strip.at_ms)
                    return _Take(key=key, strip=strip, began_at=began_at, written_at=now)
        head = {
            "case": key.case_id,
            "sha256": key.sha256,
            "view": case.view,
            "officer": officer,
            "opened_at": to_text(datetime.now(UTC)),
            "program": SOFTWARE,
            "models": {model.model: model.sha256 for model in case.lease.models},
        }
        return _Take(key=key, strip=Strip(head), began_at=now, written_at=now)

    @Slot()
    def _on_closed(self) -> None:
        self._timer.stop()
        self._open = None

    @Slot(object)
    def _on_set_aside(self, _other: object) -> None:
        """Stop while another case than the open one is on the screen."""
        if self._open is not None:
            self._open.strip.note(Track.CASE, "aside", self._now_ms(self._open))
        self._on_closed()

    @Slot(object)
    def _on_marks(self, marks: tuple[Mark, ...]) -> None:
        take = self._open
        if take is None or self._parts.controller.case is None:
            return
        known = self._marks
        self._marks = {}
        for mark in marks:
            before = known.get(mark.mark_id)
            told = before if before is not None and before[0] is mark else (mark, _told(mark))
            self._marks[mark.mark_id] = told
        take.strip.note_marks([told for _, told in self._marks.values()], self._now_ms(take))

    @Slot()
    def _on_decided(self) -> None:
        take, shelf = self._open, self._shelf
        if take is not None and shelf is not None:
            self._after_this(lambda: shelf.drop_draft(take.key))
        self._on_closed()

    # -- inside ----------------------------------------------------------------------------

    def _now_ms(self, take: _Take) -> int:
        return round((self._clock() - take.began_at) * 1000)

    def _to_disk(self, take: _Take) -> None:
        take.written, take.written_at = len(take.strip), self._clock()
        shelf = self._shelf
        if shelf is not None:
            content = take.strip.to_bytes()
            self._after_this(lambda: shelf.keep_draft(take.key, content))

    def _after_this(self, write: Callable[[], None]) -> None:
        """Have something written after all that was handed to the journal before."""
        if self._writer is not None:
            self._writer.after_this(lambda: _guarded(write))


def _guarded(write: Callable[[], None]) -> None:
    """Write a film; a decision is worth more than it, and goes on without."""
    try:
        write()
    except StorageUnavailable as error:
        _LOG.warning("a film cannot be written", extra={"reason": error.reason})


def _told(mark: Mark) -> dict[str, Any]:
    """Return a mark as plain JSON values, its points to a tenth of a pixel."""
    told = mark_to_json(mark)
    told["points"] = [[round(row, 1), round(column, 1)] for row, column in mark.points]
    return told
