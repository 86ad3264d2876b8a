"""The last-chance hooks: a bug of ours is recorded and said calmly, and the lease stays safe."""

import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Signal

_LOG = logging.getLogger(__name__)


class LastChance(QObject):
    """Catches what nobody caught, in any thread.

    `happened` carries the kind of error, for the status strip; `caught` is called with the error
    itself, in the thread where it fell, and must not wait.
    """

    happened = Signal(str)

    def __init__(
        self,
        caught: Callable[[type[BaseException], BaseException, TracebackType | None], None]
        | None = None,
    ) -> None:
        super().__init__()
        self._caught = caught
        self._telling = False

    def tell(
        self, caught: Callable[[type[BaseException], BaseException, TracebackType | None], None]
    ) -> None:
        """Let somebody hear of every error from now on; see `caught`."""
        self._caught = caught

    def install(self) -> None:
        """Take the place of Python's own hooks."""
        self._before, self._before_in_threads = sys.excepthook, threading.excepthook
        sys.excepthook, threading.excepthook = self._on_error, self._on_error_in_thread

    def remove(self) -> None:
        """Put the former hooks back."""
        sys.excepthook, threading.excepthook = self._before, self._before_in_threads

    def _on_error_in_thread(self, fell: threading.ExceptHookArgs) -> None:
        error = fell.exc_value
        if error is None or isinstance(error, SystemExit):
            return
        self._on_error(fell.exc_type, error, fell.exc_traceback)

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, trace)
            return
        _LOG.critical("an error nobody expected", exc_info=(kind, error, trace))
        if self._caught is not None:
            self._caught(kind, error, trace)
        if not self._telling:  # whoever is told may fail as well
            self._telling = True
            try:
                self.happened.emit(kind.__name__)
            finally:
                self._telling = False
