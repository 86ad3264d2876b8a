"""Tells the hub what became of monitors, for its log."""

import logging
import secrets
from collections import deque
from collections.abc import Mapping
from typing import Any, Final

from queue_client.errors import Conflict, Refused, WireViolation
from queue_client.supervision_messages import SteerAct
from ui.hub_client import HubClient
from ui.link_refusals import is_about_session

_LOG = logging.getLogger(__name__)
_MOST_WAITING: Final = 64


class ScreenTeller:
    """What this desk has seen of its monitors and the hub has not heard; of the link's thread.

    A hub that is older takes no such words. Nothing is lost by that which the evidence of a
    decision does not tell itself.
    """

    def __init__(self) -> None:
        self._waiting: deque[tuple[str, Mapping[str, Any]]] = deque(maxlen=_MOST_WAITING)

    def take(self, document: Mapping[str, Any]) -> None:
        """Take what is to be told; the oldest goes when a silent hub lets too many wait."""
        self._waiting.append((f"screen-{secrets.token_hex(8)}", document))

    @property
    def has_work(self) -> bool:
        """Whether something is to be told."""
        return bool(self._waiting)

    def forget(self) -> None:
        """Forget what nobody may tell any more: its officer has left."""
        self._waiting.clear()

    def work(self, client: HubClient) -> None:
        """Tell everything that waits, in order; a locked desk is not heard, so it is not asked."""
        while self._waiting:
            request, document = self._waiting[0]
            try:
                client.steer(SteerAct.NOTE_SCREEN, document, reason="", request=request)
            except Refused as error:
                if is_about_session(error):
                    raise
                _LOG.info("a monitor's change was not taken", extra={"reason": error.reason})
            except (Conflict, WireViolation) as error:
                _LOG.warning("a monitor's change was not taken", extra={"reason": str(error)})
            self._waiting.popleft()
