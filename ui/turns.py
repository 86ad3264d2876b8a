"""Small steps on the Qt thread, one a turn of its loop, so that it never stands still for long."""

from collections import deque
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer, Signal, Slot


class Turns(QObject):
    """Runs steps in their order, one a turn of the loop; born, asked and run on the Qt thread.

    Painting, keys and the mouse come in between. A step may ask for more: those come behind.
    """

    finished = Signal()
    """The last step has run; not told of steps that were cancelled."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: deque[Callable[[], None]] = deque()
        self._running = False
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._run_one)

    @property
    def are_over(self) -> bool:
        """Whether no step waits or runs."""
        return not self._steps and not self._running

    def begin(self, steps: Iterable[Callable[[], None]]) -> None:
        """Cancel what waits, and run these instead, from the next turn on."""
        self.cancel()
        self._steps.extend(steps)
        if self._steps:
            self._timer.start()

    def then(self, step: Callable[[], None]) -> None:
        """Run a step behind those that wait, or at once when none does."""
        if self.are_over:
            step()
        else:
            self._steps.append(step)

    def cancel(self) -> None:
        """Let what waits not run at all."""
        self._timer.stop()
        self._steps.clear()

    @Slot()
    def finish(self) -> None:
        """Run everything that waits now."""
        while self._steps and not self._running:
            self._run_one()

    @Slot()
    def _run_one(self) -> None:
        if self._steps and not self._running:
            step = self._steps.popleft()
            self._running = True
            try:
                step()
            finally:
                self._running = False
            if not self._steps and self._timer.isActive():
                self._timer.stop()
                self.finished.emit()
