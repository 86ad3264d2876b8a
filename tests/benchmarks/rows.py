"""Lines of the benchmark table, and turns taken so that a busy machine slows all alike."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

PANE = (1920, 1080)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table; ``ratio`` is against / ours: above 1 we are faster.

    ``bar`` is the least ratio that was asked for; None where none was.
    """

    name: str
    ours_ms: float
    against: str
    against_ms: float
    ratio: float
    bar: float | None = None

    def text(self) -> str:
        """Return the line as it is printed."""
        bar = "" if self.bar is None else f"bar {self.bar:.2f} "
        kept = "" if self.bar is None else ("kept" if self.ratio >= self.bar else "MISSED")
        return (
            f"{self.name:24} {self.ours_ms:8.2f} ms   {self.against:18} {self.against_ms:8.2f} ms"
            f"   x{self.ratio:<7.2f} {bar}{kept}"
        )


def row(name: str, ours: float, against: str, other: float, bar: float | None = None) -> Row:
    """Return a line from two times [ms]."""
    return Row(
        name=name,
        ours_ms=round(ours, 3),
        against=against,
        against_ms=round(other, 3),
        ratio=round(other / ours, 3),
        bar=None if bar is None else round(bar, 3),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something to time: ``do`` gets the number of the round; ``before`` is not timed."""

    do: Callable[[int], object]
    before: Callable[[int], object] = lambda _number: None


def take_turns(acts: Mapping[str, Act], *, rounds: int, warm: int = 3) -> dict[str, list[float]]:
    """Return the times of each act [ms], the acts taking turns, the first rounds left out."""
    times: dict[str, list[float]] = {name: [] for name in acts}
    for number in range(rounds + warm):
        for name, act in acts.items():
            act.before(number)
            start = time.perf_counter()
            act.do(number)
            if number >= warm:
                times[name].append((time.perf_counter() - start) * 1e3)
    return times


def medians(times: Mapping[str, list[float]]) -> dict[str, float]:
    """Return the median of each list."""
    return {name: statistics.median(taken) for name, taken in times.items()}


def copy_frame() -> Act:
    """Return the limit: copying one frame of the pane, 4 bytes a pixel."""
    frame = np.ones((PANE[1], PANE[0], 4), np.uint8)
    other = np.empty_like(frame)
    return Act(do=lambda _number: np.copyto(other, frame))


def make_counts(shape: tuple[int, int], *, seed: int) -> np.ndarray:
    """Return a load with steps and detector noise, such as a scanner gives (Poisson, 6000/px)."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    thick = 1.5 + 1.5 * np.sin(columns / 90) * np.sin(rows / 60)
    photons = 6000 * np.exp(-thick)
    seen = photons + np.sqrt(photons) * rng.standard_normal(shape)
    return (seen / 6000 * 65535).clip(0, 65535).astype(np.uint16)
