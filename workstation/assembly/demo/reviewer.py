"""A scripted reviewer, who decides over the real client; for demos and fault campaigns only.

It does what a reviewer must not do: it follows the engine. Doubt means *inspect*, with a mark at
the strongest deviation; everything else is released.
"""

import json
import logging
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from queue_client.answers import LeasedCase
from queue_client.client import DeskClient
from queue_client.errors import Conflict, Fenced, HubSilent, QueueError, Refused
from workstation.domain.comparison import Comparison, Verdict, comparison_from_json
from workstation.domain.decision import Conclusion, Mark, MarkShape, mark_to_json
from workstation.imaging.sandbox.apart import apart

_LOG = logging.getLogger(__name__)
_IDLE_S: Final = 0.2
_STRONG: Final = 0.5


@dataclass(slots=True)
class ReviewTally:
    """What the scripted reviewer did."""

    decided: int = 0
    fenced: int = 0
    silences: int = 0


class ScriptedReviewer:
    """Takes cases until it is told that nothing more will come. Owned by one thread."""

    def __init__(self, client: DeskClient, cache: Path, *, officer: str, password: str) -> None:
        self._client, self._cache = client, cache
        self._officer, self._password = officer, password
        self.tally = ReviewTally()

    def work(self, finished: Callable[[], bool]) -> None:
        """Review until `finished` says so; a silent hub is waited for."""
        self._cache.mkdir(parents=True, exist_ok=True)
        seated = False
        while not finished():
            try:
                if not seated:
                    self._client.login(self._officer, self._password)
                    seated = True
                lease = self._client.lease()
                if lease is None:
                    time.sleep(_IDLE_S)
                else:
                    self._review(lease)
            except Fenced:
                self.tally.fenced += 1
            except HubSilent:
                self.tally.silences += 1
        with suppress(QueueError):
            self._client.logout()

    def _review(self, lease: LeasedCase) -> None:
        package = self._cache / f"{lease.sha256}.scan.tif"
        self._client.fetch(lease, lease.sha256, lease.size, package)
        scan = apart().read_scan(package)  # a reviewer never decides what cannot be shown
        answer = None if lease.comparison is None else comparison_from_json(lease.comparison)
        decision = self._decision(lease, answer, scan.views()[0].value)
        self._decide(decision)
        package.unlink(missing_ok=True)

    def _decision(self, lease: LeasedCase, answer: Comparison | None, view: str) -> dict[str, Any]:
        doubt = answer is not None and (
            answer.verdict is Verdict.INCONSISTENT or bool(answer.prohibited)
        )
        strongest = max(answer.deviations, key=lambda d: d.score, default=None) if answer else None
        marks = []
        if doubt and strongest is not None:
            area = strongest.area
            corner = (float(area.row + area.height), float(area.column + area.width))
            marks.append(
                Mark(
                    mark_id=uuid.uuid4().hex,
                    view=view,
                    shape=MarkShape.BOX,
                    points=((float(area.row), float(area.column)), corner),
                )
            )
        conclusion = Conclusion.INSPECT if doubt else Conclusion.RELEASE
        return {
            "decision_id": uuid.uuid4().hex,
            "case_id": lease.case_id,
            "token": lease.token,
            "sha256": lease.sha256,
            "conclusion": conclusion.value,
            "reason": "goods_differ" if doubt else "",
            "note": "",
            "marks": [mark_to_json(mark) for mark in marks],
            "evidence": {"reviewer": "scripted", "engine_shown": answer is not None},
        }

    def _decide(self, decision: dict[str, Any]) -> None:
        """Send one decision until the hub answers; the same id, so that it counts once."""
        text = json.dumps(decision)
        while True:
            try:
                self._client.decide(json.loads(text))
            except HubSilent:
                self.tally.silences += 1
                continue
            except (Conflict, Refused) as error:
                _LOG.warning("a decision was refused: %s", error)
                return
            self.tally.decided += 1
            return
