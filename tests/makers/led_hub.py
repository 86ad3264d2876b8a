"""A running hub on the real store that is led: lists, orders and the view of the room."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from queue_client.client import SiteClient
from queue_client.supervision_messages import Topic
from tests.makers.running_hub import RunningHub, make_meta, sha256
from workstation.hub.leading import Leading
from workstation.storage.blobs import FolderBlobs
from workstation.storage.records import open_records
from workstation.storage.room_now import RoomReader
from workstation.storage.steering_now import SteeringReader


class LedHub(RunningHub):
    """Like its parent; `look` waits until the room is as a test expects."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        super().__init__(folder, **settings)
        self.records = open_records(folder / "hub.sqlite")
        self.blobs = FolderBlobs(folder)

    def furnish(self) -> None:
        self.hub.lead(
            lambda loop: Leading(
                self.records, RoomReader(self._folder), SteeringReader(self._folder), loop
            )
        )

    def stop(self) -> None:
        super().stop()
        self.records.close()

    def restart(self) -> None:
        super().stop()
        self.start()

    def send(
        self,
        client: SiteClient,
        scan_id: str,
        content: bytes = b"pixels",
        meta: dict[str, Any] | None = None,
    ) -> str:
        """Send a scan and return its case id as soon as it waits."""
        path = self._folder / f"{client.site}-{scan_id}.out"
        path.write_bytes(content)
        meta = make_meta(client.site, scan_id) if meta is None else meta
        stored = client.send_scan(path, scan_id=scan_id, sha256=sha256(content), meta=meta)
        self.until(lambda: self.records.case(stored.case_id).comparison is not None, 60.0)
        time.sleep(0.05)
        return stored.case_id


def declared(site: str, scan_id: str, **changes: Any) -> dict[str, Any]:
    """Return a scan's papers with a declaration that is changed."""
    meta = make_meta(site, scan_id)
    return {**meta, "declaration": {**meta["declaration"], **changes}}


def room_of(desk: Any) -> dict[str, Any]:
    """Return the room as a desk sees it since this day's beginning."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    found: dict[str, Any] = desk.consult(Topic.ROOM_NOW, {"since": midnight.isoformat()})
    return found
