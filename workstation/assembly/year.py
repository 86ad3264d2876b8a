"""Joins a simulated year with a hub's records: a data folder that a hub would start over.

Pictures are made on demand: what is stored as a scan's package is a recipe of a few hundred bytes,
whose hash is the scan's identity in every record. The truth lies beside the records, never in them.
"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from workstation.assembly.hub import load_keys
from workstation.assembly.year_pictures import RECIPE
from workstation.audit.chain import canonical_json
from workstation.audit.checkpoint import Signer
from workstation.domain.case import Arrival
from workstation.domain.errors import StorageUnavailable
from workstation.domain.officer import Officer
from workstation.domain.recheck import MISS_FROM
from workstation.hub.sessions import hash_password
from workstation.settings import DEFAULT_HUB_ENDPOINT
from workstation.simulation.year.ports import Picture, RecheckDone, TestImageDone
from workstation.simulation.year.run import YearTruth, simulate_year, truth_lines
from workstation.simulation.year.world import YearPlan
from workstation.storage.blobs import FolderBlobs
from workstation.storage.bulk import BulkWriter
from workstation.storage.bulk_blobs import BulkBlobs
from workstation.storage.bulk_rows import Statement, recheck_values, test_image_values
from workstation.storage.verify import CARD

#: Beside the records of a simulated room: what the room cannot know.
TRUTH: Final = "truth.jsonl"
SUMMARY: Final = "simulated.json"

Progress = Callable[[int], None]


class YearBooks(BulkWriter):
    """Writes what a simulated year does; fits `simulation.year.ports.Books`."""

    def __init__(
        self, folder: Path, key: Signer, *, password: str, progress: Progress | None = None
    ) -> None:
        super().__init__(folder, key)
        self._blobs = BulkBlobs(folder)
        # One hash for all: hashing forty passwords takes longer than a simulated month.
        self._password_hash = hash_password(password)
        self._progress, self._scans = progress, 0

    def officer(self, officer: Officer, *, now: datetime) -> None:
        """Add an officer; all have the one password of the simulated room."""
        self.add_officer(officer, self._password_hash, now=now)

    def package(self, picture: Picture) -> tuple[str, int]:
        """Keep the recipe of a picture in the place of a package."""
        recipe = {
            "schema": RECIPE,
            "scan_id": picture.scan_id,
            "site": picture.site,
            "scanner": picture.scanner,
            "seed": picture.seed,
            "kind": picture.kind,
            "hidden": picture.hidden,
        }
        return self._blobs.keep(canonical_json(recipe).encode())

    def receive(self, arrival: Arrival, *, now: datetime) -> None:
        """Record a scan, and tell how far the year has come."""
        super().receive(arrival, now=now)
        self._scans += 1
        if self._progress is not None and self._scans % 500 == 0:
            self._progress(self._scans)

    def rechecked(self, recheck: RecheckDone, *, now: datetime) -> None:
        """Record a re-check with the entries that its acts would have made."""
        self.insert(Statement.RECHECK, recheck_values(vars_of(recheck)))
        facts: dict[str, Any] = {"recheck": recheck.recheck_id, "case": recheck.case_id}
        look = recheck.look
        said = {"officer": recheck.officer, "verdict": look.verdict.value}
        self.note("recheck:answered", {**facts, **said, "severity": look.severity}, now=now)
        last = recheck.arbiter_look
        if last is not None and last.severity >= MISS_FROM:
            self.note("recheck:missed", {**facts, "severity": last.severity}, now=now)

    def tested(self, image: TestImageDone, *, now: datetime) -> None:
        """Record how a test image was met."""
        self.insert(Statement.TEST_IMAGE, test_image_values(vars_of(image)))
        facts = {"image": image.image_id, "case": image.case_id, "outcome": image.outcome.value}
        self.note("test_image:answered", facts, now=now)

    def close(self) -> None:
        """Make records and recipes durable."""
        self._blobs.close()
        super().close()


def make_year(
    folder: Path, plan: YearPlan, *, password: str, progress: Progress | None = None
) -> YearTruth:
    """Make the data folder of a room that has worked for a year.

    Raises
    ------
    StorageUnavailable
        If there are records already, or the disk refuses.
    """
    began = time.monotonic()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageUnavailable(str(folder), error.strerror or str(error)) from error
    FolderBlobs(folder)
    keys = load_keys(folder)
    books = YearBooks(folder, keys.signing, password=password, progress=progress)
    truth = simulate_year(plan, books)
    books.close()
    card = {
        "endpoint": DEFAULT_HUB_ENDPOINT,
        "server_key": keys.curve.public,
        "signing_key": keys.signing.public,
    }
    _write(folder / CARD, card)
    with (folder / TRUTH).open("w", encoding="utf-8") as file:
        for line in truth_lines(truth):
            file.write(f"{canonical_json(line)}\n")
    summary = {
        "schema": "reviewroom.simulated/1",
        "seed": plan.seed,
        "scans": len(truth.cases),
        "released": truth.released,
        "missed": truth.missed,
        "bad": truth.bad,
        "miss_rate": truth.miss_rate,
        "seconds": round(time.monotonic() - began, 1),
    }
    _write(folder / SUMMARY, summary)
    return truth


def vars_of(record: RecheckDone | TestImageDone) -> Mapping[str, Any]:
    """Return the attributes of a record by name."""
    return {name: getattr(record, name) for name in type(record).__dataclass_fields__}


def _write(path: Path, document: Mapping[str, Any]) -> None:
    path.write_text(canonical_json(document), encoding="utf-8")
