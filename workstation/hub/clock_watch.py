"""Notices that the wall clock was set: leases do not mind, but the times in the records do."""

import logging
from typing import Final

from workstation.hub.clocks import monotonic, wall
from workstation.hub.ports import Records

_LOG = logging.getLogger(__name__)
_LOOK_EVERY_S: Final = 1.0
#: Time synchronisation slows or hurries a clock by less than a thousandth; this was a step [s].
STEP_S: Final = 2.0


class ClockWatch:
    """Compares the two clocks about once a second; owned by the loop's thread.

    A machine that slept has had its clock set, too, as far as anybody within it can tell.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._at, self._wall = monotonic(), wall()

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
        if abs(by_s) >= STEP_S:
            self._records.note("hub:clock:stepped", {"by_s": round(by_s, 3)}, now=day)
            _LOG.warning("the wall clock was set", extra={"by_s": round(by_s, 3)})
        self._at, self._wall = self._at + passed_s, day
