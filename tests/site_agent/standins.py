"""Stand-ins for the site agent's tests: a hub line that obeys a script, a site in a folder."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from queue_client.answers import ShownCheckpoint, Wanted
from queue_client.documents import HeldDocument
from queue_client.errors import QueueError
from queue_client.keys import SigningKey
from queue_client.signing import SignedDecision, sign
from workstation.domain.errors import ScanUnreadable
from workstation.domain.photo import MissingPhoto, PhotoFault, Photos
from workstation.domain.scan import EnergyBand, ScanHead, ViewName
from workstation.imaging.package import write_package
from workstation.imaging.photos import packed_photo
from workstation.imaging.scan import Plane, Scan
from workstation.site_agent.alarms import AlarmBell
from workstation.site_agent.files import make_folders
from workstation.site_agent.intake import Intake
from workstation.site_agent.outbox import Outbox
from workstation.site_agent.reading_child import head_to_json
from workstation.site_agent.relay import Relay
from workstation.site_agent.sender import Sender
from workstation.site_agent.settings import SiteSettings
from workstation.site_agent.validate import (
    MachineTrouble,
    ReaderCrashed,
    Reading,
    SitePhotos,
    Written,
)

CONTAINER = "CSQU3054383"


class ScriptedLine:
    """A hub that stores everything, unless `trouble` holds errors to raise first."""

    def __init__(self) -> None:
        self.trouble: list[QueueError] = []
        self.sent: list[dict[str, Any]] = []
        self.declared: list[dict[str, Any]] = []
        self.outgoing: list[SignedDecision] = []
        self.acknowledged: list[str] = []
        self.shown = ShownCheckpoint(note="", proof=())
        self.witnessed: list[int] = []
        self.reports: list[tuple[list[HeldDocument], bool]] = []
        self.results: list[dict[str, Any]] = []
        self.wanted = Wanted(epoch=0, owes=False, scan_ids=())

    def hello(self) -> object:
        return None

    def send_scan(
        self, path: Path, *, scan_id: str, sha256: str, meta: Mapping[str, Any]
    ) -> object:
        self._raise()
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256
        self.sent.append({"scan_id": scan_id, "sha256": sha256, **meta})
        return None

    def declare(self, declaration: Mapping[str, Any]) -> bool:
        self._raise()
        self.declared.append(dict(declaration))
        return False

    def ping(
        self, *, last_sequence: int, spool_depth: int, free_bytes: int
    ) -> Sequence[SignedDecision]:
        assert spool_depth >= 0
        assert free_bytes > 0
        assert last_sequence == 0
        self._raise()
        return [d for d in self.outgoing if d.decision_id not in self.acknowledged]

    def acknowledge(self, decision_id: str) -> None:
        self._raise()
        self.acknowledged.append(decision_id)

    def checkpoint(self, size: int) -> ShownCheckpoint:
        self._raise()
        self.witnessed.append(size)
        return self.shown

    def report(self, held: Sequence[HeldDocument], *, last: bool) -> Wanted:
        self._raise()
        self.reports.append((list(held), last))
        return self.wanted

    def report_result(self, result: Mapping[str, Any]) -> None:
        self._raise()
        self.results.append(dict(result))

    def interrupt(self) -> None:
        pass

    def close(self) -> None:
        pass

    def _raise(self) -> None:
        if self.trouble:
            raise self.trouble.pop(0)


class InstantValidator:
    """Takes every file for a scan of one grey, without a child process.

    A file whose text begins with ``refuse`` is unreadable; ``full_disk`` makes writing fail.
    """

    def __init__(self) -> None:
        self.full_disk = False
        self.on_read = lambda: None
        self._head = ScanHead()

    def read(self, paths: Sequence[Path]) -> Reading:
        self.on_read()
        content = paths[0].read_bytes()
        if content.startswith(b"refuse"):
            raise ScanUnreadable(paths[0].name, "it is cut short")
        facts = json.loads(content) if content.startswith(b"{") else {}
        self._head = ScanHead(
            scan_id=facts.get("scan_id"),
            container=facts.get("container"),
            declaration=facts.get("declaration"),
        )
        return Reading(
            scan_id=self._head.scan_id,
            format=facts.get("format", "tiff"),
            warnings=(),
            containers=tuple(facts.get("containers", ())),
        )

    def photo(self, path: Path, *, number: int, target: Path) -> MissingPhoto | None:
        content = path.read_bytes()
        if content.startswith(b"crash"):
            raise ReaderCrashed(path.name, "reading it crashed the reader")
        if content.startswith(b"hang"):
            raise ScanUnreadable(path.name, "reading it took longer than 10 s")
        if content.startswith(b"bad"):
            return MissingPhoto(number=number, fault=PhotoFault.NO_PICTURE)
        target.write_bytes(content)
        return None

    def write(
        self, path: Path, *, scan_id: str, site: str, photos: SitePhotos | None = None
    ) -> Written:
        if self.full_disk:
            raise MachineTrouble("the disk is full")
        head = ScanHead(
            scan_id=scan_id,
            site=site,
            container=self._head.container,
            declaration=self._head.declaration,
        )
        beside = photos or SitePhotos()
        pictures = tuple(packed_photo(one.read_bytes(), number=n) for n, one in beside.ready)
        scan = replace(make_scan(head), photos=Photos(pictures=pictures, missing=beside.missing))
        write_package(path, scan)
        content = path.read_bytes()
        return Written(
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            head=head_to_json(head),
        )

    def close(self) -> None:
        pass


class Site:
    """A whole site in a folder, driven by hand: its clock stands still until told otherwise."""

    def __init__(self, folder: Path, *, key: SigningKey | None = None, **changes: Any) -> None:
        self.settings = SiteSettings(
            site="north",
            folder=folder,
            inbox=folder / "inbox",
            **{"settle_s": 2.0, "join_wait_s": 30.0, **changes},
        )
        make_folders((folder, *self.settings.folders()))
        self.key = key or SigningKey.make()
        self.now = 1000.0
        self.line = ScriptedLine()
        self.validator = InstantValidator()
        self.bell = AlarmBell(self.settings.alarms)
        self.outbox = Outbox(self.settings.outbox)
        self.outbox.open()
        self.intake = Intake(self.settings, self.outbox, self.validator, self.bell)
        self.sender = Sender(self.settings, self.outbox, self.intake, self.bell)
        self.relay = Relay(self.settings, self.outbox, self.bell, signing_key=self.key.public)

    def restarted(self) -> "Site":
        """Return the same site after a power cut: only its files are left, and its key."""
        after = Site(self.settings.folder, key=self.key)
        after.line, after.now = self.line, self.now + 1
        after.relay.resume()
        return after

    def drop(self, name: str, content: bytes | str | dict[str, Any] = b"pixels") -> Path:
        """Let the scanner, or the customs system, write a file into the inbox."""
        path = self.settings.inbox / name
        text = json.dumps(content) if isinstance(content, dict) else content
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def look(self, *, after_s: float = 0.0) -> None:
        """Let time pass and the intake look once."""
        self.now += after_s
        self.intake.tick(self.now)

    def settle(self) -> None:
        """Let the inbox settle and be taken in."""
        self.look()
        self.look(after_s=self.settings.settle_s)

    def send_all(self) -> None:
        """Send until nothing is ready."""
        while self.sender.tick(self.line, self.now):
            pass

    def send_one_scan(self, scan_id: str = "S1") -> str:
        """Bring one scan as far as the hub; return its package's hash."""
        self.drop(f"{scan_id}.tif", {"container": CONTAINER, "noise": scan_id})
        self.settle()
        self.now += self.settings.join_wait_s
        self.send_all()
        self.now += self.settings.join_wait_s
        self.send_all()
        return self.outbox.all()[-1].sha256

    def decide(self, conclusion: str, *, sha256: str, **changes: Any) -> SignedDecision:
        """Let the hub sign a decision; it is not on its way yet."""
        record = {
            "decision_id": f"d-{conclusion}",
            "site": "north",
            "scan_id": "S1",
            "sha256": sha256,
            "conclusion": conclusion,
            "reason": "",
            "note": "",
            "marks": [],
            "officer": "li",
            "decided_at": "2026-01-02T03:04:05.000000+00:00",
            "sequence": 1,
            **changes,
        }
        return sign(record, self.key)

    def names(self, folder: str) -> list[str]:
        """Return the names in one of the site's folders."""
        return sorted(p.name for p in (self.settings.folder / folder).iterdir())


def make_declaration(number: str = "D1", container: str | None = CONTAINER) -> dict[str, Any]:
    return {
        "number": number,
        "container": container,
        "goods": [{"hs": "080810", "name": "apples", "gross_kg": 20000.0}],
    }


def make_scan(head: ScanHead | None = None, *, rows: int = 60, columns: int = 200) -> Scan:
    """A container-like grey wedge in the side view."""
    greys = np.linspace(9000, 60000, columns, dtype=np.uint16)
    plane = Plane(
        view=ViewName.SIDE,
        band=EnergyBand.SINGLE,
        energy_mev=6.0,
        transmission=np.tile(greys, (rows, 1)),
        pitch_mm=(5.0, 5.0),
    )
    return Scan(head=head or ScanHead(), planes=(plane,), format="package")
