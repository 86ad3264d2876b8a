"""When a break is called to mind: a pure rule, free of clocks.

A fixed twenty minutes has no evidence behind it; hit rates fall with time on task, most under
load, and breaks ease it (Buser and others, 2020 and 2023). So the desk reminds, after a time that
the officer sets, and never insists.
"""

from dataclasses import dataclass
from typing import Final

LATER_MIN: Final = 10
BREAK_MIN: Final = 5
"""An absence of so many minutes is a break: the time on task begins anew [min]."""


@dataclass(slots=True, kw_only=True)
class TimeOnTask:
    """Instants are on any clock that only goes forward [s].

    Attributes
    ----------
    every_min : float
        After how long at work a break is called to mind [min]; 0 for never.
    """

    every_min: float = 50.0
    _began: float | None = None
    _away_since: float | None = None
    _remind_at_s: float = 0.0

    def begin(self, now: float) -> None:
        """Sit down: the time starts."""
        self._began, self._away_since, self._remind_at_s = now, None, 0.0

    def end(self) -> None:
        """Stand up."""
        self._began = None

    @property
    def is_working(self) -> bool:
        """Whether somebody sits at the desk."""
        return self._began is not None

    def leave(self, now: float) -> None:
        """Go away for a while."""
        if self._away_since is None:
            self._away_since = now

    def come_back(self, now: float) -> None:
        """Return; a short absence counts as work, a long one was the break."""
        if self._away_since is not None and now - self._away_since >= BREAK_MIN * 60:
            self.begin(now)
        self._away_since = None

    def put_off(self, now: float) -> None:
        """Remind in ten minutes again."""
        self._remind_at_s = self.on_task_s(now) + LATER_MIN * 60

    def on_task_s(self, now: float) -> float:
        """Return the time at work since the last break [s]."""
        return 0.0 if self._began is None else max(0.0, now - self._began)

    def is_due(self, now: float) -> bool:
        """Tell whether a break should be called to mind."""
        if self._began is None or self._away_since is not None or self.every_min <= 0:
            return False
        return self.on_task_s(now) >= max(self.every_min * 60, self._remind_at_s)
