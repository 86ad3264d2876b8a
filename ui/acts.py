"""Which commands were run at a case, and when: part of the evidence of its decision."""

import time
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, Slot

MOST: Final = 400
"""Acts kept of one case; what comes after them is counted."""


class ActsLog(QObject):
    """Notes the commands of one case after the other.

    Parameters
    ----------
    clock : callable
        Seconds of a clock that never goes back.
    """

    def __init__(
        self, parent: QObject | None = None, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._since = clock()
        self._acts: list[tuple[str, float]] = []
        self._more = 0
        self._recent: dict[str, None] = {}

    @property
    def recent(self) -> tuple[str, ...]:
        """The commands run in this session, the last one first."""
        return tuple(reversed(self._recent))

    @Slot()
    def start_case(self) -> None:
        """Begin anew with another case."""
        self._since, self._acts, self._more = self._clock(), [], 0

    @Slot(str)
    def note(self, command: str) -> None:
        """Note that a command is run."""
        self._recent.pop(command, None)
        self._recent[command] = None
        if len(self._acts) < MOST:
            self._acts.append((command, round(self._clock() - self._since, 2)))
        else:
            self._more += 1

    def to_json(self) -> dict[str, Any]:
        """Return what was run at the case.

        Returns
        -------
        dict
            ``run``: pairs of a command's name and the seconds since the case opened [s], in
            order; ``more``: how many came after those.
        """
        return {"run": [[name, seconds] for name, seconds in self._acts], "more": self._more}
