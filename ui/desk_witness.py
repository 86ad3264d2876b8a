"""The desk as a witness of the hub's evidence log: it keeps the last checkpoint it was shown."""

import logging
import time
from pathlib import Path
from typing import Any, Final

from queue_client.client import DeskClient
from queue_client.keys import HubAddress, KeyPair
from workstation.audit.witness import Witness

_LOG = logging.getLogger(__name__)
LOG_CONTRADICTED: Final = "log_contradicted"


class WitnessingDesk(DeskClient):
    """A desk client that looks at the hub's checkpoint when it looks at the room.

    Parameters
    ----------
    witness : Path
        Where the last checkpoint is kept; belongs to this desk.
    signing_key : str
        The hub's public signing key (hex), which came by hand with its card.
    """

    def __init__(  # noqa: PLR0913 - a client and what it watches
        self,
        address: HubAddress,
        keys: KeyPair,
        *,
        desk: str,
        timeout_s: float,
        give_up_s: float,
        witness: Path,
        signing_key: str,
    ) -> None:
        super().__init__(address, keys, desk=desk, timeout_s=timeout_s, give_up_s=give_up_s)
        self._place, self._signing_key = witness, signing_key
        self._witness: Witness | None = None
        self._contradicted = False

    def room(self) -> dict[str, Any]:
        """Return how the room stands, having looked once a minute at what the hub signed.

        Once the log has contradicted itself, the key `LOG_CONTRADICTED` names the folder in which
        both checkpoints are kept.
        """
        try:
            if self._witness is None:
                self._witness = Witness(self._place, self._signing_key, self._alarm)
            self._witness.tend(self.checkpoint, time.monotonic())
        except OSError as error:
            # A desk whose disk is full still reviews; the sites are witnesses, too.
            _LOG.warning("no checkpoint is kept", extra={"reason": str(error)})
        room = super().room()
        return {**room, LOG_CONTRADICTED: str(self._place)} if self._contradicted else room

    def _alarm(self, sentence: str) -> None:
        _LOG.error(sentence)
        self._contradicted = True
