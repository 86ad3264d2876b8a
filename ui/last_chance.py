"""The last-chance hooks: a bug of ours is recorded and said calmly, and the lease stays safe."""

import logging
import sys
from types import TracebackType

from PySide6.QtCore import QObject, Signal

_LOG = logging.getLogger("reviewroom.ui")


class LastChance(QObject):
    """Catches what nobody caught; `happened` carries the kind of error, for the status strip."""

    happened = Signal(str)

    def install(self) -> None:
        """Take the place of Python's own hook."""
        self._before = sys.excepthook
        sys.excepthook = self._on_error

    def remove(self) -> None:
        """Put the former hook back."""
        sys.excepthook = self._before

    def _on_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, error, trace)
            return
        _LOG.critical("an error nobody expected", exc_info=(kind, error, trace))
        self.happened.emit(kind.__name__)
