"""Ends the desk in order when the system asks for it: a shut-down is no crash."""

import signal
import socket
import threading
from types import FrameType
from typing import Any, Final

from PySide6.QtCore import QObject, QSocketNotifier, Slot
from PySide6.QtWidgets import QApplication

_NAMES: Final = ("SIGTERM", "SIGHUP", "SIGINT", "SIGBREAK")  # the last is Windows'
_ASKING: Final = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))


class EndingSignals(QObject):
    """Leaves Qt's loop when a signal asks for it; whoever ran it then stops all in order.

    Python hears a signal only when it is given a turn, which Qt's loop may not do for long: so a
    socket wakes it. Nothing is asked of the officer; what is not sent stays in the journal.
    """

    def __init__(self) -> None:
        super().__init__()
        self._ear, self._bell = socket.socketpair()
        self._ear.setblocking(False)
        self._bell.setblocking(False)
        self._notifier = QSocketNotifier(self._ear.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)
        self._former: dict[signal.Signals, Any] = {}
        self._former_bell = -1

    def install(self) -> None:
        """Hear the signals from here on; elsewhere than in the main thread nothing is heard."""
        if threading.current_thread() is not threading.main_thread():
            return
        self._former_bell = signal.set_wakeup_fd(self._bell.fileno(), warn_on_full_buffer=False)
        self._former = {number: signal.signal(number, self._end) for number in _ASKING}

    def remove(self) -> None:
        """Give the signals back to whoever heard them before."""
        for number, former in self._former.items():
            signal.signal(number, former)
        if self._former:
            signal.set_wakeup_fd(self._former_bell)
        self._former = {}
        self._notifier.setEnabled(False)
        self._ear.close()
        self._bell.close()

    @Slot()
    def _drain(self) -> None:
        """Take the bell's ringing away; the signal itself is heard on the way in here."""
        self._ear.recv(64)

    def _end(self, number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)  # asked a second time, the process ends at once
        QApplication.exit(0)
