"""Opens a case on the page: its scan at once, all beside it in turns of the loop after it."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from ui.desk.desk_page import DeskPage
from ui.prepared import PreparedCase, PreparedModel
from ui.turns import Turns
from viewer.picture import Picture
from workstation.domain.decision import Mark

_HANDS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_UNCOVER: Final = QEvent.Type(QEvent.registerEventType())
_AFTER_PAINTS: Final = Qt.EventPriority.LowEventPriority.value - 1
"""A priority below that of Qt's own requests to paint what has changed."""


class Opening(QObject):
    """Shares the work of showing another case among turns of the loop, a few milliseconds each.

    The reviewer waits for the scan, so that comes first. The papers change together when the last
    of them is written: until then their place is bare, for those of the former case must not stand
    beside this scan, and nothing is armed. What comes for the page meanwhile waits behind; whoever
    takes a key or the mouse in hand finds it whole, and painted in the turns after that.

    Parameters
    ----------
    page : DeskPage
    take_model : callable
        Takes a model of the open case when the page is ready for it.
    parent : QObject
    """

    finished = Signal()
    """Everything about the open case is on the screen."""

    def __init__(
        self, page: DeskPage, take_model: Callable[[PreparedModel], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._page, self._take = page, take_model
        self._turns = Turns(self)
        self._turns.finished.connect(self._ask_to_uncover)
        self._marks: tuple[Mark, ...] = ()
        self._shown = 0
        self._is_uncovering = False

    @property
    def is_over(self) -> bool:
        """Whether the page has everything about the open case."""
        return self._turns.are_over

    @property
    def is_on_screen(self) -> bool:
        """Whether the page has everything about the open case, and nothing of it is covered."""
        return self.is_over and not self._is_uncovering

    def listen_to(self, window: QWidget) -> None:
        """Have the page whole before a key or a button of this window's does anything."""
        window.winId()  # makes the native window, which hears a key before any widget does
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def open(self, case: PreparedCase, full: Picture | None) -> None:
        """Show another case; ``full`` is its full picture, if it is here."""
        self._marks = ()
        self._is_uncovering = False
        self._page.veil.lay()
        steps = self._page.turn_to(case, full)
        self._shown = self._page.turned
        self._page.side.setUpdatesEnabled(False)
        # In turns that do nothing what came before them is laid out and painted.
        self._turns.begin((_rest, _rest, *(partial(self._if_shown, one) for one in steps)))
        self._then(self._show_marks)

    def close(self) -> None:
        """Show an empty desk."""
        self._turns.cancel()
        self._page.show_case(None)
        self._uncover()

    @Slot()
    def finish(self) -> None:
        """Show what is not shown yet now."""
        self._turns.finish()

    @Slot(str)
    def before(self, _command: str) -> None:
        """Have the page whole before a command acts."""
        self.finish()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Have the page whole before a hand does anything to it."""
        if event.type() in _HANDS:
            self.finish()
        return False

    # -- what comes for the page ---------------------------------------------------------------

    @Slot(object)
    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Show the marks of the open case."""
        self._marks = marks
        if self.is_over:
            self._show_marks()

    @Slot(object)
    def show_broken(self, case: PreparedCase) -> None:
        """Say that the full picture of the open case cannot be read."""
        self._then(partial(self._page.show_broken, case))

    @Slot(str)
    def miss(self, model_id: str) -> None:
        """Hear that a model cannot be shown."""
        self._then(partial(self._page.explanation.miss, model_id))

    @Slot(object)
    def take_model(self, model: PreparedModel) -> None:
        """Hand on a model that has come."""
        self._then(partial(self._page.models.expect, model))
        self._then(partial(self._take, model))

    # -- inside --------------------------------------------------------------------------------

    def _then(self, step: Callable[[], None]) -> None:
        if self.is_over:
            step()
        else:
            self._turns.then(partial(self._if_shown, step))
            self._turns.then(_rest)

    def _if_shown(self, step: Callable[[], None]) -> None:
        """Take a step, unless the page has turned to something else without us."""
        if self._page.turned == self._shown:
            step()

    def _show_marks(self) -> None:
        self._page.show_marks(self._marks)

    @Slot()
    def _ask_to_uncover(self) -> None:
        """Have the papers painted in a call of their own, behind all that is to be painted now."""
        self._is_uncovering = True
        QCoreApplication.postEvent(self, QEvent(_UNCOVER), _AFTER_PAINTS)

    def customEvent(self, event: QEvent) -> None:
        """Uncover the papers, unless they are those of a case that has gone meanwhile."""
        if event.type() == _UNCOVER and self._is_uncovering:
            self._uncover()

    def _uncover(self) -> None:
        self._is_uncovering = False
        side = self._page.side
        side.setUpdatesEnabled(True)
        self._page.veil.hide()
        if side.isVisible():
            side.repaint()  # here: put off, it would fall into the call of some paint of a picture
        self.finished.emit()


def _rest() -> None:
    """Do nothing for a turn."""
