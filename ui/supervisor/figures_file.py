"""A report of figures as a file at the desk, noted in the hub's evidence log before it is made."""

import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from queue_client.supervision_messages import SteerAct
from ui.supervisor.questions import QuestionClient
from workstation.domain.errors import ReviewRoomError
from workstation.domain.figures import Period
from workstation.domain.instants import from_text
from workstation.reports.figures_json import from_json
from workstation.reports.figures_paper import Stamp, figures_paper
from workstation.reports.forms import write_report
from workstation.reports.periods import read_zone
from workstation.reports.words import Tongue


class FiguresFile:
    """One file to be made in the thread of the questions."""

    def __init__(self, path: Path, document: dict[str, Any], tongue: Tongue) -> None:
        self._path, self._document, self._tongue = path, document, tongue
        self._request = uuid.uuid4().hex

    def make(self, client: QuestionClient) -> tuple[str, str]:
        """Note the export and write the file; return its name, and why it was not written.

        Raises
        ------
        QueueError
            If the hub does not note it; then nothing is written.
        """
        told = self._document["period"]
        note = {
            "subject": "figures",
            "form": self._path.suffix.lstrip(".").lower(),
            "filter": {name: told[name] for name in ("from", "to", "site", "goods", "zone")},
            "rows": int(self._document["cases"]),
        }
        client.steer(SteerAct.NOTE_EXPORT, note, reason="", request=self._request)
        try:
            write_report(self._path, figures_paper(*self._contents()))
        except ReviewRoomError as error:
            return self._path.name, f"{error} {error.advice}"
        return self._path.name, ""

    def _contents(self) -> tuple[Any, Stamp, Tongue]:
        told = self._document["period"]
        zone, name = read_zone(str(told["zone"]))
        period = Period(
            start=None if told["from"] is None else from_text(told["from"]),
            end=None if told["to"] is None else from_text(told["to"]),
            site=told["site"],
            goods=told["goods"],
        )
        stamp = Stamp(
            period=period,
            zone=name,
            version=str(self._document["version"]),
            made_at=datetime.now(zone),
        )
        return from_json(self._document), stamp, self._tongue
