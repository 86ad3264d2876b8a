"""From a decision key to a decision that has its reason."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from ui.desk.controller import DeskController
from ui.desk.desk_page import DeskPage
from workstation.domain.decision import Conclusion
from workstation.review.reasons import REASONS, Reason, proposed


class ReasonAsking(QObject):
    """Opens the sheet when a decision is armed, and takes the decision when it is answered.

    A decision is asked about one case: when another one opens, the question is gone.

    Parameters
    ----------
    decide : callable
        Takes the decision with its reason and note; the picture has the keyboard again by then.
    back_to_picture : callable
        Gives the keyboard back to the picture.
    """

    def __init__(
        self,
        controller: DeskController,
        page: DeskPage,
        decide: Callable[[Conclusion, Reason, str], None],
        back_to_picture: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller, self._page, self._sheet = controller, page, page.reason_sheet
        self._decide, self._back_to_picture = decide, back_to_picture
        self._asked_about: str | None = None
        self._sheet.taken.connect(self._take)
        self._sheet.left.connect(self._forget)
        controller.case_opened.connect(self._close)
        controller.case_closed.connect(self._close)

    @Slot()
    def inspect(self) -> None:
        """Ask why the container is to be opened."""
        self._ask(Conclusion.INSPECT)

    @Slot()
    def rescan(self) -> None:
        """Ask why it is to be scanned again."""
        self._ask(Conclusion.RESCAN)

    @Slot()
    def refer(self) -> None:
        """Ask what the shift chief is to decide."""
        self._ask(Conclusion.REFER)

    def _ask(self, conclusion: Conclusion) -> None:
        found = self._controller.obstacle(conclusion, REASONS[conclusion][0])
        case = self._controller.case
        if found is not None or case is None:
            self._controller.refused.emit(found)
            return
        marked = bool(self._controller.marks)
        # What is not shown is not hinted at either.
        demanded = case.context.must_inspect
        first = proposed(conclusion, self._page.comparison, marked=marked, demanded=demanded)
        self._asked_about = case.lease.case_id
        self._sheet.ask(conclusion, first, note=self._page.decision_bar.note.text().strip())

    @Slot(object, object, str)
    def _take(self, conclusion: Conclusion, reason: Reason, note: str) -> None:
        case, asked_about = self._controller.case, self._asked_about
        self._forget()  # the keyboard first: what was typed on the sheet is typed
        if case is not None and case.lease.case_id == asked_about:
            self._decide(conclusion, reason, note)

    @Slot()
    def _close(self) -> None:
        self._sheet.leave()

    @Slot()
    def _forget(self) -> None:
        self._asked_about = None
        self._back_to_picture()
