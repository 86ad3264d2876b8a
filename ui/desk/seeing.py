"""How long the open picture and its papers have been seen, and what that forbids."""

import time
from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ui.desk.marking import Marking
from ui.desk.taken import Hands, Taken
from ui.journal import JournalWriter
from ui.prepared import PreparedCase
from workstation.domain.decision import Conclusion
from workstation.review.arming import Moment, Obstacle, obstacle
from workstation.review.dwell import Dwell
from workstation.review.reasons import Reason


class Cover(Enum):
    """What may lie over the picture; several may at once. Under `SCREEN` it is on another one."""

    LOCK = auto()
    ROOM = auto()
    PHOTOS = auto()
    CARD = auto()
    SCREEN = auto()


class Seeing(Marking):
    """The part of a desk that arms its decisions.

    Parameters
    ----------
    writer : JournalWriter
    hands : callable
        Tells whether a text field has the keyboard and whether the window is active.
    dwell_s : float
        How long picture and papers are to be seen before a decision [s].
    """

    armed_changed = Signal(object)  # Obstacle or None, for a release

    def __init__(
        self,
        writer: JournalWriter,
        hands: Callable[[], Hands],
        *,
        dwell_s: float,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(writer, parent)
        self._hands, self._dwell_s = hands, dwell_s
        self.reviewing: Taken | None = None  # the decided case that is on the screen
        self.visiting: PreparedCase | None = None  # another officer's case, on the screen
        self.rechecking: PreparedCase | None = None  # a decided case that is looked at again
        self.papers_are_shown: Callable[[], bool] = lambda: True  # asked while a case is open
        self._dwell, self._is_painted = Dwell(), False
        self._covers: set[Cover] = set()
        self._armed: object = self  # nothing equals it, so the first answer is told
        self._timer = QTimer(self, interval=100)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @property
    def dwell_share(self) -> float:
        """How much of the minimum dwell has passed, from 0 to 1."""
        if not self._dwell.is_painted or self._dwell_s <= 0:
            return 1.0 if self._dwell.is_painted else 0.0
        return min(1.0, self._dwell.seen_s(time.monotonic()) / self._dwell_s)

    def obstacle(self, conclusion: Conclusion, reason: Reason | None) -> Obstacle | None:
        """Return what forbids this decision now, or None."""
        hands = self._hands()
        moment = Moment(
            case_open=self.case is not None,
            signed_in=self.session is not None,
            painted=self._dwell.is_painted,
            seen_s=self._dwell.seen_s(time.monotonic()),
            typing=hands.typing,
            window_active=hands.window_active,
            unreadable=self.case is not None and self.case.fault is not None,
            set_aside=self._is_aside or self._dwell.is_paused,
            screen_changed=Cover.SCREEN in self._covers,
            must_inspect=self.case is not None and self.case.context.must_inspect,
        )
        reason_code = "" if reason is None else reason.value
        return obstacle(moment, conclusion, reason_code, dwell_s=self._dwell_s)

    def cover(self, by: Cover) -> None:
        """Hear that the picture is covered: it is not seen, and nothing is decided."""
        self._covers.add(by)
        self._dwell.pause(time.monotonic())
        self._look()

    def uncover(self, by: Cover) -> None:
        """Hear that one cover is gone; the picture is seen again when it was the last."""
        self._covers.discard(by)
        if not self._covers:
            self._dwell.resume(time.monotonic())
        self._look()

    @Slot()
    def note_painted(self) -> None:
        """Hear that the full resolution of the open picture has been painted."""
        self._is_painted = True
        self._begin_dwell()

    @Slot()
    def note_papers(self) -> None:
        """Hear that everything that belongs to the open picture is on the screen."""
        self._begin_dwell()

    @property
    def _is_aside(self) -> bool:
        """Whether a case is on the screen that is not the open one."""
        return any(one is not None for one in (self.reviewing, self.visiting, self.rechecking))

    def _restart_dwell(self, *, before_s: float = 0.0) -> None:
        """Count anew, for a picture that is yet to be painted; seen before for so long [s]."""
        self._is_painted = False
        self._dwell.restart(before_s=before_s)

    def _begin_dwell(self) -> None:
        """Count from when the picture and all its papers are on the screen.

        What is seen of a case without a picture is the word that there is none.
        """
        case = self.case
        if case is None or not self.papers_are_shown():
            return
        if (self._is_painted or case.fault is not None) and self._dwell.paint(time.monotonic()):
            self._look()

    @Slot()
    def _look(self) -> None:
        found = self.obstacle(Conclusion.RELEASE, None)
        if found is not self._armed or found is Obstacle.TOO_SOON:
            self._armed = found
            self.armed_changed.emit(found)
