"""What happens at the desk, free of widgets: which case is open, its marks, and its decision."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ui.decoded import DecodedScan
from ui.desk.later_models import LaterModels
from ui.desk.places import frame_of
from ui.desk.setting_aside import SettingAside
from ui.desk.taken import Hands, Taken
from ui.journal import JournalWriter
from ui.link_news import (
    ActMoved,
    ActState,
    CaseBroken,
    CaseFailed,
    CaseReady,
    LeaseLost,
    LeaseRuns,
    ModelMissing,
    ModelReady,
    PictureReady,
    SessionClosed,
    SessionOpened,
)
from ui.prepared import PreparedCase, PreparedModel
from ui.queue_link import QueueLink
from workstation.domain.decision import Conclusion
from workstation.domain.places import placed
from workstation.review.decision import write_decision
from workstation.review.dwell import DEFAULT_DWELL_S
from workstation.review.marks import MarkSheet
from workstation.review.reasons import Reason

__all__ = ["DeskController", "Hands", "Taken"]


class DeskController(SettingAside):
    """One desk; every method is called on the Qt thread and none of them waits.

    Parameters
    ----------
    hands : callable
        Tells whether a text field has the keyboard and whether the window is active.
    evidence : callable
        Returns what is shown, for the record (JSON values).
    """

    case_opened = Signal(object)  # PreparedCase
    case_closed = Signal()
    case_broken = Signal(object)  # PreparedCase: the open one, whose picture cannot be read
    picture_arrived = Signal(object)  # DecodedScan: the full picture of the open case
    model_arrived = Signal(object)  # PreparedModel
    model_missing = Signal(str)  # id of a model of the open case that cannot be shown
    decided = Signal(object)  # Taken
    refused = Signal(object)  # Obstacle, when a key was pressed in vain
    ready_changed = Signal(int)  # cases that can be shown, waiting behind the one on the screen
    lease_changed = Signal(object)  # instant of the monotonic clock, or None
    case_taken_away = Signal(str)  # container number or scan id
    held = Signal(object)  # Taken: decided, still on the screen; `go_on` opens the next case

    def __init__(  # noqa: PLR0913 - the parts are given, not made
        self,
        link: QueueLink,
        writer: JournalWriter,
        *,
        hands: Callable[[], Hands],
        evidence: Callable[[], Mapping[str, Any]],
        dwell_s: float = DEFAULT_DWELL_S,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(writer, hands, dwell_s=dwell_s, parent=parent)
        self._link, self._evidence = link, evidence
        self._waiting: deque[PreparedCase] = deque()
        self._models = LaterModels(self)
        self._models.arrived.connect(self.model_arrived)
        self.auto_advance = True  # else the desk waits for `go_on` after a decision
        self.last_scan: DecodedScan | None = None  # and its full picture, if it was there
        self.last_models: tuple[PreparedModel, ...] = ()
        self._is_full = False  # whether the open case's full picture was handed on
        self._leases: dict[str, float] = {}
        self._taken: dict[str, PreparedCase] = {}
        self._advance = QTimer(self, singleShot=True, interval=1)
        self._advance.timeout.connect(self.go_on)
        link.news.connect(self._on_news)

    # What the widgets ask

    @property
    def waiting(self) -> tuple[PreparedCase, ...]:
        """The cases that can be shown, behind the one on the screen; the next one first."""
        return tuple(self._waiting)

    # What the officer does

    def decide(self, conclusion: Conclusion, reason: Reason | None, note: str) -> bool:
        """Take a decision, when it is armed; the next case opens in a call after this one.

        To write down what was seen, and to show the next case, each takes a good part of a frame;
        what changes beside the picture is painted between them. No case is open there, as while
        a decided one is held, and the desk is deaf: a key that was pressed twice says nothing.
        """
        if self._advance.isActive():
            return False
        found = self.obstacle(conclusion, reason)
        case, session = self.case, self.session
        if found is not None or case is None or session is None:
            self.refused.emit(found)
            return False
        decision = write_decision(
            case_id=case.lease.case_id,
            token=case.lease.token,
            sha256=case.lease.sha256,
            conclusion=conclusion,
            reason=None if conclusion is Conclusion.RELEASE else reason,
            note=note,
            marks=placed(self._sheet.marks, frame_of(case), view=case.view),
            evidence={**self._evidence(), **self._seen(case)},
        )
        self._writer.keep_decision(decision, officer=session.officer)
        self._taken[decision["decision_id"]] = case
        while len(self._taken) > 8:
            self._taken.pop(next(iter(self._taken)))
        taken = Taken(
            decision_id=decision["decision_id"],
            case=case,
            conclusion=conclusion,
            recallable=conclusion is Conclusion.RELEASE,
            reason=None if conclusion is Conclusion.RELEASE else reason,
            note=note,
            marks=self._sheet.marks,
            taken_at=datetime.now(UTC),
        )
        self.last, self.last_scan = taken, self._link.decoded(case.lease.case_id)
        self.last_models = self._models.of(case.lease.case_id)
        self.decided.emit(taken)
        self._review(taken)
        if self.auto_advance:
            self._advance.start()
        else:
            self.held.emit(taken)
        return True

    def recall(self, decision_id: str) -> None:
        """Take a decision back; what comes of it is news of the act."""
        self._writer.after_this(lambda: self._link.recall(decision_id))

    @Slot()
    def skip(self) -> None:
        """Give the open case back undecided."""
        self.skip_for(0)

    def skip_for(self, minutes: int) -> None:
        """Give the open case back; this officer is not offered it for so long [min]."""
        self._give_back("skipped", minutes)

    def give_back(self, reason: str) -> None:
        """Give the open case back for a reason that is not the officer's wish."""
        self._give_back(reason, 0)

    @Slot(str)
    def want_model(self, model_id: str) -> None:
        """Ask for a model that explains a region of the open case."""
        if self.case is not None:
            self._link.want_model(self.case.lease.case_id, model_id)

    # What the hub says

    @Slot(object)
    def _on_news(self, news: object) -> None:
        match news:
            case SessionOpened(session=session):
                self._sit_down(session)
            case SessionClosed():
                self._close_all()
            case CaseReady(case=case):
                self._take_case(case)
            case PictureReady(case_id=case_id, scan=scan):
                self._take_picture(case_id, scan)
            case ModelReady() | ModelMissing():
                self._hear_of_model(news)
            case LeaseRuns(case_id=case_id, until=until):
                self._leases[case_id] = until
                self._tell_lease()
            case LeaseLost(case_id=case_id):
                self._lose(case_id)
            case CaseBroken() | CaseFailed():
                self._hear_of_failure(news)
            case ActMoved() as moved:
                self._act_moved(moved)

    def _take_case(self, case: PreparedCase) -> None:
        self._waiting.append(case)
        self.ready_changed.emit(len(self._waiting))
        if self.case is None and not self._is_aside:
            self._next()
        else:
            self._line_up()

    def _take_picture(self, case_id: str, scan: DecodedScan) -> None:
        """Hand on the full picture of the open case, once; others are asked for when they open.

        The case itself keeps its coarse picture: it may outlive the screen, its picture not.
        """
        case = self.case
        if case is None or case.lease.case_id != case_id or self._is_full:
            return
        self._is_full = True
        self.case = replace(case, container=scan.container, standing=scan.standing)
        self.picture_arrived.emit(scan)
        self.marks_changed.emit(self._sheet.marks)  # their places are told by the container

    def _hear_of_failure(self, news: CaseBroken | CaseFailed) -> None:
        if isinstance(news, CaseBroken):
            self._note_broken(news)
        else:
            self._remove(news.case_id)

    def _note_broken(self, news: CaseBroken) -> None:
        """Note that a case has no picture to judge by; from now on its dwell counts anew."""
        broken = [replace(case, fault=news.fault) for case in self._waiting]
        self._waiting = deque(
            new if new.lease.case_id == news.case_id else old
            for new, old in zip(broken, self._waiting, strict=True)
        )
        if self.case is not None and self.case.lease.case_id == news.case_id:
            self.case = replace(self.case, fault=news.fault)
            self._restart_dwell()
            self.case_broken.emit(self.case)
            self._begin_dwell()
            self._look()

    def _hear_of_model(self, news: ModelReady | ModelMissing) -> None:
        if isinstance(news, ModelReady):
            self._models.take(news.case_id, news.model)
        elif self.case is not None and self.case.lease.case_id == news.case_id:
            self.model_missing.emit(news.model)

    def _act_moved(self, moved: ActMoved) -> None:
        if moved.state is ActState.KEPT:
            return
        case = self._taken.pop(moved.decision_id, None)
        if case is None:
            return
        if moved.state is ActState.WITHDRAWN:
            self._open_again(case)
        else:
            self._models.forget(case.lease.case_id)

    def _end_review(self) -> tuple[PreparedCase, float] | None:
        self._advance.stop()  # somebody else has gone on
        return super()._end_review()

    def _open_again(self, case: PreparedCase) -> None:
        """Show a withdrawn case again; the one on the screen waits behind it."""
        aside = self._end_review()
        behind = self.case if aside is None else aside[0]
        if behind is not None:
            self._waiting.appendleft(behind)
        self._open(case)
        self.ready_changed.emit(len(self._waiting))

    def _lose(self, case_id: str) -> None:
        case = self._at_hand
        if case is not None and case.lease.case_id == case_id:
            self.case_taken_away.emit(case.picture.label)
        self._remove(case_id)

    def _remove(self, case_id: str) -> None:
        """Let go of a case that is another's now, or that cannot be shown."""
        self._leases.pop(case_id, None)
        self._models.forget(case_id)
        self._waiting = deque(c for c in self._waiting if c.lease.case_id != case_id)
        self.ready_changed.emit(len(self._waiting))
        if self._aside is not None and self._aside[0].lease.case_id == case_id:
            self._aside = None  # what is looked back at stays until the officer goes on
        if self.case is not None and self.case.lease.case_id == case_id:
            self._next()
        else:
            self._line_up()
            self._tell_lease()

    # Inside

    def _give_back(self, reason: str, minutes: int) -> None:
        if self.case is not None and self.rechecking is None:
            self._link.skip(self.case.lease.case_id, reason, minutes)
            self._models.forget(self.case.lease.case_id)
            self._next()

    def _shut(self, sheet: MarkSheet) -> None:
        """Let no case be open, while one of these marks is on the screen that is not."""
        self.case, self._is_full, self._sheet = None, False, sheet
        self._models.show(None)
        self._restart_dwell()
        self._line_up()
        self._tell_lease()
        self._look()

    def _next(self) -> None:
        if self._waiting:
            self._open(self._waiting.popleft())
            self.ready_changed.emit(len(self._waiting))
            return
        self.case, self._is_full = None, False
        self._models.show(None)
        self._restart_dwell()
        self._line_up()
        self._sheet = MarkSheet()
        self.marks_changed.emit(())
        self.case_closed.emit()
        self._tell_lease()
        self._look()

    def _open(self, case: PreparedCase, *, seen_before_s: float = 0.0) -> None:
        self.case, self._is_full = case, False
        self._restart_dwell(before_s=seen_before_s)
        case_id = case.lease.case_id
        self._line_up()
        self._take_sheet(case)
        self.case_opened.emit(case)
        decoded = self._link.decoded(case_id)
        if decoded is not None:
            self._take_picture(case_id, decoded)
        self._models.show(case_id)
        self.marks_changed.emit(self._sheet.marks)
        self._tell_lease()
        self._begin_dwell()
        self._look()

    def _close_all(self) -> None:
        self.session, self.last, self.last_scan, self.last_models = None, None, None, ()
        self._end_review()
        self._waiting.clear()
        self._leases.clear()
        self._models.forget_all()
        self.ready_changed.emit(0)
        self._next()

    def _line_up(self) -> None:
        """Tell which full pictures are wanted, in the order of looking; others are let go."""
        first = self._at_hand
        line = [case for case in (self.visiting, first, *self._waiting) if case is not None]
        self._link.line_up([case.lease.case_id for case in line])

    def _tell_lease(self) -> None:
        case = self._at_hand
        until = None if case is None else self._leases.get(case.lease.case_id)
        self.lease_changed.emit(until)

    def _seen(self, case: PreparedCase) -> dict[str, Any]:
        engine = case.comparison
        return {
            "painted_sha256": case.lease.sha256 if case.fault is None else None,
            "fault": None if case.fault is None else case.fault.code,
            "container": case.picture.label,
            "dwell_s": round(self._dwell.seen_s(time.monotonic()), 3),
            "engine": None if engine is None else engine.engine,
            "library": None if engine is None else engine.library,
        }
