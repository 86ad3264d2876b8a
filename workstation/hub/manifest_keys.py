"""Whose manifests are whose: each site's signing key, pinned at its first greeting."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from queue_client.codec import Message
from queue_client.errors import RefusalCode, Refused
from queue_client.manifests import manifest_holds
from queue_client.messages import Offer
from workstation.domain.principal import Principal
from workstation.hub.pins import Pins
from workstation.hub.ports import Records
from workstation.hub.sparing_notes import SparingNotes

FILE: Final = "site-keys.json"
_SIGNED_SINCE: Final = 2  # the version of the wire whose offers are signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A manifest whose signature holds: with this the audit can show so again."""

    signature: str
    manifest_key: str
    document_sha256: str


class ManifestKeys:
    """Holds the signature of each offer against its site's pinned key."""

    def __init__(self, folder: Path, records: Records, notes: SparingNotes) -> None:
        self._pins = Pins(folder / FILE, records, notes, owner="site", key="manifest_key")

    def greet(self, principal: Principal, manifest_key: str) -> None:
        """Pin a site's key, or compare it; raises as `Pins.greet` does."""
        self._pins.greet(principal, manifest_key)

    def check(self, site: str, message: Message, offer: Offer) -> Signed | None:
        """Return the signature of an offer; None when its version of the wire has none.

        Raises `Refused` when it does not hold under a key of this site.
        """
        if message.version < _SIGNED_SINCE:
            return None
        for key in self._pins.of(site):
            if manifest_holds(
                key,
                offer.signature,
                site=site,
                scan_id=offer.scan_id,
                sha256=offer.sha256,
                size=offer.size,
                document=bytes(message.body),
            ):
                return Signed(
                    signature=offer.signature,
                    manifest_key=key,
                    document_sha256=hashlib.sha256(message.body).hexdigest(),
                )
        raise Refused(RefusalCode.NOT_SIGNED, "the manifest does not carry the site's signature")
