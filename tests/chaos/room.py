"""A room under test: its folders, its programs as processes, and the hands that break them."""

import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from argon2 import PasswordHasher

from queue_client.keys import KeyPair
from workstation.assembly.hub import load_keys, open_hub_records
from workstation.domain.officer import Officer, Role
from workstation.domain.principal import Principal, PrincipalKind

PASSWORD: Final = "a long password"  # noqa: S105 - opens nothing but a test
SITES: Final = ("yantian", "nansha", "beilun")
DESKS: Final = {
    "desk-1": ("li", Role.REVIEWER),
    "desk-2": ("wang", Role.REVIEWER),
    "desk-3": ("chen", Role.CHIEF),
}
# As weak as argon2 allows: every restarted hub is logged in at three times, and that is no fault.
_QUICK: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Nursery:
    """Starts programs as forks of one warm process; ``with`` ends them all."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = dict(environment or {})
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "OMP_NUM_THREADS": "1",
                "OPENBLAS_NUM_THREADS": "1",
                **self._environment,
            },
        )
        self._answer()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=30)
        self._process.stdout.close()

    def start(self, order: Mapping[str, Any]) -> int:
        """Fork a program; returns its process id."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(dict(order)) + "\n")
        self._process.stdin.flush()
        return int(self._answer()["pid"])

    def _answer(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


class Apart(Nursery):
    """Starts desks in one nursery and all other programs in another; owns neither."""

    def __init__(self, desks: Nursery, others: Nursery) -> None:
        super().__init__()
        self._desks, self._others = desks, others

    def start(self, order: Mapping[str, Any]) -> int:
        """Fork a program; returns its process id."""
        nursery = self._desks if order["program"] == "desk" else self._others
        return nursery.start(order)


@dataclass(kw_only=True)
class Kept:
    """One program of the room, started again whenever it died."""

    name: str
    order: dict[str, Any]
    nursery: Nursery
    pid: int = 0
    watch: int = -1
    starts: int = 0
    wanted: bool = True

    def alive(self) -> bool:
        """Tell whether it runs (or stands still) now."""
        return self.watch >= 0 and not select.select([self.watch], [], [], 0)[0]

    def tend(self) -> None:
        """Start it when it should run and does not."""
        if self.wanted and not self.alive():
            self._forget()
            self.pid = self.nursery.start(self.order)
            with suppress(ProcessLookupError):
                self.watch = os.pidfd_open(self.pid)
            self.starts += 1

    def signal(self, number: int) -> bool:
        """Send it a signal; False when it was dead already."""
        if not self.alive():
            return False
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.watch, number)
            return True
        return False

    def kill(self) -> bool:
        """Kill -9, and wait until it is gone; False when it was dead already."""
        if not self.signal(signal.SIGKILL):
            return False
        select.select([self.watch], [], [], 10)
        return True

    def end(self) -> None:
        """Kill it for good."""
        self.wanted = False
        self.kill()
        self._forget()

    def _forget(self) -> None:
        if self.watch >= 0:
            os.close(self.watch)
        self.watch = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a room is set up; times are seconds, ``reach`` is where clients connect if not direct."""

    folder: Path
    port: int
    sites: tuple[str, ...] = SITES
    think_s: float = 0.15
    recalls: float = 0.04
    skips: float = 0.03
    lease_ttl_s: float = 5.0
    recall_s: float = 0.4
    ping_s: float = 0.15
    reach: Mapping[str, int] = field(default_factory=dict)
    mutant: str = ""
    hub_extra: tuple[str, ...] = ()
    notes_folder: Path | None = None

    @property
    def hub(self) -> Path:
        """The hub's data folder."""
        return self.folder / "hub"

    def site(self, name: str) -> Path:
        """Return a site's folder."""
        return self.folder / "sites" / name

    def inbox(self, name: str) -> Path:
        """Return where a site's scanner drops its files."""
        return self.site(name) / "inbox"

    def desk(self, name: str) -> Path:
        """Return the folder of a desk's journal."""
        return self.folder / "desks" / name

    @property
    def notes(self) -> Path:
        """Where the observer keeps what faults must not touch: configs, acts, logs."""
        beside = self.folder.with_name(f"{self.folder.name}.notes")
        return beside if self.notes_folder is None else self.notes_folder


