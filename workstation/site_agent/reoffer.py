"""Healing the hub from the site: what it lost with a restored backup, or a bad disk.

A site keeps every package until some time after its decision was applied, and every decision it
applied for ever. Now and then it asks the hub what is wanted. When the hub was restored from a
backup, the site tells it everything that it holds and has applied, each decision with the hub's
own signature, and sends again whatever the hub does not have.
"""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from queue_client.answers import Wanted
from queue_client.codec import write_document
from queue_client.documents import HeldDocument, SignedDocument
from queue_client.errors import Conflict, HubSilent, Interrupted, QueueError
from queue_client.messages import BODY_LIMIT
from workstation.site_agent.files import write_json
from workstation.site_agent.outbox import Outbox
from workstation.site_agent.ports import HubLine
from workstation.site_agent.settings import SiteSettings

_log = logging.getLogger(__name__)
_PAGE: Final = 100
_EVERY_S: Final = 20.0
#: A hub of an earlier version greets, but does not know this question.
_OLD_HUB_S: Final = 3600.0
_FILE: Final = "hub-epoch.json"


class Reoffer:
    """Asks what the hub wants, reports, and sends again. Owned by the sending thread."""

    def __init__(
        self, settings: SiteSettings, outbox: Outbox, *, every_s: float = _EVERY_S
    ) -> None:
        self._settings, self._outbox, self._every_s = settings, outbox, every_s
        self._not_before = 0.0
        self._has_greeted = False

    def tick(self, line: HubLine, now: float) -> int:
        """Ask when it is time, and do what is wanted; return how many scans were sent again.

        ``now`` is a monotonic instant [s]. May be cut short anywhere: it is all done anew then.
        """
        if now < self._not_before:
            return 0
        self._not_before = now + self._every_s
        try:
            sent = self._heal(line, line.report((), last=False))
        except Interrupted:
            raise
        except HubSilent:
            # A hub that has greeted and is silent to this again is of an earlier version.
            if self._has_greeted:
                self._not_before = now + _OLD_HUB_S
            self._has_greeted = not self._has_greeted and _greets(line)
        except QueueError as error:
            _log.warning(error.sentence())
        else:
            self._has_greeted = False
            return sent
        return 0

    def _heal(self, line: HubLine, state: Wanted) -> int:
        wanted = dict.fromkeys(state.scan_ids)
        is_new = state.owes or state.epoch != self._epoch()
        if is_new:
            _log.warning("the hub was restored; reporting all", extra={"epoch": state.epoch})
            for page, is_last in _pages(self._held()):
                wanted |= dict.fromkeys(line.report(page, last=is_last).scan_ids)
        sent = sum(self._send_again(line, scan_id) for scan_id in wanted)
        if is_new:
            write_json(self._settings.folder / _FILE, {"epoch": state.epoch})
        return sent

    def _send_again(self, line: HubLine, scan_id: str) -> bool:
        """Send a package again; it keeps the state that it has here."""
        manifest = self._outbox.get(scan_id)
        if manifest is None or manifest.waits_for_hub:
            return False  # forgotten after its time, or on its way anyhow
        try:
            line.send_scan(
                self._outbox.package(scan_id),
                scan_id=scan_id,
                sha256=manifest.sha256,
                meta={"head": manifest.head, "declaration": manifest.declaration},
            )
        except (Conflict, FileNotFoundError) as error:
            _log.error("a scan cannot be sent again", extra={"scan_id": scan_id, "why": str(error)})
            return False
        _log.info("scan sent again", extra={"scan_id": scan_id})
        return True

    def _held(self) -> Iterator[HeldDocument]:
        """Yield all that the site holds or has applied, oldest scans first."""
        told: set[str] = set()
        for manifest in self._outbox.all():
            if manifest.waits_for_hub:
                continue
            told.add(manifest.scan_id)
            signed = self._applied(self._settings.decisions / f"{manifest.scan_id}.json")
            has_package = self._outbox.package(manifest.scan_id).is_file()
            yield HeldDocument(scan_id=manifest.scan_id, held=has_package, signed=signed)
        for path in sorted(self._settings.decisions.glob("*.json")):
            signed = None if path.stem in told else self._applied(path)
            if signed is not None:
                yield HeldDocument(scan_id=path.stem, held=False, signed=signed)

    def _applied(self, path: Path) -> SignedDocument | None:
        """Return the decision written down for a scan, or None; it is checked by the hub."""
        try:
            kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return SignedDocument(record=dict(kept["record"]), signature=str(kept["signature"]))
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            _log.exception("a decision cannot be read", extra={"path": str(path)})
            return None

    def _epoch(self) -> int:
        """Return the epoch that was reported for; 0 while there was no restore."""
        try:
            text = (self._settings.folder / _FILE).read_text(encoding="utf-8")
            return int(json.loads(text)["epoch"])
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return 0


def _greets(line: HubLine) -> bool:
    try:
        line.hello()
    except Interrupted:
        raise
    except QueueError:
        return False
    return True


def _pages(held: Iterator[HeldDocument]) -> Iterator[tuple[list[HeldDocument], bool]]:
    """Cut a report into messages; the last one, which may be empty, says that it is the last."""
    page: list[HeldDocument] = []
    size = 0
    for one in held:
        weight = len(write_document(one)) + 1
        if page and (len(page) == _PAGE or size + weight > BODY_LIMIT - 2):
            yield page, False
            page, size = [], 0
        page.append(one)
        size += weight
    yield page, True
