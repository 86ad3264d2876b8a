"""Notices that the wall clock was set, or that nothing keeps it: leases do not mind, records do."""

import logging
from typing import Final

from workstation.domain.kernel_clock import ClockState, KernelClock, Sync
from workstation.hub.clocks import monotonic, wall
from workstation.hub.ports import Records

_LOG = logging.getLogger(__name__)
_LOOK_EVERY_S: Final = 1.0
#: Time synchronisation slows or hurries a clock by less than a thousandth; this was a step [s].
STEP_S: Final = 2.0
#: A time service that has just been started takes some minutes to find its servers [s].
_PATIENCE_S: Final = 600.0


class ClockWatch:
    """Compares the two clocks about once a second; owned by the loop's thread.

    A machine that slept has had its clock set, too, as far as anybody within it can tell.
    """

    def __init__(self, records: Records, kernel: KernelClock) -> None:
        self._records, self._kernel = records, kernel
        self._at, self._wall = monotonic(), wall()
        self._kept_at, self._told_loose = self._at, False

    def look_back(self) -> None:
        """Write down that the clock was set back while no hub ran, before anything else is written.

        That it was set on cannot be told from time that passed.

        Raises
        ------
        StorageUnavailable
            If the records cannot be read or written.
        """
        last = self._records.last_noted_at()
        if last is not None:
            self._tell((self._wall - last).total_seconds(), stopped=True)

    def tend(self) -> None:
        """Write down by how much the clock was set since the last look, if it was.

        Raises
        ------
        StorageUnavailable
            If it cannot be written now; the next look finds the step again.
        """
        passed_s = monotonic() - self._at
        if passed_s < _LOOK_EVERY_S:
            return
        day = wall()
        by_s = (day - self._wall).total_seconds() - passed_s
        self._tell(by_s)
        self._at, self._wall = self._at + passed_s, day
        self._look_at_sync(self._kernel.state)

    def _look_at_sync(self, state: ClockState) -> None:
        """Write down that nothing has kept the clock for minutes, and that it is kept again."""
        if state.sync is not Sync.UNSYNCHRONISED:
            if self._told_loose:
                self._records.note("hub:clock:kept", state.to_json(), now=wall())
            self._kept_at, self._told_loose = self._at, False
        elif not self._told_loose and self._at - self._kept_at >= _PATIENCE_S:
            facts = {"for_s": round(self._at - self._kept_at)}
            self._records.note("hub:clock:loose", facts, now=wall())
            self._told_loose = True
            _LOG.warning("nothing keeps the wall clock in step", extra=facts)

    def _tell(self, by_s: float, *, stopped: bool = False) -> None:
        if by_s > -STEP_S and (stopped or by_s < STEP_S):
            return
        facts = {"by_s": round(by_s, 3), "stopped": stopped}
        self._records.note("hub:clock:stepped", facts, now=wall())
        _LOG.warning("the wall clock was set", extra=facts)