def free_port() -> int:
    """Return a port that is free on loopback now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def prepare(plan: Plan, template: Path) -> None:
    """Make folders, keys and configurations; enrolled machines come from a template, made once."""
    if not template.exists():
        _make_template(template)
    shutil.copytree(template / "hub", plan.hub)
    for name in plan.sites:
        plan.inbox(name).mkdir(parents=True)
    for name in DESKS:
        plan.desk(name).mkdir(parents=True)
    plan.notes.mkdir()
    card = json.loads((template / "card").read_text())
    for name in (*plan.sites, *DESKS):
        port = plan.reach.get(name, plan.port)
        (plan.notes / f"{name}.card").write_text(
            json.dumps({**card, "endpoint": f"tcp://127.0.0.1:{port}"})
        )
    _write_configs(plan, template)


def _make_template(template: Path) -> None:
    (template / "hub").mkdir(parents=True)
    keys = load_keys(template / "hub")
    records = open_hub_records(template / "hub")
    now = datetime.now(UTC)
    for names, kind in ((SITES, PrincipalKind.SITE), (DESKS, PrincipalKind.DESK)):
        for name in names:
            pair = KeyPair.make()
            pair.save(template / f"{name}.key")
            records.enrol(Principal(name=name, kind=kind, public_key=pair.public), now=now)
    for officer, role in DESKS.values():
        person = Officer(officer_id=officer, name=officer.title(), roles=frozenset({role}))
        records.add_officer(person, _QUICK.hash(PASSWORD), now=now)
    records.close()
    card = {"server_key": keys.curve.public, "signing_key": keys.signing.public}
    (template / "card").write_text(json.dumps(card))


def _write_configs(plan: Plan, template: Path) -> None:
    hub = [
        "[hub]",
        f'data = "{plan.hub}"',
        f'endpoint = "tcp://127.0.0.1:{plan.port}"',
        f"recall_s = {plan.recall_s}",
        f"lease_ttl_s = {plan.lease_ttl_s}",
        "park_after = 1000",
        "reserve_fraction = 0.0",
        *plan.hub_extra,
    ]
    (plan.notes / "hub.toml").write_text("\n".join(hub) + "\n")
    for name in plan.sites:
        site = [
            "[site]",
            f'site = "{name}"',
            f'folder = "{plan.site(name)}"',
            f'hub_card = "{plan.notes / name}.card"',
            f'keys = "{template / name}.key"',
            "poll_s = 0.05",
            "settle_s = 0.05",
            "join_wait_s = 0.1",
            f"ping_s = {plan.ping_s}",
        ]
        (plan.notes / f"{name}.toml").write_text("\n".join(site) + "\n")
    for name, (officer, _) in DESKS.items():
        desk = {
            "desk": name,
            "card": str(plan.notes / f"{name}.card"),
            "keys": str(template / f"{name}.key"),
            "folder": str(plan.desk(name)),
            "officer": officer,
            "password": PASSWORD,
            "habits": {"think_s": plan.think_s, "recalls": plan.recalls, "skips": plan.skips},
        }
        (plan.notes / f"{name}.json").write_text(json.dumps(desk))


class Room:
    """The programs of a plan, kept alive until the ``with`` block ends."""

    def __init__(self, plan: Plan, nursery: Nursery) -> None:
        self.plan = plan
        self.programs: dict[str, Kept] = {}
        kinds = {"hub": "hub"} | dict.fromkeys(plan.sites, "site") | dict.fromkeys(DESKS, "desk")
        for name, kind in kinds.items():
            config = plan.notes / f"{name}.{'json' if kind == 'desk' else 'toml'}"
            order = {
                "program": kind,
                "config": str(config),
                "log": str(plan.notes / f"{name}.log"),
                "mutant": plan.mutant,
            }
            self.programs[name] = Kept(name=name, order=order, nursery=nursery)

    def __enter__(self) -> Self:
        self.tend()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for program in self.programs.values():
            program.end()

    def tend(self) -> None:
        """Start whatever has died."""
        for program in self.programs.values():
            program.tend()
