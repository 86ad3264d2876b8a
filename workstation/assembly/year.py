"""Joins a simulated year with a hub's records: a data folder that a hub would start over.

Pictures are made on demand: what is stored as a scan's package is a recipe of a few hundred bytes,
whose hash is the scan's identity in every record. The truth lies beside the records, never in them.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from workstation.assembly.hub import load_keys
from workstation.audit.chain import canonical_json
from workstation.audit.checkpoint import Signer
from workstation.domain.case import Arrival
from workstation.domain.errors import ReviewRoomError, StorageUnavailable
from workstation.domain.officer import Officer
from workstation.domain.recheck import MISS_FROM
from workstation.hub.sessions import hash_password
from workstation.imaging.package import write_package
from workstation.settings import DEFAULT_HUB_ENDPOINT
from workstation.simulation.hidden import HiddenKind, HiddenLoad
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import SiteProfile, demo_sites
from workstation.simulation.year.ports import Picture, RecheckDone, TestImageDone
from workstation.simulation.year.run import YearTruth, simulate_year, truth_lines
from workstation.simulation.year.world import SITES, YearPlan
from workstation.storage.blobs import FolderBlobs
from workstation.storage.bulk import BulkWriter
from workstation.storage.bulk_blobs import BulkBlobs
from workstation.storage.bulk_rows import Statement, recheck_values, test_image_values
from workstation.storage.readers import package_of
from workstation.storage.verify import CARD

#: Beside the records of a simulated room: what the room cannot know.
TRUTH: Final = "truth.jsonl"
SUMMARY: Final = "simulated.json"
_RECIPE: Final = "reviewroom.recipe/1"

Progress = Callable[[int], None]


class NoRecipe(ReviewRoomError):
    """A case has no picture that can be made."""

    advice = "Name a case of a simulated year, such as 'yantian:YA250101000001'."

    def __init__(self, case_id: str) -> None:
        super().__init__(f"case {case_id}: nothing is known that its picture could be made from")


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
            "schema": _RECIPE,
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


def make_picture(folder: Path, case_id: str, out: Path) -> None:
    """Make the picture of a case of a simulated year, as a scan package.

    Raises
    ------
    NoRecipe
        If there is no such case, or its package is no recipe.
    StorageUnavailable
        If records or disk cannot be used.
    """
    sha256 = package_of(folder, case_id)
    try:
        if sha256 is None:
            raise NoRecipe(case_id)
        recipe = json.loads(FolderBlobs(folder).path(sha256).read_bytes())
        if recipe["schema"] != _RECIPE:
            raise NoRecipe(case_id)
        hidden = HiddenLoad(kind=HiddenKind(recipe["hidden"])) if recipe["hidden"] else None
        simulated = simulate_scan(
            seed=int(recipe["seed"]),
            site=_profile(recipe["site"], recipe["scanner"]),
            kind=str(recipe["kind"]),
            hidden=hidden,
            scan_id=str(recipe["scan_id"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise NoRecipe(case_id) from error
    write_package(out, simulated.scan)


def vars_of(record: RecheckDone | TestImageDone) -> Mapping[str, Any]:
    """Return the attributes of a record by name."""
    return {name: getattr(record, name) for name in type(record).__dataclass_fields__}


def _profile(site: str, scanner: str) -> SiteProfile:
    scanners = [name for names, _ in SITES.values() for name in names]
    profile = demo_sites(len(scanners))[scanners.index(scanner)]
    return replace(profile, name=site, scanner=scanner)


def _write(path: Path, document: Mapping[str, Any]) -> None:
    path.write_text(canonical_json(document), encoding="utf-8")
