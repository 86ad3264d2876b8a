"""Doing something at once, but not more often than an eye can follow."""

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


class Throttle(QObject):
    """Calls `act` when asked; asked again too soon, it calls once more at the end of the pause.

    Born, asked and run on the Qt thread. `act` is a bound method.
    """

    def __init__(self, act: Callable[[], None], pause_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._act, self._pause_s = act, pause_ms / 1000
        self._last = -1.0
        self._timer = QTimer(self, singleShot=True, interval=pause_ms)
        self._timer.timeout.connect(self._run)

    def ask(self) -> None:
        """Act now, or at the end of the pause."""
        if self._timer.isActive():
            return
        if time.monotonic() - self._last < self._pause_s:
            self._timer.start()
        else:
            self._run()

    def flush(self) -> None:
        """Act now if something was asked for and has not been done yet."""
        if self._timer.isActive():
            self._run()

    def _run(self) -> None:
        self._timer.stop()
        self._last = time.monotonic()
        self._act()
