"""A running hub over a real store, for what the store itself has to forbid."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from queue_client.client import SiteClient
from tests.makers.running_hub import RunningHub, make_meta, sha256
from workstation.assembly.lesson_picture import cut_lesson
from workstation.assembly.looks_count import CountedLooks
from workstation.domain.recheck import Recheck, Sampling
from workstation.hub.rechecks import Rechecks
from workstation.hub.supervision import Contribution
from workstation.storage.records import SqlRecords, open_records


class StoredHub(RunningHub):
    """Like `RunningHub`; everything is looked at again unless a sampling says otherwise."""

    def __init__(self, folder: Path, sampling: Sampling, **settings: Any) -> None:
        super().__init__(folder, **settings)
        self.missed: list[Recheck] = []
        self.stored: SqlRecords = open_records(folder / "hub.sqlite")
        self.records = self.stored  # type: ignore[assignment]  # the same methods
        self.set_sampling(sampling)

    def set_sampling(self, sampling: Sampling) -> None:
        self.stored.set_sampling(sampling, officer="zhao", reason="a test", now=datetime.now(UTC))

    def __exit__(self, *error: object) -> None:
        super().__exit__(*error)
        self.stored.close()

    def furnish(self) -> None:
        self.hub.projections.attach(self.stored, self._folder)
        rechecks = Rechecks(
            self.stored,
            CountedLooks(self._folder),
            missed=self.missed.append,
            cut=lambda lesson: cut_lesson(self.blobs, lesson),
            blindness=self.hub.blindness,
        )
        # Another subject hands out recorded packages; here it is whoever asks.
        shelf = Contribution(shelf=lambda _seat, sha256: self.blobs.path(sha256))
        self.hub.supervision.take([rechecks.contribution(), shelf])

    def send(
        self,
        client: SiteClient,
        scan_id: str,
        content: bytes = b"pixels",
        meta: dict[str, Any] | None = None,
    ) -> str:
        path = self._folder / f"{client.site}-{scan_id}.out"
        path.write_bytes(content)
        meta = make_meta(client.site, scan_id) if meta is None else meta
        stored = client.send_scan(path, scan_id=scan_id, sha256=sha256(content), meta=meta)
        self.until(lambda: self.stored.case(stored.case_id).comparison is not None, 60.0)
        return stored.case_id
