"""What the hub remembers of officers and desks to share work well; memory only, no store."""

from collections import deque
from typing import Final

_HOUR_S: Final = 3600.0
# A desk that was told twice a second that nothing waits and has been quiet since is not waiting.
_HUNGRY_S: Final = 5.0


class PutOff:
    """Cases that officers asked not to see again for a while; kept in memory only.

    After a restart of the hub they are offered at once: an officer may put them off again.
    """

    def __init__(self) -> None:
        self._until: dict[tuple[str, str], float] = {}

    def add(self, officer: str, case_id: str, until: float) -> None:
        """Keep a case from an officer until an instant of the monotonic clock [s]."""
        self._until[officer, case_id] = until

    def of(self, officer: str, now: float) -> set[str]:
        """Return what an officer is not to be offered now."""
        self._until = {key: until for key, until in self._until.items() if until > now}
        return {case_id for whose, case_id in self._until if whose == officer}


class SkipQuota:
    """How often officers hand cases back: whoever does so all the time picks their cases.

    Desks that cannot show cases are counted likewise, under their own names.
    """

    def __init__(self, per_hour: int) -> None:
        self._per_hour = per_hour
        self._skips: dict[str, deque[float]] = {}

    def is_spent(self, officer: str, now: float) -> bool:
        """Tell whether an officer has handed back as many cases within an hour as they may."""
        skips = self._skips.get(officer)
        while skips and skips[0] + _HOUR_S <= now:
            skips.popleft()
        return bool(self._per_hour and skips and len(skips) >= self._per_hour)

    def count(self, officer: str, now: float) -> None:
        """Note that an officer handed a case back."""
        self._skips.setdefault(officer, deque()).append(now)


class TimeOnTask:
    """Who has worked for long without a rest; a rest is a while without any act on a case."""

    def __init__(self, *, work_s: float, rest_s: float) -> None:
        self._work_s, self._rest_s = work_s, rest_s
        self._spans: dict[str, tuple[float, float]] = {}  # since when, last act

    def worked(self, officer: str, now: float) -> None:
        """Note an act of an officer on a case."""
        began, last = self._spans.get(officer, (now, now))
        self._spans[officer] = (now if now - last >= self._rest_s else began, now)

    def since_s(self, officer: str, now: float) -> float:
        """Return how long an officer has been at work without a rest [s]."""
        began, last = self._spans.get(officer, (now, now))
        return 0.0 if now - last >= self._rest_s else now - began

    def is_tired(self, officer: str, now: float) -> bool:
        """Tell whether an officer has been at work for too long."""
        span = self._spans.get(officer)
        return span is not None and now - span[0] >= self._work_s and now - span[1] < self._rest_s


class HungryDesks:
    """Desks that hold nothing and were told that there is nothing: they get the next case.

    Else a desk that is at work would fetch ahead what another could begin at once.
    """

    def __init__(self) -> None:
        self._told: dict[str, float] = {}

    def told_nothing(self, desk: str, now: float) -> None:
        """Note that a desk without a case got none."""
        self._told[desk] = now

    def fed(self, desk: str) -> None:
        """Note that a desk got a case."""
        self._told.pop(desk, None)

    def others(self, desk: str, now: float) -> int:
        """Return how many other desks have just asked in vain."""
        self._told = {one: at for one, at in self._told.items() if now - at < _HUNGRY_S}
        return len(self._told.keys() - {desk})
