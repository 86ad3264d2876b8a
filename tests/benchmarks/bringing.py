"""A site that brings a new package to a hub each round."""

import hashlib
import time
from pathlib import Path
from typing import Final

from tests.benchmarks.pairs import Turn
from tests.benchmarks.wire_room import HubProcess, send_known

_AFTERWARDS_S: Final = 0.15  # what a hub does with a package next is not the next one's to bear


class Bringing:
    """Brings a new package to a hub each round, and takes away what it kept."""

    def __init__(self, hub: HubProcess, path: Path, content: bytes) -> None:
        self._hub, self._path, self._content = hub, path, content
        self._site = hub.site()
        self._sha256 = ""

    def turn(self, series: str = "s") -> Turn:
        """Return it as something to time; a series begins the names of its scans."""
        return Turn(
            do=lambda number: self._bring(f"{series}{number}"),
            before=self._prepare,
            after=self._take_away,
            others=(self._hub.pid,),
        )

    def close(self) -> None:
        """Hang up."""
        self._site.close()

    def _prepare(self, number: int) -> None:
        body = number.to_bytes(8, "little") + self._content[8:]
        self._path.write_bytes(body)
        self._sha256 = hashlib.sha256(body).hexdigest()

    def _bring(self, scan_id: str) -> None:
        send_known(self._site, self._path, scan_id, self._sha256)

    def _take_away(self, _number: int) -> None:
        time.sleep(_AFTERWARDS_S)
        self._hub.take_away(self._sha256)
