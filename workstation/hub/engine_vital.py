"""How the comparison engine does: how often it can judge, and how long it takes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from workstation.domain.comparison import Comparison, Verdict
from workstation.hub.histogram import Histogram, Tally

_BOUNDS_S: Final = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineVital:
    """Children alive and wanted, cases that wait for an answer, answers by verdict, times [s].

    ``gave_up`` counts scans that killed or held up the engine and are not given to it any more.
    """

    alive: int
    wanted: int
    pending: int
    verdicts: Mapping[str, int]
    took: Histogram
    gave_up: int = 0


class EngineTally:
    """Counts answers; used by the thread that owns the pool."""

    def __init__(self) -> None:
        self._verdicts: Counter[str] = Counter({verdict.value: 0 for verdict in Verdict})
        self._took = Tally(_BOUNDS_S)
        self._gave_up = 0

    def add(self, comparison: Comparison, *, gave_up: bool = False) -> None:
        """Count one answer."""
        self._gave_up += gave_up
        self._verdicts[comparison.verdict.value] += 1
        self._took.add(comparison.elapsed_s)

    def vital(self, *, alive: int, wanted: int, pending: int) -> EngineVital:
        """Return the counts so far beside how the children stand."""
        return EngineVital(
            alive=alive,
            wanted=wanted,
            pending=pending,
            verdicts=dict(self._verdicts),
            took=self._took.read(),
            gave_up=self._gave_up,
        )
