"""Telling the room what crews found: a folder of small files, each sent once and put away.

Whatever writes down the crew's work puts ``NAME.json`` into the folder ``results``::

    {"scan_id": "s1", "opened_at": "2026-03-02T10:00:00+08:00", "kind": "cigarettes_alcohol",
     "goods": "cigarettes", "note": "", "marks": {"m1": "confirmed"}}

``kind`` is null when nothing was found, ``occasion`` says why it was opened when it was not an
inspection ("random", with the ``rate`` of the lot, or "recheck").
"""

import hashlib
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from queue_client.errors import Conflict, RefusalCode, Refused
from workstation.domain.inspection import InspectionResult, result_from_json, result_to_json
from workstation.domain.instants import from_text, to_text
from workstation.domain.lawful_names import is_lawful
from workstation.site_agent.alarms import Alarm, AlarmBell
from workstation.site_agent.files import free_path, move, write_whole
from workstation.site_agent.ports import HubLine
from workstation.site_agent.settings import SiteSettings

_log = logging.getLogger(__name__)
_AT_ONCE: Final = 20
_MOST_BYTES: Final = 64 * 1024
REPORTED, REFUSED = "reported", "refused"


class ResultUnreadable(Exception):
    """A file in the folder of results is none; its text says why."""


class ResultPost:
    """Sends results of applied decisions; owned by the thread that fetches decisions."""

    def __init__(self, settings: SiteSettings, bell: AlarmBell) -> None:
        self._settings, self._bell = settings, bell

    def tick(self, line: HubLine) -> int:
        """Send what waits; return how many the hub has taken.

        A hub that does not know yet that the decision was applied is told again later, and one
        that is too old to take results when it has been upgraded.

        Raises
        ------
        QueueError
            If the hub is away; everything stays where it is.
        OSError
            If a file cannot be moved.
        """
        taken = 0
        for path in sorted(self._settings.results.glob("*.json"))[:_AT_ONCE]:
            try:
                line.report_result(result_to_json(self._read(path)))
            except ResultUnreadable as error:
                self._refuse(path, str(error))
            except Conflict as error:  # it would be refused for ever
                self._refuse(path, error.sentence())
            except Refused as error:
                if error.code not in {RefusalCode.NOT_LAWFUL, RefusalCode.UPGRADE}:
                    self._refuse(path, error.sentence())
            else:
                self._put_away(path, REPORTED)
                taken += 1
                _log.info("result reported", extra={"file": path.name})
        return taken

    def _read(self, path: Path) -> InspectionResult:
        try:
            if path.stat().st_size > _MOST_BYTES:
                raise ResultUnreadable("it is larger than 64 KiB")
            raw = path.read_bytes()
            told = json.loads(raw)
            scan_id = str(told["scan_id"])
            document = {
                "result_id": hashlib.sha256(raw).hexdigest()[:32],
                "case": f"{self._settings.site}:{scan_id}",
                "decision_id": self._decision_of(scan_id),
                "occasion": str(told.get("occasion", "inspection")),
                "opened_at": to_text(from_text(str(told["opened_at"]))),
                "kind": told["kind"],
                "goods": str(told.get("goods", "")),
                "note": str(told.get("note", "")),
                "rate": told.get("rate"),
                "marks": told.get("marks", {}),
            }
            return result_from_json(document)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise ResultUnreadable(f"it does not say what a result must say: {error}") from error

    def _decision_of(self, scan_id: str) -> str:
        """Return the decision that was applied to a scan here."""
        if not is_lawful(scan_id):
            raise ResultUnreadable(f"{scan_id!r} is no scan's name")
        path = self._settings.decisions / f"{scan_id}.json"
        try:
            kept: Mapping[str, Any] = json.loads(path.read_bytes())
        except FileNotFoundError:
            raise ResultUnreadable(f"no decision about scan {scan_id} was applied here") from None
        return str(kept["record"]["decision_id"])

    def _refuse(self, path: Path, why: str) -> None:
        kept = self._put_away(path, REFUSED)
        write_whole(kept.with_name(f"{kept.name}.why.txt"), f"{why}\n".encode())
        sentence = f"The inspection result {path.name} was not reported: {why}. Correct the file"
        self._bell.ring(Alarm.RESULT_REFUSED, path.name, f"{sentence} and put it back.")

    def _put_away(self, path: Path, where: str) -> Path:
        folder = self._settings.results / where
        folder.mkdir(exist_ok=True)
        target = free_path(folder, path.name)
        move(path, target)
        return target
