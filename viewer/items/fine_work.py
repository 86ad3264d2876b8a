"""Makes counts that would hold up a frame in a thread of their own."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QObject, Signal

from viewer.pixels import filters, material
from viewer.pixels.coarse import cost_ms
from viewer.pixels.grid import Box, Zoom
from viewer.pixels.look import Energy, Look, sampling
from viewer.pixels.render import Counts, level_of, sample
from viewer.pixels.source import Source

_PIECE_MS: Final = 30.0
"""What takes longer comes in pieces: each is shown at once, and a newer question comes between."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FineRequest:
    """Boxes of a zoomed picture whose exact counts are wanted.

    Attributes
    ----------
    source : Source
    look : Look
        Its energy, filters and materials count; not how the counts are coloured.
    zoom : tuple of float
    boxes : tuple of Box
    """

    source: Source
    look: Look
    zoom: Zoom
    boxes: tuple[Box, ...]

    def answers(self, other: "FineRequest") -> bool:
        """Tell whether what this one brings belongs to the same picture as what `other` wants."""
        return (
            self.source is other.source
            and self.zoom == other.zoom
            and sampling(self.look) == sampling(other.look)
        )


class FineWork(QObject):
    """Works in a thread on what was asked last, for each asker; older questions are dropped.

    Born and asked on the Qt thread. The thread is there only while there is something to do, and
    ends by itself a moment after the last question. It holds no lock of Python's for long: OpenCV
    and NumPy let go of it while they work, so that the Qt thread goes on.
    """

    made = Signal(object, object, bool)
    """The `FineRequest`, exact `Counts` for it, and whether they were the last ones."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._wanted: dict[object, FineRequest] = {}
        self._thread: threading.Thread | None = None

    def ask(self, asker: object, request: FineRequest) -> None:
        """Ask for counts; what this asker wanted before is of no use any more."""
        with self._lock:
            self._wanted.pop(asker, None)  # who asked last comes last
            self._wanted[asker] = request
            if self._thread is None:
                self._begin()

    def drop(self, asker: object) -> None:
        """Want nothing any more."""
        with self._lock:
            self._wanted.pop(asker, None)

    def _begin(self) -> None:
        """Start the thread; called with the lock held."""
        self._thread = threading.Thread(target=self._work, name="fine-pixels")
        self._thread.start()

    # -- in the thread ---------------------------------------------------------------------

    def _work(self) -> None:
        try:
            while (job := self._next()) is not None:
                self._answer(*job)
        finally:
            with self._lock:
                if self._thread is threading.current_thread():
                    # A question that could not be answered has ended this thread, not the others.
                    self._thread = None
                    if self._wanted:
                        self._begin()

    def _next(self) -> tuple[object, FineRequest] | None:
        with self._lock:
            for asker, request in self._wanted.items():
                return asker, request
            self._thread = None
            return None

    def _answer(self, asker: object, request: FineRequest) -> None:
        try:
            for counts, last in _made(request):
                with self._lock:
                    if self._wanted.get(asker) is not request:
                        return
                self.made.emit(request, counts, last)
        finally:
            with self._lock:
                if self._wanted.get(asker) is request:
                    del self._wanted[asker]


@lru_cache(maxsize=1)
def fine_work() -> FineWork:
    """Return the one that all pictures of this program share; first asked for on the Qt thread."""
    return FineWork()


def _made(request: FineRequest) -> Iterator[tuple[Counts, bool]]:
    """Yield exact counts piece by piece, and whether they are the last ones."""
    source, look = request.source, request.look
    if look.filters:
        filters.prepare(source.whole(look.energy), look.filters)
    if look.material and source.has(Energy.LOW):
        material.prepare(source.scale.at_level(level_of(source, request.zoom)))
    pieces = [piece for box in request.boxes for piece in _pieces(request, box)]
    for number, piece in enumerate(pieces, start=1):
        yield sample(source, look, request.zoom, piece), number == len(pieces)


def _pieces(request: FineRequest, box: Box) -> Iterator[Box]:
    """Cut a box into bands, none of which takes long."""
    cost = cost_ms(request.source, request.look, request.zoom, box)
    parts = max(round(cost / _PIECE_MS), 1)
    rows = -(-box.shape[0] // parts)
    for top in range(box.top, box.bottom, rows):
        yield replace(box, top=top, bottom=min(top + rows, box.bottom))
