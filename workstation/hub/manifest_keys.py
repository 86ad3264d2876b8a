"""Whose manifests are whose: each site's signing key, pinned at its first greeting.

A pin belongs to the CURVE key that was enrolled by hand; it is noted in the audit before it
counts, and never changes. A site that gets new CURVE keys brings a new manifest key with them.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from queue_client.codec import Message
from queue_client.errors import HubBusy, RefusalCode, Refused
from queue_client.manifests import manifest_holds
from queue_client.messages import Offer
from queue_client.shapes import Sha256
from workstation.domain.errors import StorageUnavailable
from workstation.domain.principal import Principal
from workstation.hub.clocks import wall
from workstation.hub.ports import Records

FILE: Final = "site-keys.json"
_RETRY_S: Final = 5.0
_SIGNED_SINCE: Final = 2  # the version of the wire whose offers are signed


class _Pin(msgspec.Struct, frozen=True, kw_only=True):
    site: str
    manifest_key: Sha256  # 32 bytes in hex, like a SHA-256


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A manifest whose signature holds: with this the audit can show so again."""

    signature: str
    manifest_key: str
    document_sha256: str


class ManifestKeys:
    """The pinned keys, in one small file of the hub's data folder; used by the hub's thread."""

    def __init__(self, folder: Path, records: Records) -> None:
        self._path, self._records = folder / FILE, records
        self._pins: dict[str, _Pin] | None = None

    def greet(self, principal: Principal, manifest_key: str) -> None:
        """Pin a site's key, or compare it with the pinned one.

        Raises
        ------
        Refused
            If it is another one, or no key at all.
        HubBusy
            If the pin cannot be kept.
        """
        pins = self._known()
        pin = pins.get(principal.public_key)
        if pin is not None and pin.manifest_key == manifest_key:
            return
        facts = {"site": principal.name, "manifest_key": manifest_key}
        if pin is not None:
            self._records.note("site:manifest_key:refused", facts, now=wall())
            raise Refused(RefusalCode.NOT_SIGNED, "another manifest key is pinned to this key")
        try:
            fresh = msgspec.convert(facts, _Pin)
        except msgspec.ValidationError:
            raise Refused(RefusalCode.NOT_SIGNED, "this is no manifest key") from None
        self._records.note("site:manifest_key:pinned", facts, now=wall())
        self._keep({**pins, principal.public_key: fresh})

    def check(self, site: str, message: Message, offer: Offer) -> Signed | None:
        """Return the signature of an offer; None when its version of the wire has none.

        Raises `Refused` when it does not hold under a key of this site.
        """
        if message.version < _SIGNED_SINCE:
            return None
        keys = {pin.manifest_key for pin in self._known().values() if pin.site == site}
        for key in sorted(keys):
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

    def _known(self) -> dict[str, _Pin]:
        if self._pins is None:
            try:
                self._pins = msgspec.convert(json.loads(self._path.read_bytes()), dict[str, _Pin])
            except FileNotFoundError:
                self._pins = {}
            except (OSError, ValueError, msgspec.ValidationError) as error:
                raise StorageUnavailable(str(self._path), str(error)) from error
        return self._pins

    def _keep(self, pins: dict[str, _Pin]) -> None:
        fresh = self._path.with_name(f"{FILE}.new")
        try:
            with fresh.open("wb") as file:
                file.write(json.dumps(msgspec.to_builtins(pins), indent=1).encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
        except OSError as error:
            raise HubBusy(f"the store fails ({error.strerror})", _RETRY_S) from error
        self._pins = pins
