"""A real hub over real CURVE on loopback, in a thread, that can be stopped and started again."""

import hashlib
import multiprocessing
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace, TracebackType
from typing import Any, Self

from argon2 import PasswordHasher

from queue_client.client import DeskClient, SiteClient
from queue_client.keys import HubAddress, KeyPair, SigningKey
from tests.makers.memory_store import FolderOfBlobs, MemoryRecords
from workstation.domain.officer import Officer, Role
from workstation.domain.principal import Principal, PrincipalKind
from workstation.hub import compare_pool
from workstation.hub.broker import Hub
from workstation.hub.options import HubKeys, HubSettings
from workstation.hub.ports import ModelPackage
from workstation.hub.supervision import Contribution

PASSWORD = "a long password"  # noqa: S105 - opens nothing but a test
# Asked again after a second; a hub on a busy machine is not taken for silent.
_PATIENT = {"timeout_s": 1.0, "give_up_s": 30.0}
# As weak as argon2 allows: the hub reads the parameters from the hash.
_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def fork_what_compares() -> None:
    """Let a hub's children be forked from one that has its imports, instead of starting anew.

    Hundreds of tests start a hub; what a child of it is confined to, it does after the fork.
    """
    multiprocessing.set_forkserver_preload(["tests.makers.jobs", "workstation.hub.compare_pool"])
    warm = SimpleNamespace(get_context=lambda _way: multiprocessing.get_context("forkserver"))
    compare_pool.multiprocessing = warm  # type: ignore[attr-defined]


if sys.platform.startswith("linux"):
    fork_what_compares()


class Models:
    """Fits ``ModelPackages`` with a dict."""

    def __init__(self) -> None:
        self.known: dict[str, ModelPackage] = {}

    def packages(self, model_ids: Sequence[str]) -> Sequence[ModelPackage]:
        return [self.known[name] for name in model_ids if name in self.known]


class RunningHub:
    """Starts at ``with`` and ends with it; the store outlives `restart`."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.records = MemoryRecords()
        self.blobs = FolderOfBlobs(folder / "blobs")
        self.models = Models()
        self.keys = HubKeys(curve=KeyPair.make(), signing=SigningKey.make())
        self.settings = HubSettings(
            **{
                "data_dir": folder,
                "endpoint": "tcp://127.0.0.1:*",
                "recall_s": 0.3,
                "compare_job": "tests.makers.jobs:agree",
                "reserve_bytes": 0,
                "renew_hashes": False,
                **settings,
            }
        )
        self.contributions: Sequence[Contribution] = ()
        self._folder = folder
        self._closing: list[Callable[[], None]] = []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for close in self._closing:
            close()
        self.stop()

    @property
    def address(self) -> HubAddress:
        return self.hub.address

    def start(self) -> None:
        self.hub = Hub(self.records, self.blobs, self.models, self.settings, self.keys)
        self.hub.supervision.take(self.contributions)
        self.furnish()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.hub.run, args=(self._stop,), name="hub")
        self._thread.start()
        assert self.hub.ready.wait(60.0), "the hub did not open"
        self.settings = replace(self.settings, endpoint=self.hub.address.endpoint)

    def furnish(self) -> None:
        """Hand the hub what it shall have before it runs."""

    def ask_to_stop(self) -> None:
        self._stop.set()

    def stop(self) -> None:
        self.ask_to_stop()
        self._thread.join()

    def restart(self) -> None:
        self.stop()
        self.start()

    def site(self, name: str = "site-a", **options: Any) -> SiteClient:
        keys = self.enrolled(name, PrincipalKind.SITE)
        client = SiteClient(self.address, keys, site=name, **{**_PATIENT, **options})
        self._closing.append(client.close)
        return client

    def desk(self, name: str = "desk-1", **options: Any) -> DeskClient:
        keys = self.enrolled(name, PrincipalKind.DESK)
        client = DeskClient(self.address, keys, desk=name, **{**_PATIENT, **options})
        self._closing.append(client.close)
        return client

    def seated(
        self, officer: str = "li", desk: str = "desk-1", roles: Sequence[Role] = (Role.REVIEWER,)
    ) -> DeskClient:
        self.add_officer(officer, roles)
        client = self.desk(desk)
        client.login(officer, PASSWORD)
        return client

    def seated_anew(self, officer: str = "li", desk: str = "desk-1") -> DeskClient:
        """Return a desk whose program was started anew; its known officer has signed in."""
        client = self.desk(desk)
        client.login(officer, PASSWORD)
        return client

    def enrolled(self, name: str, kind: PrincipalKind) -> KeyPair:
        keys = KeyPair.make()
        self.records.enrol(
            Principal(name=name, kind=kind, public_key=keys.public), now=datetime.now(UTC)
        )
        self.hub.forget_principals()
        return keys

    def add_officer(self, officer: str, roles: Sequence[Role] = (Role.REVIEWER,)) -> None:
        person = Officer(officer_id=officer, name=officer.title(), roles=frozenset(roles))
        self.records.add_officer(person, _QUICK.hash(PASSWORD), now=datetime.now(UTC))

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
        self.until(lambda: self.records.cases[stored.case_id].comparison is not None)
        time.sleep(0.05)  # the waiting room learns of it in the same turn
        return stored.case_id

    def until(self, true: Callable[[], bool], within_s: float = 60.0) -> None:
        ends = time.monotonic() + within_s
        while not true():
            assert time.monotonic() < ends, "it did not happen in time"
            time.sleep(0.005)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def make_meta(site: str, scan_id: str, hs: str = "080810") -> dict[str, Any]:
    return {
        "head": {"scan_id": scan_id, "site": site, "declaration": f"D-{scan_id}"},
        "declaration": {
            "number": f"D-{scan_id}",
            "container": None,
            "goods": [{"hs": hs, "name": "apples", "name_zh": "苹果"}],
        },
    }


def make_decision(case: Any, *, conclusion: str = "release", **changes: Any) -> dict[str, Any]:
    """Return a decision about a leased case, as a desk sends it."""
    return {
        "decision_id": f"d-{case.scan_id}-{case.token}",
        "case_id": case.case_id,
        "token": case.token,
        "sha256": case.sha256,
        "conclusion": conclusion,
        "reason": "",
        "note": "",
        "marks": [],
        "evidence": {},
        **changes,
    }
