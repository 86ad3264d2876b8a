"""The durable outbox: one folder per scan with its package and a manifest of how far it got."""

import json
import shutil
import threading
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import msgspec

from workstation.domain.durable import sync_folder
from workstation.domain.errors import StepRefused, StorageUnavailable
from workstation.domain.instants import from_text
from workstation.site_agent.files import in_words, write_json

PACKAGE: Final = "package.scan.tif"
MANIFEST: Final = "manifest.json"
_SCHEMA: Final = "reviewroom.outbox/1"
_DRAFT: Final = ".draft-"


class Custody(StrEnum):
    """How far a scan got, seen from its site."""

    SPOOLED = "spooled"
    SENDING = "sending"
    STORED = "stored"
    DECIDED = "decided"
    DONE = "done"
    DEAD = "dead"


class Step(StrEnum):
    """What can happen to a scan at its site."""

    SEND = "send"
    STORE = "store"
    GIVE_UP = "give up"
    DECIDE = "decide"
    FINISH = "finish"


#: What is not named here is refused. A decision may come before the receipt that the hub stored
#: the scan: the receipt was lost, and nobody decides what the hub does not have.
LAW: Final[Mapping[tuple[Custody, Step], Custody]] = {
    (Custody.SPOOLED, Step.SEND): Custody.SENDING,
    (Custody.SENDING, Step.SEND): Custody.SENDING,
    (Custody.SENDING, Step.STORE): Custody.STORED,
    (Custody.DECIDED, Step.STORE): Custody.DECIDED,
    (Custody.DONE, Step.STORE): Custody.DONE,
    (Custody.SPOOLED, Step.GIVE_UP): Custody.DEAD,
    (Custody.SENDING, Step.GIVE_UP): Custody.DEAD,
    (Custody.SENDING, Step.DECIDE): Custody.DECIDED,
    (Custody.STORED, Step.DECIDE): Custody.DECIDED,
    (Custody.DECIDED, Step.DECIDE): Custody.DECIDED,
    (Custody.DECIDED, Step.FINISH): Custody.DONE,
    (Custody.DONE, Step.FINISH): Custody.DONE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the site knows about one scan; ``sha256`` is its package's.

    ``sources`` are the names of the scanner's files, ``source_sha256`` their hash as one.
    ``spooled_at`` and ``done_at`` are ISO 8601 in UTC. ``containers`` are all valid numbers that
    the scanner's files tell, where it scanned more than the one of its head.
    """

    scan_id: str
    site: str
    sha256: str
    size: int
    head: dict[str, Any]
    sources: tuple[str, ...]
    source_sha256: str
    spooled_at: str
    declaration: dict[str, Any] | None = None
    warnings: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    state: Custody = Custody.SPOOLED
    refusals: int = 0
    decision_id: str = ""
    conclusion: str = ""
    done_at: str = ""
    schema: str = _SCHEMA

    @property
    def waits_for_hub(self) -> bool:
        """Whether the hub does not have this scan yet."""
        return self.state in {Custody.SPOOLED, Custody.SENDING}


class Outbox:
    """All scans of the site that are not forgotten yet. Methods may be called from any thread.

    Every change is durable when its method returns. Raises ``StorageUnavailable`` when the disk
    refuses; then nothing has changed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._manifests: dict[str, Manifest] = {}

    def open(self) -> tuple[str, ...]:
        """Read what an earlier run left; return the names of folders that cannot be read."""
        unreadable = []
        for folder in sorted(self._folder.iterdir()):
            if folder.name.startswith(_DRAFT):
                # Cut short before it was named; its source still stands in the inbox.
                shutil.rmtree(folder)
            elif folder.is_dir():
                try:
                    manifest = _read(folder / MANIFEST)
                except (OSError, msgspec.MsgspecError):
                    unreadable.append(folder.name)
                else:
                    self._manifests[manifest.scan_id] = manifest
        return tuple(unreadable)

    def draft(self, name: str) -> Path:
        """Return an empty folder for a package that is not in the outbox yet."""
        folder = self._folder / f"{_DRAFT}{name}"
        try:
            if folder.exists():
                shutil.rmtree(folder)
            folder.mkdir()
        except OSError as error:
            raise StorageUnavailable(str(self._folder), in_words(error)) from error
        return folder

    def drop_draft(self, draft: Path) -> None:
        """Remove a draft that came to nothing."""
        shutil.rmtree(draft, ignore_errors=True)

    def add(self, draft: Path, manifest: Manifest) -> None:
        """Take a finished draft into the outbox; durable when this returns."""
        with self._lock:
            try:
                write_json(draft / MANIFEST, asdict(manifest))
                draft.rename(self._folder / manifest.scan_id)
                sync_folder(self._folder)
            except OSError as error:
                raise StorageUnavailable(str(self._folder), in_words(error)) from error
            self._manifests[manifest.scan_id] = manifest

    def get(self, scan_id: str) -> Manifest | None:
        """Return the manifest of a scan, or None."""
        with self._lock:
            return self._manifests.get(scan_id)

    def package(self, scan_id: str) -> Path:
        """Return where the package of a scan stands."""
        return self._folder / scan_id / PACKAGE

    def all(self) -> Sequence[Manifest]:
        """Return all manifests, oldest first."""
        with self._lock:
            return sorted(self._manifests.values(), key=lambda m: (m.spooled_at, m.scan_id))

    def from_source(self, source_sha256: str) -> Manifest | None:
        """Return the scan that was made from files with this content, or None."""
        return next((m for m in self.all() if m.source_sha256 == source_sha256), None)

    def waiting(self) -> Sequence[Manifest]:
        """Return the scans that the hub does not have yet, oldest first."""
        return [manifest for manifest in self.all() if manifest.waits_for_hub]

    def advance(self, scan_id: str, step: Step, **facts: object) -> Manifest:
        """Take a step of the law and note facts with it; raise ``StepRefused`` otherwise."""
        with self._lock:
            manifest = self._manifests[scan_id]
            try:
                state = LAW[manifest.state, step]
            except KeyError:
                raise StepRefused(scan_id, manifest.state, step) from None
            return self._keep(replace(manifest, state=state, **facts))  # type: ignore[arg-type]

    def join(self, scan_id: str, declaration: dict[str, Any]) -> bool:
        """Give a scan its declaration; False when it was offered to the hub already."""
        with self._lock:
            manifest = self._manifests[scan_id]
            if manifest.state is not Custody.SPOOLED or manifest.declaration is not None:
                return False
            self._keep(replace(manifest, declaration=declaration))
            return True

    def refused(self, scan_id: str) -> int:
        """Count one more refusal by the hub; return how many there are now."""
        with self._lock:
            manifest = self._manifests[scan_id]
            return self._keep(replace(manifest, refusals=manifest.refusals + 1)).refusals

    def forget(self, *, done_before: datetime) -> int:
        """Remove scans whose decision was applied before an instant; return how many.

        The decision itself stays in the decisions folder for ever.
        """
        with self._lock:
            old = [
                m
                for m in self._manifests.values()
                if m.state is Custody.DONE and from_text(m.done_at) < done_before
            ]
            for manifest in old:
                # Renamed first: what is left of a removal cut short must not look like a scan.
                gone = self._folder / f"{_DRAFT}{manifest.scan_id}"
                (self._folder / manifest.scan_id).rename(gone)
                shutil.rmtree(gone)
                del self._manifests[manifest.scan_id]
            return len(old)

    def _keep(self, manifest: Manifest) -> Manifest:
        try:
            write_json(self._folder / manifest.scan_id / MANIFEST, asdict(manifest))
        except OSError as error:
            raise StorageUnavailable(str(self._folder), in_words(error)) from error
        self._manifests[manifest.scan_id] = manifest
        return manifest


def _read(path: Path) -> Manifest:
    return msgspec.convert(json.loads(path.read_text(encoding="utf-8")), Manifest)
