"""Plays a film: an instant after the other, at the pace of the review or faster."""

import bisect
import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workstation.review.film import Film, Reel, Shown

_FRAME_MS: Final = 33
SPEEDS: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
_PAUSE_MS: Final = 2000
"""A longer time without any event is a pause, which may be passed over."""


class ReplayPlayer(QObject):
    """Tells what was on the screen as time goes on; knows no widget.

    Parameters
    ----------
    clock : callable
        A clock that never goes back [s].
    """

    moved = Signal(object)  # Shown
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject, *, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._film: Film | None = None
        self._reel: Reel | None = None
        self._times: tuple[int, ...] = ()
        self._at_ms = 0.0
        self._since = 0.0
        self.speed = 1.0
        self.passes_pauses = True
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._timer.timeout.connect(self.go_on)

    def take(self, film: Film | None) -> None:
        """Take another film, or none, and stand still at its end: as it was decided."""
        self.pause()
        self._film = film
        self._reel = None if film is None else Reel(film)
        self._times = () if film is None else tuple(event.at_ms for event in film.events)
        self._at_ms = 0.0 if film is None else float(film.end_ms)

    @property
    def film(self) -> Film | None:
        """The film, if there is one."""
        return self._film

    @property
    def at_ms(self) -> int:
        """Where the film stands [ms]."""
        return round(self._at_ms)

    @property
    def is_playing(self) -> bool:
        """Whether time goes on."""
        return self._timer.isActive()

    @Slot()
    def toggle(self) -> None:
        """Play or pause; at the end play from the beginning."""
        if self.is_playing:
            self.pause()
        elif self._film is not None:
            if self.at_ms >= self._film.end_ms:
                self.seek(0)
            self._since = self._clock()
            self._timer.start()
            self.playing_changed.emit(True)

    @Slot()
    def pause(self) -> None:
        """Stand still."""
        if self.is_playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    @Slot(int)
    def seek(self, at_ms: int) -> None:
        """Go to an instant [ms]."""
        if self._film is not None and self._reel is not None:
            self._at_ms = float(min(max(at_ms, 0), self._film.end_ms))
            self.moved.emit(self._reel.wind_to(self.at_ms))

    @Slot()
    def go_on(self) -> None:
        """Go on by as much time as has passed."""
        if self._film is None:
            return
        now = self._clock()
        passed_s, self._since = now - self._since, now
        self.seek(round(self._forwards(self._at_ms + 1000 * passed_s * self.speed)))
        if self.at_ms >= self._film.end_ms:
            self.pause()

    def shown(self) -> Shown | None:
        """Return what was on the screen where the film stands."""
        return None if self._reel is None else self._reel.wind_to(self.at_ms)

    def _forwards(self, at_ms: float) -> float:
        """Return an instant, or the end of the pause that it is in."""
        if not self.passes_pauses:
            return at_ms
        place = bisect.bisect_right(self._times, at_ms)
        if place == len(self._times):
            return at_ms
        before, after = self._times[place - 1] if place else 0, self._times[place]
        if after - before > _PAUSE_MS and at_ms - before > _PAUSE_MS / 2:
            return max(at_ms, after - _PAUSE_MS / 2)
        return at_ms
