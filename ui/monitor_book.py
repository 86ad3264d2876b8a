"""When each monitor of this desk was checked: one small TOML file, whoever sits here.

::

    [[checked]]
    maker = "EIZO"
    model = "RX350"
    serial = "21409"
    port = ""
    on = 2026-05-01
    by = "chen"
"""

import logging
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import tomli_w
from PySide6.QtCore import QObject, Signal

from ui.own_files import FileUnreadable, Run, at_once, read_table, replace_text
from workstation.domain.monitors import Monitor, MonitorCheck

_LOG = logging.getLogger(__name__)
FILE: Final = "monitors.toml"
_UNIT: Final = ("maker", "model", "serial", "port")

Unit = tuple[str, str, str, str]


class MonitorBook(QObject):
    """The newest check of each monitor; asked on the Qt thread, kept on disk within ``run``.

    The file is read at once, before there is a window. One that cannot be read counts for
    nothing and is moved aside by the next check that is written down.
    """

    changed = Signal(object)
    """Monitor: a check of it was written down."""
    told = Signal(str)
    """A sentence for the officer: it could not be kept."""

    def __init__(self, path: Path, *, run: Run = at_once, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path, self._run = path, run
        self._checks: dict[Unit, MonitorCheck] = {}
        self._is_spoilt = False
        try:
            self._checks = _checks_of(read_table(path))
        except FileUnreadable as error:
            self._is_spoilt = True
            _LOG.warning("checks of monitors cannot be read", extra={"reason": str(error)})

    def check_of(self, monitor: Monitor) -> MonitorCheck | None:
        """Return the newest check of a monitor, if one was ever written down here."""
        return self._checks.get(monitor.unit)

    def write_down(self, monitor: Monitor, check: MonitorCheck) -> None:
        """Let a check count now, and keep it on disk as soon as may be."""
        self._checks[monitor.unit] = check
        self.changed.emit(monitor)
        text, keep_old = tomli_w.dumps(_table_of(self._checks)), self._is_spoilt
        self._is_spoilt = False
        self._run(lambda: self._keep_in_worker(text, keep_old=keep_old))

    def _keep_in_worker(self, text: str, *, keep_old: bool) -> None:
        try:
            replace_text(self._path, text, keep_old=keep_old)
        except OSError as error:
            _LOG.warning("a monitor's check cannot be kept", extra={"reason": str(error)})
            reason = self.tr("The check counts until the desk is closed; it cannot be saved: %1")
            self.told.emit(reason.replace("%1", str(error)))


def _checks_of(table: dict[str, Any]) -> dict[Unit, MonitorCheck]:
    checks = {}
    listed = table.get("checked", [])
    for one in listed if isinstance(listed, list) else [listed]:
        match one:
            case {
                "maker": str(maker),
                "model": str(model),
                "serial": str(serial),
                "port": str(port),
                "on": date() as on,
                "by": str(by),
            } if not isinstance(on, datetime):
                checks[(maker, model, serial, port)] = MonitorCheck(on=on, by=by)
            case _:
                raise FileUnreadable(FILE, f"this is no check: {one!r}")
    return checks


def _table_of(checks: dict[Unit, MonitorCheck]) -> dict[str, Any]:
    return {
        "checked": [
            {**dict(zip(_UNIT, unit, strict=True)), "on": check.on, "by": check.by}
            for unit, check in checks.items()
        ]
    }
