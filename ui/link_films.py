"""Sends films of recorded decisions to the hub, one at a time, behind everything else."""

import base64
import logging
import zlib
from collections.abc import Mapping
from typing import Any, Final

from queue_client.errors import Conflict, RefusalCode, Refused, WireViolation
from queue_client.supervision_documents.film import PACKED_LIMIT
from queue_client.supervision_messages import SteerAct
from ui.hub_client import HubClient
from ui.link_refusals import is_about_session
from workstation.domain.errors import StorageUnavailable
from workstation.review.film_shelf import FilmShelf

_LOG = logging.getLogger(__name__)
_LATER: Final = frozenset(
    {RefusalCode.UNKNOWN, RefusalCode.MALFORMED, RefusalCode.UPGRADE, RefusalCode.LOCKED}
)


class FilmSender:
    """What this desk has filmed and the hub has not got; belongs to the link's thread.

    A film is part of the evidence, but no decision waits for it. It stays on the disk until the
    hub has it, or says that it never will.
    """

    def __init__(self, shelf: FilmShelf | None) -> None:
        self._shelf = shelf
        self._waiting: list[str] | None = None
        self._rests = False

    def sit_down(self) -> None:
        """Look again for what is to be sent: an officer sits down, perhaps at a newer hub."""
        self._waiting, self._rests = None, False

    def recorded(self, decision: Mapping[str, Any]) -> None:
        """Hear that the hub has recorded a decision."""
        film = decision.get("evidence", {}).get("film")
        if self._shelf is None or not film:
            return
        try:
            self._shelf.make_due(str(film["sha256"]), str(decision["decision_id"]))
        except StorageUnavailable as error:
            _LOG.warning("a film cannot be sent", extra={"reason": error.reason})
        self._waiting = None

    @property
    def has_work(self) -> bool:
        """Whether something may wait to be sent."""
        return self._shelf is not None and not self._rests and self._waiting != []

    def work(self, client: HubClient) -> None:
        """Send one film that is due."""
        if self._shelf is None or self._rests:
            return
        try:
            if self._waiting is None:
                self._waiting = list(self._shelf.due())
            if self._waiting:
                self._send(client, self._shelf, self._waiting[0])
                self._waiting.pop(0)
        except StorageUnavailable as error:
            _LOG.warning("films cannot be read", extra={"reason": error.reason})
            self._rests = True

    def _send(self, client: HubClient, shelf: FilmShelf, decision_id: str) -> None:
        content = shelf.film(decision_id)
        if content is None:
            shelf.settle(decision_id)
            return
        packed = base64.b64encode(zlib.compress(content, 6)).decode("ascii")
        if len(packed) > PACKED_LIMIT:
            _LOG.warning("a film is too large to be sent", extra={"decision": decision_id})
            shelf.settle(decision_id)
            return
        document = {"decision_id": decision_id, "packed": packed}
        try:
            client.steer(SteerAct.KEEP_FILM, document, reason="", request=f"film-{decision_id}")
        except Refused as error:
            if is_about_session(error):
                raise
            if error.code in _LATER:
                self._rests = True  # an older hub, or the officer is away: it keeps
                return
            _LOG.warning("a film was not taken", extra={"reason": error.reason})
        except (Conflict, WireViolation) as error:
            _LOG.warning("a film was not taken", extra={"reason": str(error)})
        shelf.settle(decision_id)
