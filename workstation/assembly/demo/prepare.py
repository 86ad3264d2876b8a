"""Before a demo opens: folders, keys, enrolled machines, an officer and a library."""

import os
import secrets
import socket
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Final
from zlib import crc32

from queue_client.keys import KeyPair
from workstation.assembly.demo.plan import DESK, OFFICER, DemoPlan
from workstation.assembly.demo.processes import orphaned
from workstation.assembly.hub import load_keys, open_hub_records
from workstation.assembly.library import add_model
from workstation.assembly.shelf import open_shelf
from workstation.domain.errors import ScanUnreadable
from workstation.domain.officer import Officer, Role
from workstation.domain.principal import Principal, PrincipalKind
from workstation.hub.sessions import hash_password
from workstation.imaging.package import write_package
from workstation.library.curate import ModelLabel
from workstation.simulation.folder import planned_kind
from workstation.simulation.goods import GoodsKind
from workstation.simulation.kinds import find_kind, kinds
from workstation.simulation.phantom import simulate_scan
from workstation.simulation.site import demo_sites

# The library's scanner is none of the demo's: models must carry from one site to another.
_LIBRARY_SITE: Final = 12
_LIBRARY_SEED: Final = 900_000
_UNLABELLED: Final = "00"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoRoom:
    """A prepared demo: where the hub will listen, and who may sit at the desk."""

    plan: DemoPlan
    endpoint: str
    password: str


def prepare(plan: DemoPlan, progress: Progress) -> DemoRoom:
    """Make everything that the demo's processes need; harmless when repeated in one folder."""
    for folder in (plan.hub, plan.logs, plan.cache):
        folder.mkdir(parents=True, exist_ok=True)
    endpoint = f"tcp://127.0.0.1:{_free_port()}"
    password = secrets.token_urlsafe(18)
    _enrol(plan, password)
    for name in plan.site_names():
        (plan.site(name) / "inbox").mkdir(parents=True, exist_ok=True)
        _write_site_config(plan, name)
    _write_hub_config(plan, endpoint)
    build_library(plan, progress)
    return DemoRoom(plan=plan, endpoint=endpoint, password=password)


def hub_config(plan: DemoPlan) -> Path:
    """Return the path of the hub's configuration file."""
    return plan.data / "hub.toml"


def site_config(plan: DemoPlan, name: str) -> Path:
    """Return the path of a site's configuration file."""
    return plan.data / "sites" / f"{name}.toml"


def build_library(plan: DemoPlan, progress: Progress) -> None:
    """Put the first typical models on the shelf: those that the first scans will ask for.

    A real file becomes a typical model of goods without a name (chapter 00, which the Harmonised
    System does not have), so that real pictures have real ones to be compared with.
    """
    library = plan.hub / "library"
    open_shelf(library, create=True)
    jobs = _open_jobs(plan)[: plan.models_first()]
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as workers:
        made = workers.map(_shelve, jobs, [library] * len(jobs))
        for done, _ in enumerate(made, start=1):
            progress(done, len(jobs))


def fill_library(plan: DemoPlan) -> None:
    """Put all other typical models on the shelf while the room is at work already.

    Runs as a process of its own; the engine sees each new model at its next comparison.
    """
    if hasattr(os, "nice"):
        os.nice(10)  # the room's own work comes first
    for job in _open_jobs(plan):
        if orphaned():
            return
        _shelve(job, plan.hub / "library")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """One typical model to be made: a phantom of a kind, or the files of a real scan."""

    label: ModelLabel
    kind: str | None = None
    seed: int = 0
    files: tuple[Path, ...] = ()


def _open_jobs(plan: DemoPlan) -> list[_Job]:
    """Return the models that are not on the shelf yet, in the order in which scans need them."""
    there = {model.source for model in open_shelf(plan.hub / "library").models()}
    return [job for job in _jobs(plan) if job.label.source not in there]


def _jobs(plan: DemoPlan) -> Iterator[_Job]:
    for files in plan.model_files():
        label = ModelLabel(hs=_UNLABELLED, name=files[0].stem, source=files[0].name)
        yield _Job(label=label, files=files)
    for number in range(len(kinds())):
        name = planned_kind(seed=plan.seed, index=number)
        kind = find_kind(name)
        seed = _LIBRARY_SEED + crc32(name.encode()) % 1000
        yield _Job(label=_label_of(kind), kind=name, seed=seed)


def _label_of(kind: GoodsKind) -> ModelLabel:
    return ModelLabel(
        hs=kind.hs,
        name=kind.title,
        name_zh=kind.title_zh,
        prohibited=kind.prohibited,
        source=f"simulated {kind.name}",
    )


def _shelve(job: _Job, library: Path) -> bool:
    """Make one typical model and put it on the shelf; runs in a process of its own.

    False when its file cannot be read: the file arrives as a scan, too, and goes to quarantine.
    """
    shelf = open_shelf(library)
    if job.files:
        try:
            add_model(shelf, job.files, job.label)
        except ScanUnreadable:
            return False
        return True
    site = demo_sites(_LIBRARY_SITE)[-1]
    made = simulate_scan(seed=job.seed, kind=job.kind, site=site, scan_id=f"model-{job.seed}")
    with tempfile.TemporaryDirectory(prefix="reviewroom-") as scratch:
        package = Path(scratch) / "model.scan.tif"
        write_package(package, made.scan)
        add_model(shelf, [package], job.label)
    return True


def _free_port() -> int:
    """Return a port that is free on loopback now; the hub keeps it from its start on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _enrol(plan: DemoPlan, password: str) -> None:
    """Make the machines' keys, enrol them at the hub, and give the demo's officer a password."""
    load_keys(plan.hub)
    records = open_hub_records(plan.hub)
    now = datetime.now(UTC)
    machines = [(name, PrincipalKind.SITE) for name in plan.site_names()]
    for name, kind in (*machines, (DESK, PrincipalKind.DESK)):
        file = plan.key_file(name)
        if not file.exists():
            KeyPair.make().save(file)
        public = KeyPair.load(file).public
        records.enrol(Principal(name=name, kind=kind, public_key=public), now=now)
    # One person for everything that there is to try; in a real room nobody has both duties.
    duties = frozenset({Role.REVIEWER, Role.SUPERVISOR})
    officer = Officer(officer_id=OFFICER, name="Demo", roles=duties)
    records.add_officer(officer, hash_password(password), now=now)
    records.close()


def _write_hub_config(plan: DemoPlan, endpoint: str) -> None:
    lines = (
        "[hub]",
        'data = "hub"',
        f'endpoint = "{endpoint}"',
        "readers_high = 1",  # the demo has one officer
    )
    hub_config(plan).write_text("\n".join(lines) + "\n", "utf-8")


def _write_site_config(plan: DemoPlan, name: str) -> None:
    lines = (
        "[site]",
        f'site = "{name}"',
        f'folder = "{name}"',
        f'inbox = "{name}/inbox"',
        'hub_card = "../hub/hub.ready"',
        f'keys = "../keys/{name}.key"',
        "poll_s = 0.2",
        "settle_s = 0.4",
        "join_wait_s = 3.0",
        "ping_s = 0.5",
    )
    site_config(plan, name).write_text("\n".join(lines) + "\n", "utf-8")
