"""Draining the outbox into the hub: one scan at a time, again and again until it is there."""

import logging
import random
from dataclasses import dataclass
from typing import Final

from queue_client.errors import (
    Conflict,
    HubBusy,
    Interrupted,
    QueueError,
    RefusalCode,
    Refused,
)
from workstation.domain.declaration import declaration_to_json
from workstation.domain.errors import StepRefused
from workstation.site_agent.alarms import Alarm, AlarmBell
from workstation.site_agent.intake import Intake
from workstation.site_agent.outbox import Manifest, Outbox, Step
from workstation.site_agent.ports import HubLine
from workstation.site_agent.settings import SiteSettings

_log = logging.getLogger(__name__)

#: Refusals of what was sent. All others are about the site or the hub, and a scan must not be
#: given up for them.
_ABOUT_CONTENT: Final = frozenset(
    {
        RefusalCode.MALFORMED,
        RefusalCode.HASH_MISMATCH,
        RefusalCode.TOO_LARGE,
        RefusalCode.NO_UPLOAD,
        RefusalCode.NOT_LAWFUL,
    }
)


@dataclass(slots=True)
class Backoff:
    """Waiting longer after each failure, with jitter so that sites do not knock in step."""

    first_s: float = 0.5
    longest_s: float = 30.0
    _failures: int = 0

    def after_failure(self, at_least_s: float = 0.0) -> float:
        """Return how long to wait now [s]."""
        wait = min(self.longest_s, self.first_s * 2.0 ** min(self._failures, 16))
        self._failures += 1
        # Not for secrets: jitter only spreads the load.
        return max(at_least_s, wait * random.uniform(0.5, 1.0))  # noqa: S311

    def reset(self) -> None:
        """Start anew after a success."""
        self._failures = 0


class Sender:
    """Brings scans, and declarations that stayed alone, to the hub. Owned by one thread."""

    def __init__(
        self, settings: SiteSettings, outbox: Outbox, intake: Intake, bell: AlarmBell
    ) -> None:
        self._settings, self._outbox = settings, outbox
        self._intake, self._bell = intake, bell
        self._first_seen: dict[str, float] = {}
        self._backoff = Backoff()
        self._not_before = 0.0

    def tick(self, line: HubLine, now: float) -> bool:
        """Send one thing if there is one and it is time; return whether there may be more.

        ``now`` is a monotonic instant [s]. A hub that is away or busy is met with patience;
        ``Interrupted`` flies to whoever called.
        """
        if now < self._not_before:
            return False
        try:
            more = self._send_next_scan(line, now) or self._declare_next(line, now)
        except Interrupted:
            raise
        except QueueError as error:
            if isinstance(error, Refused):  # this site, not what it sends: nothing will get through
                self._bell.ring(Alarm.HUB_REFUSES, "scans", error.sentence())
            self._wait(now, error, error.retry_s if isinstance(error, HubBusy) else 0.0)
            return False
        self._backoff.reset()
        self._bell.clear(Alarm.HUB_REFUSES, "scans")
        return more

    def _wait(self, now: float, error: QueueError, at_least_s: float = 0.0) -> None:
        wait_s = self._backoff.after_failure(at_least_s)
        self._not_before = now + wait_s
        _log.warning(error.sentence(), extra={"retry_s": round(wait_s, 1)})

    def _send_next_scan(self, line: HubLine, now: float) -> bool:
        ready = next((m for m in self._outbox.waiting() if self._is_ready(m, now)), None)
        if ready is None:
            return False
        scan_id = ready.scan_id
        try:
            manifest = self._outbox.advance(scan_id, Step.SEND)
        except StepRefused:
            return True  # its decision has just come: the hub has had it all along
        try:
            line.send_scan(
                self._outbox.package(scan_id),
                scan_id=scan_id,
                sha256=manifest.sha256,
                meta={"head": manifest.head, "declaration": manifest.declaration},
            )
        except Conflict as error:
            self._give_up(scan_id, error)
        except Refused as error:
            if error.code in _ABOUT_CONTENT and self._is_last_refusal(scan_id):
                self._give_up(scan_id, error)
            else:
                raise
        else:
            self._outbox.advance(scan_id, Step.STORE)
            _log.info("scan stored at the hub", extra={"scan": scan_id})
        self._first_seen.pop(scan_id, None)
        return True

    def _is_ready(self, manifest: Manifest, now: float) -> bool:
        since = self._first_seen.setdefault(manifest.scan_id, now)
        return manifest.declaration is not None or now - since >= self._settings.join_wait_s

    def _is_last_refusal(self, scan_id: str) -> bool:
        return self._outbox.refused(scan_id) >= self._settings.give_up_after_refusals

    def _give_up(self, scan_id: str, error: QueueError) -> None:
        """Stop offering a scan; its container stays held until a person has looked."""
        self._outbox.advance(scan_id, Step.GIVE_UP)
        self._bell.ring(
            Alarm.DEAD_LETTER,
            scan_id,
            f"Scan {scan_id} cannot be brought to the hub and its container stays held: "
            f"{error.sentence()}",
        )

    def _declare_next(self, line: HubLine, now: float) -> bool:
        waiting = next(iter(self._intake.lonely(now)), None)
        if waiting is None:
            return False
        number = waiting.declaration.number
        try:
            joined = line.declare(declaration_to_json(waiting.declaration))
        except Refused as error:
            if error.code not in _ABOUT_CONTENT:
                raise
            self._intake.refuse_declaration(waiting, str(error))
        else:
            _log.info("declaration sent alone", extra={"number": number, "joined": joined})
            self._intake.settle_declaration(waiting)
        return True
