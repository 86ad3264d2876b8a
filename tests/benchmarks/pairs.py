"""Two ways of doing one thing, in turns, on a machine that may be busy with other work.

A ratio is taken round by round, of what was measured one right after the other, and its median is
told with its quartiles: where these lie far apart the machine was measured and not the program.
Beside the time stands the processor time of all processes that took part, which neighbours change
little.

A machine that is itself a guest gives the memory that lies idle back to its host, and what touches
it next waits for the host: on one such machine writing 64 MiB to a file took 190 ms of processor
time instead of 17. Whoever's turn it is may be told to find memory that is there.
"""

import contextlib
import mmap
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """One line of the table; ``ratio`` is against / ours, the median of the rounds.

    Attributes
    ----------
    low, high : float
        The quartiles of the rounds' ratios.
    ours_cpu_ms, against_cpu_ms : float
        Processor time, all processes and threads together [ms].
    bar : float or None
        The least ratio that was asked for; None where none was.
    """

    name: str
    ours_ms: float
    against: str
    against_ms: float
    ratio: float
    low: float
    high: float
    ours_cpu_ms: float
    against_cpu_ms: float
    bar: float | None = None

    def text(self) -> str:
        """Return the line as it is printed."""
        kept = "" if self.bar is None else ("kept" if self.ratio >= self.bar else "MISSED")
        bar = "" if self.bar is None else f" bar {self.bar:.2f} {kept}"
        return (
            f"{self.name:24} {self.ours_ms:8.2f} ms   {self.against:22} {self.against_ms:8.2f} ms"
            f"   x{self.ratio:.2f} [{self.low:.2f}, {self.high:.2f}]{bar}"
            f"   cpu {self.ours_cpu_ms:.1f} and {self.against_cpu_ms:.1f} ms"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Something to time: ``do`` gets the number of the round; what is around it is not timed.

    ``others`` are the processes that work for it, besides this one.
    """

    do: Callable[[int], object]
    before: Callable[[int], object] = lambda _number: None
    after: Callable[[int], object] = lambda _number: None
    others: Sequence[int] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one turn took."""

    wall_ms: float
    cpu_ms: float


def take_pairs(
    turns: Mapping[str, Turn], *, rounds: int, warm: int = 1, memory_bytes: int = 0
) -> dict[str, list[Cost]]:
    """Return what each turn took, round by round, the first rounds left out.

    So many bytes of memory are touched and let go right before each turn, whosever it is.
    """
    costs: dict[str, list[Cost]] = {name: [] for name in turns}
    for number in range(rounds + warm):
        for name, turn in turns.items():
            turn.before(number)
            _touch(memory_bytes)
            cpu, start = _cpu_ms(turn.others), time.perf_counter()
            turn.do(number)
            wall_ms = (time.perf_counter() - start) * 1e3
            cost = Cost(wall_ms=wall_ms, cpu_ms=_cpu_ms(turn.others) - cpu)
            turn.after(number)
            if number >= warm:
                costs[name].append(cost)
    return costs


def paired(
    name: str,
    ours: Sequence[Cost],
    against: str,
    other: Sequence[Cost],
    *,
    bar: float | None = None,
) -> Paired:
    """Return a line from the costs of the same rounds."""
    ratios = [theirs.wall_ms / mine.wall_ms for mine, theirs in zip(ours, other, strict=True)]
    low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
    return Paired(
        name=name,
        ours_ms=round(statistics.median(one.wall_ms for one in ours), 3),
        against=against,
        against_ms=round(statistics.median(one.wall_ms for one in other), 3),
        ratio=round(middle, 3),
        low=round(low, 3),
        high=round(high, 3),
        ours_cpu_ms=round(statistics.median(one.cpu_ms for one in ours), 3),
        against_cpu_ms=round(statistics.median(one.cpu_ms for one in other), 3),
        bar=bar,
    )


@contextlib.contextmanager
def ahead_of_others() -> Iterator[None]:
    """Go before the machine's other work where that is allowed, all that is timed alike.

    Processes and threads that begin meanwhile go before it, too. Being nice would not do: Linux
    shares its processors out between sessions first.
    """
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
    except (OSError, AttributeError):
        sys.stderr.write("cannot go before the machine's other work\n")
        yield
        return
    try:
        yield
    finally:
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))


def _touch(memory_bytes: int) -> None:
    """Have the machine get so much memory from its host, and let it go again."""
    if memory_bytes:
        with mmap.mmap(-1, memory_bytes) as memory:
            memory[:: mmap.PAGESIZE] = bytes(len(range(0, memory_bytes, mmap.PAGESIZE)))


def _cpu_ms(others: Sequence[int]) -> float:
    """Return the processor time of this process and others so far, as Linux tells it [ms]."""
    taken = time.process_time()
    if sys.platform.startswith("linux"):
        taken += sum(map(cpu_s, others))
    return taken * 1e3


def cpu_s(pid: int) -> float:
    """Return the processor time of another process so far; Linux alone tells it [s]."""
    # The clock of a process: its number inverted, and CPUCLOCK_SCHED of the kernel.
    return time.clock_gettime((~pid << 3) | 2)
