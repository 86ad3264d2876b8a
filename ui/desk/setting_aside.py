"""Cases on the screen that are not open: looked back at, another officer's, or looked at again."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from ui.decoded import DecodedScan
from ui.desk.seeing import Seeing
from ui.desk.taken import Hands, Taken
from ui.journal import JournalWriter
from ui.prepared import PreparedCase
from workstation.review.marks import MarkSheet


class SettingAside(Seeing):
    """The part of a desk that sets the open case aside, and brings it back as it was left.

    How a case opens and closes is for the desk itself to say.
    """

    looked_back = Signal(object)  # Taken: the last decided case is to be shown, to read only
    went_on = Signal()  # what was held or looked back at leaves the screen
    visit_began = Signal(object)  # PreparedCase: another officer's; the open one is set aside
    visit_ended = Signal()  # what another officer shows leaves the screen
    recheck_ended = Signal()  # what is looked at again leaves the screen

    def __init__(
        self,
        writer: JournalWriter,
        hands: Callable[[], Hands],
        *,
        dwell_s: float,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(writer, hands, dwell_s=dwell_s, parent=parent)
        self.last: Taken | None = None  # the newest decision of this session
        self._aside: tuple[PreparedCase, float] | None = None  # open behind it; seen so long [s]

    @Slot()
    def look_back(self) -> None:
        """Show the last decided case again, to read only; a second time leads back."""
        if self.reviewing is not None:
            self.go_on()
        elif self.last is not None and self.visiting is None and self.rechecking is None:
            self._aside = self._in_hand()
            self._review(self.last)
            self.looked_back.emit(self.last)

    @Slot()
    def go_on(self) -> None:
        """Leave the decided case: back to the open one as it was left, or on to the next."""
        if self.reviewing is not None:
            self._resume()

    def visit(self, case: PreparedCase) -> None:
        """Hear that another officer's case is shown here, to look into; nothing can be decided.

        The open case is set aside, to come back as it was left.
        """
        aside = self._end_review() or self._in_hand()
        self._aside, self.visiting = aside, case
        self._shut(MarkSheet())
        self.visit_began.emit(case)

    @Slot()
    def end_visit(self) -> None:
        """Leave another officer's case: back to the own open one, or on to the next."""
        if self.visiting is not None:
            self._resume()

    def look_again(self, case: PreparedCase, scan: DecodedScan) -> None:
        """Open a decided case to be looked at again: with every tool, and without a decision.

        The open case is set aside, to come back as it was left.
        """
        aside = self._end_review() or self._in_hand()
        self.rechecking = case
        self._open(case)
        self._aside = aside
        self._take_picture(case.lease.case_id, scan)
        self._line_up()

    @Slot()
    def end_recheck(self) -> None:
        """Leave what was looked at again: back to the own open case, or on to the next."""
        if self.rechecking is not None:
            self._resume()

    # Inside

    @property
    def _at_hand(self) -> PreparedCase | None:
        """The open case, also while a decided one is on the screen."""
        return self.case if self._aside is None else self._aside[0]

    def _in_hand(self) -> tuple[PreparedCase, float] | None:
        """Return the open case, and how long it has been seen [s]."""
        return None if self.case is None else (self.case, self._dwell.seen_s(time.monotonic()))

    def _review(self, taken: Taken) -> None:
        """Keep a decided case on the screen; nothing is open meanwhile."""
        self.reviewing = taken
        self._shut(MarkSheet.kept(taken.marks))

    def _end_review(self) -> tuple[PreparedCase, float] | None:
        """Leave what is on the screen without being open; return what was open behind it."""
        aside, self._aside = self._aside, None
        if self.reviewing is not None:
            self.reviewing = None
            self.went_on.emit()
        if self.visiting is not None:
            self.visiting = None
            self.visit_ended.emit()
        if self.rechecking is not None:
            self.rechecking = self.case = None
            self.recheck_ended.emit()
        return aside

    def _resume(self) -> None:
        """Open what was set aside, as it was left, or the next case."""
        aside = self._end_review()
        if aside is None:
            self._next()
        else:
            case, seen_s = aside
            self._open(case, seen_before_s=seen_s)

    # What the desk itself does

    def _open(self, case: PreparedCase, *, seen_before_s: float = 0.0) -> None:
        """Open a case that was seen for so long before [s]."""
        raise NotImplementedError

    def _next(self) -> None:
        """Open the next case, or none."""
        raise NotImplementedError

    def _shut(self, sheet: MarkSheet) -> None:
        """Let no case be open, while one of these marks is on the screen that is not."""
        raise NotImplementedError

    def _line_up(self) -> None:
        """Tell which full pictures are wanted."""
        raise NotImplementedError

    def _take_picture(self, case_id: str, scan: DecodedScan) -> None:
        """Take the full picture of a case."""
        raise NotImplementedError
