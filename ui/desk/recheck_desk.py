"""The desk of those who look again: a released case with every tool, and no decision to make."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from queue_client.answers import LeasedCase
from queue_client.supervision_messages import SteerAct
from ui.decoded import DecodedScan
from ui.desk.places import frame_of
from ui.desk.recheck_bar import RecheckBar
from ui.jobs import Jobs, LatestOnly
from ui.main_window import MainWindow
from ui.prepared import PreparedCase, Preparer
from ui.supervisor.questions import Questions
from workstation.domain.context import CaseContext, Reading, Tier, context_to_json
from workstation.domain.decision import mark_from_json, mark_to_json
from workstation.domain.places import placed

_SHELF: Final = "scans"
_KEEP_MS: Final = 10 * 60 * 1000


class RecheckDesk(QObject):
    """Takes one re-check at a time, shows it, and hands in what is said of it.

    Parameters
    ----------
    cache : Path
        Where packages are kept; belongs to this desk.
    """

    changed = Signal()  # a task was taken, answered or put back: lists are to be asked anew
    over = Signal()  # the desk is free again
    told = Signal(str)

    def __init__(
        self, window: MainWindow, questions: Questions, preparer: Preparer, cache: Path
    ) -> None:
        super().__init__(window)
        self._window, self._questions = window, questions
        self._preparer, self._cache = preparer, cache
        self._jobs = Jobs("recheck")
        self._decoding = LatestOnly(self._jobs, self)
        self._task: Mapping[str, Any] | None = None
        self._is_shown = False
        self.bar = RecheckBar()
        below = window.desk.layout()
        if below is not None:
            below.addWidget(self.bar)
        self.bar.said.connect(self._answer)
        self.bar.left.connect(self.leave)
        # The hub takes a task back after half an hour; asking for one again keeps one's own.
        self._keeping = QTimer(self, interval=_KEEP_MS)
        self._keeping.timeout.connect(self.keep)
        self._decoding.answered.connect(self._on_decoded)
        self._decoding.failed.connect(self._on_failed)
        window.controller.recheck_ended.connect(self._on_ended)

    @Slot()
    def take(self) -> None:
        """Ask for a task; it is shown as soon as its picture is here."""
        if self._task is None:
            self._questions.act(SteerAct.TAKE_RECHECK, {}, "", self._on_taken, self._on_fault)

    @Slot()
    def keep(self) -> None:
        """Say to the hub that the task is still looked at. A locked desk may not, and loses it."""
        self._questions.act(SteerAct.TAKE_RECHECK, {}, "", self._on_kept, _not_now)

    @Slot()
    def leave(self) -> None:
        """Look at it another time; the hub keeps the task for its officer for a while."""
        self._task = None
        self._window.controller.end_recheck()
        self.over.emit()

    def stop(self) -> None:
        """End the thread."""
        self._jobs.stop()

    # What the hub says

    def _on_taken(self, document: dict[str, Any]) -> None:
        task = document.get("task")
        self.changed.emit()
        if task is None:
            self.told.emit(self.tr("There is no re-check for you now."))
            return
        self._task = task
        self.told.emit(self.tr("The scan is on its way."))
        into = self._cache / _SHELF / f"{task['sha256']}.scan.tif"
        into.parent.mkdir(parents=True, exist_ok=True)
        self._questions.fetch(task["sha256"], task["size"], into, self._on_file, self._on_fault)

    def _on_kept(self, document: dict[str, Any]) -> None:
        """Say at once, and not at the end of the work, that a task has gone to somebody else."""
        task = document.get("task")
        if self._task is None or not self._is_shown:
            return
        if task is None or task["recheck_id"] != self._task["recheck_id"]:
            self._keeping.stop()
            self._window.status.warn(
                self.tr("This re-check is not yours any more; what you say of it is not recorded.")
            )

    def _on_file(self, path: Path) -> None:
        if self._task is None:
            return
        lease = _lease_of(self._task)
        marks = tuple(mark_from_json(mark) for mark in self._task["marks"])
        preparer = self._preparer
        self._decoding.ask(lambda: (preparer.case(lease, path, marks), preparer.full(lease, path)))

    @Slot(object)
    def _on_decoded(self, decoded: tuple[PreparedCase, DecodedScan]) -> None:
        if self._task is None:
            return
        self.told.emit("")
        case, scan = decoded
        self._is_shown = True
        page = self._window.desk
        page.decision_bar.hide()
        page.verdict_panel.hide()
        self.bar.begin(third=bool(self._task["third"]), note=str(self._task["note"]))
        self._window.pages.setCurrentWidget(page)
        self._window.controller.look_again(case, scan)
        self._keeping.start()

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        self._on_fault(str(error))

    def _on_fault(self, why: str) -> None:
        if self._is_shown:
            self.bar.set_busy(busy=False)
            self._window.status.warn(why)
        else:
            self._task = None
            self.told.emit(why)

    # What the officer says

    @Slot(int)
    def _answer(self, severity: int) -> None:
        controller, case = self._window.controller, self._window.controller.rechecking
        if self._task is None or case is None:
            return
        if controller.dwell_share < 1.0:
            self._window.status.say(self.tr("Look at the whole picture first."))
            return
        if severity and not controller.marks:
            self._window.status.say(self.tr("Mark what was missed first."))
            return
        frame = controller.case
        marks = placed(controller.marks, frame_of(case if frame is None else frame), view=case.view)
        document = {
            "recheck_id": self._task["recheck_id"],
            "verdict": "disagree" if severity else "agree",
            "severity": severity,
            "marks": [mark_to_json(mark) for mark in marks] if severity else [],
            "note": self.bar.note.text().strip(),
        }
        self.bar.set_busy(busy=True)
        self._questions.act(
            SteerAct.ANSWER_RECHECK, document, "", self._on_answered, self._on_fault
        )

    def _on_answered(self, _document: dict[str, Any]) -> None:
        self.leave()
        self.changed.emit()

    @Slot()
    def _on_ended(self) -> None:
        """Put the desk back as it was; also when the officer leaves."""
        self._keeping.stop()
        self._task, self._is_shown = None, False
        self.bar.hide()
        self._window.desk.decision_bar.show()
        self._window.desk.verdict_panel.show()


def _not_now(_why: str) -> None:
    """Say nothing: a task that could not be kept this time is asked for again in time."""


def _lease_of(task: Mapping[str, Any]) -> LeasedCase:
    """Return a task as a case that the desk can show; it is leased to nobody."""
    return LeasedCase(
        case_id=task["case_id"],
        site=task["site"],
        scan_id=task["scan_id"],
        token=0,
        sha256=task["sha256"],
        size=task["size"],
        ttl_s=0.0,
        head=task["head"],
        declaration=task["declaration"],
        comparison=None,
        models=(),
        context=context_to_json(CaseContext(reading=Reading(tier=Tier(task["tier"])))),
    )
