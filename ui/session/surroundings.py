"""On what and when a decision was made, as the desk knows it: its monitor and its own clock."""

from datetime import UTC, datetime
from typing import Any

from ui.session.screen_watch import ScreenWatch
from workstation.domain.instants import to_text
from workstation.domain.kernel_clock import KernelClock, since_boot_s


class Surroundings:
    """Belongs to the Qt thread; nothing here waits."""

    def __init__(self, screens: ScreenWatch) -> None:
        self._screens, self._clock = screens, KernelClock()

    def evidence(self) -> dict[str, Any]:
        """Return monitor and clock at this moment, as JSON."""
        booted_s = since_boot_s()
        clock = {
            "at": to_text(datetime.now(UTC)),
            "since_boot_s": None if booted_s is None else round(booted_s, 3),
            **self._clock.state.to_json(),
        }
        return {**self._screens.evidence(), "desk_clock": clock}
