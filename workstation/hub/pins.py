"""Signing keys of machines, pinned at their first greeting.

A pin belongs to the CURVE key that was enrolled by hand; it is noted in the audit before it
counts, and never changes. A machine that gets new CURVE keys brings a new signing key with them.
"""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from queue_client.errors import HubBusy, RefusalCode, Refused
from queue_client.shapes import Sha256
from workstation.domain.errors import StorageUnavailable
from workstation.domain.principal import Principal
from workstation.hub.clocks import wall
from workstation.hub.ports import Records
from workstation.hub.sparing_notes import SparingNotes

_RETRY_S: Final = 5.0


class Pins:
    """The pinned keys, in one small file of the hub's data folder; used by the hub's thread.

    Parameters
    ----------
    owner, key : str
        What the file and the audit call the machine and its key, such as ``site`` and
        ``manifest_key``.
    """

    def __init__(
        self, path: Path, records: Records, notes: SparingNotes, *, owner: str, key: str
    ) -> None:
        self._path, self._records, self._owner, self._key = path, records, owner, key
        self._notes = notes
        self._pins: dict[str, dict[str, str]] | None = None

    def greet(self, principal: Principal, key: str) -> None:
        """Pin a machine's key (hex), or compare it with the pinned one.

        Raises
        ------
        Refused
            If it is another one, or no key at all.
        HubBusy
            If the pin cannot be kept.
        """
        pins = self._known()
        pin = pins.get(principal.public_key)
        if pin is not None and pin[self._key] == key:
            return
        facts = {self._owner: principal.name, self._key: key}
        what = self._key.replace("_", " ")
        if pin is not None:
            tag = f"{self._owner}:{self._key}:refused"
            self._notes.note(tag, facts, of=principal.name)
            raise Refused(RefusalCode.NOT_SIGNED, f"another {what} is pinned to this key")
        try:
            msgspec.convert(key, Sha256)  # 32 bytes in hex, too
        except msgspec.ValidationError:
            raise Refused(RefusalCode.NOT_SIGNED, f"this is no {what}") from None
        self._records.note(f"{self._owner}:{self._key}:pinned", facts, now=wall())
        self._keep({**pins, principal.public_key: facts})

    def of(self, name: str) -> Sequence[str]:
        """Return the keys of a machine, in one order."""
        pins = self._known().values()
        return sorted({pin[self._key] for pin in pins if pin[self._owner] == name})

    def _known(self) -> dict[str, dict[str, str]]:
        if self._pins is None:
            try:
                found: Any = json.loads(self._path.read_bytes())
                self._pins = msgspec.convert(found, dict[str, dict[str, str]])
                if any({self._owner, self._key} - pin.keys() for pin in self._pins.values()):
                    raise StorageUnavailable(str(self._path), "a pin is not complete")
            except FileNotFoundError:
                self._pins = {}
            except (OSError, ValueError, msgspec.ValidationError) as error:
                raise StorageUnavailable(str(self._path), str(error)) from error
        return self._pins

    def _keep(self, pins: dict[str, dict[str, str]]) -> None:
        fresh = self._path.with_name(f"{self._path.name}.new")
        try:
            with fresh.open("wb") as file:
                file.write(json.dumps(pins, indent=1).encode() + b"\n")
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)
        except OSError as error:
            raise HubBusy(f"the store fails ({error.strerror})", _RETRY_S) from error
        self._pins = pins
