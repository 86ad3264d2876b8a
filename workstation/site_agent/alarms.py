"""Alarms: what a person at the site must look at, one file and one log line each."""

import logging
from enum import StrEnum
from pathlib import Path

from workstation.site_agent.files import plain_name, write_whole

_log = logging.getLogger(__name__)


class Alarm(StrEnum):
    """Kinds of alarm; the name of its file begins with it."""

    SECOND_DECISION = "second-decision"
    NOT_SIGNED = "not-signed"
    NOT_OURS = "not-ours"
    OTHER_CONTENT = "other-content"
    NOT_LAWFUL = "not-lawful"
    GATE_WITHOUT_DECISION = "gate-without-decision"
    DEAD_LETTER = "dead-letter"
    QUARANTINED = "quarantined"
    LOG_CONTRADICTED = "log-contradicted"
    SPOOL_FULL = "spool-full"
    HUB_REFUSES = "hub-refuses"
    HUB_SILENT = "hub-silent"
    RESULT_REFUSED = "result-refused"
    TROUBLE = "trouble"


class AlarmBell:
    """Writes each alarm once, however often its cause comes back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ring(self, alarm: Alarm, about: str, sentence: str) -> None:
        """Raise an alarm about something, such as a scan id; the file outlives a restart."""
        path = self._folder / f"{alarm}.{_file_name(about)}.txt"
        if path.exists():
            return
        _log.error(sentence, extra={"alarm": alarm.value, "about": about})
        try:
            write_whole(path, f"{sentence}\n".encode())
        except OSError as error:
            # The log line above stands; a full disk must not stop the rest.
            _log.warning("alarm file not written", extra={"path": str(path), "why": str(error)})

    def clear(self, alarm: Alarm, about: str) -> None:
        """Take an alarm away whose cause is gone by itself."""
        path = self._folder / f"{alarm}.{_file_name(about)}.txt"
        path.unlink(missing_ok=True)


def _file_name(about: str) -> str:
    plain = "".join(c if c.isalnum() or c in "-_." else "_" for c in about)[:120]
    return plain_name(plain)
