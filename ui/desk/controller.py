"""What happens at the desk, free of widgets: which case is open, its marks, and its decision."""

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from queue_client.answers import Session
from ui.decoded import DecodedScan
from ui.desk.places import frame_of
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
from viewer.overlay import MarkDrawing
from workstation.domain.decision import Conclusion, Mark, MarkShape
from workstation.domain.finding import Finding
from workstation.domain.mark_limits import fault_in
from workstation.domain.places import placed
from workstation.review.arming import DEFAULT_DWELL_S, Moment, Obstacle, obstacle
from workstation.review.decision import write_decision
from workstation.review.journal import CaseKey
from workstation.review.marks import MarkSheet
from workstation.review.reasons import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Hands:
    """Where the officer's hands are: asked of the window at the moment a key goes down."""

    typing: bool
    window_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A decision that has just been taken at this desk."""

    decision_id: str
    case: PreparedCase
    conclusion: Conclusion
    recallable: bool


class DeskController(QObject):
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
    marks_changed = Signal(object)  # tuple of Mark
    mark_refused = Signal(object)  # MarkFault, when a change would break the bounds of marks
    armed_changed = Signal(object)  # Obstacle or None, for a release
    decided = Signal(object)  # Taken
    refused = Signal(object)  # Obstacle, when a key was pressed in vain
    ready_changed = Signal(int)  # cases that can be shown, waiting behind the one on the screen
    lease_changed = Signal(object)  # instant of the monotonic clock, or None
    case_taken_away = Signal(str)  # container number or scan id

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
        super().__init__(parent)
        self._link, self._writer = link, writer
        self._hands, self._evidence, self._dwell_s = hands, evidence, dwell_s
        self.case: PreparedCase | None = None
        self.session: Session | None = None
        self._waiting: deque[PreparedCase] = deque()
        self._sheet = MarkSheet()
        self._sheets: dict[str, MarkSheet] = {}  # of cases seen before, in case they come back
        self._later_models: dict[str, dict[str, PreparedModel]] = {}
        self._painted_at: float | None = None
        self._is_full = False  # whether the open case's full picture was handed on
        self._leases: dict[str, float] = {}
        self._taken: dict[str, PreparedCase] = {}
        self._armed: object = self  # nothing equals it, so the first answer is told
        self._timer = QTimer(self, interval=100)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        link.news.connect(self._on_news)

    # What the widgets ask

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of the open case."""
        return self._sheet.marks

    @property
    def can_undo(self) -> bool:
        """Whether a change of the marks can be taken back; ask again after `marks_changed`."""
        return self._sheet.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether a change was taken back that can be made again."""
        return self._sheet.can_redo

    @property
    def dwell_share(self) -> float:
        """How much of the minimum dwell has passed, from 0 to 1."""
        if self._painted_at is None or self._dwell_s <= 0:
            return 0.0 if self._painted_at is None else 1.0
        return min(1.0, (time.monotonic() - self._painted_at) / self._dwell_s)

    def obstacle(self, conclusion: Conclusion, reason: Reason | None) -> Obstacle | None:
        """Return what forbids this decision now, or None."""
        hands = self._hands()
        now = time.monotonic()
        moment = Moment(
            case_open=self.case is not None,
            signed_in=self.session is not None,
            painted=self._painted_at is not None,
            seen_s=0.0 if self._painted_at is None else now - self._painted_at,
            typing=hands.typing,
            window_active=hands.window_active,
            unreadable=self.case is not None and self.case.fault is not None,
        )
        reason_code = "" if reason is None else reason.value
        return obstacle(moment, conclusion, reason_code, dwell_s=self._dwell_s)

    # What the officer does

    def decide(self, conclusion: Conclusion, reason: Reason | None, note: str) -> bool:
        """Take a decision, when it is armed; the next case opens at once."""
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
        self.decided.emit(
            Taken(
                decision_id=decision["decision_id"],
                case=case,
                conclusion=conclusion,
                recallable=conclusion is Conclusion.RELEASE,
            )
        )
        self._next()
        return True

    def recall(self, decision_id: str) -> None:
        """Take a decision back; what comes of it is news of the act."""
        self._writer.after_this(lambda: self._link.recall(decision_id))

    def skip(self) -> None:
        """Give the open case back undecided."""
        if self.case is not None:
            self._link.skip(self.case.lease.case_id, "skipped")
            self._later_models.pop(self.case.lease.case_id, None)
            self._next()

    @Slot(str)
    def want_model(self, model_id: str) -> None:
        """Ask for a model that explains a region of the open case."""
        if self.case is not None:
            self._link.want_model(self.case.lease.case_id, model_id)

    @Slot(object)
    def draw(self, drawing: MarkDrawing) -> None:
        """Keep a mark that was just drawn; it is journaled at once."""
        if self.case is not None:
            shape, view = MarkShape(drawing.shape.value), self.case.view
            self._change(self._sheet.drawn(shape, drawing.points, view=view, text=drawing.text))

    @Slot()
    def undo_mark(self) -> None:
        """Take the newest change of the marks back."""
        self._set_sheet(self._sheet.undone())

    @Slot()
    def redo_mark(self) -> None:
        """Make the change again that was taken back last."""
        self._set_sheet(self._sheet.redone())

    @Slot(str)
    def remove_mark(self, mark_id: str) -> None:
        """Take one mark away, also from marks that break a bound already."""
        self._set_sheet(self._sheet.without(mark_id))

    @Slot(str, object)
    def move_mark(self, mark_id: str, points: tuple[tuple[float, float], ...]) -> None:
        """Give a mark other points (row, column) [px]."""
        self._change(self._sheet.moved(mark_id, points))

    @Slot(str, str)
    def edit_mark(self, mark_id: str, text: str) -> None:
        """Give a mark other words."""
        self._change(self._sheet.worded(mark_id, text))

    @Slot(str, object)
    def set_finding(self, mark_id: str, finding: Finding | None) -> None:
        """Say what a mark is taken for, or nothing."""
        self._change(self._sheet.found(mark_id, finding))

    @Slot()
    def note_painted(self) -> None:
        """Hear that the full resolution of the open picture has been painted."""
        if self.case is not None and self.case.fault is None and self._painted_at is None:
            self._painted_at = time.monotonic()
            self._look()

    # What the hub says

    @Slot(object)
    def _on_news(self, news: object) -> None:
        match news:
            case SessionOpened(session=session):
                self.session = session
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
        if self.case is None:
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
        self.case = replace(case, container=scan.container, doors=scan.doors)
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
            self._painted_at = time.monotonic()
            self.case_broken.emit(self.case)
            self._look()

    def _hear_of_model(self, news: ModelReady | ModelMissing) -> None:
        if isinstance(news, ModelReady):
            self._take_model(news.case_id, news.model)
        elif self.case is not None and self.case.lease.case_id == news.case_id:
            self.model_missing.emit(news.model)

    def _take_model(self, case_id: str, model: PreparedModel) -> None:
        """Keep a model that came after its case; a prepared case itself stays frozen."""
        # One that only explains a region is asked for again when the case is: it takes room.
        if model.match is not None:
            self._later_models.setdefault(case_id, {})[model.ref.model] = model
        while len(self._later_models) > 8:
            self._later_models.pop(next(iter(self._later_models)))
        if self.case is not None and self.case.lease.case_id == case_id:
            self.model_arrived.emit(model)

    def _act_moved(self, moved: ActMoved) -> None:
        if moved.state is ActState.KEPT:
            return
        case = self._taken.pop(moved.decision_id, None)
        if case is None:
            return
        if moved.state is ActState.WITHDRAWN:
            self._open_again(case)
        else:
            self._later_models.pop(case.lease.case_id, None)

    def _open_again(self, case: PreparedCase) -> None:
        """Show a withdrawn case again; the one on the screen waits behind it."""
        if self.case is not None:
            self._waiting.appendleft(self.case)
        self._open(case)
        self.ready_changed.emit(len(self._waiting))

    def _lose(self, case_id: str) -> None:
        if self.case is not None and self.case.lease.case_id == case_id:
            self.case_taken_away.emit(self.case.picture.label)
        self._remove(case_id)

    def _remove(self, case_id: str) -> None:
        """Let go of a case that is another's now, or that cannot be shown."""
        self._leases.pop(case_id, None)
        self._later_models.pop(case_id, None)
        self._waiting = deque(c for c in self._waiting if c.lease.case_id != case_id)
        self.ready_changed.emit(len(self._waiting))
        if self.case is not None and self.case.lease.case_id == case_id:
            self._next()
        else:
            self._line_up()

    # Inside

    def _change(self, sheet: MarkSheet) -> None:
        """Take a change, unless it breaks a bound that the hub would refuse later."""
        fault = fault_in(sheet.marks)
        if fault is None:
            self._set_sheet(sheet)
        else:
            self.mark_refused.emit(fault)

    def _set_sheet(self, sheet: MarkSheet) -> None:
        if sheet is self._sheet:
            return
        self._sheet = sheet
        if self.case is not None:
            self._sheets[self.case.lease.case_id] = sheet
            while len(self._sheets) > 16:
                self._sheets.pop(next(iter(self._sheets)))
            key = CaseKey(case_id=self.case.lease.case_id, sha256=self.case.lease.sha256)
            self._writer.keep_marks(key, sheet.marks)
        self.marks_changed.emit(sheet.marks)

    def _next(self) -> None:
        if self._waiting:
            self._open(self._waiting.popleft())
            self.ready_changed.emit(len(self._waiting))
            return
        self.case, self._painted_at, self._is_full = None, None, False
        self._line_up()
        self._sheet = MarkSheet()
        self.marks_changed.emit(())
        self.case_closed.emit()
        self._tell_lease()
        self._look()

    def _open(self, case: PreparedCase) -> None:
        self.case, self._is_full = case, False
        # What is seen of a case without a picture is the word that there is none.
        self._painted_at = None if case.fault is None else time.monotonic()
        case_id = case.lease.case_id
        self._line_up()
        self._sheet = self._sheets.get(case_id) or MarkSheet.kept(case.marks)
        self.case_opened.emit(case)
        decoded = self._link.decoded(case_id)
        if decoded is not None:
            self._take_picture(case_id, decoded)
        for model in self._later_models.get(case_id, {}).values():
            self.model_arrived.emit(model)
        self.marks_changed.emit(self._sheet.marks)
        self._tell_lease()
        self._look()

    def _close_all(self) -> None:
        self.session = None
        self._waiting.clear()
        self._leases.clear()
        self._later_models.clear()
        self.ready_changed.emit(0)
        self._next()

    def _line_up(self) -> None:
        """Tell which full pictures are wanted, in the order of looking; others are let go."""
        line = self._waiting if self.case is None else (self.case, *self._waiting)
        self._link.line_up([case.lease.case_id for case in line])

    def _tell_lease(self) -> None:
        until = None if self.case is None else self._leases.get(self.case.lease.case_id)
        self.lease_changed.emit(until)

    def _seen(self, case: PreparedCase) -> dict[str, Any]:
        seen_s = 0.0 if self._painted_at is None else time.monotonic() - self._painted_at
        engine = case.comparison
        return {
            "painted_sha256": case.lease.sha256 if case.fault is None else None,
            "fault": None if case.fault is None else case.fault.code,
            "container": case.picture.label,
            "dwell_s": round(seen_s, 3),
            "engine": None if engine is None else engine.engine,
            "library": None if engine is None else engine.library,
        }

    @Slot()
    def _look(self) -> None:
        found = self.obstacle(Conclusion.RELEASE, None)
        if found is not self._armed or found is Obstacle.TOO_SOON:
            self._armed = found
            self.armed_changed.emit(found)
