"""Room on the disk of the outbox: without it no scan is taken in, and a person is told.

What the scanner has dropped stays in the inbox, whole and untouched, until there is room again.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from workstation.site_agent.alarms import Alarm, AlarmBell

_ABOUT: Final = "outbox"
# Room must have grown by so much before scans are taken in again, so that the alarm stands still.
_RELIEF: Final = 1.1


class SpoolRoom:
    """Tells whether the next scan may be taken in; rings and clears its own alarm.

    Parameters
    ----------
    folder : Path
        The outbox.
    reserve_bytes : int
        What must stay free [bytes].
    free_bytes : callable, optional
        Tells how much is free on the disk of a folder [bytes].
    """

    def __init__(
        self,
        folder: Path,
        bell: AlarmBell,
        *,
        reserve_bytes: int,
        free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        self._folder, self._bell, self._reserve = folder, bell, reserve_bytes
        self._free_bytes = free_bytes
        self._is_full = False

    def fits(self, source_bytes: int) -> bool:
        """Tell whether a scan whose files have so many bytes may be taken in now.

        Raises ``OSError`` when the disk cannot be asked.
        """
        free = self._free_bytes(self._folder)
        least = self._reserve * (_RELIEF if self._is_full else 1.0)
        # A package is seldom larger than the files it is made from.
        if free - source_bytes >= least:
            self._is_full = False
            self._bell.clear(Alarm.SPOOL_FULL, _ABOUT)
            return True
        self._is_full = True
        self._bell.ring(
            Alarm.SPOOL_FULL,
            _ABOUT,
            f"The disk of {self._folder} has {free / 2**20:,.0f} MiB left and no new scans are "
            f"taken in; they wait in the inbox and their containers stay held. Make room, or see "
            f"why the hub takes nothing: {self._reserve / 2**20:,.0f} MiB must stay free.",
        )
        return False
