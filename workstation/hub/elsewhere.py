"""Machines whose key is known and that come from where it is not heard: refused, and told of.

A site whose address was changed is such, and so is a key that was copied. Each address of a machine
is told of once an hour, in the log and the evidence log; how often it came, only the metrics say.
"""

import logging
from typing import Final

from queue_client.keys import fingerprint
from workstation.domain.principal import Principal
from workstation.hub.clocks import monotonic
from workstation.hub.ports import Records
from workstation.hub.safe_notes import note_safely
from workstation.hub.vitals import Vitals

_LOG = logging.getLogger(__name__)
_TOLD_AGAIN_S: Final = 3600.0
#: Of so many addresses of a machine in that time: who has its key may come from any number.
_TOLD_ADDRESSES: Final = 20


class Elsewhere:
    """Turns machines away by where they come from; owned by the broker's thread."""

    def __init__(self, records: Records, vitals: Vitals) -> None:
        self._records, self._vitals = records, vitals
        self._told: dict[str, dict[str, float]] = {}

    def turns_away(self, principal: Principal, address: str) -> bool:
        """Tell whether a machine is not heard from an address; then count and tell of it."""
        if principal.may_come_from(address):
            return False
        self._vitals.came_from_elsewhere(principal.name)
        now = monotonic()
        told = self._told.get(principal.public_key, {})
        recent = {one: at for one, at in told.items() if now - at < _TOLD_AGAIN_S}
        if address not in recent and len(recent) < _TOLD_ADDRESSES:
            recent[address] = now
            self._tell(principal, address)
        self._told[principal.public_key] = recent
        return True

    def _tell(self, principal: Principal, address: str) -> None:
        facts = {
            "machine": principal.name,
            "kind": principal.kind.value,
            "fingerprint": fingerprint(principal.public_key),
            "address": address,
            "allowed_ip": [str(network) for network in principal.allowed_ip],
        }
        _LOG.warning("an enrolled machine was turned away for its address", extra=facts)
        note_safely(self._records, "wire:address:refused", facts)
