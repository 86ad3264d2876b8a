# ruff: noqa: SLF001 - the loop is driven without its sockets
"""``make fuzz-wire``: spoilt messages through the hub's own answer path, with a store in memory.

``python -m tests.benchmarks.fuzz_wire [EXECUTIONS] [SEED]``. Each execution is one message of
three frames, sent as a site, a desk in session, or nobody: decoded, its rights checked, answered,
and the answer encoded and read back. A *crash* is an exception out of the loop or one that the
loop had to catch as a fault of the hub; a *hang* is a message that takes longer than a second of
this process. The last line is one JSON object.
"""

import hashlib
import json
import logging
import random
import sys
import tempfile
import time
import zlib
from collections import Counter
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from queue_client.codec import canonical, decode, encode
from queue_client.door import Incoming
from queue_client.errors import WireViolation
from queue_client.keys import KeyPair, SigningKey
from queue_client.manifests import sign_manifest
from queue_client.messages import CHUNK_BYTES, Chunk, ErrorReply, Hello, MessageType, Offer
from tests.benchmarks.fuzz_corpus import Frames, spoil, valid_messages
from tests.makers.jobs import agree
from tests.makers.memory_store import FolderOfBlobs, MemoryRecords
from tests.makers.running_hub import Models, make_meta
from workstation.domain.case import Arrival
from workstation.domain.comparison import comparison_from_json
from workstation.domain.declaration import declaration_from_json
from workstation.domain.officer import Officer, Role
from workstation.domain.principal import Principal, PrincipalKind
from workstation.domain.scan import ScanHead
from workstation.hub.broker import Hub
from workstation.hub.front_desk import FrontDesk
from workstation.hub.options import HubKeys, HubSettings
from workstation.hub.violations import Violations

_FRESH_EVERY = 5_000
_HANG_S = 1.0
_SHOWN = 5
_NOW = datetime(2026, 1, 2, tzinfo=UTC)


@dataclass
class Tally:
    """What came of so many executions."""

    executions: int = 0
    crashes: int = 0
    hangs: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)

    def crash(self, what: str) -> None:
        """Note a crash; the first few are kept to be shown."""
        self.crashes += 1
        if len(self.shown) < _SHOWN:
            self.shown.append(what)


class _Faults(logging.Handler):
    """Hears of what the loop had to catch."""

    def __init__(self, tally: Tally) -> None:
        super().__init__()
        self._tally = tally

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self._tally.crash(logging.Formatter().format(record)[-1500:])


class _NeverMuted(Violations):
    """Counts, but goes on listening: muted messages would find nothing."""

    def muted(self, _key: str, _now: float) -> bool:
        return False


class _NoPasswords:
    """Knows no password, and says so at once: real ones are slow on purpose."""

    def check(self, *_: object) -> "Future[bool]":
        answer: Future[bool] = Future()
        answer.set_result(False)
        return answer


class FuzzedHub:
    """A hub without sockets, with cases, a session and a lease; answers are kept in ``sent``."""

    def __init__(self, folder: Path) -> None:
        self.sent: list[Frames] = []
        keys = HubKeys(curve=KeyPair.make(), signing=SigningKey.make())
        settings = HubSettings(data_dir=folder, reserve_bytes=0, max_scan_bytes=2**20)
        self.records = MemoryRecords()
        for number in range(6):
            self._add_case(f"s{number}")
        self.site, self.desk = "site-key", "desk-key"
        for name, kind, key in (
            ("site-a", PrincipalKind.SITE, self.site),
            ("desk-1", PrincipalKind.DESK, self.desk),
        ):
            self.records.enrol(Principal(name=name, kind=kind, public_key=key), now=_NOW)
        self.hub = Hub(self.records, FolderOfBlobs(folder / "blobs"), Models(), settings, keys)
        self.hub._answering.violations = _NeverMuted()
        self.hub._door.send = self._keep
        hub = self.hub
        self._front = FrontDesk(
            self.records, hub._sessions, _NoPasswords(),
            send=hub._sender.send, seated=hub._seated, recall_s=0.0,
        )  # fmt: skip
        self._manifest_key, self._uploads = SigningKey.make(), 0
        self.say(
            self.site,
            encode(Hello(ask=1, software="fuzz", manifest_key=self._manifest_key.public)),
        )
        for case in self.records.cases.values():
            hub._waiting.add(case)
        hub._desks.drafts.begin()

    def _add_case(self, scan_id: str) -> None:
        declaration = make_meta("site-a", scan_id)["declaration"]
        arrival = Arrival(
            site="site-a", scan_id=scan_id, package_sha256="ab" * 32, package_size=6,
            head=ScanHead(scan_id=scan_id, site="site-a"),
            declaration=declaration_from_json(declaration, source="fuzz"),
        )  # fmt: skip
        case = self.records.receive(arrival, now=_NOW)
        comparison = comparison_from_json(agree({"declared": ["080810"]}))
        self.records.compared(case.case_id, comparison, now=_NOW)

    def _keep(self, _route: bytes, frames: Frames) -> bool:
        self.sent.append(frames)
        return True

    def say(self, key: str, frames: Frames) -> None:
        """Serve one message as the loop would, with what the loop does between messages."""
        incoming = Incoming(key=key, route=b"route", frames=frames)
        if not self.hub._takes_quickly(incoming):
            self.hub._answering.serve(incoming, self._front)
        self._front.finish()
        self.hub._sites.arrived.clear()
        self.hub._sites.joined.clear()

    def messages(self) -> list[Frames]:
        """Return one valid message of each type, for this hub as it stands."""
        if not self.hub._sessions.officers():
            officer = Officer(officer_id="li", name="Li", roles=frozenset(Role))
            seat, _ = self.hub._sessions.sit(officer, "desk-1", time.monotonic())
            self.session = seat.token
        lease = next((c for c in self.records.cases.values() if c.lease_token), None)
        case_id = "site-a:s0" if lease is None else lease.case_id
        token = 1 if lease is None else lease.lease_token
        known = {
            "session": self.session, "case_id": case_id, "token": token, "sha256": "ab" * 32,
            "decision_id": "d1", "request": "r1", "scan_id": "n1", "size": 6, "offset": 0,
            "length": CHUNK_BYTES, "crc32": 1, "officer": "li", "software": "fuzz",
            "manifest_key": self._manifest_key.public, "reason": "x", "minutes": 5,
        }  # fmt: skip
        mark = {"kind": "box", "points": [[1.0, 1.0], [2.0, 2.0]], "view": "side"}
        documents = {
            MessageType.OFFER: make_meta("site-a", "n1"),
            MessageType.DECLARE: make_meta("site-a", "n2")["declaration"],
            MessageType.DECIDE: {
                "decision_id": "d1", "case_id": case_id, "token": token, "sha256": "ab" * 32,
                "conclusion": "inspect", "reason": "", "note": "", "marks": [mark],
                "evidence": {"dwell_s": 3.0, "acts": ["a"]},
            },
            MessageType.SHOW: {"view": {}, "marks": [mark], "pointer": [1.0, 2.0]},
            MessageType.LOOK_IN: {"pointer": [1.0, 2.0], "note": "here"},
        }  # fmt: skip
        return [*valid_messages(known, documents), *self._upload()]

    def _upload(self) -> list[Frames]:
        """Return an upload that a site may do, in both versions of the wire."""
        self._uploads += 1
        scan_id = f"n{self._uploads % 40}"
        document = canonical(make_meta("site-a", scan_id))
        content = f"pixels of {scan_id}".encode()
        facts = {
            "scan_id": scan_id,
            "sha256": hashlib.sha256(content).hexdigest(),
            "size": len(content),
        }
        signature = sign_manifest(self._manifest_key, site="site-a", document=document, **facts)
        offer = Offer(ask=1, signature=signature, **facts)
        chunk = Chunk(
            ask=2, scan_id=scan_id, sha256=offer.sha256, offset=0, crc32=zlib.crc32(content)
        )
        # The first bytes alone go the short way.
        begin = msgspec.structs.replace(chunk, crc32=zlib.crc32(content[:4]))
        return [
            encode(offer, document),
            encode(offer, document, version=1),
            encode(begin, content[:4]),
            encode(chunk, content),
            encode(chunk, content),
        ]

    def close(self) -> None:
        """Let go of what the hub holds."""
        self.hub._intake.close()
        self.hub._door.close()


