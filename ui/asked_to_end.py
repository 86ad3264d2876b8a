"""A shutdown of the machine, or Ctrl-C at a terminal, ends the desk in order, as its window does.

Left to the kernel, every evening's shutdown would look like a crash the next morning, and the
cases of this desk would wait for their leases to lapse.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGBREAK")  # SIGBREAK is Windows


@contextmanager
def end_when_asked(end: Callable[[], None]) -> Iterator[None]:
    """Call `end` when a signal asks this program to end; a second one ends it at once.

    For the thread that Python started with. The signal is heard when that thread next runs
    Python, which a desk's timers do every second.
    """
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]

    def ask(number: int, frame: FrameType | None) -> None:
        del number, frame
        for each in numbers:
            signal.signal(each, signal.SIG_DFL)
        end()

    before = {number: signal.signal(number, ask) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