def fuzz(executions: int, *, seed: int = 1, say: bool = False) -> Tally:
    """Send so many spoilt messages; a fresh hub now and then keeps its store small."""
    rng, tally = random.Random(seed), Tally()  # noqa: S311 - no secret
    faults, logger = _Faults(tally), logging.getLogger("workstation.hub")
    logger.addHandler(faults)
    before = logger.propagate
    logger.propagate = False
    try:
        while tally.executions < executions:
            count = min(_FRESH_EVERY, executions - tally.executions)
            with tempfile.TemporaryDirectory() as folder:
                hub = FuzzedHub(Path(folder))
                try:
                    _round(hub, count, rng, tally)
                finally:
                    hub.close()
            if say and tally.executions % 100_000 < _FRESH_EVERY:
                sys.stdout.write(f"{tally.executions:>9} {tally.crashes} {tally.hangs}\n")
                sys.stdout.flush()
    finally:
        logger.removeHandler(faults)
        logger.propagate = before
    return tally


def _round(hub: FuzzedHub, count: int, rng: random.Random, tally: Tally) -> None:
    for number in range(count):
        if number % 50 == 0:
            messages = hub.messages()
        valid = rng.choice(messages)
        frames = spoil(valid, rng)
        own = hub.site if valid[0][0] < MessageType.LOGIN else hub.desk
        key = own if rng.random() < 0.9 else rng.choice((hub.site, hub.desk, "nobody"))
        began = time.process_time()
        try:
            hub.say(key, frames)
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            tally.crash(f"{error!r} out of the loop for {frames!r:.300}")
        if time.process_time() - began > _HANG_S:
            tally.hangs += 1
        tally.executions += 1
        for reply in hub.sent:
            _look_at(reply, tally)
        hub.sent.clear()


def _look_at(reply: Frames, tally: Tally) -> None:
    """Count an answer; one that a client of the newest version could not read is a crash."""
    try:
        header = decode(reply).header
    except WireViolation as error:
        if reply[0][1] != 0:  # a version that nobody speaks any more is answered in itself
            tally.crash(f"an answer that nobody can read: {error}")
        return
    name = f"ERROR {header.code}" if isinstance(header, ErrorReply) else type(header).__name__
    tally.answers[name] += 1


def main(executions: int = 1_000_000, seed: int = 1) -> int:
    """Run, print, and return 0 when nothing crashed or hung."""
    began = time.monotonic()
    tally = fuzz(executions, seed=seed, say=True)
    for what in tally.shown:
        sys.stdout.write(f"{what}\n")
    for name, count in tally.answers.most_common():
        sys.stdout.write(f"{count:>9} {name}\n")
    figures = {
        "executions": tally.executions,
        "crashes": tally.crashes,
        "hangs": tally.hangs,
        "seconds": round(time.monotonic() - began),
    }
    sys.stdout.write(f"{json.dumps(figures)}\n")
    return 1 if tally.crashes or tally.hangs else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
